import t from 'tap'
import {
  at,
  boardOf,
  committedUnit,
  deployment,
  event,
  incident,
  NOW,
  unit,
  words,
} from '../../test/console/board-facts.ts'
import { forceEscalation } from '../../test/support/escalation-facts.ts'
import { listAlarms } from './alarm-rules.ts'
import type { Board } from './board.ts'
import { take } from './board-rules.ts'
import { queueOf } from './queue-rules.ts'

const alarms = (board: Board, role = 'dispatcher', of = words) =>
  listAlarms({ board, rows: queueOf(board, of, NOW), words: of, role, now: NOW })

t.test('an officer’s emergency is first, and sounds until it is over', async (t) => {
  const board = boardOf({
    incidents: [incident({ gradedAt: at(-70) })],
    units: [
      committedUnit({ state: '0', stateAt: at(-12) }),
      unit({ id: 'u2', callsign: 'SR22', state: '0', stateAt: at(-3) }),
      unit({ id: 'u3' }),
    ],
  })
  const [first, second, third] = alarms(board)
  t.match(first, {
    kind: 'emergency',
    sound: 'emergency',
    incidentId: 'i1',
    words: 'Officer emergency: SR21, 0:12, on 1/22-11-2026',
  })
  t.match(second, { words: 'Officer emergency: SR22, 0:03', incidentId: null })
  t.equal(third?.kind, 'waiting')
})

t.test(
  'a grade 1 that nobody goes to alarms after a minute and each further one; a supervisor hears of it at two',
  async (t) => {
    const waiting = (seconds: number) => boardOf({ incidents: [incident({ gradedAt: at(-seconds) })] })
    t.same(alarms(waiting(59)), [])
    t.match(alarms(waiting(64)), [
      {
        kind: 'waiting',
        sound: 'three',
        incidentId: 'i1',
        words: 'Grade 1 waiting 1:04 with no unit: 1/22-11-2026 Lake Road, Kendal',
      },
    ])
    t.not(alarms(waiting(64))[0]?.key, alarms(waiting(124))[0]?.key, 'acknowledged for one minute only')
    t.equal(alarms(waiting(64))[0]?.key, alarms(waiting(110))[0]?.key)
    t.same(alarms(waiting(64), 'supervisor'), [])
    t.equal(alarms(waiting(121), 'supervisor').length, 1)
    t.same(alarms(boardOf({ incidents: [incident({ gradedAt: at(-64) })], deployments: [deployment()] })), [])
    t.same(alarms(boardOf({ incidents: [incident({ grade: '2', gradedAt: at(-64), attendBy: at(3_000) })] })), [])
    t.same(alarms(waiting(240), 'call-handler'), [], 'nobody tells them')
  },
)

t.test(
  'a target that nobody will meet is said without a sound: five minutes for grade 1, fifteen for grade 2',
  async (t) => {
    const going = (more: object) => boardOf({ incidents: [incident(more)], deployments: [deployment()] })
    t.same(alarms(going({ attendBy: at(301) })), [])
    t.match(alarms(going({ attendBy: at(299) })), [
      { kind: 'late', sound: 'none', words: 'Target in 4:59, nobody at scene: grade 1 1/22-11-2026 Lake Road, Kendal' },
    ])
    t.match(alarms(going({ grade: '2', attendBy: at(890) })), [{ kind: 'late' }])
    t.match(alarms(going({ attendBy: at(-62) })), [{ words: /^Late 1:02, nobody at scene/ }])
    t.not(
      alarms(going({ attendBy: at(-62) }))[0]?.key,
      alarms(going({ attendBy: at(62) }))[0]?.key,
      'late is another alarm than nearly late',
    )
    t.same(
      alarms(
        boardOf({ incidents: [incident({ attendBy: at(100) })], deployments: [deployment({ atSceneAt: at(-1) })] }),
      ),
      [],
    )
    t.same(
      alarms(
        boardOf({ incidents: [incident({ grade: null, proposal: { grade: null, because: [], binding: false } })] }),
      ),
      [],
    )
  },
)

t.test('what no desk has shown for fifteen seconds alarms; after five it is a message', async (t) => {
  const unseen = { seq: 3, type: 'incident-graded', incidentId: 'i1', waitedSeconds: 5 }
  let board = take(boardOf({ incidents: [incident({ gradedAt: at(-1) })] }), event('receipt-missing', unseen))
  t.same(alarms(board), [])
  board = take(board, event('receipt-alarm', unseen))
  board = take(board, event('receipt-alarm', { ...unseen, seq: 4, incidentId: 'elsewhere' }))
  board = take(board, event('receipt-alarm', { ...unseen, seq: 5, type: 'contact-received', incidentId: null }))
  t.match(alarms(board), [
    { key: 'unseen/3', sound: 'three', words: 'No desk has shown this for 15 s: incident graded 1/22-11-2026' },
    { words: 'No desk has shown this for 15 s: incident graded' },
    { words: 'No desk has shown this for 15 s: contact received' },
  ])
})

t.test('a crew that asks for more units alarms until so many were sent after it', async (t) => {
  const asking = (seconds: number, more: object = {}) => ({
    incidents: [incident()],
    deployments: [deployment({ assignedAt: at(-90), moreUnits: { units: 1, askedAt: at(-seconds) }, ...more })],
  })
  t.match(alarms(boardOf(asking(5))), [
    {
      kind: 'more-units',
      sound: 'three',
      incidentId: 'i1',
      words: 'SR21 asks for 1 more unit, 0:05: 1/22-11-2026 Lake Road, Kendal',
    },
  ])
  t.same(alarms(boardOf(asking(5)), 'supervisor'), [], 'the chain of the force')
  t.equal(alarms(boardOf(asking(61)), 'supervisor').length, 1)
  t.not(alarms(boardOf(asking(5)))[0]?.key, alarms(boardOf(asking(65)))[0]?.key, 'and again')
  const kinds = (board: Board) => alarms(board).map(({ kind }) => kind)
  t.same(kinds(boardOf(asking(5, { releasedAt: at(-1) }))), ['waiting'])
  t.same(alarms(boardOf({ ...asking(5), incidents: [] })), [])
  const sent = deployment({ id: 'd2', unitId: 'u2', assignedAt: at(-2) })
  t.same(alarms(boardOf({ ...asking(5), deployments: [...asking(5).deployments, sent] })), [])
})

t.test('the numbers are those of the force: without them only what needs none alarms', async (t) => {
  const board = boardOf({
    incidents: [incident({ gradedAt: at(-640), attendBy: at(-5) })],
    units: [committedUnit({ state: '0', stateAt: at(-12) })],
  })
  const kinds = (escalation: typeof words.escalation) =>
    alarms(board, 'dispatcher', { ...words, escalation }).map(({ kind }) => kind)
  t.same(kinds(words.escalation), ['emergency', 'waiting', 'late'])
  t.same(kinds(undefined), ['emergency'])
  const older = { ...forceEscalation, alarms: undefined }
  t.same(kinds(older), ['emergency', 'waiting'], 'a version without them')
  const asked = boardOf({
    incidents: [incident()],
    deployments: [deployment({ moreUnits: { units: 2, askedAt: at(0) } })],
  })
  t.equal(alarms(asked, 'supervisor', { ...words, escalation: undefined }).length, 1, 'a crew is heard in any case')
})
