export type { WithoutEngine } from './engine-answer-rules.ts'
export { type RoadEngine, RoadEngineFault, withOutsideEngine } from './road-engine.ts'
export { isTwoWay, otherEnd, type RoadClass, type RoadGraph, roadClasses } from './road-graph.ts'
export { readRoadGraph } from './road-graph-reader.ts'
export { timeRoads } from './road-speed-rules.ts'
export { roadSpeeds } from './road-speeds.ts'
export { openRouter, type RouterOptions } from './router.ts'
export type {
  CaughtRoads,
  NearbyRoads,
  Place,
  Point,
  Profile,
  RoadChange,
  Route,
  Router,
  TravelTime,
} from './routing.ts'
export { indexRoads, snap } from './snap-rules.ts'
