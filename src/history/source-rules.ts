import { sayDay } from './calendar-rules.ts'
import type { Finding } from './check.ts'
import { POWER_OF_ARREST } from './finding-rules.ts'
import { identify } from './identity-rules.ts'
import type { NameVariants } from './name-rules.ts'
import type { SourceAnswer, SourceQuestion } from './source.ts'

/** What decides how another system's answer is told. */
export type SourceTerms = { sourceName: string; variants: NameVariants; today: string }

/** What a question is about, as the answer must repeat it. */
export function subjectOf(question: SourceQuestion): string {
  switch (question.kind) {
    case 'phone':
      return question.number
    case 'premises':
      return question.address
    case 'person':
      return question.name
    case 'pair':
      return question.people.map(({ name }) => name).join(' / ')
  }
}

/** An answer that is about somebody or something else: it is no answer, and never "no trace". */
export const ANOTHER_SUBJECT = 'another-subject'

type Entry = SourceAnswer['entries'][number]

/**
 * Another system's answer as findings, danger first, orders next, what is over last. Every entry about a person has to be about
 * somebody who may be the one who was asked about; one that is not makes the whole answer worthless.
 */
export function toFindings(
  question: SourceQuestion,
  answer: SourceAnswer,
  terms: SourceTerms,
): Finding[] | typeof ANOTHER_SUBJECT {
  if (answer.subject !== subjectOf(question)) return ANOTHER_SUBJECT
  const told: Array<{ finding: Finding; place: number }> = []
  for (const entry of answer.entries) {
    const who = whoIsIt(question, entry, terms)
    if (who === 'somebody-else') return ANOTHER_SUBJECT
    const isOver = entry.until !== null && entry.until < terms.today
    told.push({ finding: toFinding(question, entry, who, isOver, terms), place: placeOf(entry, isOver) })
  }
  return told.sort((a, b) => a.place - b.place).map(({ finding }) => finding)
}

type Who = 'sure' | 'may-be' | 'somebody-else'

function whoIsIt(question: SourceQuestion, entry: Entry, { variants, today }: SourceTerms): Who {
  if (question.kind === 'phone' || question.kind === 'premises') return 'sure'
  const asked = question.kind === 'person' ? [question] : question.people
  const found = asked.map((named) =>
    entry.people.flatMap(({ name, bornOn }, index) => {
      const recorded = { ...partName(name), id: String(index), bornOn, aliases: [], formerNames: [] }
      const { taken, offered } = identify(
        named,
        [{ ...recorded, usesNumber: false, livesHere: false }],
        variants,
        today,
      )
      return offered.length === 0 ? [] : [taken === null ? 'may-be' : 'sure']
    }),
  )
  if (found.some((matches) => matches.length === 0)) return 'somebody-else'
  return found.every((matches) => matches.includes('sure')) ? 'sure' : 'may-be'
}

function partName(name: string): { givenNames: string; familyName: string } {
  const words = name.trim().split(/\s+/)
  return { givenNames: words.slice(0, -1).join(' '), familyName: words.slice(-1).join('') }
}

const KEYS = { phone: 'number', premises: 'premises', person: 'person', pair: 'person' } as const

function toFinding(question: SourceQuestion, entry: Entry, who: Who, isOver: boolean, terms: SourceTerms): Finding {
  const { kind, headline, detail, since, until, reviewOn, confidence, people } = entry
  const isOverdue = reviewOn !== null && reviewOn < terms.today
  const said = [
    isOver ? 'No longer in force: ' : '',
    who === 'may-be' ? 'Not certain that it is the same person: ' : '',
    headline,
    entry.powerOfArrest && !isOver ? `, ${POWER_OF_ARREST}` : '',
  ].join('')
  const about = people
    .map(({ name, bornOn }) => (bornOn === null ? name : `${name}, born ${sayDay(bornOn)}`))
    .join('; ')
  const lasts = until === null ? '' : isOver ? `Ended ${sayDay(until)}.` : `Until ${sayDay(until)}.`
  return {
    kind,
    danger: entry.danger && !isOver,
    headline: said,
    detail: [about && `${about}.`, lasts, detail].filter(Boolean).join(' '),
    about: KEYS[question.kind],
    source: terms.sourceName,
    since,
    reviewOn,
    stale: isOver || isOverdue,
    confidence,
    incidentId: null,
    reference: null,
    // a flag is raised by what is certain
    domesticAbuse: entry.domesticAbuse && !isOver && who === 'sure',
    code: isOver || kind === 'person' ? null : 'outside',
  }
}

function placeOf({ danger, kind }: Entry, isOver: boolean): number {
  if (isOver) return 3
  if (danger) return 0
  return kind === 'order' ? 1 : 2
}
