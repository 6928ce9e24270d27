import { NO_WAY, type RoadMatrix } from './road-matrix.ts'
import type { SimulatedCall } from './simulated-calls.ts'
import type { SimulatedUnit } from './simulated-unit.ts'

/** What hindsight knows: the grade 1 calls of the month by the instant at which they are ready. */
type Hindsight = { matrix: RoadMatrix; emergencies: readonly SimulatedCall[]; busyShare: number; handOverMs: number }

/** From when on a unit can go to a grade 1 that is still to come, and from where. */
type Availability = { unit: SimulatedUnit; fromMs: number; node: number }

/**
 * The rule of cover with the future known: instead of where grade 1 may be wanted, the grade 1 calls that will in
 * fact come while each unit would be away at `call`. A reference for the simulation, not a policy anybody can have:
 * how much a perfect forecast would add, one decision at a time; the optimum over all decisions may be better still.
 * @returns for each free capable unit the expected number of those calls that only it would reach in time
 */
export function lossesInHindsight(
  { matrix, emergencies, busyShare, handOverMs }: Hindsight,
  units: readonly SimulatedUnit[],
  call: SimulatedCall,
  profile: 'normal' | 'blue-light',
  nowMs: number,
): Map<number, number> {
  const capable = units.filter(({ emergencyCapable }) => emergencyCapable)
  const available = capable.map((unit) => availabilityOf(unit, matrix, nowMs, handOverMs))
  const first = firstAfter(emergencies, nowMs)
  const losses = new Map<number, number>()
  const reaching = new Map<SimulatedCall, Set<number>>()
  for (const { unit, node } of available) {
    if (!unit.isFree(nowMs)) continue
    const there = matrix.to(call.place.node, profile)[node] as number
    const back = matrix.to(unit.post.postNode, 'normal')[call.place.node] as number
    const awayUntilMs = nowMs + call.setOffMs + there + call.busyMs + back
    let loss = 0
    for (let at = first; at < emergencies.length; at += 1) {
      const coming = emergencies[at] as SimulatedCall
      if (coming.readyMs > awayUntilMs) break
      const inTime = reaching.get(coming) ?? whoReaches(coming, available, matrix)
      reaching.set(coming, inTime)
      if (inTime.has(unit.id)) loss += busyShare ** (inTime.size - 1)
    }
    losses.set(unit.id, loss)
  }
  return losses
}

function whoReaches(call: SimulatedCall, available: readonly Availability[], matrix: RoadMatrix): Set<number> {
  const row = matrix.to(call.place.node, 'blue-light')
  return new Set(
    available.flatMap(({ unit, fromMs, node }) => {
      const ms = row[node] as number
      const isInTime = ms !== NO_WAY && Math.max(call.readyMs, fromMs) + call.setOffMs + ms <= call.dueMs
      return isInTime ? [unit.id] : []
    }),
  )
}

/** A free unit is taken to be at its post; one that is busy comes free where its call is, which hindsight knows. */
function availabilityOf(unit: SimulatedUnit, matrix: RoadMatrix, nowMs: number, handOverMs: number): Availability {
  const { call, post, spell } = unit
  if (call) {
    const left = unit.arrivedMs ?? nowMs + (matrix.to(call.place.node, 'blue-light')[post.postNode] as number)
    return { unit, fromMs: left + call.busyMs, node: call.place.node }
  }
  if (unit.isFree(nowMs)) return { unit, fromMs: nowMs, node: post.postNode }
  return { unit, fromMs: Math.max(nowMs, spell.toMs) + handOverMs, node: post.stationNode }
}

function firstAfter(calls: readonly SimulatedCall[], nowMs: number): number {
  let [low, high] = [0, calls.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((calls[middle] as SimulatedCall).readyMs > nowMs) high = middle
    else low = middle + 1
  }
  return low
}
