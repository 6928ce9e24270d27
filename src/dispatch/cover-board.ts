import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Router } from '../routing/index.ts'
import {
  type CoverDemand,
  coverDemandOf,
  coverLosses,
  timesFromZone,
  type ZoneTimes,
  zoneOf,
  zoneTimesOf,
} from './cover-rules.ts'
import { type DemandSurface, demandSurface } from './demand-surface.ts'

/** A free unit that may be sent to the most urgent grade, and where it is. */
export type CoveringUnit = { id: string; lat: number; lon: number }

type Clock = { urbanSeconds: number; ruralSeconds: number }

/**
 * What each unit's leaving would cost the cover of the most urgent grade: the expected share of the force's demand that
 * a free unit still reaches in time. Times between the demand's places are asked for once, and again when roads are
 * closed or opened; until they are there nothing is said of cover, and the nearest is first.
 */
export class CoverBoard {
  readonly #router: Pick<Router, 'moveUnit' | 'timesOfUnits'>
  readonly #surface: DemandSurface
  readonly #log: Pick<Logger, 'warn'>
  #times: { roads: string; zones: ZoneTimes } | undefined
  #asking: Promise<void> | undefined
  #demand: { key: string; demand: CoverDemand } | undefined

  constructor({
    router,
    dataFolder,
    log,
  }: {
    router: Pick<Router, 'moveUnit' | 'timesOfUnits'>
    /** holds `force/demand.json` */
    dataFolder: string
    log: Pick<Logger, 'warn'>
  }) {
    this.#router = router
    this.#surface = demandSurface.parse(JSON.parse(readFileSync(join(dataFolder, 'force', 'demand.json'), 'utf8')))
    this.#log = log
  }

  /**
   * By unit id the share of the demand, 0 to 1, that nobody would reach in time without it; empty while that is not known.
   * `roads` is another text when other roads are closed.
   */
  losses(units: readonly CoveringUnit[], clock: Clock, roads: string): ReadonlyMap<string, number> {
    if (this.#times?.roads !== roads) this.#ask(roads)
    const { zones } = this.#times ?? {}
    if (!zones) return new Map()
    const { losses } = coverLosses(
      this.#demandOf(clock),
      units.map((unit) => ({ secondsTo: timesFromZone(zones, zoneOf(this.#surface, unit)), extraSeconds: 0 })),
    )
    return new Map(units.map(({ id }, index) => [id, losses[index] ?? 0]))
  }

  /** Made once a clock: hundreds of rankings ask for the same. */
  #demandOf(clock: Clock): CoverDemand {
    const key = `${clock.urbanSeconds}/${clock.ruralSeconds}`
    if (this.#demand?.key !== key) this.#demand = { key, demand: coverDemandOf(this.#surface, clock) }
    return this.#demand.demand
  }

  /** Resolves when what is being asked for is there. */
  async settled(): Promise<void> {
    await this.#asking
  }

  #ask(roads: string): void {
    this.#asking ??= this.#askAll(roads)
      .catch((error: Error) =>
        this.#log.warn({ fault: error.name }, 'times between places of demand were not answered'),
      )
      .finally(() => {
        this.#asking = undefined
      })
  }

  async #askAll(roads: string): Promise<void> {
    const { points } = this.#surface
    const asked = points.map((_, index) => ({ unitId: `demand ${index}`, profile: 'blue-light' as const }))
    for (const [index, point] of points.entries()) this.#router.moveUnit(`demand ${index}`, point)
    const answers = []
    // one after the other: a recommendation asked for meanwhile waits for one question at most
    for (const point of points) answers.push(await this.#router.timesOfUnits(point, asked))
    for (const index of points.keys()) this.#router.moveUnit(`demand ${index}`, undefined)
    this.#times = { roads, zones: zoneTimesOf(answers.map((column) => column.map(asSeconds))) }
  }
}

function asSeconds(time: { known: boolean; seconds?: number }) {
  return time.known && time.seconds !== undefined ? { known: true, seconds: time.seconds } : { known: false }
}
