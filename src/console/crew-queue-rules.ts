import type { DeploymentView, Step } from '../dispatch/dispatch.ts'

/**
 * Something a crew pressed: kept in order, with the key it was given at the tap, until it is answered. `overtaken`: not sent,
 * because an emergency came after it. Instants in milliseconds of the service's clock.
 */
export type CrewAct = {
  key: string
  /** as the crew reads it */
  what: string
  method: 'POST' | 'PUT'
  path: string
  body: unknown
  /** an emergency waits for nothing before it; a state set by hand would end one */
  kind: 'emergency' | 'state' | 'other'
  /** the step of a deployment that it is, so that the page goes on while it waits */
  step: { deploymentId: string; step: Step } | null
  tappedAt: number
  state: 'waiting' | 'sent' | 'refused' | 'overtaken'
  answeredAt: number | null
  /** why it was refused, in the service's words */
  because: string
}
/** What a crew pressed, oldest first. */
export type CrewQueue = readonly CrewAct[]

/** Of what was sent so much is still shown. */
const MOST_SENT = 3

/** The queue with one more act; an emergency overtakes the states that wait, which would end it. */
export function addAct(queue: CrewQueue, act: CrewAct): CrewQueue {
  if (act.kind !== 'emergency') return [...queue, act]
  const before = queue.map((one) =>
    one.kind === 'state' && one.state === 'waiting' ? ({ ...one, state: 'overtaken' } as const) : one,
  )
  return [...before, act]
}

/** What is sent next, in its lane: emergencies by themselves, everything else in order. */
export function nextAct(queue: CrewQueue, lane: 'emergency' | 'rest'): CrewAct | undefined {
  return queue.find(({ state, kind }) => state === 'waiting' && (kind === 'emergency') === (lane === 'emergency'))
}

/** The queue after the service has answered; `because` is undefined when it did what was asked. */
export function answerAct(queue: CrewQueue, key: string, at: number, because?: string): CrewQueue {
  const answered = queue.map((act): CrewAct => {
    if (act.key !== key) return act
    return { ...act, state: because === undefined ? 'sent' : 'refused', answeredAt: at, because: because ?? '' }
  })
  const sent = answered.filter(({ state }) => state === 'sent')
  const forgotten = new Set(sent.slice(0, -MOST_SENT).map((act) => act.key))
  return answered.filter((act) => !forgotten.has(act.key))
}

/** The queue without what the crew has seen; what waits stays. */
export function dismissAct(queue: CrewQueue, key: string): CrewQueue {
  return queue.filter((act) => act.key !== key || act.state === 'waiting')
}

/** How many wait, and since when; undefined: nothing does. */
export function waitingOf(queue: CrewQueue): { count: number; since: number } | undefined {
  const waiting = queue.filter(({ state }) => state === 'waiting')
  const [oldest] = waiting
  return oldest && { count: waiting.length, since: oldest.tappedAt }
}

const columnOf = {
  acknowledge: 'acknowledgedAt',
  mobile: 'mobileAt',
  'at-scene': 'atSceneAt',
  clear: 'releasedAt',
} as const

/** A deployment as it is once what the crew pressed has arrived: the page goes on before the network does. */
export function asTapped(deployment: DeploymentView, queue: CrewQueue): DeploymentView {
  const so = { ...deployment }
  for (const { state, step, tappedAt } of queue) {
    // a crew does not stand itself down
    if (step?.deploymentId !== deployment.id || step.step === 'stand-down') continue
    if (state === 'waiting' || state === 'sent') so[columnOf[step.step]] ??= new Date(tappedAt).toISOString()
  }
  return so
}

/** What is kept over a reload, as text; empty: nothing needs to be. What was sent is on the record, and not kept here. */
export function keptText(queue: CrewQueue): string {
  const kept = queue.filter(({ state }) => state !== 'sent')
  return kept.length === 0 ? '' : JSON.stringify(kept)
}

/** The queue as it was kept in this browser; what is spoiled is no queue. */
export function readKept(text: string | null): CrewQueue {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(kept) && kept.every(isAct) ? kept : []
  } catch {
    return []
  }
}

function isAct(one: Partial<CrewAct> | null): one is CrewAct {
  return (
    typeof one?.key === 'string' &&
    typeof one.path === 'string' &&
    one.path.startsWith('/') &&
    typeof one.tappedAt === 'number'
  )
}
