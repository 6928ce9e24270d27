import type { Reader } from '../db/index.ts'
import { type CallerLocation, findPlaceOfCaller } from './caller-place-rules.ts'
import { maskSecrets, renewSecrets, type Secrets } from './mask-rules.ts'
import { labelOf, type ProtectedPlace, RECOGNISED_BY } from './protected-place.ts'

/** How often the protected places are read anew, in milliseconds: a new one is masked within this. */
const READ_EVERY_MS = 5_000

/**
 * The last look at everything that leaves a node: answers, events and whole pictures go through `mask`, so that no
 * room can forget a protected address (CR-14). Reads the places and the incidents at them every five seconds, beside
 * the work: no answer waits for it. An incident that is opened or moved meanwhile is known from what passes.
 */
export class AddressShield {
  readonly #db: Reader
  #secrets: Secrets = { places: [], incidents: new Map() }
  #reading: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(db: Reader) {
    this.#db = db
  }

  /** Reads for the first time. @throws when the store cannot be read: then the node does not start */
  async start(): Promise<void> {
    await this.#read()
    this.#timer = setInterval(() => void this.#readAgain(), READ_EVERY_MS)
  }

  /** Reads now: a place was taken under protection, or off it. The store is away: the next reading is soon enough. */
  async refresh(): Promise<void> {
    // one that began before may not have seen it
    await this.#reading
    await this.#readAgain()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#reading
  }

  /** The value as it may leave; `about`: the incident the whole of it is about. */
  mask<T>(value: T, about: string | null = null): T {
    return maskSecrets(value, this.#secrets, about) as T
  }

  #readAgain(): Promise<void> {
    // the store is away: what was known a moment ago goes on being masked
    this.#reading ??= this.#read()
      .catch(() => undefined)
      .finally(() => {
        this.#reading = undefined
      })
    return this.#reading
  }

  /** The protected place that a telephone is surely at, to be chosen by its id. */
  findPlaceOf(location: CallerLocation): { placeId: string; label: string } | null {
    const place = findPlaceOfCaller(location, this.#secrets.places)
    return place === undefined ? null : { placeId: place.id, label: labelOf(place) }
  }

  async #read(): Promise<void> {
    const places: ProtectedPlace[] = await this.#db
      .selectFrom('place')
      .select(RECOGNISED_BY)
      .where('protected', '=', true)
      .execute()
    const there =
      places.length === 0
        ? []
        : await this.#db
            .selectFrom('incident')
            .select(['id', 'premises_id'])
            .where(
              'premises_id',
              'in',
              places.map(({ id }) => id),
            )
            .execute()
    this.#secrets = renewSecrets(this.#secrets, places, there)
  }
}
