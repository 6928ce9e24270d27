export type { KnownPosition, Position } from './position.ts'
export { openPositions, PositionBoard, type PositionHints } from './position-board.ts'
export { positionRoutes } from './position-routes.ts'
