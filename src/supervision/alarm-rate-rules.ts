/** One thing that an operator was told. Instants in milliseconds. */
export type Told = { at: number; kind: string; subjectId: string; urgency: 'high' | 'medium' | 'low' }

/** What an operator can take, after EEMUA 191 and ISA-18.2. */
export const ALARM_LIMITS = {
  /** on average: one in ten minutes */
  anHour: 6,
  /** in any ten minutes; more is a flood */
  inTenMinutes: 10,
  /** of all ten-minute periods, those that are a flood */
  floodShare: 0.01,
  /** the same alarm so often within a minute chatters */
  chatterTimes: 3,
} as const

const TEN_MINUTES = 600_000
const HOUR = 3_600_000
const MINUTE = 60_000

/** How much one operator was told, against what an operator can take. */
export type AlarmRate = {
  told: number
  lastHour: number
  anHour: number
  mostInTenMinutes: number
  floodShare: number
  chattering: number
  /** of what was told; 0.05, 0.15 and 0.8 are aimed at */
  mix: { high: number; medium: number; low: number }
  /** what is over its limit */
  over: Array<'anHour' | 'inTenMinutes' | 'floodShare' | 'chattering'>
}

/** The alarm rate of one operator over the time that was worked. */
export function alarmRate(told: readonly Told[], from: number, now: number): AlarmRate {
  const inTime = told.filter(({ at }) => at >= from && at <= now).sort((one, other) => one.at - other.at)
  // of the first ten minutes no rate can be said that is higher than what was told
  const hours = Math.max(now - from, TEN_MINUTES) / HOUR
  const periods = Math.max(1, Math.ceil((now - from) / TEN_MINUTES))
  const inPeriods = Map.groupBy(inTime, ({ at }) => Math.min(periods - 1, Math.floor((at - from) / TEN_MINUTES)))
  const floods = [...inPeriods.values()].filter((period) => period.length > ALARM_LIMITS.inTenMinutes)
  const rate = {
    told: inTime.length,
    lastHour: inTime.filter(({ at }) => at > now - HOUR).length,
    anHour: inTime.length / hours,
    mostInTenMinutes: mostWithin(
      inTime.map(({ at }) => at),
      TEN_MINUTES,
    ),
    floodShare: floods.length / periods,
    chattering: [...Map.groupBy(inTime, ({ kind, subjectId }) => `${kind} ${subjectId}`).values()].filter(
      (same) =>
        mostWithin(
          same.map(({ at }) => at),
          MINUTE,
        ) >= ALARM_LIMITS.chatterTimes,
    ).length,
    mix: { high: share('high'), medium: share('medium'), low: share('low') },
  }
  const over: AlarmRate['over'] = []
  if (rate.anHour > ALARM_LIMITS.anHour) over.push('anHour')
  if (rate.mostInTenMinutes > ALARM_LIMITS.inTenMinutes) over.push('inTenMinutes')
  if (rate.floodShare >= ALARM_LIMITS.floodShare) over.push('floodShare')
  if (rate.chattering > 0) over.push('chattering')
  return { ...rate, over }
  function share(urgency: Told['urgency']): number {
    return inTime.length === 0 ? 0 : inTime.filter((one) => one.urgency === urgency).length / inTime.length
  }
}

/** The most of these sorted instants that lie within one stretch of so many milliseconds. */
function mostWithin(instants: readonly number[], stretch: number): number {
  let most = 0
  let first = 0
  for (const [index, at] of instants.entries()) {
    while (at - (instants[first] as number) >= stretch) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}
