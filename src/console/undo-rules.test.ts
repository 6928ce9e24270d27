import t from 'tap'
import type { DeploymentView } from '../dispatch/dispatch.ts'
import type { UnitView } from '../units/unit.ts'
import { emptyBoard } from './board-rules.ts'
import { undoLogLine, undoSending, undoState, undoUnitState } from './undo-rules.ts'

const at = Date.parse('2026-11-22T14:03:20.000Z')
const sent = {
  ...{ id: 'd', callsign: 'NR11', assignedAt: '2026-11-22T14:03:20.000Z' },
  ...{ acknowledgedAt: null, mobileAt: null, atSceneAt: null, releasedAt: null },
} as DeploymentView
const boardWith = (more: Partial<DeploymentView>) => ({
  ...emptyBoard,
  deployments: new Map([['d', { ...sent, ...more }]]),
})

t.test('what may be undone is said, and for how long; then why not', async (t) => {
  const last = undoSending(sent, '12/22-11-2026')
  t.match(undoState(undefined, emptyBoard, at), { open: false, words: 'There is nothing to undo' })
  t.same(undoState(last, emptyBoard, at - 500), { open: true, words: 'NR11 assigned to 12/22-11-2026', seconds: 10 })
  t.match(undoState(last, boardWith({}), at + 1_500), { open: true, seconds: 9 })
  t.match(undoState(last, boardWith({}), at + 10_000), { open: false, words: /more than ten seconds ago/ })
  t.match(last.order, { path: '/deployments/d/steps', body: { step: 'stand-down', undo: true } })
})

t.test('a crew that has begun is stood down, not undone', async (t) => {
  const last = undoSending(sent, '12/22-11-2026')
  const words = (more: Partial<DeploymentView>) => undoState(last, boardWith(more), at).words
  t.equal(words({ acknowledgedAt: 'x' }), 'Not undone: NR11 has acknowledged it: stand it down')
  t.equal(words({ mobileAt: 'x' }), 'Not undone: NR11 is on its way: stand it down')
  t.equal(words({ atSceneAt: 'x' }), 'Not undone: NR11 is at the scene')
  t.equal(words({ releasedAt: 'x' }), 'Not undone: NR11 is not going there any more')
})

t.test('a state goes back as long as no other was set since', async (t) => {
  const unit = { id: 'u', callsign: 'NR11', state: '4', stateAt: sent.assignedAt, commitment: null } as UnitView
  const last = undoUnitState({ state: '2' }, unit)
  const words = (more: Partial<UnitView>) =>
    undoState(last, { ...emptyBoard, units: new Map([['u', { ...unit, ...more }]]) }, at).words
  t.equal(undoState(last, emptyBoard, at).words, 'NR11 set to 4')
  t.equal(words({}), 'NR11 set to 4')
  t.equal(words({ stateAt: '2026-11-22T14:03:10.000Z' }), 'NR11 set to 4', 'the event is on its way')
  t.equal(words({ stateAt: '2026-11-22T14:03:21.000Z', state: '3' }), 'Not undone: NR11 is in state 3 since')
  const commitment = {} as UnitView['commitment']
  t.equal(words({ stateAt: '2026-11-22T14:03:21.000Z', commitment }), 'Not undone: NR11 was sent since')
  t.match(last.order, { method: 'PUT', body: { state: '2', undoes: sent.assignedAt } })
})

t.test('a line of the log is struck through by another', async (t) => {
  const last = undoLogLine('i', 'e', '12/22-11-2026', at)
  t.match(undoState(last, emptyBoard, at), { open: true, words: 'line on the log of 12/22-11-2026' })
  t.equal(last.order.path, '/incidents/i/log/e/strike')
})
