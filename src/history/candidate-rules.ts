import type { DefinitionBody } from '../definitions/index.ts'
import { sayDay } from './calendar-rules.ts'
import type { CheckCandidate, Finding } from './check.ts'
import { plain } from './finding-rules.ts'
import { type Candidate, type Identity, identify } from './identity-rules.ts'
import type { NameVariants } from './name-rules.ts'
import type { AskedPerson } from './record.ts'

/** What the force decides about names and markers, and the local day. */
export type CandidateTerms = {
  variants: NameVariants
  markerCodes: DefinitionBody<'marker-codes'>
  /** yyyy-mm-dd, Europe/London */
  today: string
}

/** Who was named, after what people of the control room have said of it. */
export type Decided = { persons: string[]; identity: Identity }

/**
 * Decides whose records are told in full: the one that somebody chose, nobody when they said that it is none, or the only one
 * it can be. `persons` holds those; the others are offered.
 */
export function decideWho(asked: AskedPerson, { variants, today }: CandidateTerms): Decided {
  const { chosen, identified } = asked
  if (identified === 'none') return { persons: [], identity: { taken: null, offered: [] } }
  const identity = identify(asked, asked.people, variants, today)
  if (identified === 'chosen' && chosen !== null) {
    return { persons: [chosen], identity: { taken: chosen, offered: identity.offered } }
  }
  return { persons: identity.taken === null ? [] : [identity.taken], identity }
}

/** Those it may be as they are stored and shown, each with where it lives; one that is taken says so. */
export function listCandidates(asked: AskedPerson, { taken, offered }: Identity): CheckCandidate[] {
  return offered.map((candidate) => ({
    ...candidate,
    address: find(asked, candidate)?.address ?? null,
    taken: candidate.id === taken,
  }))
}

/**
 * Those who are offered as findings: what would be danger if it is them is told now, because nobody may be sure in time. When
 * one is taken the others are only named. None raises a flag: that takes somebody who is known.
 */
export function toCandidateFindings(
  asked: AskedPerson,
  { taken, offered }: Identity,
  terms: CandidateTerms,
): Finding[] {
  return offered
    .filter(({ id }) => id !== taken)
    .map((candidate) => (taken === null ? toOffer(asked, candidate, terms) : toPassedOver(candidate)))
    .sort((a, b) => Number(b.danger) - Number(a.danger))
}

const ofPerson = { ...plain, kind: 'person', about: 'person' } satisfies Partial<Finding>

function toOffer(asked: AskedPerson, candidate: Candidate, { markerCodes }: CandidateTerms): Finding {
  const person = find(asked, candidate)
  const markers = (person?.markers ?? []).map((code) => ({
    name: markerCodes.find((listed) => listed.code === code)?.name ?? `Marker "${code}"`,
    // a code that the force's list does not have is danger until somebody has read it
    danger: markerCodes.find((listed) => listed.code === code)?.danger ?? true,
  }))
  const dangers = markers.filter(({ danger }) => danger).map(({ name }) => name)
  const others = [
    ...markers.filter(({ danger }) => !danger).map(({ name }) => name),
    ...((person?.orders ?? 0) > 0 ? ['an order in force'] : []),
    ...(person?.riskGrade ? [`last risk grade ${person.riskGrade}`] : []),
  ]
  const who = say(candidate)
  const said = `Named ${asked.name}: it may be ${who} (${candidate.because.join(', ')})`
  if (dangers.length === 0) {
    const detail = others.length === 0 ? '' : `If so: ${others.join('; ')}. `
    return { ...ofPerson, headline: said, detail: `${detail}Not certain: choose who it is.` }
  }
  const also = others.length === 0 ? '' : ` Also: ${others.join('; ')}.`
  return {
    ...ofPerson,
    danger: true,
    headline: `Possible danger, not certain who it is: ${dangers.join('; ')}, if it is ${who}`,
    detail: `${said}.${also} Choose who it is.`,
  }
}

function toPassedOver(candidate: Candidate): Finding {
  return {
    ...ofPerson,
    headline: `Somebody else of nearly the same name: ${say(candidate)} (${candidate.because.join(', ')})`,
  }
}

function say({ name, bornOn }: Candidate): string {
  return bornOn === null ? name : `${name}, born ${sayDay(bornOn)}`
}

function find(asked: AskedPerson, { id }: Candidate): AskedPerson['people'][number] | undefined {
  return asked.people.find((person) => person.id === id)
}
