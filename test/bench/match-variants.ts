import type { LabelledPair } from './labelled-pairs.ts'

/** A street of the gazetteer, as it is written to say where it is. */
export type StreetSaid = { name: string; town: string; lat: number; lon: number }

/** Short forms as people write them, whole words only. */
const SHORT: Readonly<Record<string, string>> = {
  Road: 'Rd',
  Street: 'St',
  Avenue: 'Ave',
  Lane: 'Ln',
  Drive: 'Dr',
  Close: 'Cl',
  Crescent: 'Cres',
  Terrace: 'Tce',
  Gardens: 'Gdns',
  Place: 'Pl',
  Square: 'Sq',
  Court: 'Ct',
  Grove: 'Gr',
  Park: 'Pk',
  Cottages: 'Cotts',
  House: 'Hse',
  North: 'Nth',
  South: 'Sth',
  Great: 'Gt',
  Saint: 'St',
}

/** One address in every way of writing that this file knows; none of them says another place. */
function waysToSay(number: string, { name, town }: StreetSaid): Array<[text: string, why: string]> {
  const short = name.replace(/(?!^)\b\p{L}+\b/gu, (word) => SHORT[word] ?? word)
  const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '')
  return [
    [`${number} ${name} ${town}`.toLowerCase(), 'small letters, no comma'],
    [`${number} ${name}, ${town}`.toUpperCase(), 'capitals'],
    [`${number} ${short} ${town}`, 'short forms'],
    [`${number} ${short}., ${town}.`.toLowerCase(), 'short forms with a point'],
    [`${town}, ${name} ${number}`, 'town first, number last'],
    [`${town} ${number} ${short}`.toLowerCase(), 'town first'],
    [`no ${number} ${name}, ${town}`, 'number announced'],
    [`number ${number}, ${name}, ${town}, Cumbria`, 'number announced, county behind'],
    [`  ${number},  ${name} ;${town}  `, 'other punctuation'],
    [
      `${number} ${name.replace(/[-‐]/g, ' ').replace(/['’.]/g, '')}, ${town.replace(/-/g, ' ')}`,
      'no hyphens or points',
    ],
    [plain(`${number} ${name}, ${town}`), 'no accents'],
    [`outside ${number} ${name}, ${town}`, 'outside it'],
    [`at ${number} ${name} in ${town}`, 'said in a sentence'],
    [`${number} ${name} (${town})`, 'town in brackets'],
    [`${number} ${name}\n${town}`, 'in two lines'],
  ]
}

/** A slip of the keyboard in the longest word of the street's name: changed places, left out, wrong, twice. */
function slip(name: string, random: () => number, isWord: (word: string) => boolean): string | undefined {
  const word = name
    .split(/[^\p{L}]+/u)
    .filter((one) => one.length >= 5)
    .sort((a, b) => b.length - a.length)[0]
  if (!word) return undefined
  const at = 1 + Math.floor(random() * (word.length - 2))
  const letters = [...word]
  const kind = Math.floor(random() * 4)
  if (kind === 0) letters.splice(at, 2, word[at + 1] as string, word[at] as string)
  else if (kind === 1) letters.splice(at, 1)
  else if (kind === 2) letters.splice(at, 1, 'etaoinsrhl'.charAt(Math.floor(random() * 10)))
  else letters.splice(at, 0, word[at] as string)
  const slipped = letters.join('')
  // a slip that makes another word of the map may be meant
  return slipped === word || isWord(slipped.toLowerCase()) ? undefined : name.replace(word, slipped)
}

/**
 * Pairs made from streets of the gazetteer with numbers that no street there has: every way of saying an address must
 * be that address, and no other number, letter, flat, street or town may be it.
 */
export function makePairs(streets: readonly StreetSaid[], count: number, random: () => number): LabelledPair[] {
  const words = new Set(streets.flatMap(({ name }) => name.toLowerCase().split(/[^\p{L}]+/u)))
  const pairs: LabelledPair[] = []
  const add = (match: 'yes' | 'no', left: string, right: string, why: string) =>
    void pairs.push({ kind: 'address', left, right, match, why })
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  for (let made = 0; made < count; made += 1) {
    const street = pick(streets)
    const number = `${900 + Math.floor(random() * 100)}`
    const at = `${street.name}, ${street.town}`
    const base = `${number} ${at}`
    const ways = waysToSay(number, street)
    for (let i = 0; i < 4; i += 1) add('yes', base, ...pick(ways))
    const slipped = slip(street.name, random, (word) => words.has(word))
    if (slipped) add('yes', base, `${number} ${slipped}, ${street.town}`, 'a slip of the keyboard')
    add('yes', `Flat 2, ${base}`, pick([`${number}/2 ${at}`, `2/${number} ${at}`, `${number} ${at}, flat 2`]), 'a flat')
    add('yes', `${number}B ${at}`, `${number} b ${at}`.toLowerCase(), 'a letter apart')
    add('no', base, `${number.slice(1)} ${at}`, 'a digit less')
    add('no', base, `${number[0]}${number[2]}${number[1]}${pick(['1', '2'])} ${at}`, 'other digits')
    add('no', base, `${number}${pick(['A', 'B', 'C'])} ${at}`, 'with a letter')
    add('no', base, `Flat ${pick(['1', '2', 'A'])}, ${base}`, 'a flat in it')
    add('no', `Flat 1, ${base}`, `Flat ${pick(['2', '11', 'A'])}, ${base}`, 'another flat')
    const other = pick(streets)
    if (other.name !== street.name) add('no', base, `${number} ${other.name}, ${other.town}`, 'another street')
    const neighbour = pick(streets.filter((one) => one.town === street.town))
    if (isOtherName(neighbour.name, street.name))
      add('no', base, `${number} ${neighbour.name}, ${street.town}`, 'a street of the same town')
    const far = streets.filter((one) => one.name === street.name && one.town !== street.town && isFar(one, street))
    if (far.length > 0)
      add('no', base, `${number} ${street.name}, ${pick(far).town}`, 'the same street in another town')
  }
  return pairs
}

/** Two names of the map that are two, however they are written: St Georges Road is St. George's Road. */
function isOtherName(a: string, b: string): boolean {
  const bare = (name: string) =>
    name
      .toLowerCase()
      .replace(/[^\p{L}\d]/gu, '')
      .replace(/^the/, '')
  return bare(a) !== bare(b)
}

/** Further than the pieces of one street lie apart. */
function isFar(a: StreetSaid, b: StreetSaid): boolean {
  return Math.hypot((a.lat - b.lat) * 111_000, (a.lon - b.lon) * 65_000) > 5_000
}
