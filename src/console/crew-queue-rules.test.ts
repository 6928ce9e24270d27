import t from 'tap'
import { at, deployment, NOW } from '../../test/console/board-facts.ts'
import {
  addAct,
  answerAct,
  asTapped,
  type CrewAct,
  type CrewQueue,
  dismissAct,
  keptText,
  nextAct,
  readKept,
  waitingOf,
} from './crew-queue-rules.ts'

const act = (key: string, more: Partial<CrewAct> = {}): CrewAct => ({
  key,
  what: key,
  method: 'POST',
  path: '/deployments/d1/steps',
  body: {},
  kind: 'other',
  step: null,
  tappedAt: NOW,
  state: 'waiting',
  answeredAt: null,
  because: '',
  ...more,
})
const queueOf = (...acts: CrewAct[]) => acts.reduce<CrewQueue>(addAct, [])
const states = (queue: CrewQueue) => queue.map(({ key, state }) => `${key} ${state}`)

t.test('what was pressed goes in the order in which it was pressed', async (t) => {
  const queue = queueOf(act('one'), act('two', { tappedAt: NOW + 5 }))
  t.equal(nextAct(queue, 'rest')?.key, 'one')
  t.equal(nextAct(queue, 'emergency'), undefined)
  t.same(waitingOf(queue), { count: 2, since: NOW })
  const after = answerAct(queue, 'one', NOW + 9)
  t.match(after[0], { state: 'sent', answeredAt: NOW + 9 })
  t.equal(nextAct(after, 'rest')?.key, 'two')
  t.equal(waitingOf(answerAct(after, 'two', NOW + 9)), undefined)
})

t.test('an emergency waits for nothing, and no state that was pressed before it ends it', async (t) => {
  const queue = queueOf(act('step'), act('state', { kind: 'state' }), act('help', { kind: 'emergency' }))
  t.equal(nextAct(queue, 'emergency')?.key, 'help')
  t.equal(nextAct(queue, 'rest')?.key, 'step')
  t.same(states(queue), ['step waiting', 'state overtaken', 'help waiting'])
  const sent = answerAct(queueOf(act('state', { kind: 'state' })), 'state', NOW)
  t.same(states(addAct(sent, act('help', { kind: 'emergency' }))), ['state sent', 'help waiting'])
})

t.test('what was refused stays with its reason until somebody has seen it', async (t) => {
  const queue = answerAct(queueOf(act('one'), act('two')), 'one', NOW, 'The deployment has ended')
  t.match(queue[0], { state: 'refused', because: 'The deployment has ended' })
  t.same(states(dismissAct(queue, 'one')), ['two waiting'])
  t.same(states(dismissAct(queue, 'two')), ['one refused', 'two waiting'], 'what waits is not put away')
})

t.test('of what was sent the newest are shown', async (t) => {
  const keys = ['one', 'two', 'three', 'four', 'five']
  const all = keys.reduce<CrewQueue>(
    (queue, key) => answerAct(queue, key, NOW),
    queueOf(...keys.map((key) => act(key))),
  )
  t.same(states(all), ['three sent', 'four sent', 'five sent'])
})

t.test('the page goes on with what was pressed, as long as it was not refused', async (t) => {
  const steps = (['acknowledge', 'mobile', 'at-scene', 'clear', 'stand-down'] as const).map((step) =>
    act(step, { step: { deploymentId: 'd1', step } }),
  )
  const so = asTapped(deployment({ mobileAt: at(-9) }), queueOf(...steps, act('log')))
  t.match(so, { acknowledgedAt: at(0), mobileAt: at(-9), atSceneAt: at(0), releasedAt: at(0) })
  const known = { acknowledgedAt: at(-9), atSceneAt: at(-8), releasedAt: at(-7) }
  t.match(asTapped(deployment(known), queueOf(...steps)), { ...known, mobileAt: at(0) }, 'the record is right')
  t.equal(asTapped(deployment(), answerAct(queueOf(...steps), 'clear', NOW, 'No')).releasedAt, null)
  t.same(asTapped(deployment({ id: 'd2' }), queueOf(...steps)), deployment({ id: 'd2' }))
})

t.test('a reload keeps what is not on the record, and nothing that is', async (t) => {
  const queue = answerAct(queueOf(act('one'), act('two')), 'one', NOW)
  t.same(readKept(keptText(queue)), [act('two')])
  t.equal(keptText(answerAct(queue, 'two', NOW)), '')
  const spoiled = [
    null,
    '',
    '{',
    '7',
    '[null]',
    '[{"key":"k","path":"elsewhere","tappedAt":1}]',
    '[{"key":"k"}]',
    '[{}]',
  ]
  const noTime = '[{"key":"k","path":"/"}]'
  for (const text of [...spoiled, noTime]) t.same(readKept(text), [])
})
