import { HIDDEN, type ProtectedPlace, WITHHELD } from './protected-place.ts'

/** Types of street with the short forms people type. */
const STREET_TYPES: Readonly<Record<string, string>> = {
  road: 'r(?:oa)?d',
  street: 'st(?:r(?:eet)?)?',
  avenue: 'av(?:e|n|enue)?',
  lane: 'la?(?:ne|n)?',
  drive: 'dr(?:i?ve?)?',
  close: 'clo?(?:se)?',
  place: 'pl(?:ace|c)?',
  court: 'c(?:our|r)?t',
  crescent: 'cre?sc?(?:ent)?',
  square: 'sq(?:uare)?',
  terrace: 'te?rr?(?:ace|c)?',
  gardens: 'g(?:ar)?de?ns',
  grove: 'gro?(?:ve?)?',
}

/**
 * How a place is recognised in text. `keys`: lower case; where none of them occurs, nothing of the place does.
 * `begun`: what a text that was cut off may end with the beginning of, lower case.
 */
type Patterns = { keys: string[]; telling: RegExp[]; whole: RegExp[]; begun: string[] }

/** How our own shortening ends a text. */
const CUT = /\s*\.\.\.(?: \(more on the log\))?$/
/** The shortest beginning of an address that is taken for one. */
const SHORTEST_BEGUN = 5
/** How far before the cut its beginning may be. */
const LONGEST_BEGUN = 80

/** A text and all that follows from it is compared by these, made once for each place. */
const made = new WeakMap<ProtectedPlace, Patterns>()

/**
 * Text without the address of a protected place: nothing is changed unless the text tells the address (its name, its
 * number and street, its number and postcode, however they are typed); then street and postcode go as well.
 */
export function hideAddress(text: string, place: ProtectedPlace): string {
  if (!mentions(text, place)) return text
  const isTold = patternsOf(place).telling.some((one) => text.search(one) >= 0)
  return isTold || hideBegun(text, place) !== text ? hideWholly(text, place) : text
}

/** For what is said of an incident at that place: street and postcode alone go too, they would lead there. */
export function hideWholly(text: string, place: ProtectedPlace): string {
  if (!mentions(text, place)) return text
  const { telling, whole } = patternsOf(place)
  const told = telling.reduce((rest, one) => rest.replaceAll(one, HIDDEN), hideBegun(text, place))
  return whole.reduce((rest, one) => rest.replaceAll(one, WITHHELD), told)
}

/** A text that was shortened in the middle of the address ends before it. */
function hideBegun(text: string, place: ProtectedPlace): string {
  const cut = CUT.exec(text)
  if (!cut) return text
  const head = text.slice(0, cut.index)
  const { begun } = patternsOf(place)
  for (let start = Math.max(0, head.length - LONGEST_BEGUN); start <= head.length - SHORTEST_BEGUN; start += 1) {
    if (/[\p{L}\p{N}]/u.test(head.charAt(start - 1))) continue
    const end = head
      .slice(start)
      .toLowerCase()
      .replace(/[\s,.-]+/g, ' ')
    if (end.length >= SHORTEST_BEGUN && begun.some((whole) => whole.startsWith(end)))
      return `${head.slice(0, start)}${HIDDEN}${cut[0]}`
  }
  return text
}

/** Whether anything of the place may be in the text: quick, and never wrong when it says no. `plain`: in small letters. */
export function mentions(text: string, place: ProtectedPlace, plain = text.toLowerCase()): boolean {
  const { keys } = patternsOf(place)
  return keys.some((key) => plain.includes(key)) || (keys.length > 0 && isCut(text))
}

/** Whether the text was shortened: no pattern, it is asked of every text and place. */
function isCut(text: string): boolean {
  return text.endsWith('...') || text.endsWith('... (more on the log)')
}

function patternsOf(place: ProtectedPlace): Patterns {
  const known = made.get(place)
  if (known) return known
  const patterns = makePatterns(place)
  made.set(place, patterns)
  return patterns
}

function makePatterns({ name, number, street, postcode }: ProtectedPlace): Patterns {
  const telling: RegExp[] = []
  const whole: RegExp[] = []
  const keys: string[] = []
  const begun: string[] = []
  const words = (street ?? '').split(/\s+/).filter(Boolean)
  const code = (postcode ?? '').replace(/\s+/g, '')
  const numbered = number === null ? undefined : `(?:flat\\s*\\w+${GAP})?${loose(number)}\\s?[a-z]?`
  const [first] = words
  if (first !== undefined) {
    keys.push(first.toLowerCase().split(/['’]/)[0] as string)
    const said = streetSaid(words)
    whole.push(pattern(said.whole))
    begun.push(...(number === null ? [] : [`${number} ${words.join(' ')}`]), words.join(' '))
    if (numbered !== undefined) {
      telling.push(pattern(`${numbered}${GAP}${said.begun}`))
      telling.push(pattern(`${said.whole}${GAP}(?:(?:at|number|no)${GAP})?${loose(number as string)}`))
    }
  }
  if (code !== '') {
    const said = `${loose(code.slice(0, -3))}\\s*${loose(code.slice(-3))}`
    keys.push(code.slice(0, -3).toLowerCase())
    if (numbered !== undefined) telling.push(pattern(`${numbered}[^.;\\n]{0,60}?${said}`))
    whole.push(pattern(said))
  }
  // a name of its own: not the number and street over again
  const named = number === null || !name.startsWith(number)
  if (named && name.trim() !== '') {
    keys.push(name.toLowerCase().split(/[\s'’]/)[0] as string)
    begun.push(name.trim())
    telling.push(pattern(name.trim().split(/\s+/).map(loose).join(GAP)))
  }
  return { keys, telling, whole, begun: begun.map((words) => words.toLowerCase()) }
}

/** What may stand between two words of an address. */
const GAP = '[\\s,.\\-]+'

/** The street in full, and as it is said after a number, where its type is often left out. */
function streetSaid(words: readonly string[]): { whole: string; begun: string } {
  const last = (words.at(-1) as string).toLowerCase()
  const type = STREET_TYPES[last]
  const before = words
    .slice(0, type === undefined ? undefined : -1)
    .map(loose)
    .join(GAP)
  if (type === undefined || before === '') {
    const all = words.map(loose).join(GAP)
    return { whole: all, begun: all }
  }
  return { whole: `${before}${GAP}${type}`, begun: `${before}(?:${GAP}${type})?` }
}

/** A word however it is typed: apostrophes may be left out. */
function loose(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/['’]/g, "['’]?")
}

function pattern(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}])`, 'giu')
}
