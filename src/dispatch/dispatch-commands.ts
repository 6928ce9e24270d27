import type { z } from 'zod'
import { composeAndSave, plainFor } from '../briefings/index.ts'
import { newId, Refusal, undoRefusal } from '../core/index.ts'
import { isBreachOf } from '../db/index.ts'
import { planFreshChecks } from '../history/index.ts'
import { getIncident, getOpenIncidentForUpdate, planRecommendation, saveLogEntry } from '../incidents/index.ts'
import { type Answer, command, type EventOf, type Order, type Work } from '../journal/index.ts'
import { getUnitForUpdate, isEmergency, mustBeOwnUnit, noteUnit, saveUnitState, stateFor } from '../units/index.ts'
import { assignUnit, takeStep } from './deployment-rules.ts'
import type { DeploymentView, RecommendationView, Step } from './dispatch.ts'
import { findRecommendation, getDeployment } from './dispatch-board.ts'
import type { assignBody, dispatchEvents, stepBody } from './dispatch-contract.ts'
import {
  getDeploymentForUpdate,
  getDeploymentSubject,
  hasReadBriefing,
  listGoing,
  releaseDeployment,
  saveDeployment,
  saveOwner,
  saveReason,
  saveStep,
} from './dispatch-store.ts'
import { leaveIncident, noteDivert } from './divert-commands.ts'
import { type DispatchDesk, recommend } from './recommender.ts'

type Event = EventOf<typeof dispatchEvents>

/** Sends a unit with its briefing, in one commit: both are seen or neither is (I5, CRD/1 P6). */
export async function deployUnit(
  desk: DispatchDesk,
  order: Order,
  incidentId: string,
  body: z.output<typeof assignBody>,
): Promise<Answer<DeploymentView>> {
  await mustBeReason(desk, body.reasonCode)
  try {
    return await command(desk, order, (work) => deploy(work, desk, incidentId, body))
  } catch (error) {
    // the constraints stand behind the locks: whoever gets past them is told the same thing
    if (isBreachOf(error, 'deployment_one_per_unit'))
      throw new Refusal('unit/committed', 'The unit was committed a moment ago')
    if (isBreachOf(error, 'deployment_one_per_need'))
      throw new Refusal('recommendation/met', 'The need was met a moment ago')
    throw error
  }
}

/** Locks in one order everywhere: incident, then unit, then deployment. */
async function deploy(
  work: Work,
  desk: DispatchDesk,
  incidentId: string,
  body: z.output<typeof assignBody>,
): Promise<Answer<DeploymentView>> {
  const { trx, actor } = work
  const target = await getOpenIncidentForUpdate(trx, incidentId)
  const current = await findRecommendation(trx, incidentId)
  if (!current || target.grade_position === null)
    throw new Refusal('recommendation/unknown', 'There is no recommendation for this incident yet')
  const going = await listGoing(trx, incidentId)
  if (current.id !== body.recommendationId)
    throw new Refusal('recommendation/stale', 'There is a newer recommendation', { current, deployments: going })
  const unit = await getUnitForUpdate(trx, body.unitId)
  const { body: states } = await desk.book.get('unit-states')
  const { body: rules } = await desk.book.get('dispatch-rules')
  const state = states.find(({ code }) => code === unit.state) ?? { name: 'unknown', deployable: false, onDuty: false }
  const assigned = assignUnit({
    grade: { position: target.grade_position },
    unitsNeeded: current.unitsNeeded,
    going,
    candidates: current.candidates,
    unit: {
      id: unit.id,
      callsign: unit.callsign,
      onShift: unit.on_shift,
      state,
      open: unit.open && {
        incidentId: unit.open.incident_id,
        atScene: unit.open.at_scene_at !== null,
        gradePosition: unit.open.grade_position,
        watched: unit.open.watched,
      },
    },
    wish: {
      additional: body.additional,
      divert: body.divert,
      reasonCode: body.reasonCode,
      isSupervisor: actor.role === 'supervisor',
    },
    recontactWithinSeconds: rules.divert.recontactWithinSeconds,
  })
  if (assigned instanceof Refusal) throw assigned
  const briefing = await composeAndSave(work, incidentId, desk)
  const recontactBy = unit.open ? await leaveIncident(work, unit.open, incidentId, body.divert) : null
  const id = newId()
  await saveDeployment(trx, {
    ...assigned,
    id,
    incidentId,
    unitId: unit.id,
    briefingId: briefing.id,
    recommendationId: current.id,
    assignedBy: actor.id,
  })
  await saveUnitState(trx, unit.id, stateFor('committed', states).code)
  await saveOwner(trx, incidentId, actor.id)
  await saveLogEntry(work, incidentId, {
    kind: 'action',
    text: `${unit.callsign} assigned`,
    detail: { deploymentId: id, rank: assigned.rankChosen },
  })

  const incident = await getIncident(trx, incidentId)
  const deployment = await getDeployment(trx, id)
  work.audit({
    op: 'disclosure',
    subjectType: 'briefing',
    subjectId: briefing.id,
    incidentId,
    reason: `sent to ${unit.callsign} with its deployment`,
  })
  work.record({
    type: 'deployment-made',
    audience: 'room',
    incidentId,
    areaId: incident.areaId,
    unitIds: [unit.id],
    data: {
      incident,
      deployment,
      briefing: {
        id: briefing.id,
        incidentId,
        version: briefing.version,
        body: briefing.body,
        unknowns: briefing.unknowns,
      },
      divertedFrom: assigned.divertedFrom,
      plain: await plainFor(work, incidentId, briefing),
    },
  } satisfies Event)
  if (unit.open && body.divert)
    await noteDivert(work, unit.open, unit.callsign, deployment, { reason: body.divert.reason, recontactBy })
  planFreshChecks(work, incidentId)
  await noteUnit(work, desk, unit.id)
  return { status: 201, body: deployment }
}

/** One step of a deployment, by its crew, a terminal gateway, or the control room for it. */
export function stepDeployment(
  desk: DispatchDesk,
  order: Order,
  deploymentId: string,
  { step, text, undo }: z.output<typeof stepBody>,
): Promise<Answer<DeploymentView>> {
  return command(desk, order, async (work) => {
    const { trx } = work
    const subject = await getDeploymentSubject(trx, deploymentId)
    mustBeOwnUnit(order, subject.unit_id)
    if (step === 'stand-down' && order.actor.kind === 'staff' && order.actor.role === 'unit') {
      throw new Refusal('right/missing', 'A crew is stood down by the control room')
    }
    const unit = await getUnitForUpdate(trx, subject.unit_id)
    const before = await getDeploymentForUpdate(trx, deploymentId)
    if (undo) {
      const refusal = undoRefusal(
        {
          at: before.assigned_at.getTime(),
          by: before.assigned_by,
          since: actedOn(unit.callsign, before),
        },
        work.actor.id,
        Date.now(),
      )
      if (refusal) throw refusal
    }
    const decided = takeStep(
      {
        acknowledged: before.acknowledged_at !== null,
        mobile: before.mobile_at !== null,
        atScene: before.at_scene_at !== null,
        released: before.released_at !== null,
      },
      step,
    )
    if (decided instanceof Refusal) throw decided
    if (decided === 'again') return { status: 200, body: await getDeployment(trx, deploymentId) }
    await carryOut(work, desk, { deploymentId, unit, incidentId: before.incident_id }, step)
    const deployment = await getDeployment(trx, deploymentId)
    const incident = await getIncident(trx, before.incident_id)
    const route = { audience: 'room', incidentId: incident.id, areaId: incident.areaId, unitIds: [unit.id] } as const
    work.record({ type: 'deployment-stepped', ...route, data: { deployment, step } } satisfies Event)
    if (deployment.releasedAt)
      work.record({ type: 'deployment-ended', ...route, data: { deployment, because: text || step } } satisfies Event)
    if (step === 'at-scene' && deployment.arrivedUnread)
      work.record({
        type: 'arrived-unread',
        ...route,
        audience: 'supervision',
        unitIds: [],
        data: { deployment },
      } satisfies Event)
    await saveLogEntry(work, incident.id, {
      kind: undo ? 'correction' : 'action',
      text: `${unit.callsign}: ${undo ? 'assigned by mistake, taken back' : stepWords[step]}${text ? `. ${text}` : ''}`,
      ...(undo && { detail: { deploymentId } }),
    })
    if (step === 'stand-down' && incident.status === 'open' && (await listGoing(trx, incident.id)).length === 0) {
      planRecommendation(work, incident.id, 'unit stood down')
      // a divert in two steps is seen as well as one in one
      if (deployment.atSceneAt === null && (incident.locked || incident.flags.treatAsUrgent))
        work.record({
          type: 'watched-without-unit',
          ...route,
          audience: 'supervision',
          unitIds: [],
          data: { incident, deployment, because: text || 'unit stood down', by: work.actor.name },
        } satisfies Event)
    }
    await noteUnit(work, desk, unit.id)
    return { status: 200, body: deployment }
  })
}

/** What a crew has done with a deployment, for whoever wants to undo it; null: nothing. */
function actedOn(
  callsign: string,
  at: { acknowledged_at: Date | null; mobile_at: Date | null; at_scene_at: Date | null },
): string | null {
  if (at.at_scene_at !== null) return `${callsign} is at the scene`
  if (at.mobile_at !== null) return `${callsign} is on its way: stand it down`
  return at.acknowledged_at === null ? null : `${callsign} has acknowledged it: stand it down`
}

const stepWords: Record<Step, string> = {
  acknowledge: 'acknowledged',
  mobile: 'en route',
  'at-scene': 'at scene',
  clear: 'cleared',
  'stand-down': 'stood down',
}

async function carryOut(
  work: Work,
  desk: DispatchDesk,
  of: { deploymentId: string; unit: { id: string; state: string }; incidentId: string },
  step: Step,
): Promise<void> {
  const { body: states } = await desk.book.get('unit-states')
  // a step is noted, and ends nobody's emergency: that takes a hand, which may not be the one that holds the telephone
  const enter = async (state: 'free' | 'mobile' | 'at-scene') => {
    if (!isEmergency(of.unit.state, states)) await saveUnitState(work.trx, of.unit.id, stateFor(state, states).code)
  }
  if (step === 'clear' || step === 'stand-down') {
    await releaseDeployment(work.trx, of.deploymentId, step === 'clear' ? 'cleared' : 'stood-down')
    await enter('free')
    return
  }
  const unread = step === 'at-scene' && !(await hasReadBriefing(work.trx, of.deploymentId))
  await saveStep(work.trx, of.deploymentId, step, unread)
  if (step !== 'acknowledge') await enter(step)
}

/** Says why another unit than the first was sent; owed until then (CR-21). */
export async function giveReason(
  desk: DispatchDesk,
  order: Order,
  deploymentId: string,
  reasonCode: string,
): Promise<Answer<DeploymentView>> {
  await mustBeReason(desk, reasonCode)
  return command(desk, order, async (work) => {
    await getDeploymentSubject(work.trx, deploymentId)
    const before = await getDeploymentForUpdate(work.trx, deploymentId)
    if ((before.rank_chosen ?? 1) <= 1 || before.not_first_because !== null)
      throw new Refusal('deployment/no-reason-owed', 'No reason is owed for this deployment')
    await saveReason(work.trx, deploymentId, reasonCode)
    const deployment = await getDeployment(work.trx, deploymentId)
    const { areaId } = await getIncident(work.trx, deployment.incidentId)
    work.record({
      type: 'deployment-reasoned',
      audience: 'room',
      incidentId: deployment.incidentId,
      areaId,
      data: { deployment },
    } satisfies Event)
    return { status: 200, body: deployment }
  })
}

/** A dispatcher asks for the ranking anew. @throws Refusal incident/not-graded, incident/no-location */
export function askForRecommendation(
  desk: DispatchDesk,
  order: Order,
  incidentId: string,
): Promise<Answer<RecommendationView>> {
  return command(desk, order, async (work) => {
    const incident = await getIncident(work.trx, incidentId)
    if (incident.status === 'closed') throw new Refusal('incident/closed', 'The incident is closed')
    if (incident.grade === null) throw new Refusal('incident/not-graded', 'Grade the incident first')
    if (incident.location.lat === null) throw new Refusal('incident/no-location', 'The incident has no location yet')
    const made = await recommend(work, desk, incidentId, 'asked for')
    if (!made) throw new Refusal('incident/not-graded', 'This grade sends no unit')
    return { status: 201, body: made }
  })
}

async function mustBeReason(desk: DispatchDesk, reasonCode: string | null): Promise<void> {
  if (reasonCode === null) return
  const { body } = await desk.book.get('not-first-reasons')
  if (!body.some(({ code }) => code === reasonCode)) {
    throw new Refusal('definition/unknown', 'The force has no such reason', {
      errors: [{ pointer: '/reasonCode', detail: 'not a code of the reasons in force' }],
    })
  }
}
