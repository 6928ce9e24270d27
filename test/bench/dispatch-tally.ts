import { percentile } from './bench-measure.ts'

/** The unit that is first, and what is said beside it; undefined: nobody. */
export type Pick = { index: number; saysOld: boolean; saysUnknown: boolean } | undefined

/** What is true of one pick. */
export type Judgement =
  | { kind: 'nobody-there' | 'nobody-picked' }
  | {
      kind: 'picked'
      mayNotGo: boolean
      isFastest: boolean
      isAsGood: boolean
      /** null: the unit may not go at all, so that its time says nothing */
      lostSeconds: number | null
      missesClock: boolean
      wrongSkill: boolean
      oldUnsaid: boolean
      unknownSaid: boolean
    }

export type Tally = {
  incidents: number
  fastestPercent: number
  asGoodPercent: number
  lostMinutesMean: number
  lostMinutesP95: number
  lostMinutesMax: number
  missedClocks: number
  mayNotGo: number
  wrongSkill: number
  oldPositionUnsaid: number
  /** said beside the pick that its road time is not known */
  unknownSaid: number
  nobodyPicked: number
}

/** Adds up the judgements of one way of choosing; incidents that nobody may go to are left out. */
export function tally(judgements: readonly Judgement[]): Tally {
  const counted = judgements.filter(({ kind }) => kind !== 'nobody-there')
  const picked = counted.flatMap((one) => (one.kind === 'picked' ? [one] : []))
  const lost = picked.flatMap(({ lostSeconds }) => (lostSeconds === null ? [] : [lostSeconds / 60]))
  const share = (count: number) => (100 * count) / counted.length
  const how = (is: (one: (typeof picked)[number]) => boolean) => picked.filter(is).length
  const round = (value: number) => Number(value.toFixed(2))
  return {
    incidents: counted.length,
    fastestPercent: round(share(how(({ isFastest }) => isFastest))),
    asGoodPercent: round(share(how(({ isAsGood }) => isAsGood))),
    lostMinutesMean: round(lost.reduce((sum, one) => sum + one, 0) / Math.max(1, lost.length)),
    lostMinutesP95: lost.length === 0 ? 0 : round(percentile(lost, 0.95)),
    lostMinutesMax: round(Math.max(0, ...lost)),
    missedClocks: how(({ missesClock }) => missesClock),
    mayNotGo: how(({ mayNotGo }) => mayNotGo),
    wrongSkill: how(({ wrongSkill }) => wrongSkill),
    oldPositionUnsaid: how(({ oldUnsaid }) => oldUnsaid),
    unknownSaid: how(({ unknownSaid }) => unknownSaid),
    nobodyPicked: counted.length - picked.length,
  }
}

const columns: ReadonlyArray<[key: keyof Tally, head: string]> = [
  ['incidents', 'incidents'],
  ['fastestPercent', 'fastest %'],
  ['asGoodPercent', 'within 30 s %'],
  ['lostMinutesMean', 'lost mean'],
  ['lostMinutesP95', 'p95'],
  ['lostMinutesMax', 'max min'],
  ['missedClocks', 'missed clocks'],
  ['mayNotGo', 'may not go'],
  ['wrongSkill', 'wrong skill'],
  ['oldPositionUnsaid', 'old unsaid'],
  ['unknownSaid', 'says unknown'],
]

/** The tallies of one scenario for people. */
export function tallyTable(title: string, tallies: ReadonlyArray<Tally & { method: string }>): string {
  const head = ['', ...columns.map(([, name]) => name)]
  const rows = tallies.map((one) => [one.method, ...columns.map(([key]) => String(one[key]))])
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')
  return [title, line(head), ...rows.map(line)].join('\n')
}
