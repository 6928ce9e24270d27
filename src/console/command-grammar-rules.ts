import { type Known, type NamedCode, resolve, resolveAll } from './command-slot-rules.ts'
import { type Letter, type Slot, slotWords, type Verb, verbs } from './command-verbs.ts'

/** A command in full; what was not said is empty. `incident`, `other` and `units` are ids, the rest codes and words. */
export type Command = {
  verb: Letter
  incident: string
  other: string
  units: readonly string[]
  state: string
  grade: string
  type: string
  place: string
  category: string
  text: string
}

/** The word at the end of the line that is being typed, for what slot, and where it begins. */
export type Ending = { slot: Slot | 'verb'; said: string; from: number }

/** What a line says: a command, or what is still missing or not known, and at which slot. */
export type Parsed =
  | { state: 'empty'; ending: Ending }
  | { state: 'whole'; command: Command; ending: Ending }
  | {
      state: 'wanting'
      verb: Letter | null
      slot: Slot | 'verb'
      because: 'missing' | 'unknown'
      words: string
      ending: Ending
    }
  /** understood, and not done by a command alone: its own form does it */
  | { state: 'not-here'; incident: string; words: string; ending: Ending }

const nothingSaid = {
  incident: '',
  other: '',
  units: [],
  state: '',
  grade: '',
  type: '',
  place: '',
  category: '',
  text: '',
} satisfies Omit<Command, 'verb'>

/** Reads a line; total: any text has an answer. Any case, spaces or commas between slots, a slash before it is let be. */
export function parse(line: string, known: Known): Parsed {
  const scan = new Scan(line)
  const first = scan.verb()
  if (first === '') return { state: 'empty', ending: scan.last }
  const verb = known.verbs.find(({ letter }) => letter === first)
  if (!verb) {
    const words = `No command begins with “${first}”: ${known.verbs.map(({ letter }) => letter).join(' ')}`
    return { state: 'wanting', verb: null, slot: 'verb', because: 'unknown', words, ending: scan.last }
  }
  let command: Command = { verb: verb.letter, ...nothingSaid }
  for (const { slot, optional } of verb.slots as Verb['slots']) {
    const filled = fill(slot, scan, known, command)
    if (typeof filled !== 'string') command = { ...command, ...filled }
    else if (filled !== '') return wanting(verb.letter, slot, 'unknown', filled, scan)
    else if (!optional) return wanting(verb.letter, slot, 'missing', `Say ${slotWords[slot]}`, scan)
  }
  return judge(command, scan, known)
}

/** The line that says a command; what is parsed from it is the same command. */
export function print(command: Command, known: Known): string {
  const verb: Verb | undefined = known.verbs.find(({ letter }) => letter === command.verb)
  const callsigns = command.units.map((id) => known.units.find((unit) => unit.id === id)?.callsign ?? '')
  const referenceOf = (id: string) => known.incidents.find((incident) => incident.id === id)?.reference ?? ''
  const said: Record<Slot, string> = {
    incident: referenceOf(command.incident),
    other: referenceOf(command.other),
    unit: callsigns.join(' '),
    units: callsigns.join(' '),
    state: command.state,
    grade: command.grade,
    type: command.type,
    place: command.place,
    spot: callsigns.join(' ') || referenceOf(command.incident) || command.place,
    category: command.category,
    text: command.text === '' ? '' : `; ${command.text}`,
  }
  return [command.verb, ...(verb?.slots ?? []).map(({ slot }) => said[slot])].filter((part) => part !== '').join(' ')
}

/** What may be put at the end of the line, best first: what Tab writes, and what it means. Places come from the gazetteer. */
export function completions(ending: Ending, known: Known): NamedCode[] {
  const { slot, said } = ending
  if (slot === 'verb') return known.verbs.map(({ letter, meaning }) => ({ code: letter, name: meaning }))
  return resolveAll(slot, said, known)
}

/** The line with its last word replaced, and a space to go on from. */
export function completed(line: string, ending: Ending, code: string): string {
  return `${line.slice(0, ending.from)}${code} `
}

/** A lower grade needs a reason; what is locked is closed on its own screen, with all that has to be said (I3). */
function judge(command: Command, scan: Scan, known: Known): Parsed {
  const incident = known.incidents.find(({ id }) => id === command.incident)
  if (command.verb === 'g' && command.text === '' && isLower(command.grade, incident?.grade ?? null, known)) {
    const words = 'A lower grade is asked for, and another person decides: say why'
    return wanting('g', 'text', 'missing', words, scan)
  }
  if (command.verb === 'c' && incident?.locked) {
    const words = `${incident.reference} is locked: it is closed on its own screen, never by command alone. Enter shows it.`
    return { state: 'not-here', incident: incident.id, words, ending: scan.last }
  }
  if (command.verb === 'j' && command.incident === command.other)
    return wanting('j', 'other', 'unknown', 'Say another incident than the first', scan)
  return { state: 'whole', command, ending: scan.last }
}

/** Whether a grade is less urgent than the one that there is. */
export function isLower(grade: string, from: string | null, known: Pick<Known, 'grades'>): boolean {
  const position = (code: string) => known.grades.findIndex((one) => one.code === code)
  return from !== null && position(grade) > position(from)
}

function wanting(verb: Letter, slot: Slot, because: 'missing' | 'unknown', words: string, scan: Scan): Parsed {
  return { state: 'wanting', verb, slot, because, words, ending: scan.last }
}

/** What a slot is filled with; '' when nothing is there, else why what is there is nothing known. */
function fill(slot: Slot, scan: Scan, known: Known, command: Command): Partial<Command> | string {
  if (slot === 'text') {
    const text = scan.text()
    return text === '' ? '' : { text }
  }
  if (slot === 'place') {
    const place = scan.place('place')
    return place === '' ? '' : { place }
  }
  if (slot === 'spot') return spotOf(scan.place('spot'), known)
  if (slot === 'units') return unitsOf(scan, known)
  const said = scan.word(slot)
  if (said === '') return ''
  const found = resolve(slot, said, known)
  if (!found.ok) return found.words
  if (slot === 'unit') return { units: [...command.units, found.code] }
  return { [slot]: found.code }
}

function unitsOf(scan: Scan, known: Known): Partial<Command> | string {
  const units: string[] = []
  for (let said = scan.word('units'); said !== ''; said = scan.word('units')) {
    const found = resolve('unit', said, known)
    if (!found.ok) return found.words
    if (!units.includes(found.code)) units.push(found.code)
  }
  return units.length === 0 ? '' : { units }
}

function spotOf(said: string, known: Known): Partial<Command> | string {
  if (said === '') return ''
  const unit = resolve('unit', said, known)
  if (unit.ok) return { units: [unit.code] }
  const incident = resolve('incident', said, known)
  return incident.ok ? { incident: incident.code } : { place: said }
}

/** Reads a line from left to right, and remembers the word that is being typed. */
class Scan {
  readonly #line: string
  #at = 0
  last: Ending = { slot: 'verb', said: '', from: 0 }

  constructor(line: string) {
    this.#line = line
  }

  /** One letter, or the word that stands where one should. */
  verb(): string {
    this.#skip(/[\s,/]/)
    const rest = this.#line.slice(this.#at)
    const letter = /^(?:\?|[a-z](?=[\s,;.\d]|$))/i.exec(rest)?.[0]
    const said = letter ?? rest.split(SEPARATOR, 1).join()
    this.last = { slot: 'verb', said, from: this.#at }
    this.#at += said.length
    return said.toLowerCase()
  }

  word(slot: Slot): string {
    this.#skip(SEPARATOR)
    return this.#take(slot, /[\s,;]/)
  }

  /** Up to a semicolon. */
  place(slot: 'place' | 'spot'): string {
    this.#skip(SEPARATOR)
    return this.#take(slot, /;/)
  }

  /** All the rest, after the semicolon where there is one. */
  text(): string {
    this.#skip(SEPARATOR)
    if (this.#line[this.#at] === ';') this.#at += 1
    return this.#take('text', NEVER)
  }

  #take(slot: Slot, end: RegExp): string {
    const from = this.#at
    while (this.#at < this.#line.length && !end.test(this.#line.charAt(this.#at))) this.#at += 1
    const said = this.#line.slice(from, this.#at).trim()
    // without a space the word before is still being typed
    if (said !== '' || SEPARATOR.test(this.#line.slice(-1))) this.last = { slot, said, from }
    return said
  }

  #skip(what: RegExp): void {
    while (what.test(this.#line.charAt(this.#at))) this.#at += 1
  }
}
const SEPARATOR = /[\s,]/
const NEVER = /(?!)/

/** The verbs of a desk: all where units are sent, fewer where calls are taken. */
export function verbsFor(sendsUnits: boolean): readonly (typeof verbs)[number][] {
  return verbs.filter((verb) => sendsUnits || ('atIntake' in verb && verb.atIntake))
}
