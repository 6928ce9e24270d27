import type { Row } from './demo-force-store.ts'
import { type Ground, metresBetween, nearby } from './demo-ground.ts'
import { inventName, type Sex } from './demo-names.ts'
import type { DemoPlan, Station } from './demo-plan.ts'
import { type SeededRandom, WeightedTable } from './seeded-random.ts'

/** A member of a crew, as it stands in `unit.crew`. */
export type CrewMember = { name: string; rank: string; collarNumber: string; sex: Sex }
/** A unit as the rest of the demo needs it. */
export type DemoUnit = {
  id: string
  callsign: string
  kind: string
  areaId: string
  station: string
  crew: CrewMember[]
}

const HOUR_MS = 3_600_000
/** How far from the middle of its patrol a unit may be, in metres. */
const PATROL_METRES = 3_500
const ROADS_METRES = 16_000

/**
 * The three shift patterns of the demo. Real shifts of eight to ten hours would leave a third of the force on
 * duty, and none after a night without a restart: here each pattern lasts 24 hours and began 2, 6 or 10 hours
 * ago, so that all units are on duty for at least the next 14 hours and shift ends still come at three times.
 */
export const SHIFT_BEGAN_HOURS_AGO = [2, 6, 10] as const
const SHIFT_HOURS = 24

/** About sixty units on duty, with crews, skills, and a place near where they patrol. @throws Error when data do not fit */
export function makeUnits(
  random: SeededRandom,
  plan: DemoPlan,
  stations: readonly Station[],
  ground: Ground,
  now: Date,
): { units: DemoUnit[]; rows: Row<'unit'>[]; positions: Row<'unit_position'>[] } {
  const units: DemoUnit[] = []
  const rows: Row<'unit'>[] = []
  const positions: Row<'unit_position'>[] = []
  const collarNumbers = random.shuffle(Array.from({ length: 1_400 }, (_, index) => String(1_001 + index)))
  const pattern = new RegExp(plan.callsigns.pattern)
  for (const { kind, station: stationId, tens, patrols } of plan.units) {
    const station = stations.find(({ id }) => id === stationId)
    const made = plan.kinds[kind]
    if (!station || !made) throw new Error(`demo-force.json: no station ${stationId} or kind ${kind}`)
    const driving = new WeightedTable(Object.entries(made.driving), ([, share]) => share)
    for (const [index, patrol] of patrols.entries()) {
      const callsign = `${plan.callsigns.areaLetters[station.areaId]}${plan.callsigns.kindLetters[kind]}${tens}${index + 1}`
      if (!pattern.test(callsign)) throw new Error(`demo-force.json: ${callsign} is no callsign of this force`)
      const id = random.uuid(now.getTime())
      const crew = makeCrew(random, made, collarNumbers)
      const skills = Object.entries(made.skills).flatMap(([skill, share]) =>
        hasSkill(random, share, crew.length) ? [skill] : [],
      )
      const began = now.getTime() - (SHIFT_BEGAN_HOURS_AGO[units.length % SHIFT_BEGAN_HOURS_AGO.length] ?? 2) * HOUR_MS
      const state = new WeightedTable(['2', '3', '4'], (code) => ({ '2': 0.74, '3': 0.21 })[code] ?? 0.05).draw(random)
      const unit = { id, callsign, kind, areaId: station.areaId, station: station.name, crew }
      units.push(unit)
      rows.push({
        id,
        callsign,
        kind,
        area_id: station.areaId,
        station: station.name,
        station_lat: station.lat,
        station_lon: station.lon,
        driving_grade: driving.draw(random)[0],
        skills,
        crew,
        crew_size: crew.length,
        shift_from: new Date(began).toISOString(),
        shift_to: new Date(began + SHIFT_HOURS * HOUR_MS).toISOString(),
        state,
        state_at: now.toISOString(),
      })
      const where = state === '2' ? onPatrol(random, kind, patrol, ground) : nearby(random, station, 20)
      positions.push({
        unit_id: id,
        ...where,
        speed_kmh: state === '2' ? random.integer(0, 45) : 0,
        heading: random.integer(0, 359),
        fixed_at: now.toISOString(),
        received_at: now.toISOString(),
      })
    }
  }
  return { units, rows, positions }
}

function makeCrew(random: SeededRandom, made: DemoPlan['kinds'][string], collarNumbers: string[]): CrewMember[] {
  const size = random.chance(made.doubleCrewed) ? 2 : 1
  return Array.from({ length: size }, () => {
    const sex: Sex = random.chance(0.36) ? 'female' : 'male'
    const { givenNames, familyName } = inventName(random, sex, random.integer(22, 54))
    const name = `${givenNames.split(' ')[0]} ${familyName}`
    return { name, rank: random.pick(made.ranks), collarNumber: collarNumbers.pop() ?? '1000', sex }
  })
}

/** A unit has a skill when one of its crew has. */
function hasSkill(random: SeededRandom, share: number, crewSize: number): boolean {
  return random.fraction() < 1 - (1 - share) ** crewSize || share === 1
}

function onPatrol(random: SeededRandom, kind: string, patrol: string, ground: Ground): { lat: number; lon: number } {
  const middle = ground.settlements.get(patrol)
  if (!middle) throw new Error(`demo-force.json: no settlement ${patrol} in the gazetteer`)
  const roads = kind === 'roads-policing'
  const within = ground.streets.filter(
    (street) =>
      metresBetween(street, middle) < (roads ? ROADS_METRES : PATROL_METRES) &&
      street.roadClass !== 'service' &&
      (roads ? ['motorway', 'trunk', 'primary'].includes(street.roadClass) : street.roadClass !== 'motorway'),
  )
  const { lat, lon } = random.pick(within)
  return { lat, lon }
}
