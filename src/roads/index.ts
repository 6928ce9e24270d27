export type { RoadChangeView } from './road-change.ts'
export { roadEvents } from './road-change-contract.ts'
export { roadRoutes } from './road-change-routes.ts'
export { RoadsInForce } from './roads-in-force.ts'
