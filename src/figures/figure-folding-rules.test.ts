import t from 'tap'
import type { CountedEvent, IncidentFigure } from './figure.ts'
import { COUNTED_EVENTS, foldContact, foldIncident } from './figure-folding-rules.ts'

const id = '01920000-0000-7000-8000-000000000001'
const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 6, 1, 22, 50 + minute, second)).toISOString()

const incident = {
  id,
  // half an hour before midnight in London, where it is summer
  reference: '812/01-07-2026',
  openedAt: at(0),
  type: 'domestic',
  areaId: 'north',
  areaClass: 'urban',
  premisesId: null,
  domesticAbuse: true,
  repeatVictim: false,
  vulnerable: false,
  handlerId: 'handler',
  firstGrade: null as string | null,
  firstAttendBy: null as string | null,
  gradedAt: null as string | null,
  closedAt: null as string | null,
  closingCategory: null as string | null,
}
const deployment = {
  id: 'first',
  assignedAt: at(2),
  assignedBy: 'dispatcher',
  rankChosen: 2,
  notFirstBecause: null as string | null,
  atSceneAt: null as string | null,
  arrivedUnread: false,
  releaseReason: null as string | null,
}
const event = (type: string, more: Partial<CountedEvent> = {}): CountedEvent => ({
  type,
  actorId: 'somebody',
  incidentId: id,
  at: at(1),
  incident: null,
  contact: null,
  deployment: null,
  linkedTo: null,
  direction: null,
  unknowns: null,
  actionId: null,
  dueAt: null,
  ...more,
})
const story = (...events: readonly CountedEvent[]) =>
  events.reduce<IncidentFigure | undefined>(foldIncident, undefined) as IncidentFigure
const opened = event('incident-opened', { incident })
const graded = { ...incident, firstGrade: '1', gradedAt: at(1), firstAttendBy: at(11) }

t.test('an incident is of the day of its log number and the hour on the wall', async (t) => {
  t.match(story(opened), { localDay: '2026-07-01', dayNumber: 812, localHour: 23, firstGradedAt: null })
})

t.test('what was not seen being opened is not counted: imported history', async (t) => {
  t.equal(foldIncident(undefined, event('incident-changed', { incident })), undefined)
  t.equal(foldIncident(undefined, event('deployment-made', { deployment })), undefined)
})

t.test('the first grade stays, and each lowering is counted', async (t) => {
  const lowered = { ...graded, gradedAt: at(9) }
  const after = story(
    opened,
    event('incident-graded', { incident: graded, direction: 'first' }),
    event('incident-graded', { incident: lowered, direction: 'lowered' }),
  )
  t.match(after, { firstGrade: '1', firstGradedAt: at(1), firstAttendBy: at(11), timesLowered: 1 })
  t.equal(story(opened, event('incident-graded', { direction: 'first' })).firstGradedAt, at(1), 'by the journal itself')
})

t.test('the first unit that was sent, its reason when it comes, and whether its checks had answered', async (t) => {
  const unknowns = (what: string, state: string) => [{ what, state }]
  const sent = event('deployment-made', { deployment, unknowns: unknowns('phone', 'PENDING') })
  const second = event('deployment-made', { deployment: { ...deployment, id: 'second', rankChosen: 1 } })
  const reasoned = (of: string) =>
    event('deployment-reasoned', { deployment: { ...deployment, id: of, notFirstBecause: 'skill' } })
  t.match(story(opened, sent, second, reasoned('second')), {
    deploymentId: 'first',
    rankChosen: 2,
    notFirstBecause: null,
    checksComplete: false,
  })
  t.equal(story(opened, sent, reasoned('first')).notFirstBecause, 'skill')
  const complete = (what: string, state: string) =>
    story(opened, event('deployment-made', { deployment, unknowns: unknowns(what, state) })).checksComplete
  t.equal(complete('question:injuries', 'PENDING'), true, 'a question is no check')
  t.equal(complete('source:pnc', 'NOT_CONNECTED'), true)
  t.equal(complete('premises', 'SOURCE_UNAVAILABLE'), false)
  t.equal(story(opened, event('deployment-made', { deployment })).checksComplete, true)
  t.equal(story(opened, event('deployment-made')).deploymentId, null, 'an event without its deployment says nothing')
  t.equal(story(opened, event('deployment-reasoned')).notFirstBecause, null)
})

t.test('the first that arrives, whether it had read, and every unit that left for another incident', async (t) => {
  const arrives = (minute: number, arrivedUnread: boolean) =>
    event('deployment-stepped', { deployment: { ...deployment, atSceneAt: at(minute), arrivedUnread } })
  t.match(story(opened, arrives(8, true), arrives(12, false)), { atSceneAt: at(8), arrivedUnread: true })
  t.equal(story(opened, event('deployment-stepped', { deployment })).atSceneAt, null, 'on its way')
  const ends = (releaseReason: string) => event('deployment-ended', { deployment: { ...deployment, releaseReason } })
  t.equal(story(opened, ends('cleared'), ends('diverted'), ends('diverted')).timesDiverted, 2)
})

t.test('a re-contact is kept with when it was due and when it was made; any other action is none', async (t) => {
  const after = story(
    opened,
    event('action-added', { actionId: 'a', dueAt: at(30) }),
    event('action-added', { actionId: 'b' }),
    event('action-done', { actionId: 'a', at: at(20) }),
    event('action-done', { actionId: 'a', at: at(40) }),
  )
  t.same(after.recontacts, [{ id: 'a', dueAt: at(30), doneAt: at(20) }])
})

t.test('closed, and open again', async (t) => {
  const closed = { ...graded, closedAt: at(60), closingCategory: 'crime' }
  const shut = story(opened, event('incident-closed', { incident: closed, actorId: 'supervisor' }))
  t.match(shut, { closedAt: at(60), closedBy: 'supervisor', closingCategory: 'crime' })
  const again = foldIncident(shut, event('incident-reopened', { incident: graded }))
  t.match(again, { closedAt: null, closedBy: null, closingCategory: null })
})

t.test('an event that changes nothing counted leaves the state as it is', async (t) => {
  const stood = story(opened)
  t.equal(foldIncident(stood, event('incident-changed', { incident })), stood)
  t.equal(foldIncident(stood, event('deployment-made', { incident: graded })), stood, 'an incident as it stood before')
  t.ok(COUNTED_EVENTS.includes('contact-linked'))
})

t.test('a contact: presented within reason, answered, linked', async (t) => {
  const contact = {
    id: 'contact',
    channel: '999',
    kind: 'voice',
    receivedAt: at(0),
    presentedAt: at(-120) as string | null,
    answeredAt: null as string | null,
    handlerId: null,
    incidentId: null,
  }
  const received = foldContact(undefined, event('contact-received', { contact }))
  t.match(received, { presentedAt: at(-60), localDay: '2026-07-01', localHour: 23, incidentId: null })
  t.equal(foldContact(received, event('contact-changed', { contact })), received)
  t.equal(foldContact(received, event('incident-opened')), received)
  const answered = { ...contact, presentedAt: at(5), answeredAt: at(1) }
  t.equal(
    foldContact(received, event('contact-changed', { contact: answered }))?.presentedAt,
    at(1),
    'never after the answer',
  )
  const linked = foldContact(
    received,
    event('contact-linked', { contact: { ...contact, presentedAt: null }, linkedTo: id }),
  )
  t.match(linked, { incidentId: id, presentedAt: null })
  t.equal(foldContact(linked, event('contact-changed', { contact }))?.incidentId, id)
})
