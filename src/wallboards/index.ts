export { wallboardRoutes } from './wallboard-routes.ts'
