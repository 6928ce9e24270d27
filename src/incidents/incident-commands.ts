import type { z } from 'zod'
import { joinContact, noteAnswers, readAnswers } from '../contacts/index.ts'
import { type Actor, newId, Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { requestCheck } from '../history/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import { type AreaLookup, findPlace } from '../places/index.ts'
import { assess } from './assessment.ts'
import { type GradeDesk, grade, planBriefing, planRecommendation } from './grade-commands.ts'
import type { IncidentView } from './incident.ts'
import { findOrigin, getIncident } from './incident-board.ts'
import type {
  actionBody,
  changeIncidentBody,
  incidentEvents,
  incidentLog,
  joinBody,
  LocationBody,
  linkBody,
  logEntryBody,
  openIncidentBody,
  personBody,
} from './incident-contract.ts'
import {
  getIncidentArea,
  getOpenIncidentForUpdate,
  listGoingTo,
  type Placed,
  readIncidentLog,
  saveAction,
  saveActionDone,
  saveIncident,
  saveIncidentChange,
  saveLink,
  saveLogEntry,
  savePeople,
  wasSent,
} from './incident-store.ts'
import { saveAccount } from './same-incident-store.ts'

type Event = EventOf<typeof incidentEvents>

/** What the incidents room works with. */
export type IncidentDesk = GradeDesk & { book: DefinitionBook; areas: AreaLookup }

/**
 * Opens an incident: log number, contact joined, checks begun, flags and proposal from what is known, and,
 * with a grade, handed to dispatch, all in one commit (DESIGN, the way of one call, 3 to 5).
 */
export function openIncident(
  desk: IncidentDesk,
  order: Order,
  body: z.output<typeof openIncidentBody>,
): Promise<Answer<IncidentView>> {
  return command(desk, order, async (work) => {
    const { trx, actor } = work
    await mustBeKnownType(desk, body.type)
    const id = newId()
    const where = body.location === null ? null : await placeIt(work, desk.areas, body.location)
    await saveIncident(trx, {
      id,
      type: body.type,
      summary: body.summary,
      where,
      happeningNow: body.happeningNow,
      flags: {
        domesticAbuse: body.domesticAbuse,
        repeatVictim: body.repeatVictim,
        vulnerable: body.vulnerable,
        treatAsUrgent: body.treatAsUrgent,
      },
      needs: body.needs,
      handlerId: actor.kind === 'staff' ? actor.id : null,
    })
    if (body.contactId) await joinContact(work, body.contactId, id, where?.areaId ?? null)
    await noteAnswers(work, { contactId: body.contactId, incidentId: id }, body.needs.questions, desk.book)
    await namePeople(work, id, body.people)
    if (where?.premisesId)
      await requestCheck(work, {
        kind: 'premises',
        query: where.premisesId,
        incidentId: id,
        requestedBy: 'location chosen',
      })
    work.audit({ op: 'collection', subjectType: 'incident', subjectId: id, incidentId: id, reason: 'incident opened' })
    const opened = await getIncident(trx, id)
    work.record({
      type: 'incident-opened',
      audience: 'room',
      incidentId: id,
      areaId: opened.areaId,
      data: { incident: opened },
    } satisfies Event)
    await assess(work, id, desk.book)
    if (body.grade) await grade(work, id, body.grade, body.gradeReason)
    return { status: 201, body: await getIncident(trx, id) }
  })
}

/** Changes location, summary, needs or whether it is happening now; each asks again what it may change. */
export function changeIncident(
  desk: IncidentDesk,
  order: Order,
  incidentId: string,
  body: z.output<typeof changeIncidentBody>,
): Promise<Answer<IncidentView>> {
  return command(desk, order, async (work) => {
    const before = await getOpenIncidentForUpdate(work.trx, incidentId)
    const { needs: known } = await getIncident(work.trx, incidentId)
    const where = body.location === undefined ? undefined : await placeIt(work, desk.areas, body.location)
    await saveIncidentChange(work.trx, incidentId, {
      summary: body.summary,
      happeningNow: body.happeningNow,
      needs: body.needs && { ...known, ...spoken(body.needs) },
      where,
    })
    await noteAnswers(work, { contactId: null, incidentId }, body.needs?.questions ?? {}, desk.book)
    const moved = where !== undefined && (where.lat !== before.lat || where.lon !== before.lon)
    if (where?.premisesId && where.premisesId !== before.premises_id) {
      await requestCheck(work, {
        kind: 'premises',
        query: where.premisesId,
        incidentId,
        requestedBy: 'location changed',
      })
    }
    await saveLogEntry(work, incidentId, {
      kind: 'update',
      text: `Changed: ${Object.keys(body).join(', ')}`,
      detail: { body },
    })
    work.audit({
      op: 'alteration',
      subjectType: 'incident',
      subjectId: incidentId,
      incidentId,
      reason: 'incident changed',
      detail: { fields: Object.keys(body) },
    })
    await assess(work, incidentId, desk.book)
    const incident = await getIncident(work.trx, incidentId)
    work.record({
      type: 'incident-changed',
      audience: 'room',
      incidentId,
      areaId: incident.areaId,
      // a crew on its way must know that it is going to another door
      unitIds: await listGoingTo(work.trx, incidentId),
      data: { incident, changed: Object.keys(body) },
    } satisfies Event)
    planBriefing(work, incidentId, `changed: ${Object.keys(body).join(', ')}`)
    if (moved && incident.grade) planRecommendation(work, incidentId, 'location changed')
    return { status: 200, body: incident }
  })
}

/** Joins a second call about the same thing: linked, never swallowed, and raised when it got worse (I10, F8). */
export function joinIncident(
  desk: IncidentDesk,
  order: Order,
  incidentId: string,
  body: z.output<typeof joinBody>,
): Promise<Answer<IncidentView>> {
  return command(desk, order, async (work) => {
    const before = await getOpenIncidentForUpdate(work.trx, incidentId)
    if (body.summary.trim() !== '') await saveAccount(work.trx, body.contactId, body.summary.trim())
    await joinContact(work, body.contactId, incidentId, before.area_id, body.worse)
    if (body.worse) await saveIncidentChange(work.trx, incidentId, { happeningNow: true })
    await logLine(work, incidentId, before.area_id, {
      kind: 'update',
      text: `Another call about this incident${body.worse ? ': it has got worse' : ''}. ${body.summary}`.trim(),
    })
    planBriefing(work, incidentId, 'another call')
    await assess(work, incidentId, desk.book)
    if (body.worse) {
      const { proposal, grade: present } = await getIncident(work.trx, incidentId)
      if (proposal.grade && proposal.grade !== present)
        await grade(work, incidentId, proposal.grade, 'A further call says it has got worse')
    }
    return { status: 200, body: await getIncident(work.trx, incidentId) }
  })
}

/** Names people who are part of it: each is checked by name and date of birth (CR-07). */
export function addPerson(
  desk: IncidentDesk,
  order: Order,
  incidentId: string,
  body: z.output<typeof personBody>,
): Promise<Answer<{ incidentId: string }>> {
  return command(desk, order, async (work) => {
    const { area_id } = await getOpenIncidentForUpdate(work.trx, incidentId)
    await namePeople(work, incidentId, [body])
    await logLine(work, incidentId, area_id, {
      kind: 'update',
      text: `${body.role[0]?.toUpperCase()}${body.role.slice(1)} named`,
    })
    await assess(work, incidentId, desk.book)
    return { status: 201, body: { incidentId } }
  })
}

/** Adds a line to the log; a closed incident still takes lines. */
export function addLogEntry(
  desk: Desk,
  order: Order,
  incidentId: string,
  body: z.output<typeof logEntryBody>,
): Promise<Answer<{ id: string }>> {
  return command(desk, order, async (work) => {
    const areaId = await getIncidentArea(work.trx, incidentId)
    const { role, unitId } = work.actor
    if (role === 'unit' && !(unitId && (await wasSent(work.trx, unitId, incidentId)))) {
      throw new Refusal('unit/not-yours', 'A crew adds to the log of an incident it was sent to')
    }
    const entry = await logLine(work, incidentId, areaId, body)
    work.audit({ op: 'collection', subjectType: 'log-entry', subjectId: entry.id, incidentId, reason: body.kind })
    return { status: 201, body: { id: entry.id } }
  })
}

/** Adds something that has to be done before the incident can be closed, and who owes it. */
export function addAction(
  desk: Desk,
  order: Order,
  incidentId: string,
  body: z.output<typeof actionBody>,
): Promise<Answer<{ id: string }>> {
  return command(desk, order, async (work) => {
    const { area_id } = await getOpenIncidentForUpdate(work.trx, incidentId)
    const id = newId()
    await saveAction(work.trx, { id, incidentId, text: body.text, owner: body.owner, createdBy: work.actor.id })
    work.record({
      type: 'action-added',
      audience: 'room',
      incidentId,
      areaId: area_id,
      data: { incidentId, actionId: id, text: body.text, owner: body.owner, dueAt: null },
    } satisfies Event)
    return { status: 201, body: { id } }
  })
}

/** Marks an action done. */
export function finishAction(
  desk: Desk,
  order: Order,
  incidentId: string,
  actionId: string,
): Promise<Answer<{ id: string }>> {
  return command(desk, order, async (work) => {
    const area = await getIncidentArea(work.trx, incidentId)
    await saveActionDone(work.trx, incidentId, actionId, work.actor.id)
    work.record({
      type: 'action-done',
      audience: 'room',
      incidentId,
      areaId: area,
      data: { incidentId, actionId },
    } satisfies Event)
    return { status: 200, body: { id: actionId } }
  })
}

/** Links two incidents about the same thing; neither ends by it. */
export function linkIncidents(
  desk: Desk,
  order: Order,
  incidentId: string,
  body: z.output<typeof linkBody>,
): Promise<Answer<{ incidentId: string; otherId: string }>> {
  return command(desk, order, async (work) => {
    if (body.otherId === incidentId) throw new Refusal('incident/link-self', 'An incident is not linked to itself')
    const area = await getIncidentArea(work.trx, incidentId)
    await getIncidentArea(work.trx, body.otherId)
    await saveLink(work.trx, { incidentId, otherId: body.otherId, reason: body.reason, linkedBy: work.actor.id })
    work.record({
      type: 'incident-linked',
      audience: 'room',
      incidentId,
      areaId: area,
      data: { incidentId, otherId: body.otherId, reason: body.reason },
    } satisfies Event)
    return { status: 201, body: { incidentId, otherId: body.otherId } }
  })
}

/** The whole log for a person to read; the reading is on the audit, with why. */
export function showIncident(
  desk: Desk,
  order: Order,
  incidentId: string,
  reason = 'shown in the control room',
): Promise<Answer<z.output<typeof incidentLog>>> {
  return command(desk, order, async ({ trx, actor }) => {
    return { status: 200, body: await readWholeLog(trx, actor, reason, incidentId) }
  })
}

/** The whole log of one incident, read for this reason: the reading is on the audit. */
export async function readWholeLog(
  trx: Trx,
  actor: Actor,
  reason: string,
  incidentId: string,
): Promise<z.output<typeof incidentLog>> {
  const incident = await getIncident(trx, incidentId)
  const log = await readIncidentLog(trx, actor, reason, incidentId)
  const answers = await readAnswers(trx, actor, reason, { incidentId })
  const imported = await findOrigin(trx, incidentId)
  return { incident, ...log, answers, imported } as z.output<typeof incidentLog>
}

/** What was said of a change; the rest stays as it is known. */
function spoken<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

/** Writes a line on the log and tells it to the room. */
export async function logLine(
  work: Work,
  incidentId: string,
  areaId: string | null,
  { corrects, ...line }: { kind: string; text: string; corrects?: string },
) {
  const detail = corrects === undefined ? {} : { corrects }
  const entry = { ...(await saveLogEntry(work, incidentId, { ...line, detail })), ...detail }
  work.record({
    type: 'log-entry-added',
    audience: 'room',
    incidentId,
    areaId,
    data: { incidentId, entry },
  } satisfies Event)
  return entry
}

/** Names people of an incident, and asks the records about each but witnesses. */
export async function namePeople(
  work: Work,
  incidentId: string,
  people: ReadonlyArray<z.output<typeof personBody>>,
): Promise<void> {
  const ids = await savePeople(work.trx, incidentId, people, work.actor.id)
  for (const [index, person] of people.entries()) {
    if (person.role === 'witness') continue
    await requestCheck(work, {
      kind: 'person',
      query: person.name,
      bornOn: person.bornOn,
      aged: person.aged,
      namedId: ids[index] ?? null,
      incidentId,
      requestedBy: `${person.role} named`,
    })
  }
}

/** @throws Refusal definition/unknown, naming the field */
export async function mustBeKnownType(desk: Pick<IncidentDesk, 'book'>, code: string): Promise<void> {
  const { body } = await desk.book.get('incident-types')
  if (!body.some((type) => type.code === code)) {
    throw new Refusal('definition/unknown', 'The force has no such incident type', {
      errors: [{ pointer: '/type', detail: 'not a code of the incident types in force' }],
    })
  }
}

/** A place or a point to where it is; a place of the gazetteer is a confirmed address. */
export async function placeIt(work: Work, areas: AreaLookup, location: LocationBody): Promise<Placed> {
  const place = location.placeId === null ? undefined : await findPlace(work.trx, location.placeId)
  if (location.placeId !== null && !place) {
    throw new Refusal('place/unknown', 'There is no such place in the gazetteer', {
      errors: [{ pointer: '/location/placeId', detail: 'not in the gazetteer' }],
    })
  }
  const lat = location.lat ?? place?.lat ?? null
  const lon = location.lon ?? place?.lon ?? null
  const area = lat === null || lon === null ? undefined : areas.find({ lat, lon })
  return {
    text: location.text || place?.name || '',
    premisesId: place && (place.kind === 'premises' || place.kind === 'landmark') ? place.id : null,
    lat,
    lon,
    areaId: place?.areaId ?? area?.areaId ?? null,
    areaClass: place?.areaClass ?? area?.areaClass ?? null,
    confirmed: place !== undefined,
  }
}
