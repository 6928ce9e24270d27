import type { DeskClient } from './control-room.ts'

/** What the journeys look at of an incident. */
export type Incident = {
  id: string
  reference: string
  grade: string | null
  locked: boolean
  status: string
  areaId: string
  attendBy: string
  firstAttendBy: string
  happeningNow: boolean
  proposal: { grade: string; because: string[]; binding: boolean }
  flags: Record<string, boolean>
}
export type Candidate = {
  unitId: string
  callsign: string
  kind: string
  rank: number | null
  travel: { known: boolean; seconds?: number }
  because: string[]
  divertFrom: object | null
}
export type Recommendation = {
  id: string
  version: number
  because: string
  candidates: Candidate[]
  unitsNeeded: number
  warnings: string[]
}
export type Deployment = {
  id: string
  unitId: string
  callsign: string
  reasonOwed: boolean
  arrivedUnread: boolean
  releaseReason: string | null
  slot: number
}

/** Somewhere in the middle of each area, on a road. */
export const spots = {
  carlisle: { lat: 54.8947, lon: -2.9335, text: 'Botchergate, Carlisle' },
  kendal: { lat: 54.3269, lon: -2.7476, text: 'Highgate, Kendal' },
  workington: { lat: 54.6436, lon: -3.5463, text: 'Oxford Street, Workington' },
}

/** Opens an incident; whatever is not said is an ordinary theft in Carlisle. */
export function open(handler: DeskClient, more: Record<string, unknown> = {}): Promise<Incident> {
  return handler.must<Incident>(201, 'POST', '/incidents', {
    type: 'theft',
    summary: 'Somebody has taken a bicycle and is still in sight.',
    location: spots.carlisle,
    ...more,
  })
}

/** The recommendation that reached this dispatcher about an incident. */
export async function recommended(dispatcher: DeskClient, incidentId: string): Promise<Recommendation> {
  const { data } = await dispatcher.event('recommendation-made', incidentId)
  return (data as { recommendation: Recommendation }).recommendation
}

/** Sends the first unit of a recommendation; of a newer one where it was made anew meanwhile, as a dispatcher would. */
export async function sendFirst(dispatcher: DeskClient, incidentId: string): Promise<Deployment> {
  return send(dispatcher, incidentId, await recommended(dispatcher, incidentId))
}

/** Sends the first of this recommendation, or of the one that has taken its place. */
export async function send(
  dispatcher: DeskClient,
  incidentId: string,
  { id, candidates }: Pick<Recommendation, 'id' | 'candidates'>,
): Promise<Deployment> {
  const answer = await dispatcher.ask<Deployment & { type?: string; current?: Recommendation }>(
    'POST',
    `/incidents/${incidentId}/deployments`,
    { recommendationId: id, unitId: candidates[0]?.unitId },
  )
  if (answer.body.current) return send(dispatcher, incidentId, answer.body.current)
  if (answer.status !== 201) throw new Error(`not sent: ${answer.status} ${JSON.stringify(answer.body).slice(0, 600)}`)
  return answer.body
}

/** Takes a deployment through steps in the crew's name, by the terminal gateway. */
export async function step(terminals: DeskClient, deploymentId: string, ...steps: string[]): Promise<Deployment> {
  let last: Deployment | undefined
  for (const next of steps)
    last = await terminals.must<Deployment>(200, 'POST', `/deployments/${deploymentId}/steps`, { step: next })
  if (!last) throw new Error('no step was given')
  return last
}

/** A result that has everything CR-28 asks for. */
export const wholeResult = {
  text: 'Attended and dealt with.',
  notAttendedBecause: 'Resolved by telephone; the caller was told that nobody comes.',
  callBack: 'Called back on the number given; safe.',
  personsSeen: 'Seen alone and safe',
  childrenSeen: 'None live there',
  noCrimeBecause: 'No offence disclosed',
  noRiskAssessmentBecause: 'No domestic abuse disclosed',
  documentsConfirmedBy: 'Sergeant of the crew',
}

/** An assessment with every letter said. */
export const wholeThrive = {
  threat: 'None now',
  harm: 'Shaken, not hurt',
  risk: 'He may come back',
  investigation: 'Nothing to secure',
  vulnerability: 'Alone, with a telephone',
  engagement: 'Spoken to, and calm',
}
