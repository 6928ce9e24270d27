import { createHash } from 'node:crypto'

/**
 * Chance that can be repeated: the same seed gives the same numbers on every machine and in every version of
 * Node. The generator is sfc32 (Chris Doty-Humphrey's small fast counting generator), its state taken from the
 * SHA-256 of the seed. For the demo only: nothing secret may come from it.
 */
export class SeededRandom {
  readonly #seed: string
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: string | number) {
    this.#seed = String(seed)
    const digest = createHash('sha256').update(this.#seed).digest()
    this.#a = digest.readInt32LE(0)
    this.#b = digest.readInt32LE(4)
    this.#c = digest.readInt32LE(8)
    for (let warmUp = 0; warmUp < 12; warmUp += 1) this.bits()
  }

  /** A stream of its own, so that more draws for one purpose do not change what another purpose gets. */
  fork(purpose: string): SeededRandom {
    return new SeededRandom(`${this.#seed}/${purpose}`)
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const result = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0
    return result >>> 0
  }

  /** From 0 up to, never including, 1. */
  fraction(): number {
    return this.bits() / 0x1_0000_0000
  }

  /** A whole number, both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1))
  }

  /** True this often, from 0 (never) to 1 (always). */
  chance(share: number): boolean {
    return this.fraction() < share
  }

  /** One of the list. @throws RangeError when there is nothing to pick from */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to pick from')
    return list[Math.floor(this.fraction() * list.length)] as T
  }

  /** One of the list, the first ones more often; `lean` 1 is even, 2 takes half from the first quarter. */
  pickLeaning<T>(list: readonly T[], lean: number): T {
    if (list.length === 0) throw new RangeError('nothing to pick from')
    return list[Math.floor(this.fraction() ** lean * list.length)] as T
  }

  /** A new list in another order. */
  shuffle<T>(list: readonly T[]): T[] {
    const shuffled = [...list]
    for (let index = shuffled.length - 1; index > 0; index -= 1) {
      const other = this.integer(0, index)
      const kept = shuffled[index] as T
      shuffled[index] = shuffled[other] as T
      shuffled[other] = kept
    }
    return shuffled
  }

  /** A UUIDv7 (RFC 9562) of that instant, in milliseconds, whose random bits are drawn here. */
  uuid(atMs: number): string {
    const time = Math.floor(atMs).toString(16).padStart(12, '0')
    const first = (0x7000 | (this.bits() & 0x0fff)).toString(16)
    const second = (0x8000 | (this.bits() & 0x3fff)).toString(16)
    const tail = this.bits().toString(16).padStart(8, '0') + (this.bits() & 0xffff).toString(16).padStart(4, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-${first}-${second}-${tail}`
  }
}

/** Draws from a fixed table of weights in the time of a binary search. */
export class WeightedTable<T> {
  readonly #items: readonly T[]
  readonly #sums: number[] = []

  /** @throws RangeError when no weight is above zero */
  constructor(items: readonly T[], weightOf: (item: T) => number) {
    this.#items = items
    let sum = 0
    for (const item of items) {
      sum += weightOf(item)
      this.#sums.push(sum)
    }
    if (!(sum > 0)) throw new RangeError('the weights add up to nothing')
  }

  /** One item, as often as its weight says. */
  draw(random: SeededRandom): T {
    const target = random.fraction() * (this.#sums.at(-1) as number)
    let low = 0
    let high = this.#sums.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#sums[middle] as number) > target) high = middle
      else low = middle + 1
    }
    return this.#items[low] as T
  }
}

/** A UUID (version 8, RFC 9562) that belongs to a name for ever, whatever the seed. */
export function namedId(name: string): string {
  const bytes = createHash('sha256').update(`golden-hour demo: ${name}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
