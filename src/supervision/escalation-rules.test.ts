import t from 'tap'
import { forceEscalation as rules } from '../../test/support/escalation-facts.ts'
import { escalation } from '../definitions/escalation-definition.ts'
import { acknowledge, audienceOf, postOf, ruleOf, splitChain } from './escalation-rules.ts'

t.test('the first of a chain are told at once, the others in their time', async (t) => {
  const rule = ruleOf('clock-breached', rules)
  t.match(rule && splitChain(rule), {
    now: [
      { step: 0, post: 'dispatcher' },
      { step: 1, post: 'supervisor' },
    ],
    later: [
      { step: 2, post: 'duty-inspector', afterSeconds: 600 },
      { step: 3, post: 'duty-superintendent' },
    ],
  })
  t.equal(ruleOf('clock-breached', { ...rules, exceptions: [] }), undefined)
})

t.test('it is in the feed of whoever was told, and of every supervisor', async (t) => {
  t.equal(audienceOf(['dispatcher', 'supervisor'], rules), 'room')
  t.equal(audienceOf(['supervisor', 'duty-inspector'], rules), 'supervision')
  t.throws(() => postOf('nobody', rules), /no post nobody/)
})

t.test('acknowledged by whoever was told, or a supervisor; once, and not when it is over', async (t) => {
  const raised = { told: ['dispatcher'], acknowledgedBy: null, resolved: false }
  t.equal(acknowledge(raised, { role: 'dispatcher' }, rules), undefined)
  t.equal(acknowledge(raised, { role: 'supervisor' }, rules), undefined)
  t.match(acknowledge(raised, { role: 'call-handler' }, rules), { code: 'exception/not-yours' })
  t.match(acknowledge({ ...raised, acknowledgedBy: 'Pat Reed' }, { role: 'supervisor' }, rules), {
    code: 'exception/acknowledged',
    message: 'Pat Reed has it in hand',
  })
  t.match(acknowledge({ ...raised, resolved: true }, { role: 'supervisor' }, rules), { code: 'exception/resolved' })
})

t.test('a chain that nobody could follow is not loaded', async (t) => {
  const [first] = rules.exceptions
  const told = (chain: { post: string; afterSeconds: number }[]) =>
    escalation.safeParse({ ...rules, exceptions: [{ ...first, chain }] }).error?.issues.map(({ message }) => message)
  t.same(told([{ post: 'dispatcher', afterSeconds: 0 }]), undefined)
  t.same(told([{ post: 'nobody', afterSeconds: 0 }]), ['nobody is not one of the posts'])
  t.same(told([{ post: 'dispatcher', afterSeconds: 5 }]), ['somebody is told at once'])
  t.same(
    told([
      { post: 'dispatcher', afterSeconds: 0 },
      { post: 'supervisor', afterSeconds: 60 },
      { post: 'duty-inspector', afterSeconds: 30 },
    ]),
    ['who comes next is told later, never earlier'],
  )
  t.match(escalation.safeParse({ ...rules, exceptions: [first, first] }).error?.issues, [
    { message: 'incident-ungraded is there twice' },
  ])
})
