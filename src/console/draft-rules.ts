import type { ContactView } from '../contacts/contact.ts'
import type { Draft, PersonDraft, WhereDraft } from './draft.ts'
import type { Question } from './force-words.ts'

/** Nobody knows where yet. */
export const nowhere: WhereDraft = { text: '', placeId: null, lat: null, lon: null, areaClass: null, from: 'words' }

/** An empty line for one more person. */
export const nobody: PersonDraft = {
  role: 'victim',
  name: '',
  bornOn: '',
  aged: '',
  relationship: '',
  present: '',
}

/** The form as it opens for a contact: its first words are the beginning of the account. */
export function draftFor(contact: Pick<ContactView, 'id' | 'firstWords'>): Draft {
  return {
    contactId: contact.id,
    incidentId: null,
    where: nowhere,
    summary: contact.firstWords ?? '',
    type: '',
    typeSuggested: false,
    happeningNow: false,
    domesticAbuse: false,
    vulnerable: false,
    repeatVictim: false,
    treatAsUrgent: false,
    questions: {},
    language: '',
    interpreter: '',
    officerSex: '',
    safeNumber: '',
    safeContact: '',
    codeWord: '',
    people: [],
    grade: '',
    gradeReason: '',
  }
}

/** What still has to be there before it can be opened, or sent with a grade (CONSOLES I5). */
export function lacks(draft: Draft, withGrade: boolean): ('where' | 'type' | 'grade')[] {
  const found: ('where' | 'type' | 'grade')[] = []
  if (withGrade && locationOf(draft.where) === null) found.push('where')
  if (draft.type === '') found.push('type')
  if (withGrade && draft.grade === '') found.push('grade')
  return found
}

/** The body of POST /incidents; with a grade it is sent to dispatch in the same commit. */
export function toOpenBody(draft: Draft, withGrade: boolean) {
  return {
    contactId: draft.contactId,
    type: draft.type,
    summary: draft.summary,
    location: locationOf(draft.where),
    happeningNow: draft.happeningNow,
    domesticAbuse: draft.domesticAbuse,
    vulnerable: draft.vulnerable,
    repeatVictim: draft.repeatVictim,
    treatAsUrgent: draft.treatAsUrgent,
    needs: needsOf(draft),
    people: draft.people.filter(({ name }) => name.trim() !== '').map(toPerson),
    grade: withGrade ? draft.grade : null,
    gradeReason: withGrade ? draft.gradeReason : '',
  }
}

/** What has changed since it was last said to the service, for PATCH; undefined when nothing has. */
export function changeSince(said: Draft, draft: Draft): Record<string, unknown> | undefined {
  const change: Record<string, unknown> = {}
  if (draft.summary !== said.summary) change['summary'] = draft.summary
  if (draft.happeningNow !== said.happeningNow) change['happeningNow'] = draft.happeningNow
  const where = locationOf(draft.where)
  if (where !== null && !isSame(where, locationOf(said.where))) change['location'] = where
  if (!isSame(needsOf(draft), needsOf(said))) change['needs'] = needsOf(draft)
  return Object.keys(change).length === 0 ? undefined : change
}

/** A person for the service; what nobody said is null, not empty. */
export function toPerson(person: PersonDraft) {
  return {
    role: person.role,
    name: person.name.trim(),
    bornOn: person.bornOn === '' ? null : person.bornOn,
    aged: person.bornOn === '' ? ageOf(person.aged) : null,
    relationship: person.relationship === '' ? null : person.relationship,
    present: person.present === '' ? null : person.present === 'yes',
  }
}

/** Years as they were typed; what is no age is nobody's. A form kept from before ages were asked has none. */
function ageOf(typed: string | undefined): number | null {
  const years = /^\s*(\d{1,3})\s*$/.exec(typed ?? '')?.[1]
  return years === undefined || Number(years) > OLDEST ? null : Number(years)
}
const OLDEST = 130

/** The questions to ask of this type, the urgent ones first; what is flagged as domestic abuse without being of such a type is asked what the force's first such type is. */
export function questionsFor(
  questions: readonly Question[],
  draft: Pick<Draft, 'type' | 'domesticAbuse'>,
  domesticTypes: readonly string[],
): Question[] {
  const [general] = domesticTypes
  const isFlagged = draft.domesticAbuse && general !== undefined && !domesticTypes.includes(draft.type)
  const isOf = (question: Question) =>
    question.for.length === 0 || question.for.includes(draft.type) || (isFlagged && question.for.includes(general))
  return questions.filter(isOf).sort((a, b) => Number(b.urgent) - Number(a.urgent))
}

/** The same under headings: the urgent ones of every set first, then the others set by set. */
export function questionSets(questions: readonly Question[]): { set: string; questions: Question[] }[] {
  const sets = new Map<string, Question[]>()
  for (const question of questions) {
    const set = question.urgent ? 'Ask first' : (question.set ?? 'Every call')
    sets.set(set, [...(sets.get(set) ?? []), question])
  }
  return [...sets].map(([set, asked]) => ({ set, questions: asked }))
}

function locationOf(where: WhereDraft) {
  const { placeId, lat, lon, text } = where
  if (placeId === null && lat === null && text.trim() === '') return null
  // the gazetteer knows where its places are; a point goes along only when there is nothing better
  return placeId === null
    ? { placeId, lat, lon, text: text.trim() }
    : { placeId, lat: null, lon: null, text: text.trim() }
}

function needsOf(draft: Draft) {
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
  return {
    questions: draft.questions,
    language: orNull(draft.language),
    interpreter: orNull(draft.interpreter),
    officerSex: draft.officerSex === '' ? null : draft.officerSex,
    safeNumber: orNull(draft.safeNumber),
    safeContact: orNull(draft.safeContact),
    codeWord: orNull(draft.codeWord),
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
