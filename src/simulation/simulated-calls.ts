import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readCsv } from '../core/index.ts'
import { atSceneSeconds, replayTable, SeededRandom, WeightedTable } from '../demo/index.ts'
import { type MonthPlan, readForceFile } from './month-plan.ts'
import type { CallPlace, SimulatedGround } from './simulated-ground.ts'

/** A call that a unit must be sent to. Everything about it is drawn before any policy sees it: all meet the same calls. */
export type SimulatedCall = {
  id: number
  grade: 1 | 2
  place: CallPlace
  /** the clock starts; milliseconds since the month began, as all instants here */
  createdMs: number
  /** somebody may decide who goes */
  readyMs: number
  /** the clock runs out */
  dueMs: number
  /** from decision to driving */
  setOffMs: number
  /** from arrival until the unit is free again */
  busyMs: number
}

/** A call as San Diego recorded it, as far as it counts here. */
type SourceCall = { atSeconds: number; callType: string; priority: string }

/** Makes the calls of a month from the same source data for any seed. */
export type CallSource = {
  daysByWeekday: ReadonlyArray<readonly SourceCall[][]>
  table: ReturnType<typeof replayTable.parse>
}

const DAY_MS = 86_400_000

/** Reads the real calls, 2 to 20 January 2023 (New Year's Day is like no other Sunday), without doubles. */
export function readCallSource(dataFolder: string): CallSource {
  const table = replayTable.parse(readForceFile(dataFolder, 'replay-call-types.json'))
  const file = join(dataFolder, 'san-diego-police-cfs-2023-01', 'pd_calls_for_service_2023_datasd_first20days.csv.gz')
  const days = new Map<string, SourceCall[]>()
  const columns = ['date_time', 'call_type', 'disposition', 'priority'] as const
  for (const row of readCsv(gunzipSync(readFileSync(file)).toString('utf8'), columns)) {
    const day = row.date_time.slice(0, 10)
    if (day === '2023-01-01' || table.duplicateDispositions.includes(row.disposition)) continue
    const [hours = 0, minutes = 0, seconds = 0] = row.date_time.slice(11).split(':').map(Number)
    const call = {
      atSeconds: hours * 3_600 + minutes * 60 + seconds,
      callType: row.call_type,
      priority: row.priority,
    }
    const calls = days.get(day)
    if (calls) calls.push(call)
    else days.set(day, [call])
  }
  const daysByWeekday: SourceCall[][][] = Array.from({ length: 7 }, () => [])
  for (const [day, calls] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    daysByWeekday[new Date(`${day}T00:00:00Z`).getUTCDay()]?.push(calls)
  }
  return { daysByWeekday, table }
}

/**
 * The calls of so many days from a Monday on: each day is a real one of the same weekday, thinned, its calls laid
 * where police were wanted in Cumbria. @returns them in the order in which they are created
 */
export function makeCalls(
  source: CallSource,
  ground: Pick<SimulatedGround, 'places' | 'clocks'>,
  plan: MonthPlan,
  { seed, days, load = 1 }: { seed: number; days: number; load?: number },
): SimulatedCall[] {
  const random = new SeededRandom(`month ${seed}`)
  const where = new WeightedTable(ground.places, ({ weight }) => weight)
  const calls: Omit<SimulatedCall, 'id'>[] = []
  for (let day = 0; day < days; day += 1) {
    const real = random.pick(source.daysByWeekday[(day + 1) % 7] ?? [])
    for (const { atSeconds, callType, priority } of real) {
      const isKept = random.chance(Math.min(1, plan.callsKept * load))
      const judged = judge(source.table, callType, priority, random)
      if (!isKept || !judged) continue
      const { grade, type } = judged
      const place = where.draw(random)
      const createdMs = day * DAY_MS + atSeconds * 1_000
      const clock = ground.clocks[grade]
      const scene = atSceneSeconds(type, random)
      const after = random.chance(plan.followUp.share)
        ? between(random, { from: plan.followUp.fromSeconds, to: plan.followUp.toSeconds })
        : 0
      calls.push({
        grade,
        place,
        createdMs,
        readyMs: createdMs + Math.round(between(random, plan.preparationSeconds[grade]) * 1_000),
        dueMs: createdMs + (place.areaClass === 'urban' ? clock.urbanSeconds : clock.ruralSeconds) * 1_000,
        setOffMs: Math.round(between(random, plan.setOffSeconds) * 1_000),
        busyMs: Math.round((scene + after) * 1_000),
      })
    }
  }
  return calls.sort((a, b) => a.createdMs - b.createdMs).map((call, id) => ({ id, ...call }))
}

/** Grade and type as the shift of the demo would give them; undefined when nobody is sent. */
function judge(
  table: CallSource['table'],
  callType: string,
  priority: string,
  random: SeededRandom,
): { grade: 1 | 2; type: string } | undefined {
  const mapped = table.callTypes[callType] ?? table.otherwise
  const of = table.priorities[priority] ?? { now: false, grade: '4' as const }
  // San Diego withholds domestic abuse: a share of the calls that it hides among
  if (table.domesticAbuse.among.includes(callType) && random.chance(table.domesticAbuse.share))
    return { grade: random.chance(table.domesticAbuse.happeningNow) ? 1 : 2, type: 'domestic' }
  if ((mapped.grade ?? of.grade) !== null) return undefined
  return { grade: (mapped.now ?? of.now) ? 1 : 2, type: mapped.type }
}

function between(random: SeededRandom, { from, to }: { from: number; to: number }): number {
  return from + random.fraction() * (to - from)
}
