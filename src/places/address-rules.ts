import {
  connectors,
  flatWords,
  floorWords,
  notBeforeHouseNumber,
  relationWords,
  saints,
  shortForms,
} from './address-words.ts'

/** A search as typed, taken apart. Numbers are exact, words are not. */
export type AddressQuery = {
  /** words that name the place, written out, without connectors */
  words: string[]
  /** house number in its one form: `14B`, `26-28` */
  number?: string
  /** kept for the log; the gazetteer knows buildings, not the flats in them */
  flat?: string
  /** where the caller stands to it: `opposite`, `near`; left out for `outside`, `at` and the like */
  relation?: string
  /** whole: `LA9 4QW` */
  postcode?: string
  /** the first part of one and nothing else: `LA9`, `LA9 4` */
  postcodeBegun?: string
}

/** Letters that are one letter with a stroke or two letters in one, which taking accents off does not take apart. */
const ligatures: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th' }

/** A house number, or a range of them, in lower case. */
const HOUSE_NUMBER = /^\d{1,4}[a-z]?(?:-\d{1,4}[a-z]?)?$/

/**
 * Text as it is searched: lower case, no accents or apostrophes, short forms written out, words apart by one space;
 * ranges keep their hyphen. The same for the gazetteer and for what is typed, so that both come out alike.
 */
export function normaliseAddress(text: string): string {
  return clausesOf(text).flatMap(writeOut).join(' ')
}

/** What is typed, with numbers, flat and postcode apart from the words. */
export function readAddressQuery(text: string): AddressQuery {
  // a road with an ordinal is no postcode: A66 2nd exit
  const found = /\b(?![abm]\d+\s+\d(?:st|nd|rd|th)\b)[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b/i.exec(text)
  const postcode = readPostcode(found?.[0] ?? text)
  const rest = found
    ? `${text.slice(0, found.index)},${text.slice(found.index + found[0].length)}`
    : postcode
      ? ''
      : text
  const begun = /^\s*([a-z]{1,2}\d[a-z\d]?)(?:\s+(\d[a-z]?))?\s*$/i.exec(text)
  const tokens = clausesOf(begun ? (begun[1] as string) : withoutSector(rest)).flatMap(writeOut)
  const flat = takeFlat(tokens)
  const number = takeNumber(tokens, postcode !== undefined)
  // one letter behind other words is the beginning of the next
  if (tokens.length > 1 && /^[a-z]$/.test(tokens.at(-1) as string)) tokens.pop()
  const words = tokens.filter((word) => !connectors.has(word))
  const relation = tokens.find((word) => relationWords.has(word))
  return {
    words: words.length > 0 ? words : tokens,
    ...(begun && { postcodeBegun: [begun[1], begun[2]].filter(Boolean).join(' ').toUpperCase() }),
    ...(number && { number }),
    ...(flat && { flat }),
    ...(relation && words.length > 0 && { relation }),
    ...(postcode && { postcode }),
  }
}

/** `High Street, LA9 4`: the sector at the end of a postcode that is begun is no house number. */
function withoutSector(text: string): string {
  return text.replace(/(\S.*\b(?![abm]\d)[a-z]{1,2}\d[a-z\d]?)\s+\d[a-z]?\s*$/i, '$1')
}

/** A postcode in its one form, `CA11 7UT`; undefined when the text is none. The slips of a keyboard, O for 0, are put right. */
export function readPostcode(text: string): string | undefined {
  const plain = text.toUpperCase().replace(/[^A-Z0-9]/g, '')
  const found = /^([A-Z]{1,2})([\dOIL][A-Z\d]?)([\dOIL])([A-Z]{2})$/.exec(plain)
  // "boiled" is a word: what has no figure at all is no postcode with slips
  if (!found || !/\d/.test(plain)) return undefined
  const [, area, district, sector, unit] = found as unknown as [string, string, string, string, string]
  return `${area}${asDigits(district)} ${asDigits(sector)}${unit}`
}

/** A house number in its one form: `14 b` and `14B` are one, `12 - 14` is a range; undefined for a house name. */
export function houseNumber(text: string): string | undefined {
  const plain = text.toLowerCase().replace(/[–—]/g, '-').replace(/\s+/g, '')
  return HOUSE_NUMBER.test(plain) ? plain.toUpperCase() : undefined
}

/**
 * Whether a premises numbered `has` is the one asked for as `asked`: the same number, or a range whose side of the
 * street it is on. 6 is never 36, and 14B is never 14.
 */
export function isHouseNumber(asked: string, has: string): boolean {
  if (asked === has) return true
  const range = /^(\d+)-(\d+)$/.exec(has)
  if (!range || !/^\d+$/.test(asked)) return false
  const [number, low, high] = [Number(asked), Number(range[1]), Number(range[2])]
  return number >= low && number <= high && ((number - low) % 2 === 0 || (high - low) % 2 === 1)
}

/** How an address is called and searched: `14B Green Road`. Numbered houses are found by street and number. */
export function describeAddress(address: {
  number: string | null
  street: string
  locality?: string | null
  town?: string | null
  postcode?: string | null
}): { name: string; search: string } {
  const { number, street, locality, town, postcode } = address
  const name = number ? `${number} ${street}` : street
  const exact = number !== null && houseNumber(number) !== undefined
  return { name, search: searchText(exact ? [name, postcode] : [name, locality, town, postcode]) }
}

/** Parts joined for the column `search`; a part that is there already is not said twice. */
export function searchText(parts: ReadonlyArray<string | null | undefined>): string {
  const said: string[] = []
  for (const part of parts) {
    const text = part ? normaliseAddress(part) : ''
    if (text && !said.includes(text)) said.push(text)
  }
  return said.join(' ')
}

/** Pieces between commas and line ends, each as bare words. */
function clausesOf(text: string): string[][] {
  // nine names of ten are plain; the rest of this costs six times as much
  if (/^[a-z0-9 ]+$/i.test(text))
    return [
      text
        .toLowerCase()
        .split(' ')
        .filter((word) => word !== ''),
    ].filter((words) => words.length > 0)
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđßæœðþ]/g, (letter) => ligatures[letter] as string)
    .replace(/['’‘´`]/g, '')
    .replace(/&/g, ' and ')
    .replace(/(\d[a-z]?)\s*[-–—]\s*(?=\d)/g, '$1-')
    .replace(/\bc\/o\b/g, ' ')
    .replace(/\bo\/s\b/g, 'outside')
    // stair and door of a tenement: 3/1, 24 Main Street
    .replace(/(?:\bflat\s+)?\b(\d{1,2})\s*\/\s*(\d{1,2})(?=[\s,]+\d)/g, 'flat $1-$2 ')
    .replace(/\b(\d{1,4}[a-z]?|[a-z])\s*\/\s*(\d{1,4}[a-z]?|[a-z])\b(?![\d/])/g, flatAndNumber)
    .replace(/#\s*(?=\d)/g, 'no ')
  return plain
    .split(/[,;\n\r]/)
    .map((clause) => clause.split(/[^\p{L}\p{N}-]+|(?<!\d[a-z]?)-|-(?!\d)/u).filter((word) => word !== ''))
    .filter((words) => words.length > 0)
}

/**
 * `2/14` and `14/2` are both flat 2 of number 14: of two numbers the smaller is the flat, and a letter alone always.
 * `26/28` are neighbours on one side of the street, and one building.
 */
function flatAndNumber(whole: string, a: string, b: string): string {
  const [first, second] = [Number.parseInt(a, 10), Number.parseInt(b, 10)]
  if (Number.isNaN(first) && Number.isNaN(second)) return whole
  if (first >= 10 && second - first === 2) return `${a}-${b}`
  return Number.isNaN(first) || first < second ? `flat ${a} ${b}` : `flat ${b} ${a}`
}

/** Writes the short forms of one clause out. */
function writeOut(words: string[]): string[] {
  const joined = joinRoads(words)
  return joined.map((word, index) => {
    if (word === 'st') return isSaint(joined, index) ? 'saint' : 'street'
    // a clause that begins with a short form begins with something else: Dr Hall, Ave Maria
    if (index === 0 && !beginners.has(word)) return word
    return shortForms.get(word) ?? word
  })
}

/** Short forms that may begin a clause. */
const beginners: ReadonlySet<string> = new Set([
  'mt',
  'gt',
  'upr',
  'lwr',
  'nth',
  'sth',
  'nr',
  'opp',
  'jct',
  'jn',
  'jnc',
  'junc',
  'stn',
  'center',
])

/** `st` is a street behind its name (High St), and a saint before one (St Bees, 12 St Cleer Road, Main Road St Bees). */
function isSaint(words: readonly string[], index: number): boolean {
  const before = words[index - 1]
  if (before === undefined) return true
  if (index === words.length - 1) return false
  const next = words[index + 1] as string
  if (saints.has(next) || saints.has(next.replace(/s$/, ''))) return true
  if (/^[a-k]$/.test(before) && HOUSE_NUMBER.test(wordAt(words, index - 2))) return true
  return HOUSE_NUMBER.test(before) || (before !== 'the' && connectors.has(before))
}

/** `M 6` and `A 66` are one word; so is `J 40`, which is written out: junction 40. */
function joinRoads(words: readonly string[]): string[] {
  const joined: string[] = []
  for (const word of words) {
    const before = joined.at(-1)
    const ofFlat = flatWords.has(joined.at(-2) ?? '')
    if (before && !ofFlat && /^[abm]$/.test(before) && /^\d{1,4}$/.test(word)) joined[joined.length - 1] = before + word
    else if (before === 'j' && /^\d{1,2}$/.test(word)) joined.splice(-1, 1, 'junction', word)
    else if (/^j\d{1,2}$/.test(word)) joined.push('junction', word.slice(1))
    else joined.push(word)
  }
  return joined
}

/**
 * Takes the words of a flat out of the list: `flat 2 14 Green Road`, `14 Green Road flat no b`, `f2 14 Green Road`,
 * `ground floor flat 14 Green Road`.
 */
function takeFlat(tokens: string[]): string | undefined {
  const single = tokens.findIndex((word) => /^(f|fl|flat|flt|apt)\d{1,3}[a-z]?$/.test(word))
  if (single >= 0 && tokens.some((word, at) => at > single && HOUSE_NUMBER.test(word)))
    tokens.splice(single, 1, 'flat', (tokens[single] as string).replace(/^[a-z]+/, ''))
  // "Unit 2" alone is a name, not a flat of something
  if (tokens.length <= 2) return undefined
  const floor = takeFloor(tokens)
  if (floor !== undefined) return floor
  const at = tokens.findIndex((word, i) => flatWords.has(word) && FLAT.test(wordAt(tokens, afterNo(tokens, i))))
  if (at < 0) return undefined
  const last = afterNo(tokens, at)
  const flat = numberWords.get(wordAt(tokens, last)) ?? wordAt(tokens, last)
  tokens.splice(at, last - at + 1)
  return flat.toUpperCase()
}

const FLAT = /^(\d{1,4}[a-z]?|\d{1,2}-\d{1,2}|[a-z]|[a-z]\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)$/
const numberWords: ReadonlyMap<string, string> = new Map(
  ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].map((word, at) => [
    word,
    `${at + 1}`,
  ]),
)

/** Where the number of a flat stands whose word is at `at`: `flat 2`, `flat no 2`. */
function afterNo(tokens: readonly string[], at: number): number {
  return announcers.has(wordAt(tokens, at + 1)) ? at + 2 : at + 1
}

/** `top flat`, `ground floor flat`, `first floor`: which floor is all that is said of the flat. */
function takeFloor(tokens: string[]): string | undefined {
  const at = tokens.findIndex((word, i) => floorWords.has(word) && /^(floor|flat)$/.test(wordAt(tokens, i + 1)))
  if (at < 0) return undefined
  const more = tokens[at + 1] === 'floor' && flatWords.has(wordAt(tokens, at + 2)) ? 3 : 2
  const [flat, house] = [wordAt(tokens, at + more), wordAt(tokens, at + more + 1)]
  // first floor, flat 2, 14 Green Road: the flat has its number
  const isNumbered = FLAT.test(flat) && HOUSE_NUMBER.test(house)
  const [floor] = tokens.splice(at, isNumbered ? more - 1 : more)
  if (isNumbered) return undefined
  return floorNumbers.get(floor as string) ?? (floor as string).toUpperCase()
}

const floorNumbers: ReadonlyMap<string, string> = new Map(
  ['first', 'second', 'third', 'fourth'].map((word, at) => [word, `${at + 1}${['ST', 'ND', 'RD', 'TH'][at]}`]),
)

/** The word at a place, which may lie before the first or behind the last. */
function wordAt(words: readonly string[], at: number): string {
  return words[at] ?? ''
}

/** Words that only announce a number. */
const announcers: ReadonlySet<string> = new Set(['no', 'number', 'num', 'nos'])

/** The house number, wherever it stands, with words that only announce it (`no 6`) and a letter typed apart (`14 b`). */
function takeNumber(tokens: string[], mayBeAlone: boolean): string | undefined {
  const announcesAnother = (word: string | undefined) =>
    word !== undefined && (notBeforeHouseNumber.has(word) || flatWords.has(word) || /^m\d/.test(word))
  const at = tokens.findIndex((word, i) => HOUSE_NUMBER.test(word) && !announcesAnother(tokens[i - 1]))
  // a number alone is the name of something: a hill of 201 m, a shop called 99
  if (at < 0 || (tokens.length === 1 && !mayBeAlone)) return undefined
  const letter = /^\d+$/.test(tokens[at] as string) && /^[a-k]$/.test(tokens[at + 1] ?? '') ? tokens[at + 1] : undefined
  const announced = announcers.has(tokens[at - 1] ?? '')
  const first = announced ? at - 1 : at
  const taken = tokens.splice(first, 1 + Number(announced) + Number(letter !== undefined))
  return ((announced ? taken[1] : taken[0]) as string).toUpperCase() + (letter ?? '').toUpperCase()
}

function asDigits(text: string): string {
  return text.replace(/O/g, '0').replace(/[IL]/g, '1')
}
