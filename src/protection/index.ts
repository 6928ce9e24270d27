export { hideWholly } from './hidden-address-rules.ts'
export { labelOf, type ProtectedPlace } from './protected-place.ts'
export { protectionRoutes } from './protection-routes.ts'
export { AddressShield } from './shield-board.ts'
