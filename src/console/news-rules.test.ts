import t from 'tap'
import {
  at,
  boardOf,
  briefing,
  candidate,
  contact,
  deployment,
  event,
  incident,
  recommendation,
  unit,
} from '../../test/console/board-facts.ts'
import type { BoardEvent } from './board-event.ts'
import { newsOf } from './news-rules.ts'

const board = boardOf({ incidents: [incident()] })
const said = (one: BoardEvent) => newsOf(one, board)?.words
const graded = (direction: 'first' | 'raised' | 'same' | 'lowered') =>
  event('incident-graded', { incident: incident(), grade: '1', from: '2', direction, reason: '' })

const pass = {
  id: 'r1',
  name: 'Kirkstone',
  kind: 'closed',
  factor: 0,
  because: 'snow',
  place: { pass: 'Kirkstone Pass' },
  roads: 8,
  metres: 7_389,
  from: '2026-11-23T10:00:00.000Z',
  to: null,
  madeAt: '2026-11-23T10:00:00.000Z',
  madeBy: 's1',
  withdrawnAt: null,
} as const

t.test('each message is one plain sentence about one thing', async (t) => {
  const about = { incident: incident() }
  const sentences: [BoardEvent, string][] = [
    [event('contact-received', { contact: contact() }), 'New contact by 999'],
    [event('contact-received', { contact: contact({ kind: 'silent' }) }), 'New contact by 999, silent'],
    [graded('first'), '1/22-11-2026: New, grade 1, Lake Road, Kendal'],
    [graded('raised'), '1/22-11-2026: Raised from 2 to 1, Lake Road, Kendal'],
    [graded('lowered'), '1/22-11-2026: Lowered from 2 to 1, Lake Road, Kendal'],
    [
      event('recommendation-made', { ...about, recommendation: recommendation(), briefing: briefing() }),
      '1/22-11-2026: SR21 recommended',
    ],
    [
      event('recommendation-made', {
        ...about,
        recommendation: recommendation({ candidates: [candidate({ rank: null })] }),
        briefing: briefing(),
      }),
      '1/22-11-2026: No unit can be recommended',
    ],
    [
      event('deployment-made', { ...about, deployment: deployment(), briefing: briefing(), divertedFrom: null }),
      '1/22-11-2026: SR21 assigned',
    ],
    [event('more-units-wanted', { deployment: deployment(), units: 1 }), '1/22-11-2026: SR21 asks for 1 more unit'],
    [event('more-units-wanted', { deployment: deployment(), units: 3 }), '1/22-11-2026: SR21 asks for 3 more units'],
    [
      event('deployment-ended', { deployment: deployment({ releaseReason: 'diverted' }), because: '' }),
      '1/22-11-2026: SR21 diverted to another incident',
    ],
    [event('deployment-ended', { deployment: deployment(), because: '' }), '1/22-11-2026: SR21 cleared'],
    [event('arrived-unread', { deployment: deployment() }), '1/22-11-2026: SR21 arrived with its briefing unread'],
    [
      event('briefing-added', {
        incidentId: 'i1',
        briefing: briefing(2),
        because: 'a check finished',
        afterDeployment: true,
      }),
      '1/22-11-2026: More for the briefing',
    ],
    [
      event('briefing-read', { incidentId: 'i1', briefingId: 'b1', version: 1, unitId: 'u1', callsign: 'SR21' }),
      '1/22-11-2026: Briefing read by the crew',
    ],
    [
      event('contact-linked', { contact: contact(), incidentId: 'i1', worse: true }),
      '1/22-11-2026: Another call: it has got worse',
    ],
    [
      event('contact-linked', { contact: contact(), incidentId: 'i1', worse: false }),
      '1/22-11-2026: A call was joined',
    ],
    [
      event('incident-flagged', { ...about, flag: 'vulnerable', raised: true, because: 'said' }),
      '1/22-11-2026: Flagged: said',
    ],
    [
      event('incident-flagged', { ...about, flag: 'vulnerable', raised: false, because: 'said' }),
      '1/22-11-2026: A flag was cleared',
    ],
    [
      event('grade-proposed', {
        incident: {
          ...about.incident,
          grade: '2',
          proposal: { grade: '1', because: ['It has got worse'], binding: false },
        },
      }),
      '1/22-11-2026: Grade 1 proposed: It has got worse',
    ],
    [
      event('lower-grade-requested', { ...about, grade: '2', reason: '', requestedBy: 'Desk 4' }),
      '1/22-11-2026: Lower grade 2 asked for by Desk 4',
    ],
    [
      event('lower-grade-decided', { ...about, grade: '2', approved: true, reason: '' }),
      '1/22-11-2026: Lower grade 2 approved',
    ],
    [
      event('lower-grade-decided', { ...about, grade: '2', approved: false, reason: '' }),
      '1/22-11-2026: Lower grade refused',
    ],
    [
      event('ending-refused', { incidentId: 'i1', attempted: 'close', by: 'Desk 4', role: 'dispatcher', code: '' }),
      '1/22-11-2026: Refused: close, by Desk 4',
    ],
    [
      event('diverted-from-watched', {
        ...about,
        deployment: deployment(),
        reason: 'a knife',
        by: '',
        recontactBy: at(900),
      }),
      '1/22-11-2026: SR21 was diverted away: a knife. Contact again by 14:15:00',
    ],
    [
      event('watched-without-unit', { ...about, deployment: deployment(), because: 'crew is ill', by: 'Desk 4' }),
      '1/22-11-2026: No unit is going: SR21 was stood down: crew is ill',
    ],
    [
      event('recontact-due', { ...about, actionId: 'a1', text: 'Contact again by 14:15: SR21 was diverted' }),
      '1/22-11-2026: Not done in time: Contact again by 14:15: SR21 was diverted',
    ],
    [
      event('incident-closed', {
        incident: incident({ id: 'i9', reference: '9/22-11-2026' }),
        closedBy: 'S. Upervisor',
      }),
      '9/22-11-2026: closed by S. Upervisor',
    ],
    [event('incident-reopened', { ...about, reason: '' }), '1/22-11-2026: Reopened'],
    [event('officer-emergency', { unit: unit(), position: null }), 'Officer emergency: SR21'],
    [event('road-changed', { change: pass, by: 'S. Upervisor' }), 'Kirkstone is closed: snow, by S. Upervisor'],
    [
      event('road-changed', { change: { ...pass, kind: 'slowed', factor: 0.5 }, by: 'S. Upervisor' }),
      'Kirkstone is slow: snow, by S. Upervisor',
    ],
    [event('road-change-withdrawn', { change: pass, by: 'S. Upervisor' }), 'Kirkstone is open again, by S. Upervisor'],
    [
      event('receipt-missing', { seq: 3, type: 'incident-graded', incidentId: null, waitedSeconds: 5 }),
      'Not yet shown on any desk: incident graded',
    ],
  ]
  for (const [one, words] of sentences) t.equal(said(one), words, one.type)
})

t.test('an incident of another desk is not named, and what a list shows by itself is no message', async (t) => {
  t.equal(
    newsOf(
      event('briefing-read', { incidentId: 'i7', briefingId: 'b1', version: 1, unitId: 'u1', callsign: 'SR21' }),
      board,
    )?.words,
    'An incident: Briefing read by the crew',
  )
  t.equal(newsOf(graded('same'), board), undefined)
  t.equal(newsOf(event('contact-linked', { contact: contact(), incidentId: 'i7', worse: false }), board), undefined)
  const proposed = (more: Partial<ReturnType<typeof incident>>) =>
    newsOf(event('grade-proposed', { incident: { ...incident(), ...more } }), board)
  const proposal = { grade: '1', because: ['x'], binding: false }
  t.equal(proposed({ grade: null, proposal }), undefined, 'before it is graded the form shows it')
  t.equal(proposed({ grade: '1', proposal }), undefined)
  t.equal(proposed({ grade: '1', proposal: { ...proposal, grade: null } }), undefined)
  t.equal(newsOf(event('unit-changed', { unit: unit() }), board), undefined)
})

t.test('a message names what shows it, so that it can be receipted', async (t) => {
  t.equal(newsOf(graded('first'), board)?.about, 'incident/i1')
  t.equal(
    newsOf(
      event('deployment-made', {
        incident: incident(),
        deployment: deployment(),
        briefing: briefing(),
        divertedFrom: null,
      }),
      board,
    )?.about,
    'deployment/d1',
  )
  t.equal(newsOf(event('contact-received', { contact: contact() }), board)?.about, 'contact/c1')
})
