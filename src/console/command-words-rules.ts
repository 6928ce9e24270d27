import { type Command, isLower } from './command-grammar-rules.ts'
import type { Known, NamedCode } from './command-slot-rules.ts'
import { type Letter, slotWords, type Verb } from './command-verbs.ts'

/** What is known, when the line is read, of the place that it names and of who is going where. */
export type Meant = {
  /** as the gazetteer says it; null: not found, and sent in the words alone; undefined: not answered yet */
  place: string | null | undefined
  /** units that are going to the incident, and how many it needs; null where it has no recommendation */
  going: { callsigns: readonly string[]; needed: number } | null
}

/** What Enter will do, in plain words: the only thing that asks for confirmation (CONSOLES 4.0). */
export function preview(command: Command, known: Known, meant: Meant): string {
  const incident = known.incidents.find(({ id }) => id === command.incident)
  const other = known.incidents.find(({ id }) => id === command.other)
  const units = command.units.map((id) => known.units.find((unit) => unit.id === id)?.callsign ?? '').join(', ')
  const about = incident ? `${incident.reference} ${incident.name}` : ''
  const words: Record<Letter, () => string> = {
    n: () => `Create grade ${command.grade}, ${nameOf(known.types, command.type)}, ${placeWords(command.place, meant)}`,
    d: () => `Send ${units} to ${about}${moreThanNeeded(command, meant)}`,
    s: () => `${units}: ${command.state} ${nameOf(known.states, command.state)}`,
    a: () => `Add to the log of ${about}: ${command.text}`,
    g: () =>
      isLower(command.grade, incident?.grade ?? null, known)
        ? `Ask for the lower grade ${command.grade} for ${about}; another person decides`
        : `Grade ${about} ${command.grade}`,
    b: () => `Show ${about} and its briefing`,
    p: () => `Write on the log of ${about}: briefing passed to ${units} by voice`,
    k: () => `${units}: the crew is well`,
    j: () => `Link ${about} with ${other?.reference} ${other?.name}: the same thing`,
    c: () => `Close ${about} as ${nameOf(known.categories, command.category)}`,
    f: () => `Find ${command.text}`,
    m: () => `Move the map to ${units || about || placeWords(command.place, meant)}`,
    '?': () => 'Show keys and commands',
  }
  return `${words[command.verb]()}. Enter.`
}

/** A verb with its slots, as the list of commands shows it: `n grade type place [text]`. */
export function usage({ letter, slots }: Pick<Verb, 'letter' | 'slots'>): string {
  return [letter, ...slots.map(({ slot, optional }) => (optional ? `[${slot}]` : slot))].join(' ')
}

/** What each slot takes, for the list of commands. */
export function slotHints(verb: Pick<Verb, 'slots'>): string {
  return verb.slots.map(({ slot }) => slotWords[slot]).join('; ')
}

/**
 * Whether the first place found is surely the one that was said: every number of what was said is in its name, and every
 * longer word begins one of its words. Anything else is shown, and waits for a second Enter.
 */
export function isSurely(label: string, said: string): boolean {
  const found = wordsOf(label)
  return wordsOf(said).every((word) =>
    /\d/.test(word) ? found.includes(word) : word.length <= SHORT_WORD || found.some((one) => one.startsWith(word)),
  )
}
/** Road, rd, st, ave: written short in as many ways as there are people. */
const SHORT_WORD = 3

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

function placeWords(said: string, { place }: Meant): string {
  if (place === undefined) return `${said} (asking the gazetteer)`
  return place ?? `“${said}”: not found, so no unit can be ranked by road`
}

function moreThanNeeded(command: Command, { going }: Meant): string {
  if (going === null) return ': it has no recommendation yet'
  const { callsigns, needed } = going
  const more = callsigns.length + command.units.length - needed
  const already = callsigns.length === 0 ? '' : `${callsigns.join(', ')} going already`
  const beyond = more > 0 ? `${more} more than needed` : ''
  const words = [already, beyond].filter((part) => part !== '').join('; ')
  return words === '' ? '' : ` (${words})`
}

function nameOf(list: readonly NamedCode[], code: string): string {
  return list.find((one) => one.code === code)?.name ?? code
}
