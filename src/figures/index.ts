export { keepFigures } from './figure-keeper.ts'
export { figureRoutes } from './figure-routes.ts'
