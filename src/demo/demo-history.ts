import type { CalendarDay } from './demo-calendar.ts'
import type { DomesticPair } from './demo-domestic.ts'
import { type DemandPoint, type Ground, nearby, type Spot } from './demo-ground.ts'
import type { DemoPerson, Household } from './demo-people.ts'
import type { DemoPlan } from './demo-plan.ts'
import { addressLine, type Premises } from './demo-premises.ts'
import { type SeededRandom, WeightedTable } from './seeded-random.ts'

/** One incident of the invented year, before it has a number, a handler and words. */
export type PlannedIncident = {
  openedMs: number
  day: CalendarDay
  type: string
  openingCategory: string
  domesticAbuse: boolean
  repeatVictim: boolean
  vulnerable: boolean
  spot: Spot
  locationText: string
  premises: Premises | null
  /** who calls, where it is somebody of the invented people */
  caller: DemoPerson | null
  pair: DomesticPair | null
  /** whom it is about, where that is somebody in need of care */
  about: DemoPerson | null
  children: readonly DemoPerson[]
  /** words of a showcase instead of drawn ones */
  told: { summary: string; words: string; result: string } | null
}

const HOUR_MS = 3_600_000
/** On the last day of the history nothing is opened from this hour on. */
const LAST_EVENING_HOUR = 22
/** Traffic happens on the road, not where other crimes are. */
const TRAFFIC = new Set(['rtc-injury', 'rtc-damage', 'highway', 'road-offence'])
/** Calls about somebody in need of care, and how often they are where nobody is known to be. */
const ABOUT_VULNERABLE = new Map([
  ['mental-health', 0.4],
  ['missing', 0.45],
  ['concern', 0.12],
  ['fraud', 0.15],
  ['sudden-death', 0],
])
/** What domestic abuse is opened as: not every call says so at once. */
const DOMESTIC_TYPES = new WeightedTable(['domestic', 'violence', 'asb-personal', 'damage'], (type) =>
  type === 'domestic' ? 88 : 4,
)
const OPENED_AS = new WeightedTable(['', 'asb-nuisance', 'abandoned', 'concern'], (type) => (type === '' ? 88 : 4))

/** When and where things happen; draws from one stream. */
export class HistoryPlanner {
  readonly #random: SeededRandom
  readonly #plan: DemoPlan
  readonly #ground: Ground
  readonly #days: readonly CalendarDay[]
  readonly #daily: WeightedTable<CalendarDay>
  readonly #types: WeightedTable<string>
  readonly #hours = new Map<string, readonly WeightedTable<number>[]>()
  readonly #points = new Map<string, readonly DemandPoint[]>()

  constructor(random: SeededRandom, plan: DemoPlan, ground: Ground, days: readonly CalendarDay[]) {
    this.#random = random
    this.#plan = plan
    this.#ground = ground
    this.#days = days
    this.#daily = new WeightedTable(days, ({ day, weekday, month }) => {
      const busy = plan.busyDays.factors[day.slice(5)] ?? 1
      const weather = 0.9 + 0.2 * random.fraction()
      return busy * weather * (plan.months.weights[month] ?? 1) * (plan.weekdays.weights[weekday] ?? 1)
    })
    this.#types = new WeightedTable(Object.keys(plan.mix), (type) => plan.mix[type]?.perThousand ?? 0)
    for (const [type, { crimeTypes }] of Object.entries(plan.mix)) {
      const points = crimeTypes.flatMap((crime) => ground.demand.get(crime) ?? [])
      this.#points.set(type, points.length > 0 ? points : (ground.demand.get('') ?? []))
      this.#hours.set(type, this.#hoursOf(type))
    }
  }

  /** Every incident of a pair; the first is no repeat. */
  planDomestic(pair: DomesticPair): PlannedIncident[] {
    const times = Array.from({ length: pair.incidents }, () => this.#time(this.#daily.draw(this.#random), 'domestic'))
    return times.sort((a, b) => a.openedMs - b.openedMs).map((time, index) => this.domestic(pair, time, index > 0))
  }

  /** One incident of domestic abuse at that time. */
  domestic(pair: DomesticPair, time: Time, repeatVictim: boolean): PlannedIncident {
    const { household, victim } = pair
    const type = DOMESTIC_TYPES.draw(this.#random)
    const atHome = this.#random.chance(this.#plan.mix['domestic']?.atPremises ?? 1)
    const callerIsVictim = this.#random.chance(0.7)
    return {
      ...time,
      ...(atHome ? at(household.premises) : this.#nearHome(household.premises)),
      type,
      openingCategory: OPENED_AS.draw(this.#random) || type,
      domesticAbuse: true,
      repeatVictim,
      vulnerable: household.vulnerable === victim,
      caller: callerIsVictim ? victim : null,
      pair,
      about: null,
      children: household.children,
      told: null,
    }
  }

  /** Anything that is not domestic abuse, at one of these households or out in the county. */
  planOther(households: readonly Household[], inNeed: readonly Household[]): PlannedIncident {
    const random = this.#random
    const type = this.#types.draw(random)
    const mix = this.#plan.mix[type]
    const time = this.#time(this.#daily.draw(random), type)
    const blank = {
      type,
      openingCategory: type,
      domesticAbuse: false,
      repeatVictim: false,
      pair: null,
      children: [],
      told: null,
    }
    if (mix && random.chance(mix.atPremises)) {
      const careShare = ABOUT_VULNERABLE.get(type)
      const household =
        careShare !== undefined && random.chance(0.4)
          ? random.pickLeaning(inNeed, 1.5)
          : random.pickLeaning(households, 1.4)
      const about = careShare === undefined ? null : household.vulnerable
      const caller = household.adults.length > 0 && random.chance(0.75) ? random.pick(household.adults) : null
      return { ...blank, ...time, ...at(household.premises), vulnerable: about !== null, caller, about }
    }
    const vulnerable = random.chance(ABOUT_VULNERABLE.get(type) ?? 0)
    return { ...blank, ...time, ...this.#outside(type), vulnerable, caller: null, about: null }
  }

  /** A time on the day that was so many days before the end of history (1 is its last day), in that hour. */
  timeOn(daysAgo: number, hour: number): Time {
    const day = this.#days.at(-daysAgo)
    if (!day) throw new Error(`demo-force.json: ${daysAgo} days ago is before the history begins`)
    return { day, openedMs: day.startMs + hour * HOUR_MS + this.#random.integer(0, HOUR_MS - 1) }
  }

  #time(day: CalendarDay, type: string): Time {
    const drawn = this.#hours.get(type)?.[day.weekday]?.draw(this.#random) ?? 12
    // the last evening is cut short, so that what was opened is also closed before the history ends
    const hour =
      day === this.#days.at(-1) && drawn >= LAST_EVENING_HOUR ? this.#random.integer(8, LAST_EVENING_HOUR - 1) : drawn
    const sinceMidnight = hour * HOUR_MS + this.#random.integer(0, HOUR_MS - 1)
    // in spring a day has no 24th hour
    return { day, openedMs: day.startMs + (sinceMidnight % day.lengthMs) }
  }

  /** For each weekday: hours as often as real calls of the type came in them, smoothed with all calls. */
  #hoursOf(type: string): WeightedTable<number>[] {
    const own = this.#ground.hours.get(type) ?? []
    const all = this.#ground.hours.get('') ?? []
    const total = sum(all)
    // a type with few real calls takes more of its shape from all of them
    const lend = Math.max(120 - sum(own), 0.15 * sum(own)) / total
    return Array.from({ length: 7 }, (_, weekday) => {
      const hours = Array.from({ length: 24 }, (_unused, hour) => hour)
      return new WeightedTable(
        hours,
        (hour) => (own[weekday * 24 + hour] ?? 0) + lend * (all[weekday * 24 + hour] ?? 0) + 0.01,
      )
    })
  }

  #outside(type: string): Where {
    if (TRAFFIC.has(type)) {
      const road = this.#ground.roads.draw(this.#random)
      const name = road.ref === '' || road.name.includes(road.ref) ? road.name : `${road.name} (${road.ref})`
      return {
        spot: { ...road, ...nearby(this.#random, road, 20) },
        locationText: `${name}, ${road.locality}`,
        premises: null,
      }
    }
    return this.#beside(this.#random.pick(this.#points.get(type) ?? []))
  }

  #nearHome(premises: Premises): Where {
    const { lat, lon, areaId, areaClass, street, locality } = premises
    const spot = { areaId, areaClass, ...nearby(this.#random, { lat, lon }, 150) }
    return { spot, locationText: `${street}, ${locality}`, premises: null }
  }

  #beside({ lat, lon, areaId, areaClass, street }: DemandPoint): Where {
    const spot = { areaId, areaClass, ...nearby(this.#random, { lat, lon }, 15) }
    return { spot, locationText: `${street.name}, ${street.locality}`, premises: null }
  }
}

/** An instant, and the local day it falls on. */
export type Time = Pick<PlannedIncident, 'openedMs' | 'day'>
type Where = Pick<PlannedIncident, 'spot' | 'locationText' | 'premises'>

/** In that house. */
export function at(premises: Premises): Where {
  const { lat, lon, areaId, areaClass } = premises
  return { spot: { lat, lon, areaId, areaClass }, locationText: addressLine(premises), premises }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
