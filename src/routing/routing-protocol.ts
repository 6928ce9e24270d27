import type { Profile, Route, TravelTime } from './routing.ts'

/** Where the worker finds the network and the force's speeds. */
export type WorkerSources = { graphFolder: string; speedsFile: string }

/** What the router asks its worker; points travel as lat, lon, lat, lon ... */
export type Question =
  | { id: number; ask: 'travel-times'; to: Float64Array; from: Float64Array; profile: Profile }
  | { id: number; ask: 'route'; to: Float64Array; from: Float64Array; profile: Profile }

/** What the worker says. `ready` comes once, before any answer. */
export type Answer =
  | { say: 'ready'; speedsVersion: string; roads: number }
  | { say: 'travel-times'; id: number; times: TravelTime[] }
  | { say: 'route'; id: number; route: Route | undefined }
  | { say: 'failed'; id: number; because: string }
