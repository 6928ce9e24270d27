export type { RoadChangeView } from './road-change.ts'
export { RoadChangeBoard } from './road-change-board.ts'
export { roadEvents } from './road-change-contract.ts'
export { roadRoutes } from './road-change-routes.ts'
