import { normaliseAddress, readAddressQuery, wideAreas } from '../places/index.ts'
import type { Premises } from './premises-book-rules.ts'

/** Why a line is no premises: the gazetteer has none that fits, or several, or the line says only what it is beside. */
export type NotFound = 'none' | 'several' | 'beside'

type Entry = { premises: Premises; flat: string | undefined }
type Line = ReturnType<typeof readAddressQuery>

/**
 * Every premises of the gazetteer, found by an address in one line. Number, street and flat must be equal in the form
 * that the search has, the postcode where both say one, and every other word must be one that the gazetteer has of the
 * place: its locality, its town, its county. Only where the postcode is equal may parts between commas be passed over,
 * such as the name of a house that is found by its number. A street that goes on (Greystone Road Industrial Estate) is another
 * street.
 */
export class OneLineAddresses {
  readonly #entries = new Map<string, Entry[]>()

  constructor(premises: Iterable<Premises>) {
    for (const one of premises) {
      const { number, words, flat } = readAddressQuery(one.name)
      const key = keyOf(number, words)
      const same = this.#entries.get(key)
      if (same) same.push({ premises: one, flat })
      else this.#entries.set(key, [{ premises: one, flat }])
    }
  }

  /** The one premises that the line says, or why there is none. */
  find(text: string): Premises | NotFound {
    const line = readAddressQuery(text)
    if (line.relation !== undefined) return 'beside'
    const clauses = clausesOf(text)
    const fitting: Entry[] = []
    for (let from = 0; from < line.words.length; from += 1) {
      for (let to = from + 1; to <= line.words.length; to += 1) {
        const street = line.words.slice(from, to)
        const rest = [...line.words.slice(0, from), ...line.words.slice(to)]
        const isWhole = clauses.some((clause, at) => isAddress(clause, clauses[at - 1], street, line.number))
        for (const entry of this.#entries.get(keyOf(line.number, street)) ?? [])
          if (fits(entry.premises, line, { before: from > 0, rest, isWhole })) fitting.push(entry)
      }
    }
    return oneOf(fitting, line.flat)
  }
}

function keyOf(number: string | undefined, words: readonly string[]): string {
  return `${number ?? ''}|${words.join(' ')}`
}

/** Whether everything else the line says is true of the premises. */
function fits(
  one: Premises,
  { postcode }: Line,
  { before, rest, isWhole }: { before: boolean; rest: readonly string[]; isWhole: boolean },
): boolean {
  const known = postcode !== undefined && one.postcode !== null
  if (known && postcode !== one.postcode) return false
  if (known && isWhole) return true
  const around = new Set([one.locality, one.town].flatMap((name) => (name ? normaliseAddress(name).split(' ') : [])))
  return !before && rest.every((word) => around.has(word) || wideAreas.has(word))
}

/** With a flat: that flat, or its building where no flats of it are known. Without: what is no flat. */
function oneOf(fitting: readonly Entry[], flat: string | undefined): Premises | NotFound {
  const same = fitting.filter((entry) => entry.flat === flat)
  const chosen =
    same.length > 0 || fitting.some((entry) => entry.flat !== undefined)
      ? same
      : fitting.filter((entry) => entry.flat === undefined)
  const found = new Set(chosen.map(({ premises }) => premises))
  const [first] = found
  if (first === undefined) return 'none'
  return found.size === 1 ? first : 'several'
}

type Clause = Pick<Line, 'number' | 'words'>

/** The parts between commas, each read as the whole line is. */
function clausesOf(text: string): Clause[] {
  return text.split(/[,;\n\r]/).map((part) => readAddressQuery(part))
}

/** Whether a part ends with the street and has the number, or the part before it is the number and nothing else. */
function isAddress(
  { words, number }: Clause,
  before: Clause | undefined,
  street: readonly string[],
  wanted: string | undefined,
): boolean {
  const ends = words.length >= street.length && words.slice(-street.length).join(' ') === street.join(' ')
  return ends && (number === wanted || before?.words.join(' ').toUpperCase() === wanted)
}
