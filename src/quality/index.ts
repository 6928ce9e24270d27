export { qualityEvents } from './quality-contract.ts'
export { qualityRoutes } from './quality-routes.ts'
