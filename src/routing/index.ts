export { openRouter, type RouterOptions } from './router.ts'
export type { MatchedChange, Place, Point, Profile, RoadChange, Route, Router, TravelTime } from './routing.ts'
