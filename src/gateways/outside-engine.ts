import type { RoadEngine } from '../routing/index.ts'
import { openOsrmEngine } from './osrm-engine.ts'
import { openValhallaEngine } from './valhalla-engine.ts'

/** The engine that a URL such as `valhalla+http://host:8002` or `osrm+https://host/prefix` names (see `config.ts`). */
export function openRoadEngine(url: string): RoadEngine {
  const [kind, ...address] = url.split('+')
  return kind === 'osrm' ? openOsrmEngine(address.join('+')) : openValhallaEngine(address.join('+'))
}
