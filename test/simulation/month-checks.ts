import type { MonthRecord } from '../../src/simulation/simulated-month.ts'

/**
 * What cannot be in a month that was played, one sentence each; empty when it is in order. Looks only at the record,
 * with nothing of the simulation's own reckoning.
 */
export function findFaults({ outcomes, sendings, hours, endMs }: MonthRecord): string[] {
  const faults: string[] = []
  const byUnit = Map.groupBy(sendings, ({ unitId }) => unitId)
  for (const [unitId, ofUnit] of byUnit) {
    const inOrder = [...ofUnit].sort((a, b) => a.sentMs - b.sentMs || (a.freeMs ?? endMs) - (b.freeMs ?? endMs))
    inOrder.forEach((sending, at) => {
      const next = inOrder[at + 1]
      if (next && (sending.freeMs ?? endMs) > next.sentMs) faults.push(`unit ${unitId} is on two calls`)
    })
  }
  for (const { sentMs, arrivedMs, freeMs, how, callId } of sendings) {
    const call = outcomes[callId]?.call
    if (!call) faults.push(`call ${callId} is nowhere`)
    else if (sentMs < call.readyMs) faults.push(`call ${callId} got a unit before anybody could decide`)
    if (arrivedMs !== null && arrivedMs < sentMs) faults.push(`call ${callId} was reached before a unit was sent`)
    if (how === 'diverted' && (arrivedMs !== null || call?.grade !== 2))
      faults.push(`a unit left call ${callId} that it may not leave`)
    if (how === 'attended' && (arrivedMs === null || freeMs !== arrivedMs + (call?.busyMs ?? 0)))
      faults.push(`call ${callId} was not dealt with for as long as it takes`)
  }
  for (const { call, arrivedMs, unitId, timesDiverted } of outcomes) {
    const ofCall = sendings.filter(({ callId }) => callId === call.id)
    const reached = ofCall.filter((sending) => sending.arrivedMs !== null)
    if (reached.length > 1) faults.push(`call ${call.id} was reached twice`)
    if ((arrivedMs !== null) !== (reached.length === 1) || reached[0]?.unitId !== (unitId ?? undefined))
      faults.push(`call ${call.id} was lost`)
    if (ofCall.filter(({ how }) => how === 'diverted').length !== timesDiverted)
      faults.push(`the diverts from call ${call.id} do not add up`)
    if (ofCall.filter(({ how }) => how === 'open').length > 1) faults.push(`two units are going to call ${call.id}`)
  }
  hours.forEach((ofUnit, unitId) => {
    const sum = Object.values(ofUnit).reduce((whole, ms) => whole + ms, 0)
    if (Math.abs(sum - endMs) > 1) faults.push(`the hours of unit ${unitId} do not add up to the month`)
  })
  return faults
}
