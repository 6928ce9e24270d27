import t from 'tap'
import { forceEscalation as rules } from '../../test/support/escalation-facts.ts'
import { escalation, listUnknownGrades } from '../definitions/escalation-definition.ts'
import {
  audienceOf,
  findPostOfStep,
  putBefore,
  refuseAcknowledging,
  ruleOf,
  splitChain,
  stepAfter,
} from './escalation-rules.ts'

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
})

t.test(
  'a post that the rules in force dropped: what was told to it goes to the supervisors, and stays their own',
  async (t) => {
    t.equal(audienceOf(['dispatch-desk'], rules), 'supervision')
    t.equal(audienceOf(['dispatch-desk', 'dispatcher'], rules), 'room')
    const raised = { told: ['dispatch-desk'], acknowledgedBy: null, resolved: false, areaId: 'north' }
    t.match(refuseAcknowledging(raised, { role: 'dispatcher', areas: [] }, rules), { code: 'exception/not-yours' })
    t.equal(refuseAcknowledging(raised, { role: 'supervisor', areas: [] }, rules), undefined)
  },
)

t.test('who is next is whom the rules in force say', async (t) => {
  t.match(findPostOfStep('clock-breached', 2, rules), { code: 'duty-inspector' })
  const once = {
    ...rules,
    exceptions: rules.exceptions.map(({ repeatSeconds: _repeat, heldSeconds: _held, ...one }) => one),
  }
  t.equal(findPostOfStep('clock-breached', 9, once), undefined)
  t.equal(findPostOfStep('clock-breached', 2, { ...rules, exceptions: [] }), undefined)
})

t.test('what is told again is told to the last of the chain', async (t) => {
  const again = (more: object) => ({
    ...rules,
    exceptions: rules.exceptions.map((one) => (one.kind === 'clock-breached' ? { ...one, ...more } : one)),
  })
  t.match(findPostOfStep('clock-breached', 9, again({ repeatSeconds: 900 })), { code: 'duty-superintendent' })
  t.match(findPostOfStep('clock-breached', 9, again({ heldSeconds: 900 })), { code: 'duty-superintendent' })
  t.match(findPostOfStep('clock-breached', 2, again({ repeatSeconds: 900 })), { code: 'duty-inspector' })
})

t.test('the next step: planned with the chain, or from the one before, or again and again', async (t) => {
  const chain = [0, 60, 300].map((afterSeconds) => ({ post: 'dispatcher', afterSeconds }))
  t.equal(stepAfter({ chain }, 0, false), undefined, 'it was planned when it was raised')
  t.same(stepAfter({ chain }, 1, true), { step: 2, inSeconds: 240 })
  t.equal(stepAfter({ chain }, 2, true), undefined, 'nobody further')
  t.same(stepAfter({ chain, repeatSeconds: 900 }, 2, false), { step: 3, inSeconds: 900 })
  t.same(stepAfter({ chain, repeatSeconds: 900 }, 7, true), { step: 8, inSeconds: 900 })
})

t.test('before whom it is put, in a sentence', async (t) => {
  t.equal(putBefore(['Supervisor']), 'For the supervisor')
  t.equal(putBefore(['Dispatcher of the area', 'Supervisor']), 'For the dispatcher of the area and the supervisor')
  t.equal(putBefore(['FIM']), 'For the FIM')
})

t.test('acknowledged by whoever was told, or a supervisor; once, and not when it is over', async (t) => {
  const raised = { told: ['dispatcher'], acknowledgedBy: null, resolved: false, areaId: 'north' }
  t.equal(refuseAcknowledging(raised, { role: 'dispatcher', areas: [] }, rules), undefined)
  t.equal(refuseAcknowledging(raised, { role: 'supervisor', areas: ['south'] }, rules), undefined)
  t.match(refuseAcknowledging(raised, { role: 'call-handler', areas: [] }, rules), { code: 'exception/not-yours' })
  t.match(refuseAcknowledging({ ...raised, acknowledgedBy: 'Pat Reed' }, { role: 'supervisor', areas: [] }, rules), {
    code: 'exception/acknowledged',
    message: 'Pat Reed has it in hand',
  })
  t.match(refuseAcknowledging({ ...raised, resolved: true }, { role: 'supervisor', areas: [] }, rules), {
    code: 'exception/resolved',
  })
})

t.test('a dispatcher stops the chain of no other area', async (t) => {
  const raised = { told: ['dispatcher'], acknowledgedBy: null, resolved: false, areaId: 'north' }
  const south = { role: 'dispatcher' as const, areas: ['south'] }
  t.match(refuseAcknowledging(raised, south, rules), { code: 'exception/not-yours', message: 'It is of another area' })
  t.equal(refuseAcknowledging({ ...raised, areaId: 'south' }, south, rules), undefined)
  t.equal(
    refuseAcknowledging({ ...raised, areaId: null }, south, rules),
    undefined,
    'what nobody has placed is everybody’s',
  )
  t.equal(
    refuseAcknowledging({ ...raised, told: ['call-handler'] }, { role: 'call-handler', areas: ['south'] }, rules),
    undefined,
    'calls are taken for the whole force',
  )
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

t.test('nor a time that nobody would ever feel', async (t) => {
  t.equal(escalation.safeParse({ ...rules, reviewAfterDays: 9e15 }).success, false)
  t.same(listUnknownGrades(rules, ['1', '2', '3', '4', '5']), [])
  t.same(listUnknownGrades(rules, ['1', '3']), ['2'], 'a misspelt one is named when it is loaded')
})
