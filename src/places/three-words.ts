import type { Point } from './place.ts'

/** What a service for three words says of them, before we have looked whether it fits. */
export type SaidWords = {
  words: string
  /** ISO 3166, two letters */
  country: string
  /** the middle of the square, and two of its corners */
  point: Point
  southWest: Point
  northEast: Point
  /** a place near it, to be read back to the caller */
  nearestPlace: string | null
}

/** A service that knows what three words mean. Implemented in `gateways/`. */
export type WordsLocator = {
  /** undefined: it knows no such words. @throws WordsFault */
  find(words: string): Promise<SaidWords | undefined>
}

/**
 * Why the service for three words gave no place. `unreachable`: away, busy or too slow; `refused`: it did not accept our
 * key; `wrong`: what it said cannot be used.
 */
export class WordsFault extends Error {
  override readonly name = 'WordsFault'
  readonly because: 'unreachable' | 'refused' | 'wrong'
  constructor(because: 'unreachable' | 'refused' | 'wrong', what: string) {
    super(what)
    this.because = because
  }
}
