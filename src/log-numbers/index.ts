export { logNumberEvents } from './log-number-contract.ts'
export { logNumberRoutes } from './log-number-routes.ts'
export { readWallTime, type WallTime } from './wall-time-rules.ts'
