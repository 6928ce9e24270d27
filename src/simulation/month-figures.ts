import type { MonthRecord, Outcome } from './simulated-month.ts'
import { mean, quantile } from './statistics-rules.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** What is told of a month, each with the unit it is in; the order is the order of the tables. */
export const figureNames = {
  late1: 'grade 1 late, %',
  late1Urban: 'grade 1 urban late (10 min), %',
  late1Rural: 'grade 1 rural late (20 min), %',
  mean1: 'grade 1 mean, min',
  mean1Urban: 'grade 1 urban mean, min',
  mean1Rural: 'grade 1 rural mean, min',
  p90of1: 'grade 1 p90, min',
  p90of1Urban: 'grade 1 urban p90, min',
  p90of1Rural: 'grade 1 rural p90, min',
  late2: 'grade 2 late (60 min), %',
  late2Urban: 'grade 2 urban late, %',
  late2Rural: 'grade 2 rural late, %',
  mean2: 'grade 2 mean, min',
  p90of2: 'grade 2 p90, min',
  diverts: 'diverts a day',
  betweenDispatches: 'between dispatches of a unit, min',
  drivingHours: 'unit hours driving to calls, a day',
  sceneHours: 'unit hours at calls, a day',
  backHours: 'unit hours driving back, a day',
  dutyHours: 'unit hours on duty, a day',
  busyShare: 'time on duty spent on calls, %',
  beyondReach: 'grade 1 beyond the reach of every unit on duty, %',
} as const
export type FigureName = keyof typeof figureNames
export type Figures = Record<FigureName, number>

/** Grade 1 responses counted by half minutes, the last bin holding all that were longer. */
export const BINS = 120
export const BIN_MINUTES = 0.5

/** A month in figures. The first day is left out: it begins with nobody busy. Response is from the start of the clock to arrival. */
export function figuresOf(record: MonthRecord): { figures: Figures; histogram: { urban: number[]; rural: number[] } } {
  const counted = record.outcomes.filter(({ call }) => call.createdMs >= DAY_MS)
  const of = (grade: 1 | 2, areaClass?: 'urban' | 'rural') =>
    counted.filter(({ call }) => call.grade === grade && (!areaClass || call.place.areaClass === areaClass))
  const days = record.endMs / DAY_MS
  const hours = (...states: ReadonlyArray<keyof MonthRecord['hours'][number]>) =>
    record.hours.reduce((sum, unit) => sum + states.reduce((ms, state) => ms + unit[state], 0), 0) / 3_600_000 / days
  const duty = hours('standing', 'returning', 'to-call', 'at-scene', 'hand-over')
  const [all1, urban1, rural1] = [of(1), of(1, 'urban'), of(1, 'rural')]
  const [all2, urban2, rural2] = [of(2), of(2, 'urban'), of(2, 'rural')]
  return {
    figures: {
      late1: lateShare(all1, record.endMs),
      late1Urban: lateShare(urban1, record.endMs),
      late1Rural: lateShare(rural1, record.endMs),
      mean1: meanOf(responses(all1)),
      mean1Urban: meanOf(responses(urban1)),
      mean1Rural: meanOf(responses(rural1)),
      p90of1: quantileOf(responses(all1), 0.9),
      p90of1Urban: quantileOf(responses(urban1), 0.9),
      p90of1Rural: quantileOf(responses(rural1), 0.9),
      late2: lateShare(all2, record.endMs),
      late2Urban: lateShare(urban2, record.endMs),
      late2Rural: lateShare(rural2, record.endMs),
      mean2: meanOf(responses(all2)),
      p90of2: quantileOf(responses(all2), 0.9),
      diverts: counted.reduce((sum, { timesDiverted }) => sum + timesDiverted, 0) / (days - 1),
      betweenDispatches: betweenDispatches(record),
      drivingHours: hours('to-call'),
      sceneHours: hours('at-scene'),
      backHours: hours('returning'),
      dutyHours: duty,
      busyShare: (100 * hours('to-call', 'at-scene')) / duty,
      beyondReach: (100 * all1.filter(({ call }) => record.beyondReach.has(call.id)).length) / all1.length,
    },
    histogram: { urban: histogram(responses(urban1)), rural: histogram(responses(rural1)) },
  }
}

/** Minutes from the clock's start to arrival, of those that were reached. */
function responses(outcomes: readonly Outcome[]): number[] {
  return outcomes.flatMap(({ call, arrivedMs }) =>
    arrivedMs === null ? [] : [(arrivedMs - call.createdMs) / MINUTE_MS],
  )
}

/** NaN, said as a dash, where there is nothing to take a mean of: a month without grade 2. */
function meanOf(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : mean(values)
}

function quantileOf(values: readonly number[], share: number): number {
  return values.length === 0 ? Number.NaN : quantile(values, share)
}

/** In per cent; one that waits when the month ends is late if its clock had run out, and is not counted if it had not. */
function lateShare(outcomes: readonly Outcome[], endMs: number): number {
  const judged = outcomes.filter(({ call, arrivedMs }) => arrivedMs !== null || call.dueMs < endMs)
  const late = judged.filter(({ call, arrivedMs }) => arrivedMs === null || arrivedMs > call.dueMs)
  return (100 * late.length) / judged.length
}

/** Mean minutes from one sending of a unit to its next. */
function betweenDispatches({ sendings }: MonthRecord): number {
  const last = new Map<number, number>()
  const gaps: number[] = []
  for (const { unitId, sentMs } of [...sendings].sort((a, b) => a.sentMs - b.sentMs)) {
    const before = last.get(unitId)
    if (before !== undefined) gaps.push((sentMs - before) / MINUTE_MS)
    last.set(unitId, sentMs)
  }
  return meanOf(gaps)
}

function histogram(minutes: readonly number[]): number[] {
  const bins = new Array<number>(BINS).fill(0)
  for (const one of minutes) {
    const bin = Math.min(BINS - 1, Math.floor(one / BIN_MINUTES))
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return bins
}
