import type { Slot, verbs } from './command-verbs.ts'

/** A code with the word for it. */
export type NamedCode = { code: string; name: string }

/** What the command line knows of the force at this moment; each list in the order in which it is offered. */
export type Known = {
  verbs: readonly (typeof verbs)[number][]
  incidents: readonly { id: string; reference: string; grade: string | null; locked: boolean; name: string }[]
  units: readonly { id: string; callsign: string; name: string }[]
  /** most urgent first */
  grades: readonly NamedCode[]
  types: readonly NamedCode[]
  /** those that a person may set */
  states: readonly NamedCode[]
  categories: readonly NamedCode[]
  /** the incident that is open on this desk, said as a dot */
  openId: string | null
}

/** What a word stands for, or why nothing. */
export type Resolved = { ok: true; code: string } | { ok: false; words: string }

/** How many are offered at once. */
const MOST_OFFERED = 6

/** What a word stands for in a slot: an id of an incident or a unit, a code of the force. */
export function resolve(
  slot: Exclude<Slot, 'text' | 'place' | 'spot' | 'units'>,
  said: string,
  known: Known,
): Resolved {
  switch (slot) {
    case 'incident':
    case 'other':
      return incidentOf(said, known)
    case 'unit': {
      const unit = known.units.find(({ callsign }) => isSame(callsign, said))
      return unit ? { ok: true, code: unit.id } : { ok: false, words: `No unit on duty is called ${said}` }
    }
    case 'grade':
      return codeOf(
        said,
        known.grades.filter(({ code }) => isSame(code, said)),
        'grade',
      )
    case 'state':
      return codeOf(said, coded(said, known.states), 'state that is set by hand')
    case 'type':
      return codeOf(said, coded(said, known.types), 'type')
    case 'category':
      return codeOf(said, coded(said, known.categories), 'closing category')
  }
}

/** What begins with what was typed, to be offered. */
export function resolveAll(slot: Slot, said: string, known: Known): NamedCode[] {
  switch (slot) {
    case 'incident':
    case 'other':
      return listIncidents(said, known)
    case 'unit':
    case 'units':
      return listUnits(said, known)
    case 'spot':
      return [...listUnits(said, known), ...listIncidents(said, known)].slice(0, MOST_OFFERED)
    case 'grade':
      return known.grades.filter(({ code }) => startsWith(code, said)).slice(0, MOST_OFFERED)
    case 'state':
      return coded(said, known.states).slice(0, MOST_OFFERED)
    case 'type':
      return coded(said, known.types).slice(0, MOST_OFFERED)
    case 'category':
      return coded(said, known.categories).slice(0, MOST_OFFERED)
    case 'place':
    case 'text':
      return []
  }
}

/** In full, by number and the beginning of its day, by number, or by the last four digits of one; a dot is the open one. */
function incidentOf(said: string, { incidents, openId }: Known): Resolved {
  if (said === '.')
    return openId === null ? { ok: false, words: 'No incident is open on this desk' } : { ok: true, code: openId }
  const ways = [
    (reference: string) => reference === said,
    (reference: string) => said.includes('/') && reference.startsWith(said),
    (reference: string) => numberOf(reference) === said,
    (reference: string) => said.length === LAST_DIGITS && numberOf(reference).endsWith(said),
  ]
  for (const isMeant of ways) {
    const [one, another] = incidents.filter(({ reference }) => isMeant(reference))
    if (one && another)
      return { ok: false, words: `Which one: ${one.reference} or ${another.reference}? Say more of it` }
    if (one) return { ok: true, code: one.id }
  }
  return { ok: false, words: `No open incident here is called ${said}` }
}
const LAST_DIGITS = 4

function listIncidents(said: string, { incidents }: Known): NamedCode[] {
  return incidents
    .filter(({ reference }) => reference.startsWith(said) || (said !== '' && numberOf(reference).endsWith(said)))
    .slice(0, MOST_OFFERED)
    .map(({ reference, name }) => ({ code: reference, name }))
}

function listUnits(said: string, { units }: Known): NamedCode[] {
  return units
    .filter(({ callsign }) => startsWith(callsign, said))
    .slice(0, MOST_OFFERED)
    .map(({ callsign, name }) => ({ code: callsign, name }))
}

/** By the whole code, then by its first letters, then by those of a word of the name. */
function coded(said: string, list: readonly NamedCode[]): NamedCode[] {
  const exact = list.filter(({ code }) => isSame(code, said))
  const byCode = list.filter(({ code }) => startsWith(code, said))
  const byName = list.filter(({ name }) =>
    name
      .toLowerCase()
      .split(/\s+/)
      .some((word) => startsWith(word, said)),
  )
  return [...new Set([...exact, ...byCode, ...byName])]
}

function codeOf(said: string, [found]: readonly NamedCode[], what: string): Resolved {
  return found ? { ok: true, code: found.code } : { ok: false, words: `No ${what} begins with “${said}”` }
}

function numberOf(reference: string): string {
  return reference.split('/', 1).join()
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function startsWith(whole: string, beginning: string): boolean {
  return whole.toLowerCase().startsWith(beginning.toLowerCase())
}
