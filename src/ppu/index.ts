export { ppuEnteredHandler, ppuOverdueHandler } from './ppu-commands.ts'
export { ppuEvents } from './ppu-contract.ts'
export { ppuRoutes } from './ppu-routes.ts'
