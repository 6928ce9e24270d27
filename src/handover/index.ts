export { handoverDueHandler } from './handover-commands.ts'
export { handoverEvents } from './handover-contract.ts'
export { handoverRoutes } from './handover-routes.ts'
