import { type Actor, Refusal, theService } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import { findPlace } from '../places/index.ts'
import { whatIsNew } from './addition-rules.ts'
import type { BriefingBody, PlainBriefing, UnknownThing } from './briefing.ts'
import type { BriefingPlainText, BriefingWithReaders, briefingEvents } from './briefing-contract.ts'
import { type BriefingFacts, composeBriefing } from './briefing-rules.ts'
import {
  type BriefedIncident,
  getAreaOf,
  getBriefedIncidentForUpdate,
  getBriefingId,
  getCallsign,
  getCaption,
  isRecommended,
  type KnownForBriefing,
  listCrews,
  listReaders,
  listUnitsGoing,
  readBriefingText,
  readForBriefing,
  readNeeds,
  saveBriefing,
  saveRead,
} from './briefing-store.ts'
import { toPlainText } from './plain-text-rules.ts'
import { acknowledgerOf, readerOf } from './reader-rules.ts'
import { isOwn } from './unknown-rules.ts'
import { withholdAddress } from './withheld-address-rules.ts'

type Event = EventOf<typeof briefingEvents>

/** A briefing that has just been composed; `changed`: it is a new version. */
export type Composed = { id: string; version: number; body: BriefingBody; unknowns: UnknownThing[]; changed: boolean }

/**
 * Composes the briefing of an incident from what is known in this transaction, and saves it as the next version
 * if it says anything new. The incident is locked first. Call `finishOutstandingChecks` before, where it must be complete.
 */
export async function composeAndSave(
  work: Work,
  incidentId: string,
  deps: { book: DefinitionBook },
): Promise<Composed> {
  const { body, unknowns } = await compose(work, await getBriefedIncidentForUpdate(work.trx, incidentId), deps)
  return { ...(await saveBriefing(work.trx, incidentId, body, unknowns)), body, unknowns }
}

/**
 * Composes the briefing of an incident that the caller holds locked, and saves nothing. `notStarted`: checks that
 * nobody has begun; `finishOutstandingChecks` and composing again makes it complete. `read`: what the caller has read
 * under that lock already.
 */
export async function compose(
  work: Work,
  incident: BriefedIncident,
  { book }: { book: DefinitionBook },
  read?: KnownForBriefing,
): Promise<{ body: BriefingBody; unknowns: UnknownThing[]; notStarted: number }> {
  const { placeIsProtected, ...known } = read ?? (await readForBriefing(work.trx, incident.id))
  const types = (await book.get('incident-types')).body
  const grade = (await book.listGrades()).find(({ id }) => id === incident.grade)
  const place = placeIsProtected && incident.premisesId ? await findPlace(work.trx, incident.premisesId) : undefined
  const facts: BriefingFacts = {
    ...known,
    sources: await book.listSources(),
    incident: {
      ...incident,
      typeCode: incident.type,
      typeName: types.find(({ code }) => code === incident.type)?.name ?? incident.type,
      gradeName: grade ? `Grade ${grade.id}, ${grade.name}` : null,
    },
    needs: readNeeds(incident.needs),
    questionSet: (await book.get('question-set')).body,
    domesticAbuseTypes: types.filter(({ domesticAbuse }) => domesticAbuse).map(({ code }) => code),
    markerCodes: (await book.get('marker-codes')).body,
  }
  const composed = composeBriefing(place?.protected ? withholdAddress(facts, place) : facts)
  return {
    ...composed,
    notStarted: known.checks.filter((check) => check.state === 'not_started' && isOwn(check)).length,
  }
}

/**
 * Composes again because something has been learnt, once a briefing has been shown to anybody. What is new goes to
 * the room and to every crew on its way, marked as added after deployment when one is (CRD/1 P6).
 */
export async function addToBriefing(
  work: Work,
  incidentId: string,
  because: string,
  deps: { book: DefinitionBook },
): Promise<void> {
  const { trx } = work
  const { status, areaId } = await getBriefedIncidentForUpdate(trx, incidentId)
  if (status === 'closed' || !(await isRecommended(trx, incidentId))) return
  const { id, version, body, unknowns, changed } = await composeAndSave(work, incidentId, deps)
  if (!changed) return
  const before = version > 1 ? await readBriefingText(trx, theService, incidentId, version - 1) : undefined
  const plain = toPlainText({ ...(await getCaption(trx, incidentId)), version, body, unknowns })
  const unitIds = await listUnitsGoing(trx, incidentId)
  if (unitIds.length > 0) {
    work.audit({
      op: 'disclosure',
      subjectType: 'briefing',
      subjectId: id,
      incidentId,
      reason: 'addition, to the crews on their way',
      detail: { unitIds },
    })
  }
  work.record({
    type: 'briefing-added',
    audience: 'room',
    incidentId,
    areaId,
    unitIds,
    data: {
      incidentId,
      briefing: { id, incidentId, version, body, unknowns },
      because,
      afterDeployment: unitIds.length > 0,
      ...(before && { change: whatIsNew(before, { body, unknowns }, version - 1) }),
      plain,
    },
  } satisfies Event)
}

/** Does the work that a change of the incident planned: the briefing is composed again. */
export function briefHandler(deps: { book: DefinitionBook }): JobHandler {
  return {
    kind: 'brief',
    run: (job, work) =>
      addToBriefing(work, job.subjectId, String(job.payload['because'] ?? 'something was learnt'), deps),
  }
}

/** A briefing for whoever may see it: the control room, and a crew that is deployed to this incident. The reading is on the audit. */
export function showBriefing(
  desk: Desk,
  order: Order,
  incidentId: string,
  wish: { version?: number | undefined; since?: number | undefined; unitId?: string | undefined },
): Promise<Answer<BriefingWithReaders>> {
  return command(desk, order, async (work) => {
    await mustBeGoing(work, incidentId, readerOf(order.actor, wish.unitId))
    const briefing = await readBriefingText(work.trx, order.actor, incidentId, wish.version ?? null)
    const before = wish.since && (await readBriefingText(work.trx, order.actor, incidentId, wish.since))
    return {
      status: 200,
      body: {
        ...briefing,
        readBy: await listReaders(work.trx, briefing.id),
        crews: await listCrews(work.trx, incidentId),
        ...(before && { change: whatIsNew(before, briefing, before.version) }),
      },
    }
  })
}

/** A briefing in plain words for radio or a terminal: whoever may read it in full may have it so; on the audit as well. */
export function tellBriefing(
  desk: Desk,
  order: Order,
  incidentId: string,
  wish: { version?: number | undefined; unitId?: string | undefined },
): Promise<Answer<BriefingPlainText>> {
  return command(desk, order, async (work) => {
    await mustBeGoing(work, incidentId, readerOf(order.actor, wish.unitId))
    const { id, version, body, unknowns } = await readBriefingText(
      work.trx,
      order.actor,
      incidentId,
      wish.version ?? null,
    )
    const plain = toPlainText({ ...(await getCaption(work.trx, incidentId)), version, body, unknowns })
    return { status: 200, body: { briefingId: id, incidentId, version, ...plain } }
  })
}

/** A briefing in plain words as it rides with a deployment, inside the command that sends the unit. */
export async function plainFor(
  { trx }: Pick<Work, 'trx'>,
  incidentId: string,
  briefing: Pick<Composed, 'version' | 'body' | 'unknowns'>,
): Promise<PlainBriefing> {
  return toPlainText({ ...(await getCaption(trx, incidentId)), ...briefing })
}

/** A crew says that it has read a version of its briefing (CR-24): said twice it is read once. */
export function readBriefing(
  desk: Desk,
  order: Order,
  incidentId: string,
  wish: { version: number; unitId?: string | undefined },
): Promise<Answer<{ briefingId: string; version: number; unitId: string }>> {
  return command(desk, order, async (work) => {
    const { trx, actor }: { trx: Work['trx']; actor: Actor } = work
    const unitId = await mustBeGoing(work, incidentId, acknowledgerOf(actor, wish.unitId))
    const briefingId = await getBriefingId(trx, incidentId, wish.version)
    const isNew = await saveRead(trx, { briefingId, unitId, readBy: actor.id })
    if (isNew) {
      work.record({
        type: 'briefing-read',
        audience: 'room',
        incidentId,
        areaId: await getAreaOf(trx, incidentId),
        unitIds: [unitId],
        data: { incidentId, briefingId, version: wish.version, unitId, callsign: await getCallsign(trx, unitId) },
      } satisfies Event)
    }
    return { status: isNew ? 201 : 200, body: { briefingId, version: wish.version, unitId } }
  })
}

/** @throws Refusal unit/not-yours unless the unit is going to this incident; the control room, null, always is */
async function mustBeGoing<U extends string | null>(work: Work, incidentId: string, reader: U | Refusal): Promise<U> {
  if (reader instanceof Refusal) throw reader
  if (reader !== null && !(await listUnitsGoing(work.trx, incidentId)).includes(reader)) {
    throw new Refusal('unit/not-yours', 'The unit is not deployed to this incident')
  }
  return reader
}
