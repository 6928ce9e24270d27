export { openRouter, type RouterOptions } from './router.ts'
export { type Point, type Profile, profiles, type Route, type Router, type TravelTime } from './routing.ts'
