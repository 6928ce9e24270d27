import type { Logger } from 'pino'
import type { Reader } from '../db/index.ts'
import type { RoadChange, Router } from '../routing/index.ts'
import type { ChangedPlace, RoadChangeView } from './road-change.ts'
import { listInForce } from './road-change-board.ts'

/** How often every node asks what is in force: a closed road is known everywhere well within two seconds. */
const LOOK_EVERY_MS = 500

/**
 * The closures and slow-downs in force, as this node's router knows them: told by the store, twice a second, because
 * they begin and end by the clock and other nodes make them too.
 */
export class RoadsInForce {
  readonly #db: Reader
  readonly #router: Router
  readonly #log: Pick<Logger, 'warn'>
  readonly #isPrepared: () => boolean
  #isTelling = false
  #inForce: readonly RoadChangeView[] = []
  #told = '[]'
  #timer: NodeJS.Timeout | undefined
  /** one after the other: an earlier look never comes after a later one */
  #turn: Promise<void> = Promise.resolve()

  constructor({
    db,
    router,
    log,
    isPrepared,
  }: {
    db: Reader
    router: Router
    log: Pick<Logger, 'warn'>
    /** whether the router answers from labels: until then it says times, and not which change made them long */
    isPrepared: () => boolean
  }) {
    this.#db = db
    this.#router = router
    this.#log = log
    this.#isPrepared = isPrepared
  }

  /** Knows what is in force when it resolves, and follows from then on. */
  async start(): Promise<void> {
    await this.look()
    this.#timer = setInterval(() => {
      this.look().catch((error: Error & { code?: string }) =>
        this.#log.warn({ fault: error.name, code: error.code }, 'road changes could not be taken over'),
      )
    }, LOOK_EVERY_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#turn.catch(() => undefined)
  }

  /** What this node's road times take into account, by id. */
  get inForce(): readonly RoadChangeView[] {
    return this.#inForce
  }

  /**
   * Whether times and their reasons may be of different moments: a change is being taken over. What is asked for is
   * answered all the same; nothing is called news meanwhile.
   */
  get isSettling(): boolean {
    return this.#isTelling || (this.#inForce.length > 0 && !this.#isPrepared())
  }

  /** Takes over what is in force now; every question asked of the roads after it resolves knows it. */
  look(): Promise<void> {
    const mine = this.#turn.then(() => this.#takeOver())
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  async #takeOver(): Promise<void> {
    const inForce = await listInForce(this.#db)
    const asked = inForce.map(asRoadChange)
    const told = JSON.stringify(asked)
    if (told === this.#told) return
    this.#isTelling = true
    try {
      await this.#router.setRoadChanges(asked)
    } finally {
      this.#isTelling = false
    }
    this.#told = told
    this.#inForce = inForce
  }
}

/** As the router is told. */
function asRoadChange({
  id,
  name,
  kind,
  factor,
  place,
}: Pick<RoadChangeView, 'id' | 'name' | 'kind' | 'factor' | 'place'>): RoadChange {
  return { id, name, kind, factor, where: whereOf(place) }
}

/** Beside a drawn line, in metres, where nobody said how far: a road's width and a hand's tremor. */
const BESIDE_METRES = 30

/** Where a change is, as the router is asked. */
export function whereOf({ pass, road, near, withinMetres, line, area }: ChangedPlace): RoadChange['where'] {
  if (pass !== undefined) return { pass }
  if (line !== undefined) return { line, withinMetres: withinMetres ?? BESIDE_METRES }
  if (area !== undefined) return { area }
  return { road: road ?? '', ...(near ? { near } : {}), ...(withinMetres === undefined ? {} : { withinMetres }) }
}
