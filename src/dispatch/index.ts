export { CoverBoard } from './cover-board.ts'
export {
  type CoverDemand,
  coverDemandOf,
  coverLosses,
  orderByCover,
  zoneOf,
} from './cover-rules.ts'
export { type DemandSurface, demandSurface } from './demand-surface.ts'
export type { Candidate, DeploymentView, RecommendationView, Step } from './dispatch.ts'
export { listDeployments, listRecommendations } from './dispatch-board.ts'
export { dispatchEvents } from './dispatch-contract.ts'
export { dispatchRoutes } from './dispatch-routes.ts'
export { LiveRecommender } from './live-recommender.ts'
export { type DispatchDesk, prepareRecommending, recommendHandler } from './recommender.ts'
