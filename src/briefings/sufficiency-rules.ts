import { type BriefingPart, type PartState, partCodes, type SectionCode, type UnknownThing } from './briefing.ts'

/** What decides how far a part of a briefing is known. */
export type PartFacts = {
  /** lines of each part that tell something; "no record found" and "none recorded" tell nothing */
  told: Readonly<Record<SectionCode, number>>
  unknowns: readonly UnknownThing[]
  /** contacts were made, and on none of them anybody spoke */
  nobodySpoke: boolean
  /** where the answer to a question is told, by its code */
  placeOf: (questionCode: string) => SectionCode
}

/** Parts that the automatic checks fill: only when each has answered, nothing found means nothing there (I12). */
const CHECKED: readonly SectionCode[] = ['danger', 'orders', 'history', 'plan']

/** What is said of a part that only people can fill, when nobody has. */
const NOBODY_SAID: Readonly<Record<Exclude<SectionCode, 'danger' | 'orders' | 'history' | 'plan'>, string>> = {
  happening: 'Nobody has said what is happening',
  people: 'Nobody is named',
  communication: 'Nobody was asked about language or safe contact',
  firstWords: 'No words were taken down',
}

/**
 * Which of the nine parts of a briefing (DOMAIN B11) are filled, empty, unknown, failed or pending: a rule with a
 * list, so that "enough background" is no feeling (HMIC 2014, CR-24). A part that tells something is filled, and
 * `missing` names what it still lacks. Of one that tells nothing the worst reason counts: a check that failed, one
 * that has not answered, a thing nobody asked; it is empty only when everything that could fill it was asked.
 * Part nine, what is not known, is filled when it names something and empty when nothing is outstanding.
 */
export function judgeParts(facts: PartFacts): BriefingPart[] {
  return partCodes.map((code) => {
    if (code === 'outstanding') {
      return { code, state: facts.unknowns.length === 0 ? 'empty' : 'filled', missing: [] }
    }
    const lacking = facts.unknowns.filter((unknown) => partsOf(unknown, facts).includes(code))
    const missing = lacking.map(({ text }) => text)
    if (facts.told[code] > 0) return { code, state: 'filled', missing }
    if (code === 'firstWords' && facts.nobodySpoke) return { code, state: 'empty', missing }
    if (!isChecked(code)) return { code, state: 'unknown', missing: [NOBODY_SAID[code], ...missing] }
    return { code, state: worstOf(lacking), missing }
  })
}

function isChecked(code: SectionCode): code is 'danger' | 'orders' | 'history' | 'plan' {
  return CHECKED.includes(code)
}

function partsOf({ what }: UnknownThing, { placeOf }: PartFacts): readonly SectionCode[] {
  if (what.startsWith('question:')) return [placeOf(what.slice('question:'.length))]
  return what === 'location' ? ['happening'] : CHECKED
}

function worstOf(lacking: readonly UnknownThing[]): PartState {
  const has = (state: UnknownThing['state']) => lacking.some((unknown) => unknown.state === state)
  if (has('FAILED') || has('SOURCE_UNAVAILABLE')) return 'failed'
  if (has('PENDING')) return 'pending'
  return lacking.length > 0 ? 'unknown' : 'empty'
}
