import t from 'tap'
import {
  at,
  boardOf,
  briefing,
  committedUnit,
  contact,
  deployment,
  event,
  finding,
  incident,
  recommendation,
  unit,
} from '../../test/console/board-facts.ts'
import { boardFrom, emptyBoard, listChecksOf, listDeploymentsOf, listWaitingContacts, take } from './board-rules.ts'

t.test('a snapshot fills the board; what a person has no right to is empty, not a fault', async (t) => {
  t.same(boardFrom({}), emptyBoard)
  t.same(boardFrom(null), emptyBoard)
  const check = {
    id: 'k1',
    kind: 'phone',
    state: 'hit',
    contactId: 'c1',
    incidentId: null,
    requestedAt: at(-10),
    finishedAt: at(-9),
    findings: [],
    superseded: false,
  }
  const board = boardOf({
    incidents: [incident()],
    units: [unit()],
    deployments: [deployment()],
    recommendations: [recommendation({ version: 2 }), recommendation({ version: 1 })],
    briefings: [briefing(1), briefing(3)],
    contacts: [{ ...contact(), checks: [check] }],
  })
  t.equal(board.incidents.get('i1')?.reference, '1/22-11-2026')
  t.equal(board.units.get('u1')?.callsign, 'SR21')
  t.equal(board.deployments.size, 1)
  t.equal(board.recommendations.get('i1')?.version, 2)
  t.equal(board.briefings.get('i1')?.version, 3)
  t.same(
    listChecksOf(board, { contactId: 'c1' }).map(({ id }) => id),
    ['k1'],
  )
  t.same(listChecksOf(board, { contactId: null, incidentId: 'i1' }), [])
})

t.test('the board that was stays as it was', async (t) => {
  const before = boardOf({ incidents: [incident()] })
  const after = take(
    before,
    event('incident-changed', { incident: incident({ summary: 'more' }), changed: ['summary'] }),
  )
  t.equal(before.incidents.get('i1')?.summary, '')
  t.equal(after.incidents.get('i1')?.summary, 'more')
  t.equal(after.units, before.units, 'and what did not change is the same part')
})

t.test(
  'contacts wait in the order they came, until they are part of an incident; their checks go with them',
  async (t) => {
    let board = take(emptyBoard, event('contact-received', { contact: contact({ id: 'c2', receivedAt: at(-5) }) }))
    board = take(board, event('contact-received', { contact: contact() }))
    t.same(
      listWaitingContacts(board).map(({ id }) => id),
      ['c1', 'c2'],
    )
    const found = {
      checkId: 'k1',
      kind: 'phone',
      state: 'hit',
      contactId: 'c1',
      incidentId: null,
      durationMs: 3,
      findings: [finding()],
    } as const
    board = take(board, event('check-completed', { ...found, findings: [...found.findings] }))
    board = take(board, event('check-completed', { ...found, checkId: 'k2', contactId: 'c2', findings: [] }))
    board = take(
      board,
      event('contact-linked', { contact: contact({ incidentId: 'i1' }), incidentId: 'i1', worse: false }),
    )
    t.same(
      listWaitingContacts(board).map(({ id }) => id),
      ['c2'],
    )
    t.same(
      listChecksOf(board, { incidentId: 'i1' }).map(({ id }) => id),
      ['k1'],
    )
    const same = take(board, event('contact-changed', { contact: contact({ incidentId: 'i1', kind: 'silent' }) }))
    t.equal(same.checks, board.checks, 'checks that are there already are left alone')
  },
)

t.test('a finished check takes the place of the one before it about the same, and of no other', async (t) => {
  const done = (
    checkId: string,
    kind: 'phone' | 'premises' | 'person',
    contactId: string | null,
    incidentId: string | null,
  ) =>
    event('check-completed', { checkId, kind, state: 'no_trace', contactId, incidentId, durationMs: 1, findings: [] })
  let board = take(emptyBoard, done('k1', 'phone', 'c1', null))
  board = take(board, done('k2', 'phone', 'c2', null))
  board = take(board, done('k3', 'phone', 'c1', null))
  board = take(board, done('k4', 'premises', null, 'i1'))
  board = take(board, done('k5', 'premises', null, 'i1'))
  board = take(board, done('k6', 'person', null, 'i1'))
  board = take(board, done('k7', 'person', null, 'i1'))
  board = take(board, done('k8', 'phone', null, null))
  t.same(
    [...board.checks.values()].filter(({ superseded }) => superseded).map(({ id }) => id),
    ['k1', 'k4'],
  )
  t.same(
    listChecksOf(board, { incidentId: 'i1' }).map(({ id }) => id),
    ['k5', 'k6', 'k7'],
    'two people are two checks',
  )
})

t.test('a running check that finishes keeps when it was asked', async (t) => {
  const running = {
    id: 'k1',
    kind: 'phone',
    state: 'running',
    contactId: 'c1',
    incidentId: null,
    requestedAt: at(-10),
    finishedAt: null,
    findings: [],
    superseded: false,
  }
  const board = boardOf({ contacts: [{ ...contact(), checks: [running] }] })
  const after = take(
    board,
    event('check-completed', {
      checkId: 'k1',
      kind: 'phone',
      state: 'failed',
      contactId: 'c1',
      incidentId: null,
      durationMs: 1,
      findings: [],
    }),
  )
  t.match(after.checks.get('k1'), { state: 'failed', requestedAt: at(-10), finishedAt: at(0) })
})

t.test('each event that carries an incident brings it as it stands after it', async (t) => {
  const graded = incident({ grade: '2' })
  const events = [
    event('incident-opened', { incident: graded }),
    event('incident-flagged', { incident: graded, flag: 'vulnerable', raised: true, because: 'said' }),
    event('incident-retyped', { incident: graded, from: 'theft', reason: 'said' }),
    event('grade-proposed', { incident: graded }),
    event('incident-graded', { incident: graded, grade: '2', from: null, direction: 'first', reason: '' }),
    event('incident-reopened', { incident: graded, reason: 'more to do' }),
    event('diverted-from-watched', {
      incident: graded,
      deployment: deployment(),
      reason: 'nearer',
      by: 'Desk 4',
      recontactBy: at(900),
    }),
    event('watched-without-unit', { incident: graded, deployment: deployment(), because: 'ill', by: 'Desk 4' }),
    event('recontact-due', { incident: graded, actionId: 'a1', text: 'Contact again' }),
  ]
  for (const one of events) t.equal(take(emptyBoard, one).incidents.get('i1')?.grade, '2', one.type)
  t.equal(
    take(emptyBoard, event('incident-changed', { incident: incident({ status: 'closed' }), changed: [] })).incidents
      .size,
    0,
    'a closed one does not come back',
  )
})

t.test(
  'a recommendation and a deployment bring their briefing; an older version never replaces a newer one',
  async (t) => {
    let board = take(
      emptyBoard,
      event('recommendation-made', {
        incident: incident(),
        recommendation: recommendation({ version: 2 }),
        briefing: briefing(2),
      }),
    )
    board = take(
      board,
      event('recommendation-made', {
        incident: incident(),
        recommendation: recommendation({ version: 1 }),
        briefing: briefing(1),
      }),
    )
    t.equal(board.recommendations.get('i1')?.version, 2)
    t.equal(board.briefings.get('i1')?.version, 2)
    board = take(
      board,
      event('deployment-made', {
        incident: incident(),
        deployment: deployment(),
        briefing: briefing(3),
        divertedFrom: null,
      }),
    )
    t.equal(board.briefings.get('i1')?.version, 3)
    board = take(
      board,
      event('briefing-added', {
        incidentId: 'i1',
        briefing: briefing(4),
        because: 'a check finished',
        afterDeployment: true,
      }),
    )
    t.equal(board.briefings.get('i1')?.version, 4)
    board = take(
      board,
      event('briefing-read', { incidentId: 'i1', briefingId: 'b4', version: 4, unitId: 'u1', callsign: 'SR21' }),
    )
    t.equal(board.briefingsRead.get('i1/u1'), 4)
  },
)

t.test('a deployment goes on step by step', async (t) => {
  let board = take(
    emptyBoard,
    event('deployment-made', {
      incident: incident(),
      deployment: deployment(),
      briefing: briefing(),
      divertedFrom: null,
    }),
  )
  board = take(
    board,
    event('deployment-made', {
      incident: incident(),
      deployment: deployment({ id: 'd0', assignedAt: at(-40) }),
      briefing: briefing(),
      divertedFrom: null,
    }),
  )
  board = take(board, event('deployment-stepped', { deployment: deployment({ mobileAt: at(0) }), step: 'mobile' }))
  t.same(
    listDeploymentsOf(board, 'i1').map(({ id, mobileAt }) => [id, mobileAt]),
    [
      ['d0', null],
      ['d1', at(0)],
    ],
  )
  board = take(board, event('arrived-unread', { deployment: deployment({ arrivedUnread: true }) }))
  t.equal(board.deployments.get('d1')?.arrivedUnread, true)
  board = take(board, event('deployment-reasoned', { deployment: deployment({ notFirstBecause: 'skill' }) }))
  t.equal(board.deployments.get('d1')?.notFirstBecause, 'skill')
  board = take(
    board,
    event('deployment-ended', {
      deployment: deployment({ releasedAt: at(0), releaseReason: 'cleared' }),
      because: 'clear',
    }),
  )
  t.equal(board.deployments.get('d1')?.releasedAt, at(0), 'an ended one stays: somebody was there')
})

t.test('units change, and an emergency is a change', async (t) => {
  let board = take(emptyBoard, event('unit-changed', { unit: unit() }))
  board = take(board, event('officer-emergency', { unit: committedUnit({ state: '0' }), position: null }))
  t.equal(board.units.get('u1')?.state, '0')
})

t.test('closing takes everything of the incident off the board, and keeps what it was for a while', async (t) => {
  let board = boardOf({
    incidents: [incident(), incident({ id: 'i2' })],
    deployments: [deployment()],
    recommendations: [recommendation()],
    briefings: [briefing()],
    contacts: [contact({ incidentId: 'i1' })],
  })
  board = take(
    board,
    event('check-completed', {
      checkId: 'k1',
      kind: 'phone',
      state: 'hit',
      contactId: 'c1',
      incidentId: 'i1',
      durationMs: 1,
      findings: [],
    }),
  )
  board = take(
    board,
    event('log-entry-added', { incidentId: 'i1', entry: { id: 'e1', by: 'Desk 4', kind: 'note', text: 'one' } }),
  )
  board = take(
    board,
    event('log-entry-added', { incidentId: 'i1', entry: { id: 'e2', by: 'Desk 4', kind: 'note', text: 'two' } }),
  )
  t.same(
    board.freshEntries.get('i1')?.map(({ text, at: when }) => [text, when]),
    [
      ['one', at(0)],
      ['two', at(0)],
    ],
  )
  board = take(
    board,
    event('briefing-read', { incidentId: 'i1', briefingId: 'b1', version: 1, unitId: 'u1', callsign: 'SR21' }),
  )
  board = take(board, event('receipt-missing', { seq: 3, type: 'incident-graded', incidentId: 'i1', waitedSeconds: 5 }))
  board = take(board, event('incident-closed', { incident: incident({ status: 'closed' }), closedBy: 'Supervisor' }))
  t.same([...board.incidents.keys()], ['i2'])
  t.same([...board.closed.keys()], ['i1'])
  for (const part of [
    'recommendations',
    'deployments',
    'briefings',
    'briefingsRead',
    'contacts',
    'checks',
    'freshEntries',
  ] as const)
    t.equal(board[part].size, 0, part)
  t.same(board.unseen, [])
  const again = take(board, event('incident-reopened', { incident: incident(), reason: 'more to do' }))
  t.same([...again.closed.keys()], [])
  t.ok(again.incidents.has('i1'))
})

t.test('only the last hundred closed ones are kept', async (t) => {
  let board = emptyBoard
  for (let n = 0; n < 120; n += 1)
    board = take(
      board,
      event('incident-closed', { incident: incident({ id: `i${n}`, status: 'closed' }), closedBy: '' }),
    )
  t.equal(board.closed.size, 100)
  t.notOk(board.closed.has('i19'))
  t.ok(board.closed.has('i20'))
})

t.test('a lower grade is a wish until it is decided', async (t) => {
  let board = take(
    emptyBoard,
    event('lower-grade-requested', { incident: incident(), grade: '2', reason: 'He has left', requestedBy: 'Desk 4' }),
  )
  t.same(board.lowerGrades.get('i1'), { grade: '2', reason: 'He has left', requestedBy: 'Desk 4' })
  board = take(
    board,
    event('lower-grade-decided', { incident: incident(), grade: '2', approved: false, reason: 'Not known' }),
  )
  t.equal(board.lowerGrades.size, 0)
  t.equal(
    take(board, event('lower-grade-decided', { incident: incident(), grade: '2', approved: false, reason: '' }))
      .lowerGrades,
    board.lowerGrades,
  )
})

t.test('refused attempts and events that no desk has shown are listed, each once', async (t) => {
  let board = take(
    emptyBoard,
    event('ending-refused', {
      incidentId: 'i1',
      attempted: 'close',
      by: 'Desk 4',
      role: 'dispatcher',
      code: 'incident/locked',
    }),
  )
  t.match(board.refusedAttempts, [{ seq: 7, attempted: 'close', at: at(0) }])
  const unseen = { seq: 3, type: 'incident-graded', incidentId: 'i1', waitedSeconds: 5 }
  board = take(board, event('receipt-missing', unseen))
  board = take(board, event('receipt-alarm', { ...unseen, waitedSeconds: 15 }))
  t.match(board.unseen, [{ seq: 3, alarm: true }])
  t.equal(board.unseen.length, 1)
})

t.test('an event this console has no use for changes nothing', async (t) => {
  t.equal(take(emptyBoard, event('staff-changed', { staffId: 's1', role: 'unit', active: true })), emptyBoard)
})
