export { type RoadClass, roadClasses } from './road-graph.ts'
export { openRouter, type RouterOptions } from './router.ts'
export type { Point, Profile, Route, Router, TravelTime } from './routing.ts'
