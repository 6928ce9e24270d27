import type { Reader } from '../db/index.ts'
import { maskSecrets, type Secrets } from './mask-rules.ts'
import type { ProtectedPlace } from './protected-place.ts'

/** How long a node may go on with the protected places it read, in milliseconds: a new one is masked within this. */
const FRESH_FOR_MS = 5_000

/**
 * The last look at everything that leaves a node: answers, events and whole pictures go through `mask`, so that no
 * room can forget a protected address (CR-14). Reads the places and the open incidents at them every five seconds; an
 * incident that is opened or moved meanwhile is known from what passes.
 */
export class AddressShield {
  readonly #db: Reader
  #secrets: Secrets = { places: [], incidents: new Map() }
  #reading: Promise<void> | undefined
  #readAt = 0

  constructor(db: Reader) {
    this.#db = db
  }

  /** Reads for the first time. @throws when the store cannot be read: then the node does not start */
  async start(): Promise<void> {
    await this.#read()
  }

  /** The value as it may leave; `about`: the incident the whole of it is about. */
  async mask<T>(value: T, about: string | null = null): Promise<T> {
    await this.#freshen()
    return maskSecrets(value, this.#secrets, about) as T
  }

  async #freshen(): Promise<void> {
    if (performance.now() - this.#readAt < FRESH_FOR_MS) return
    this.#reading ??= this.#readAgain()
    await this.#reading
  }

  async #readAgain(): Promise<void> {
    try {
      await this.#read()
    } catch {
      // the store is away: what was known a moment ago goes on being masked
      this.#readAt = performance.now()
    } finally {
      this.#reading = undefined
    }
  }

  async #read(): Promise<void> {
    const before = performance.now()
    const places: ProtectedPlace[] = await this.#db
      .selectFrom('place')
      .select(['id', 'name', 'number', 'street', 'town', 'postcode', 'lat', 'lon'])
      .where('protected', '=', true)
      .execute()
    const byId = new Map(places.map((place) => [place.id, place]))
    const open =
      places.length === 0
        ? []
        : await this.#db
            .selectFrom('incident')
            .select(['id', 'premises_id'])
            .where('premises_id', 'in', [...byId.keys()])
            .execute()
    const incidents = new Map(this.#secrets.incidents)
    for (const { id, premises_id } of open) {
      const place = byId.get(premises_id ?? '')
      if (place) incidents.set(id, place)
    }
    this.#secrets = { places, incidents }
    this.#readAt = before
  }
}
