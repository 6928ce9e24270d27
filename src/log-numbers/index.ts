export { logNumberEvents } from './log-number-contract.ts'
export { logNumberRoutes } from './log-number-routes.ts'
