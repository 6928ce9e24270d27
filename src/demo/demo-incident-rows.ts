import type { DemoRows, ForceInForce } from './demo-force-store.ts'
import type { PlannedIncident } from './demo-history.ts'
import { type Narrative, narrativeOf } from './demo-narratives.ts'
import { fullName } from './demo-people.ts'
import type { DemoPlan } from './demo-plan.ts'
import type { Room } from './demo-staff.ts'
import { asDialled, type TelephoneBook } from './demo-telephones.ts'
import type { DemoUnit } from './demo-units.ts'
import { type SeededRandom, WeightedTable } from './seeded-random.ts'

/** What the rows of incidents are made from. */
export type IncidentScene = {
  plan: DemoPlan
  force: ForceInForce
  room: Room
  units: readonly DemoUnit[]
  /** numbers that belong to nobody of the invented people */
  book: TelephoneBook
  /** nothing of the history is later than this, in milliseconds */
  endMs: number
  /** how many of the newest incidents have a log of several entries */
  logged: number
}

/** How a call came: shares of a British control room, illustrative. */
const CHANNELS = new WeightedTable(
  ['999', '101', 'partner', 'officer', 'front-desk', 'web'] as const,
  (channel) => ({ '999': 30, '101': 52, partner: 6, officer: 5, 'front-desk': 4, web: 3 })[channel],
)
const URGENT_CHANNELS = new WeightedTable(
  ['999', '101', 'partner', 'officer', 'front-desk'] as const,
  (channel) => ({ '999': 76, '101': 14, partner: 6, officer: 3, 'front-desk': 1 })[channel],
)
const WITHHELD = 0.14
const SECOND_CALLER = 0.03
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * The year's incidents in order of time, numbered from 1 on each local day without a gap, graded, attended,
 * closed (a locked one by a supervisor, who never took the call), with their contacts.
 */
export function saveIncidents(
  random: SeededRandom,
  planned: PlannedIncident[],
  scene: IncidentScene,
  rows: DemoRows,
): void {
  planned.sort((a, b) => a.openedMs - b.openedMs)
  const numbers = new Map<string, number>()
  for (const [index, incident] of planned.entries()) {
    const dayNumber = (numbers.get(incident.day.day) ?? 0) + 1
    numbers.set(incident.day.day, dayNumber)
    saveIncident(random, incident, dayNumber, scene, rows, index >= planned.length - scene.logged)
  }
  for (const [day, last] of numbers) rows.log_number.push({ local_day: day, last })
}

type Told = {
  id: string
  incident: PlannedIncident
  narrative: Narrative
  openedAt: string
  handler: { id: string; name: string }
}

function saveIncident(
  random: SeededRandom,
  incident: PlannedIncident,
  dayNumber: number,
  scene: IncidentScene,
  rows: DemoRows,
  withLog: boolean,
): void {
  const { openedMs, spot, type } = incident
  const id = random.uuid(openedMs)
  const openedAt = iso(openedMs)
  const narrative = narrativeOf(incident.domesticAbuse ? 'domestic' : type)
  const grade = drawGrade(random, incident, scene)
  const channel = (grade.position === 1 ? URGENT_CHANNELS : CHANNELS).draw(random)
  const handler = random.pick(channel === 'front-desk' ? scene.room.desks : scene.room.handlers)
  const dispatcher = scene.room.dispatchers.get(spot.areaId) ?? scene.room.dispatchers.get('')
  const locked = incident.domesticAbuse || incident.repeatVictim || incident.vulnerable
  const closer = locked || !dispatcher || random.chance(0.1) ? random.pick(scene.room.supervisors) : dispatcher
  const seconds = spot.areaClass === 'rural' ? grade.ruralSeconds : Math.min(grade.urbanSeconds, grade.ruralSeconds)
  const gradedMs = openedMs + random.integer(25, 170) * 1_000
  const attended = grade.position <= 2 && random.chance(0.94)
  // most arrive in time, in the country fewer do
  const arrivedMs = gradedMs + seconds * 1_000 * (0.25 + random.fraction() * (spot.areaClass === 'rural' ? 1.05 : 0.9))
  const workMs = attended
    ? random.integer(15, 150) * MINUTE_MS
    : random.integer(1, grade.position > 2 ? 30 : 3) * HOUR_MS
  const closedMs = Math.max(Math.min((attended ? arrivedMs : gradedMs) + workMs, scene.endMs), gradedMs + MINUTE_MS)
  const [category, resultText] = pickResult(random, incident, narrative, attended)
  const result = makeResult(random, incident, resultText, attended)
  const attendBy = iso(openedMs + seconds * 1_000)
  const told: Told = { id, incident, narrative, openedAt, handler }
  const place = (incident.premises ? narrative.inside : narrative.outside) ?? []
  const summary = incident.told?.summary ?? random.pick([...narrative.summaries, ...place])

  rows.incident.push({
    id,
    local_day: incident.day.day,
    day_number: dayNumber,
    status: 'closed',
    opening_category: incident.openingCategory,
    type,
    closing_category: category,
    summary,
    location_text: incident.locationText,
    premises_id: incident.premises?.id ?? null,
    lat: spot.lat,
    lon: spot.lon,
    area_id: spot.areaId,
    area_class: spot.areaClass,
    location_confirmed: true,
    domestic_abuse: incident.domesticAbuse,
    repeat_victim: incident.repeatVictim,
    vulnerable: incident.vulnerable,
    happening_now: grade.position === 1,
    flags_because: flagReasons(incident),
    needs: needsOf(random, incident),
    proposed_grade: grade.id,
    grade: grade.id,
    grade_position: grade.position,
    first_grade: grade.id,
    graded_at: iso(gradedMs),
    graded_by: handler.id,
    attend_by: attendBy,
    first_attend_by: attendBy,
    handler_id: handler.id,
    dispatcher_id: grade.position <= 2 ? (dispatcher?.id ?? null) : null,
    opened_at: openedAt,
    closed_at: iso(closedMs),
    closed_by: closer.id,
    result,
    imported: true,
  })
  rows.grading.push({
    id: random.uuid(gradedMs),
    incident_id: id,
    grade: grade.id,
    position: grade.position,
    attend_by: attendBy,
    definition_version: grade.version,
    direction: 'first',
    reason: 'imported',
    graded_by: handler.id,
    at: iso(gradedMs),
  })
  rows.closure.push({
    id: random.uuid(closedMs),
    incident_id: id,
    closing_category: category,
    result,
    closed_by: closer.id,
    closed_at: iso(closedMs),
  })
  saveContact(random, told, channel, openedMs - random.integer(20, 90) * 1_000, scene, rows)
  if (random.chance(SECOND_CALLER)) {
    const other = { ...told, incident: { ...incident, caller: null, told: null } }
    saveContact(random, other, '101', openedMs + random.integer(1, 9) * MINUTE_MS, scene, rows)
  }
  savePeopleOf(random, told, rows)
  if (withLog)
    saveLog(
      random,
      told,
      { attended, gradedMs, arrivedMs: Math.min(arrivedMs, closedMs), closedMs, resultText, closer },
      scene,
      rows,
    )
}

function drawGrade(random: SeededRandom, { type, domesticAbuse }: PlannedIncident, { plan, force }: IncidentScene) {
  const weights = plan.mix[domesticAbuse ? 'domestic' : type]?.grades ?? [0, 1, 0, 0]
  return new WeightedTable(force.grades, ({ position }) => weights[position - 1] ?? 0).draw(random)
}

function pickResult(
  random: SeededRandom,
  incident: PlannedIncident,
  narrative: Narrative,
  attended: boolean,
): readonly [string, string] {
  const [category, text] = random.pick(attended ? narrative.attended : narrative.unattended)
  return [category, incident.told?.result ?? text]
}

/** What CR-28 asks of the log before it may be closed, in the shape of a closing made today. */
function makeResult(random: SeededRandom, incident: PlannedIncident, text: string, attended: boolean) {
  const locked = incident.domesticAbuse || incident.repeatVictim || incident.vulnerable
  const reference = () => String(random.integer(10_000, 99_999))
  const crime = incident.domesticAbuse && random.chance(0.6)
  return {
    text,
    notAttendedBecause: attended ? '' : 'Dealt with by telephone; caller told that nobody would come.',
    callBack: [incident.type, incident.openingCategory].includes('abandoned') ? 'Called back, reached.' : '',
    personsSeen: locked && attended ? 'Seen and spoken to alone.' : locked ? 'Spoken to by telephone.' : '',
    childrenSeen: locked ? (incident.children.length > 0 ? 'All seen, well.' : 'No children.') : '',
    crimeReference: crime ? `DEMO/${reference()}` : '',
    noCrimeBecause: locked && !crime ? 'No offence disclosed.' : '',
    riskAssessmentReference: incident.domesticAbuse ? `DEMO/R${reference()}` : '',
    noRiskAssessmentBecause: '',
    documentsConfirmedBy: locked && attended ? 'Sergeant of the section' : '',
    noDocumentsBecause: '',
  }
}

function flagReasons({ domesticAbuse, repeatVictim, vulnerable }: PlannedIncident) {
  return [
    ...(domesticAbuse ? [{ flag: 'domesticAbuse', because: 'said by the caller or found on arrival' }] : []),
    ...(repeatVictim
      ? [{ flag: 'repeatVictim', because: 'an earlier incident of domestic abuse within 12 months' }]
      : []),
    ...(vulnerable ? [{ flag: 'vulnerable', because: 'in need of care or at risk of harm' }] : []),
  ]
}

function needsOf(random: SeededRandom, { domesticAbuse }: PlannedIncident) {
  return {
    questions: {},
    language: random.chance(0.01) ? random.pick(['Polish', 'Romanian', 'British Sign Language', 'Cantonese']) : null,
    interpreter: null,
    officerSex: domesticAbuse && random.chance(0.05) ? ('female' as const) : null,
    skills: [],
    safeNumber: null,
    safeContact: null,
    codeWord: null,
    excludedUnitIds: [],
  }
}

function saveContact(
  random: SeededRandom,
  told: Told,
  channel: string,
  presentedMs: number,
  scene: IncidentScene,
  rows: DemoRows,
): void {
  const { incident, narrative, handler } = told
  const telephone = channel === '999' || channel === '101'
  const silent = telephone && incident.openingCategory === 'abandoned'
  const withheld = telephone && incident.caller === null && random.chance(WITHHELD)
  const strangers = scene.book.landlines
  const number = !telephone || withheld ? null : (incident.caller?.number ?? random.pick(strangers))
  const answeredMs = presentedMs + random.integer(2, channel === '999' ? 14 : 60) * 1_000
  const byVictim = incident.caller !== null && incident.caller === incident.pair?.victim
  rows.contact.push({
    id: random.uuid(presentedMs),
    channel,
    kind: silent
      ? random.chance(0.5)
        ? 'silent'
        : 'abandoned'
      : telephone || channel === 'officer' || channel === 'partner'
        ? 'voice'
        : channel === 'web'
          ? 'written'
          : 'in-person',
    number,
    number_as_given: number && asDialled(number),
    number_withheld: withheld,
    caller_name: incident.caller && !silent ? fullName(incident.caller) : null,
    caller_role:
      channel === 'officer' || channel === 'partner'
        ? channel
        : byVictim
          ? 'victim'
          : incident.domesticAbuse
            ? 'third-party'
            : 'unknown',
    first_words: incident.told?.words ?? (silent ? '(nothing said)' : random.pick(narrative.words)),
    source: 'demo-history',
    external_ref: `demo-${rows.contact.length + 1}`,
    presented_at: iso(presentedMs),
    answered_at: iso(answeredMs),
    ended_at: iso(answeredMs + random.integer(40, 480) * 1_000),
    received_at: iso(presentedMs),
    handler_id: handler.id,
    incident_id: told.id,
    imported: true,
  })
}

function savePeopleOf(random: SeededRandom, { id, incident, openedAt, handler }: Told, rows: DemoRows): void {
  const { pair, about, children } = incident
  const add = (
    role: string,
    person: { id: string; givenNames: string; familyName: string; bornOn: string },
    relationship: string | null,
    present: boolean,
  ) =>
    rows.incident_person.push({
      id: random.uuid(incident.openedMs),
      incident_id: id,
      person_id: person.id,
      role,
      name: fullName(person),
      born_on: person.bornOn,
      relationship,
      present,
      added_by: handler.id,
      added_at: openedAt,
    })
  if (pair) {
    add('victim', pair.victim, null, true)
    add('suspect', pair.suspect, pair.relationship, random.chance(0.6))
  }
  for (const child of children) add('child', child, null, random.chance(0.7))
  if (about) add('other', about, null, incident.type !== 'missing')
}

type Course = {
  attended: boolean
  gradedMs: number
  arrivedMs: number
  closedMs: number
  resultText: string
  closer: { id: string; name: string }
}

function saveLog(
  random: SeededRandom,
  { id, incident, handler }: Told,
  course: Course,
  scene: IncidentScene,
  rows: DemoRows,
): void {
  const nearBy = scene.units.filter(({ areaId, kind }) => areaId === incident.spot.areaId && kind === 'response')
  const unit = nearBy.length > 0 ? random.pick(nearBy) : undefined
  const dispatcher = scene.room.dispatchers.get(incident.spot.areaId) ?? course.closer
  const add = (atMs: number, actor: { id: string | null; name: string }, kind: string, text: string) =>
    rows.log_entry.push({
      id: random.uuid(atMs),
      incident_id: id,
      at: iso(atMs),
      actor_id: actor.id,
      actor_name: actor.name,
      kind,
      text,
      detail: {},
    })
  add(incident.openedMs, handler, 'note', `Opened: ${incident.locationText}.`)
  add(course.gradedMs, handler, 'system', 'Graded and passed to dispatch.')
  if (course.attended && unit) {
    const crew = { id: null, name: unit.callsign }
    add(course.gradedMs + 45_000, dispatcher, 'system', `${unit.callsign} assigned and briefed.`)
    add(course.arrivedMs, crew, 'system', `${unit.callsign} at scene.`)
    add(course.closedMs - 30_000, crew, 'note', course.resultText)
  }
  add(course.closedMs, course.closer, 'system', 'Closed.')
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
