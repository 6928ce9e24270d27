import type { SeededRandom } from './seeded-random.ts'

type NumberRange = { from: string; count: number }

/**
 * What Ofcom keeps free for drama, in E.164: these never ring anywhere. Mobiles, the area code that no place
 * has, and the blocks of the cities. Belfast is left out: published lists do not agree on its block.
 */
export const dramaRanges: { readonly mobile: NumberRange; readonly landlines: readonly NumberRange[] } = {
  mobile: { from: '+447700900000', count: 1_000 },
  landlines: [
    { from: '+441632960000', count: 1_000 },
    { from: '+441134960000', count: 1_000 },
    { from: '+441144960000', count: 1_000 },
    { from: '+441154960000', count: 1_000 },
    { from: '+441164960000', count: 1_000 },
    { from: '+441174960000', count: 1_000 },
    { from: '+441184960000', count: 1_000 },
    { from: '+441214960000', count: 1_000 },
    { from: '+441314960000', count: 1_000 },
    { from: '+441414960000', count: 1_000 },
    { from: '+441514960000', count: 1_000 },
    { from: '+441614960000', count: 1_000 },
    { from: '+441914980000', count: 1_000 },
    { from: '+442079460000', count: 1_000 },
    { from: '+442920180000', count: 1_000 },
  ],
}

/** Mobiles of the documented showcases alone. */
const SHOWCASE_MOBILES = { first: 100, last: 199 }
/** Landlines (01632) of the documented showcases alone. */
const SHOWCASE_LANDLINES = { first: 100, last: 199 }
/** Mobiles that appear nowhere in the invented history. */
const FRESH_MOBILES = { first: 900, last: 999 }

/** Numbers nothing is known of, for tours, journeys and the playing shift: the phone check says no trace. */
export const freshNumbers: readonly string[] = numbersOf(dramaRanges.mobile).slice(
  FRESH_MOBILES.first,
  FRESH_MOBILES.last + 1,
)

/** Numbers the invented people and callers may have, each given out once; landlines also for callers of no name. */
export type TelephoneBook = { mobiles: string[]; landlines: string[] }

/** A fresh book in an order of this stream, without the reserved numbers. */
export function openTelephoneBook(random: SeededRandom): TelephoneBook {
  const mobiles = numbersOf(dramaRanges.mobile).filter(
    (_, index) => !within(index, SHOWCASE_MOBILES) && !within(index, FRESH_MOBILES),
  )
  const landlines = dramaRanges.landlines.flatMap((range, index) =>
    numbersOf(range).filter((_, position) => index !== 0 || !within(position, SHOWCASE_LANDLINES)),
  )
  return { mobiles: random.shuffle(mobiles), landlines: random.shuffle(landlines) }
}

/** As a person would say it to a control room: `+447700900142` is 07700900142. */
export function asDialled(number: string): string {
  return number.replace(/^\+44/, '0')
}

function numbersOf({ from, count }: NumberRange): string[] {
  const base = BigInt(from.slice(1))
  return Array.from({ length: count }, (_, index) => `+${base + BigInt(index)}`)
}

function within(index: number, { first, last }: { first: number; last: number }): boolean {
  return index >= first && index <= last
}
