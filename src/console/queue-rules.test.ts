import t from 'tap'
import { at, boardOf, committedUnit, deployment, incident, NOW, words } from '../../test/console/board-facts.ts'
import {
  isDeployed,
  mostUrgentWaiting,
  positionOf,
  presenceWords,
  queueOf,
  queueRow,
  stableOrder,
  stateWords,
} from './queue-rules.ts'

const row = (of: Parameters<typeof incident>[0] = {}, sent: Parameters<typeof deployment>[0][] = []) =>
  queueRow(
    incident(of),
    sent.map((one) => deployment(one)),
    false,
    words,
    NOW,
  )
const said = (of?: Parameters<typeof incident>[0], sent?: Parameters<typeof deployment>[0][]) =>
  stateWords(row(of, sent), NOW)

t.test('grades have their place and some send units', async (t) => {
  t.equal(positionOf(words, '2'), 2)
  t.equal(positionOf(words, null), 99)
  t.equal(isDeployed(words, '2'), true)
  t.equal(isDeployed(words, '3'), false)
})

t.test('the state is said in words, and how long it has lasted', async (t) => {
  t.equal(said({ grade: null }), 'Not graded 1:00')
  t.equal(said(), 'No unit 1:00')
  t.equal(said({ gradedAt: null }), 'No unit 1:00')
  t.equal(said({}, [{}]), 'Assigned 0:30')
  t.equal(said({}, [{ acknowledgedAt: at(-20) }]), 'Acknowledged')
  t.equal(said({}, [{ mobileAt: at(-10) }, { id: 'd2' }]), 'En route')
  t.equal(said({}, [{ mobileAt: at(-10) }, { id: 'd2', atSceneAt: at(-5) }]), 'At scene')
  t.equal(said({}, [{ atSceneAt: at(-9), releasedAt: at(-5) }]), 'Cleared, to be closed')
  t.equal(said({}, [{ releasedAt: at(-5), releaseReason: 'stood-down' }]), 'No unit 1:00')
  t.equal(said({ grade: '3' }), 'No unit is sent')
  t.equal(said({ status: 'closed' }), 'Closed')
})

t.test('the clock runs until somebody has arrived, and only where somebody has to', async (t) => {
  t.same(row().left, { late: false, words: '9:00' })
  t.same(row({ attendBy: at(-190) }).left, { late: true, words: 'Late 3:10' })
  t.equal(row({}, [{ atSceneAt: at(-5) }]).left, null)
  t.equal(row({ grade: '3' }).left, null)
  t.equal(row({ attendBy: null }).left, null)
  t.equal(row({ status: 'closed' }).left, null)
})

t.test('an incident waits when units are sent to its grade, and nobody goes or was there', async (t) => {
  t.equal(row().waiting, true)
  t.equal(row({}, [{}]).waiting, false)
  t.same(row({}, [{}, { id: 'd2', callsign: 'SR22', releasedAt: at(-1) }]).callsigns, ['SR21'])
  t.equal(row({}, [{ atSceneAt: at(-9), releasedAt: at(-5) }]).waiting, false)
  t.equal(row({ grade: '3' }).waiting, false)
  t.equal(row({ status: 'closed' }).waiting, false)
})

t.test('an emergency first, then grade, then who was not reached, then time left, then age', async (t) => {
  const board = boardOf({
    incidents: [
      incident({ id: 'later', attendBy: at(600) }),
      incident({ id: 'no-clock', attendBy: null, openedAt: at(-50) }),
      incident({ id: 'no-clock-older', attendBy: null }),
      incident({ id: 'two', grade: '2' }),
      incident({ id: 'proposed', grade: null, attendBy: at(500) }),
      incident({ id: 'sooner', attendBy: at(60) }),
      incident({ id: 'reached', attendBy: at(30) }),
      incident({ id: 'unknown', grade: null, proposal: { grade: null, because: [], binding: false } }),
      incident({ id: 'in-need', grade: '3' }),
    ],
    deployments: [
      deployment({ incidentId: 'reached', atSceneAt: at(-5) }),
      deployment({ id: 'd2', incidentId: 'reached' }),
    ],
    units: [
      committedUnit({
        state: '0',
        commitment: {
          deploymentId: 'd9',
          incidentId: 'in-need',
          reference: '',
          grade: '3',
          gradePosition: 3,
          step: 'at-scene',
          watched: false,
          flags: { domesticAbuse: false, repeatVictim: false, vulnerable: false, treatAsUrgent: false },
          attendBy: null,
        },
      }),
      committedUnit({ id: 'u2', state: '0', commitment: null }),
    ],
  })
  const rows = queueOf(board, words, NOW)
  t.same(
    rows.map(({ incident: { id } }) => id),
    ['in-need', 'sooner', 'proposed', 'later', 'no-clock-older', 'no-clock', 'reached', 'two', 'unknown'],
  )
  t.equal(mostUrgentWaiting(rows)?.incident.id, 'sooner')
  t.equal(mostUrgentWaiting([]), undefined)
})

t.test('while hands are in the list no row moves, comes or goes, and what waits is counted', async (t) => {
  t.same(stableOrder(['a', 'b', 'c'], ['b', 'a', 'd'], false), { order: ['b', 'a', 'd'], waiting: 0 })
  t.same(stableOrder(['a', 'b', 'c'], ['a', 'b', 'c'], true), { order: ['a', 'b', 'c'], waiting: 0 })
  t.same(
    stableOrder(['a', 'b', 'c'], ['b', 'a', 'd'], true),
    { order: ['a', 'b', 'c'], waiting: 4 },
    'one comes, one goes, two change places',
  )
})

t.test('who else has it open is said by name, of many the first', async (t) => {
  t.equal(presenceWords(['A. Ash']), 'A. Ash has it open')
  t.equal(presenceWords(['A. Ash', 'B. Birch']), 'A. Ash and B. Birch have it open')
  t.equal(presenceWords(['A. Ash', 'B. Birch', 'C. Cedar']), 'A. Ash and 2 others have it open')
  t.equal(presenceWords([]), ' has it open')
})
