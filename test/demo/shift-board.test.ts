import t from 'tap'
import { isWorked, ShiftBoard, wantsUnits } from '../../src/demo/shift-board.ts'
import type { Deployment, Recommendation, ShiftEvent } from '../../src/demo/shift-events.ts'
import type { IncidentView } from '../../src/incidents/index.ts'

const incident = (more: Partial<IncidentView> = {}) =>
  ({ id: 'theft', status: 'open', grade: '2', locked: false, areaId: 'north', ...more }) as IncidentView
const deployment = (more: Partial<Deployment> = {}) =>
  ({ id: 'd1', incidentId: 'theft', unitId: 'NR11', releasedAt: null, atSceneAt: null, ...more }) as Deployment
const recommendation = { id: 'r1', incidentId: 'theft', unitsNeeded: 1, version: 1 } as Recommendation
let seq = 0
const event = (type: ShiftEvent['type'], data: object) => {
  seq += 1
  return { type, seq, at: '2026-11-22T12:00:00Z', data } as ShiftEvent
}
const known = (board: ShiftBoard) => {
  const found = board.incidents.get('theft')
  if (!found) throw new Error('not on the board')
  return found
}

t.test(
  'an incident wants a unit from its recommendation until one is on its way, and is worked when it has left',
  async (t) => {
    const board = new ShiftBoard()
    board.load({})
    board.take(event('incident-opened', { incident: incident({ grade: null }) }))
    t.notOk(wantsUnits(known(board)))
    t.notOk(isWorked(known(board)), 'nobody has graded it')
    board.take(event('incident-graded', { incident: incident() }))
    t.notOk(wantsUnits(known(board)), 'nothing is recommended yet')
    t.equal(board.take(event('recommendation-made', { incident: incident(), recommendation })), 'theft')
    t.ok(wantsUnits(known(board)))
    t.notOk(isWorked(known(board)))
    board.take(event('deployment-made', { incident: incident(), deployment: deployment() }))
    t.notOk(wantsUnits(known(board)))
    board.take(event('deployment-stepped', { deployment: deployment({ atSceneAt: '2026-11-22T12:10:00Z' }) }))
    t.notOk(isWorked(known(board)), 'the unit is there')
    board.take(
      event('deployment-ended', {
        deployment: deployment({ atSceneAt: '2026-11-22T12:10:00Z', releasedAt: '2026-11-22T12:40:00Z' }),
      }),
    )
    t.ok(isWorked(known(board)))
    t.notOk(wantsUnits(known(board)))
    board.take(event('incident-closed', { incident: incident({ status: 'closed' }) }))
    t.equal(board.incidents.size, 0)
  },
)

t.test('a unit that was diverted on its way leaves the incident wanting another', async (t) => {
  const board = new ShiftBoard()
  board.load({ incidents: [incident()], deployments: [deployment()], recommendations: [recommendation] })
  t.notOk(wantsUnits(known(board)))
  board.take(event('deployment-ended', { deployment: deployment({ releasedAt: '2026-11-22T12:01:00Z' }) }))
  t.ok(wantsUnits(known(board)))
  t.notOk(isWorked(known(board)), 'nobody has been there')
})

t.test('what was before the picture is not guessed', async (t) => {
  const board = new ShiftBoard()
  board.load({ incidents: [incident()], recommendations: [recommendation] })
  t.equal(known(board).attended, undefined)
  known(board).attended = true
  board.load({ incidents: [incident()], recommendations: [recommendation] })
  t.equal(known(board).attended, true, 'what is known by then is kept')
})

t.test('units are kept as they stand; events of other places change nothing', async (t) => {
  const board = new ShiftBoard()
  board.load({ units: [{ id: 'NR11', state: '2' }] })
  t.equal(board.take(event('unit-changed', { unit: { id: 'NR11', state: '5' } })), undefined)
  t.match(board.units.get('NR11'), { state: '5' })
  t.equal(board.take(event('contact-received', { contact: { id: 'c' } })), undefined)
  t.equal(board.take(event('deployment-stepped', { deployment: deployment({ incidentId: 'elsewhere' }) })), 'elsewhere')
  t.equal(board.incidents.size, 0)
})
