import type { RoadClass } from '../routing/index.ts'
import type { Tags } from './osm-block.ts'
import { readDuration, speedLimitOf } from './osm-speed-rules.ts'

/**
 * Who may drive on a road: '' anyone; `destination` whoever goes to a place on it; `private` nobody without leave, but
 * police may; `emergency` closed to the public and open to police (a bus gate, a road tagged emergency=yes).
 */
export type Access = '' | 'destination' | 'private' | 'emergency'

/** What the tags of a way say of it as a road. */
export type OsmRoad = {
  class: RoadClass
  /** as in OpenStreetMap, where the class does not say it: residential, unclassified, living_street ... or ferry */
  subclass: string
  ramp: boolean
  /** along the way's own direction */
  direction: 'both' | 'forward' | 'backward'
  /** one-way for others, but not for police: oneway:emergency=no, or a bus lane against the traffic */
  exempt: boolean
  structure: '' | 'bridge' | 'tunnel' | 'ford'
  access: Access
  name: string
  ref: string
  maxspeedMph: number | undefined
  /** undefined when not said */
  lit: boolean | undefined
  /** a ferry: how long the crossing takes, its wait counted; undefined on land */
  ferry: { seconds: number | undefined } | undefined
}

/** Why a way that could be taken for a road is none. */
export type NoRoad = { skipped: string }

const classes: Readonly<Record<string, RoadClass>> = {
  motorway: 'motorway',
  trunk: 'trunk',
  primary: 'primary',
  secondary: 'secondary',
  tertiary: 'tertiary',
  unclassified: 'minor',
  residential: 'minor',
  living_street: 'minor',
  road: 'minor',
  service: 'service',
  busway: 'service',
  bus_guideway: 'service',
}

/** Not for cars, unless a tag of their own opens them. */
const paths = ['footway', 'cycleway', 'path', 'pedestrian', 'bridleway', 'steps', 'corridor', 'platform']
const notYet = ['construction', 'proposed', 'planned', 'abandoned', 'razed', 'disused', 'demolished']
/** Ends of the way to a house or a parked car: they lead nowhere else, and are a third of all service roads. */
const smallService = ['driveway', 'parking_aisle', 'drive-through', 'drive_through']

const open = ['yes', 'permissive', 'designated', 'official', 'public', 'unknown']
const byLeave = ['private', 'permit', 'customers', 'delivery', 'residents', 'employees', 'staff']
const closed = ['no', 'agricultural', 'forestry', 'military', 'use_sidepath', 'discouraged', 'emergency']
const trueWords = ['yes', 'true', '1']

/** @returns the road; why it is none; or undefined when the way was never one (a house, a river) */
export function readRoad(tags: Tags): OsmRoad | NoRoad | undefined {
  if (tags['highway'] === undefined) return tags['route'] === 'ferry' ? readFerry(tags) : undefined
  const highway = tags['highway']
  const ramp = highway.endsWith('_link')
  const name = ramp ? highway.slice(0, -'_link'.length) : highway
  const roadClass = isOpenedPath(name, tags) ? 'service' : classes[name]
  if (roadClass === undefined) return { skipped: skippedHighway(name) }
  if (tags['area'] === 'yes') return { skipped: 'an area, not a line' }
  if (smallService.includes(tags['service'] ?? '')) return { skipped: `service=${tags['service']}` }
  const access = readAccess(tags, name)
  if (access === undefined) return { skipped: 'closed to vehicles, police included' }
  const direction = readDirection(tags, name)
  if (direction === undefined) return { skipped: 'reversible: its direction changes with the hour' }
  return {
    class: access === 'private' && roadClass === 'minor' ? 'service' : roadClass,
    subclass: roadClass === 'minor' || name !== roadClass ? name : '',
    ramp,
    direction,
    exempt: direction !== 'both' && isPoliceExempt(tags),
    structure: readStructure(tags),
    access,
    name: tags['name'] ?? '',
    ref: tags['ref'] ?? '',
    maxspeedMph: speedLimitOf(tags),
    lit: tags['lit'] === undefined ? undefined : tags['lit'] !== 'no',
    ferry: undefined,
  }
}

function isOpenedPath(name: string, tags: Tags): boolean {
  if (name !== 'track' && !paths.includes(name)) return false
  if (isYes(tags['emergency'])) return true
  const said = tags['motorcar'] ?? tags['motor_vehicle'] ?? tags['vehicle']
  const mayDrive = said !== undefined && (said === 'destination' || (said !== 'unknown' && open.includes(said)))
  return mayDrive && (name === 'track' || name === 'pedestrian')
}

function skippedHighway(name: string): string {
  if (name === 'track') return 'track'
  if (paths.includes(name)) return 'footway, cycleway, path, bridleway, steps'
  if (notYet.includes(name)) return 'not built yet, or no longer there'
  return `highway=${name}`
}

function isYes(value: string | undefined): boolean {
  return value === 'yes' || value === 'designated' || value === 'official' || value === 'permissive'
}

/** The most exact tag counts. @returns undefined when police may not drive there either */
function readAccess(tags: Tags, name: string): Access | undefined {
  const said = tags['motorcar'] ?? tags['motor_vehicle'] ?? tags['vehicle'] ?? tags['access'] ?? implied(name)
  const isClosed = closed.includes(said)
  if (!isClosed && !byLeave.includes(said)) return said === 'destination' ? 'destination' : ''
  if (said === 'emergency' || isYes(tags['emergency'])) return 'emergency'
  if (tags['emergency'] === 'no') return undefined
  if (isClosed) return isYes(tags['bus']) || isYes(tags['psv']) ? 'emergency' : undefined
  return 'private'
}

function implied(name: string): string {
  if (name === 'busway') return 'emergency'
  return name === 'bus_guideway' ? 'no' : 'yes'
}

function readDirection(tags: Tags, name: string): OsmRoad['direction'] | undefined {
  const oneway = tags['oneway:motorcar'] ?? tags['oneway:motor_vehicle'] ?? tags['oneway:vehicle'] ?? tags['oneway']
  if (oneway === '-1' || oneway === 'reverse') return 'backward'
  if (oneway === 'reversible') return undefined
  if (oneway !== undefined && trueWords.includes(oneway)) return 'forward'
  const implied = name === 'motorway' || ['roundabout', 'circular'].includes(tags['junction'] ?? '')
  return implied && oneway === undefined ? 'forward' : 'both'
}

function isPoliceExempt(tags: Tags): boolean {
  return ['oneway:emergency', 'oneway:psv', 'oneway:bus'].some((tag) => tags[tag] === 'no')
}

function readStructure(tags: Tags): OsmRoad['structure'] {
  const has = (tag: string) => tags[tag] !== undefined && tags[tag] !== 'no'
  if (has('bridge')) return 'bridge'
  if (has('tunnel')) return 'tunnel'
  return has('ford') ? 'ford' : ''
}

/** A ferry counts when it is said to carry vehicles: a foot ferry taken for a road would send a car into the water. */
function readFerry(tags: Tags): OsmRoad | NoRoad {
  const said = tags['motorcar'] ?? tags['motor_vehicle'] ?? tags['vehicle'] ?? ''
  if (!open.includes(said) && said !== 'destination') return { skipped: 'ferry that is not said to carry vehicles' }
  const crossing = readDuration(tags['duration'] ?? '')
  const between = readDuration(tags['interval'] ?? '') ?? 0
  return {
    class: 'service',
    subclass: 'ferry',
    ramp: false,
    direction: readDirection(tags, 'ferry') ?? 'both',
    exempt: false,
    structure: '',
    access: '',
    name: tags['name'] ?? '',
    ref: tags['ref'] ?? '',
    maxspeedMph: undefined,
    lit: undefined,
    // who comes at any moment waits half the interval
    ferry: { seconds: crossing === undefined ? undefined : crossing + between / 2 },
  }
}

/** Barriers a car drives through or over. */
const passable = [
  ...['gate', 'lift_gate', 'swing_gate', 'sliding_gate', 'cattle_grid', 'toll_booth', 'border_control', 'entrance'],
  ...['sally_port', 'height_restrictor', 'width_restrictor', 'kerb', 'bump_gate', 'no', 'coupure', 'rope'],
]

/** Whether a node with a barrier ends the road for police. Undefined: no barrier. */
export function barrierAt(tags: Tags): 'passes' | 'stops' | undefined {
  const barrier = tags['barrier']
  if (barrier === undefined) return undefined
  if (isYes(tags['emergency'])) return 'passes'
  if (tags['locked'] === 'yes') return 'stops'
  const said = tags['motorcar'] ?? tags['motor_vehicle'] ?? tags['vehicle'] ?? tags['access']
  if (said !== undefined && (open.includes(said) || said === 'destination')) return 'passes'
  if (said !== undefined && closed.includes(said)) return 'stops'
  return passable.includes(barrier) ? 'passes' : 'stops'
}

/** Built-up land in OpenStreetMap, as the Cumbrian network was made with. */
export function isUrbanLand(tags: Tags): boolean {
  return ['residential', 'commercial', 'industrial', 'retail'].includes(tags['landuse'] ?? '')
}

/** What the Cumbrian network assumes of each class, miles an hour: country, town. */
const usual: Readonly<Record<RoadClass, readonly [country: number, town: number]>> = {
  motorway: [68, 68],
  trunk: [50, 30],
  primary: [45, 27],
  secondary: [40, 26],
  tertiary: [36, 24],
  minor: [28, 20],
  service: [14, 10],
}

/** Miles an hour by class, and by town or country; a dual carriageway in the country is faster. An assumption, not a limit. */
export function usualSpeed({ class: roadClass, direction }: OsmRoad, urban: boolean): number {
  if (urban) return usual[roadClass][1]
  if (direction !== 'both' && roadClass === 'trunk') return 62
  if (direction !== 'both' && roadClass === 'primary') return 55
  return usual[roadClass][0]
}
