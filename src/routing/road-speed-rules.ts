import { shutByAccess } from './road-access-rules.ts'
import { type RoadGraph, roadClasses, roadFlag } from './road-graph.ts'
import type { Pass, RoadSpeeds, RoadTimes } from './road-speeds.ts'
import type { Profile } from './routing.ts'

const METRES_PER_SECOND = 0.44704

/** Metres a second of a speed in miles an hour. */
export function metresPerSecond(mph: number): number {
  return mph * METRES_PER_SECOND
}

/** The time every road takes under these speeds: class, town or country, single track, gradients, passes; with the
 * traffic nobody is faster than the limit, and a ferry takes its time; roads that units may not use are shut. */
export function timeRoads(graph: RoadGraph, speeds: RoadSpeeds, profile: Profile): RoadTimes {
  const roadMs = new Int32Array(graph.roads)
  const shut = new Uint8Array(graph.roads)
  for (let road = 0; road < graph.roads; road += 1) {
    const ofWidth = isSingleTrack(graph, road) ? speeds.singleTrack[profile] : 1
    let ofPasses = 1
    for (const pass of speeds.passes) {
      if (!isOnPass(graph, road, pass)) continue
      ofPasses *= pass.factor
      if (pass.shut) shut[road] = 1
    }
    // a pass is slow because it is steep: not for both
    const factor = ofWidth * Math.min(ofPasses, gradientFactor(graph, road, speeds))
    const limit = profile === 'normal' ? (graph.roadLimit[road] as number) || Infinity : Infinity
    const mph = Math.min(limit, speedOf(graph, road, speeds, profile) * factor)
    const ferryMs = (graph.roadFerry[road] as number) * 1000
    roadMs[road] = ferryMs || Math.round(((graph.roadMetres[road] as number) / metresPerSecond(mph)) * 1000)
  }
  shutByAccess(graph, speeds.access[profile], shut)
  return { roadMs, shut, turnRoundMs: Math.round(speeds.turnRoundSeconds[profile] * 1000) }
}

/** Country lanes without a class of their own are mostly one car wide. */
export function isSingleTrack(graph: RoadGraph, road: number): boolean {
  const flags = graph.roadFlags[road] as number
  return (
    graph.roadClass[road] === roadClasses.indexOf('minor') &&
    (flags & roadFlag.urban) === 0 &&
    (flags & roadFlag.unclassified) !== 0
  )
}

/** Whether all conditions of the pass hold for this road. */
export function isOnPass(graph: RoadGraph, road: number, pass: Pass): boolean {
  if (pass.names && !pass.names.includes(graph.roadName[road] as string)) return false
  if (pass.refs && !pass.refs.includes(graph.roadRef[road] as string)) return false
  if (pass.classes && !pass.classes.includes(roadClasses[graph.roadClass[road] as number] as never)) return false
  if (!pass.box) return true
  const middle = ((graph.lineFirst[road] as number) + (graph.lineFirst[road + 1] as number)) >> 1
  const [lat, lon] = [(graph.lineLat[middle] as number) / 1e5, (graph.lineLon[middle] as number) / 1e5]
  const [west, south, east, north] = pass.box
  return lon >= west && lon <= east && lat >= south && lat <= north
}

function gradientFactor(graph: RoadGraph, road: number, { gradients }: RoadSpeeds): number {
  const gradient = graph.roadGradient[road] as number
  if (gradient === 0) return 1
  const steep = gradients.filter(({ fromPerCent }) => gradient >= fromPerCent)
  return Math.min(1, ...steep.map(({ factor }) => factor))
}

function speedOf(graph: RoadGraph, road: number, speeds: RoadSpeeds, profile: Profile): number {
  const flags = graph.roadFlags[road] as number
  const ofClass = speeds.profiles[profile][roadClasses[graph.roadClass[road] as number] as (typeof roadClasses)[number]]
  if (flags & roadFlag.ramp) return ofClass.ramp
  const oneway = (flags & roadFlag.oneway) !== 0
  if (flags & roadFlag.urban) return oneway ? ofClass.urbanOneway : ofClass.urban
  return oneway ? ofClass.ruralOneway : ofClass.rural
}
