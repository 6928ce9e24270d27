import { localDay } from '../core/index.ts'
import { calendarDay, daysBefore } from './demo-calendar.ts'
import { makePairs } from './demo-domestic.ts'
import { type DemoRows, type ForceInForce, noRows } from './demo-force-store.ts'
import { readGround } from './demo-ground.ts'
import { HistoryPlanner, type PlannedIncident } from './demo-history.ts'
import { saveIncidents } from './demo-incident-rows.ts'
import { WarningWriter } from './demo-markers.ts'
import { makeHouseholds, savePeople } from './demo-people.ts'
import { readDemoPlan, readStations } from './demo-plan.ts'
import { type DescribeAddress, InventedStreets, premisesRow } from './demo-premises.ts'
import { countShowcases, stageShowcases, takeShowcasePremises } from './demo-showcases.ts'
import { makeStaff } from './demo-staff.ts'
import { openTelephoneBook } from './demo-telephones.ts'
import { makeUnits } from './demo-units.ts'
import { SeededRandom } from './seeded-random.ts'

/** What a demo force is generated from. The same gives the same rows, identifiers included. */
export type DemoWish = {
  seed: number
  /** history ends with the local day before this instant; units came on duty some hours before it */
  now: Date
  historyIncidents: number
  dataFolder: string
  force: ForceInForce
  describe: DescribeAddress
  passwordHash: string
}

const HISTORY_DAYS = 365
/** The newest incidents, which people look at, have a log of several entries; older ones a result alone. */
const LOGGED_INCIDENTS = 2_000

/** Generates every row of the demo force, except the accounts of outside systems, which hold secrets. */
export function generateDemoForce({
  seed,
  now,
  historyIncidents,
  dataFolder,
  force,
  describe,
  passwordHash,
}: DemoWish): DemoRows {
  const random = new SeededRandom(seed)
  const plan = readDemoPlan(dataFolder)
  const { stations } = readStations(dataFolder)
  const ground = readGround(dataFolder, force.zones, plan.mix)
  const today = localDay(now)
  const midnightMs = calendarDay(today).startMs
  const rows = noRows()

  const made = makeUnits(random.fork('units'), plan, stations, ground, now)
  rows.unit = made.rows
  rows.unit_position = made.positions
  const staff = makeStaff(random.fork('staff'), force, made.units, passwordHash, now)
  rows.staff = staff.rows

  const streets = new InventedStreets(ground, random.fork('streets'), midnightMs)
  const showcasePremises = takeShowcasePremises(plan.showcases, streets)
  const book = openTelephoneBook(random.fork('telephones'))
  const households = makeHouseholds(random.fork('people'), plan.people.number, streets, book, today)
  for (const premises of [...showcasePremises.values(), ...households.map((household) => household.premises)]) {
    rows.place.push(premisesRow(premises, describe))
  }

  const planner = new HistoryPlanner(random.fork('history'), plan, ground, daysBefore(now, HISTORY_DAYS))
  const writer = new WarningWriter(random.fork('markers'), today, made.units, rows)
  const planned = stageShowcases(plan.showcases, showcasePremises, { streets, planner, writer, rows, today })

  // domestic abuse is counted, not drawn: its share and the share of repeats come out as the plan says
  const shown = countShowcases(plan.showcases)
  const domestic = Math.max(Math.round(historyIncidents * plan.domesticAbuse.share), shown.domestic)
  const repeats = Math.max(Math.round(domestic * plan.domesticAbuse.repeatShare), shown.repeats)
  const pairs = makePairs(random.fork('domestic'), households, {
    incidents: domestic - shown.domestic,
    repeats: Math.min(repeats - shown.repeats, Math.max(0, domestic - shown.domestic - 1)),
  })
  for (const pair of pairs) {
    const incidents = planner.planDomestic(pair)
    planned.push(...incidents)
    writer.aboutPair({ pair, days: incidents.map(({ day }) => day.day) })
  }
  const inNeed = households.filter(({ vulnerable }) => vulnerable !== null)
  for (const { vulnerable } of inNeed) if (vulnerable) writer.aboutInNeed(vulnerable)
  writer.aboutTheRest(households)
  savePeople(random.fork('homes'), households, today, rows)
  planOthers(planned, historyIncidents, () => planner.planOther(households, inNeed))

  const scene = {
    plan,
    force,
    room: staff.room,
    units: made.units,
    book,
    endMs: midnightMs - 1_000,
    logged: LOGGED_INCIDENTS,
  }
  saveIncidents(random.fork('incidents'), planned, scene, rows)
  return rows
}

function planOthers(planned: PlannedIncident[], total: number, next: () => PlannedIncident): void {
  while (planned.length < total) planned.push(next())
}
