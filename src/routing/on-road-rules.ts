import { isTwoWay, type RoadGraph } from './road-graph.ts'
import type { RoadTimes } from './road-speeds.ts'
import type { Snapped } from './snap-rules.ts'

/** A turn by which a unit leaves its road or an incident's road is come to, and the part of the road that is driven. */
export type Part = { turn: number; ms: number; share: number }

/**
 * The ways a unit may drive off along its road. On a two-way road one in motion goes on as it is going, or turns round
 * first, which takes its time.
 */
export function departures(graph: RoadGraph, times: RoadTimes, { road, along, driving }: Snapped): Part[] {
  const ms = times.roadMs[road] as number
  const roundFor = (way: 'forward' | 'backward') => (driving && driving !== way ? times.turnRoundMs : 0)
  const forward = { turn: road * 2, ms: Math.round((1 - along) * ms) + roundFor('forward'), share: 1 - along }
  if (!isTwoWay(graph, road)) return [forward]
  return [forward, { turn: road * 2 + 1, ms: Math.round(along * ms) + roundFor('backward'), share: along }]
}

/** The ways an incident's road may be driven up to it. */
export function arrivals(graph: RoadGraph, times: RoadTimes, { road, along }: Snapped): Part[] {
  const ms = times.roadMs[road] as number
  const forward = { turn: road * 2, ms: Math.round(along * ms), share: along }
  if (!isTwoWay(graph, road)) return [forward]
  return [forward, { turn: road * 2 + 1, ms: Math.round((1 - along) * ms), share: 1 - along }]
}

/** Straight along the road that unit and incident share; undefined when they do not, or it may not be driven that way. */
export function alongRoad(graph: RoadGraph, times: RoadTimes, unit: Snapped, incident: Snapped): Part | undefined {
  const share = incident.along - unit.along
  if (unit.road !== incident.road || (share < 0 && !isTwoWay(graph, unit.road))) return undefined
  const turnsRound = share !== 0 && unit.driving && unit.driving !== (share > 0 ? 'forward' : 'backward')
  const ms = Math.round(Math.abs(share) * (times.roadMs[unit.road] as number))
  return {
    turn: unit.road * 2 + (share < 0 ? 1 : 0),
    ms: ms + (turnsRound ? times.turnRoundMs : 0),
    share: Math.abs(share),
  }
}
