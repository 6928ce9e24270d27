export type { AddressMatch } from './address-match-rules.ts'
export {
  describeAddress,
  houseNumber,
  normaliseAddress,
  readAddressQuery,
  readPostcode,
  searchText,
} from './address-rules.ts'
export { wideAreas } from './address-words.ts'
export {
  type AreaLookup,
  type Boundary,
  makeAreaLookup,
  openAreaLookup,
  type ZoneShape,
  zoneShape,
} from './area-lookup.ts'
export { loadGazetteer } from './gazetteer-store.ts'
export { fromGrid } from './grid-reference-rules.ts'
export { type LocationDesk, openLocationDesk } from './location-board.ts'
export {
  type AreaClass,
  addressInLine,
  type Place,
  type PlaceKind,
  type Point,
  straightLineMetres,
  type Zone,
} from './place.ts'
export { findPlace, openPlaceSearch, type PlaceSearch, type SearchOptions } from './place-board.ts'
export { placeRoutes } from './place-routes.ts'
export { stableId } from './stable-id.ts'
export { type SaidWords, WordsFault, type WordsLocator } from './three-words.ts'
