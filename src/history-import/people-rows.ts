import { RowProblem, type RowValues } from '../importing/index.ts'
import { type Ground, idOf, type Made, placeOf, type TableRow, telephoneOf, words } from './history-rows.ts'

/** Since when something is known where the other system does not say: always. */
const ALWAYS = '1900-01-01'

export type MadePerson = Made & { person: TableRow & { id: string }; telephones: TableRow[]; residences: TableRow[] }

/** A person with numbers and the address lived at. */
export function makePerson(values: RowValues, ground: Ground): MadePerson | RowProblem {
  const notes: string[] = []
  const id = idOf('person', ground.source, values['reference'] as string)
  const telephones: TableRow[] = []
  for (const given of (values['numbers'] ?? []) as string[]) {
    const { number } = telephoneOf(given)
    if (number === null) return new RowProblem('numbers', 'has one that is no telephone number')
    if (!telephones.some((one) => one['number'] === number))
      telephones.push({ number, person_id: id, valid_from: values['numbersFrom'] ?? ALWAYS })
  }
  const { premises } = placeOf(values, ground, notes)
  const [from, to] = [words(values['residentFrom']) ?? ALWAYS, words(values['residentTo'])]
  if (to !== null && to < from) return new RowProblem('residentTo', 'is before residentFrom')
  const residences = premises ? [{ premises_id: premises.id, person_id: id, valid_from: from, valid_to: to }] : []
  return {
    notes,
    telephones,
    residences,
    person: {
      id,
      family_name: values['familyName'],
      given_names: values['givenNames'],
      born_on: words(values['bornOn']),
      sex: words(values['sex']),
      aliases: JSON.stringify(values['aliases'] ?? []),
      risk_grade: words(values['riskGrade']),
      risk_graded_on: words(values['riskGradedOn']),
      marac_on: words(values['maracOn']),
      source: ground.source,
    },
  }
}

export type MadeInvolvement = Made & { row: TableRow & { id: string }; incidentId: string; personId: string | null }

/** Who was part of which incident. */
export function makeInvolvement(values: RowValues, ground: Ground): MadeInvolvement | RowProblem {
  const { incidentReference, personReference, name, role } = values
  if (personReference === undefined && name === undefined)
    return new RowProblem('personReference', 'is empty, and so is name')
  const incidentId = idOf('incident', ground.source, incidentReference as string)
  const personId = personReference === undefined ? null : idOf('person', ground.source, personReference as string)
  return {
    notes: [],
    incidentId,
    personId,
    row: {
      id: idOf('involvement', ground.source, JSON.stringify([incidentReference, personReference ?? name, role])),
      incident_id: incidentId,
      person_id: personId,
      role,
      name: words(name),
      born_on: words(values['bornOn']),
      relationship: words(values['relationship']),
      present: values['present'] ?? null,
    },
  }
}

/** Where a row is from, and its id: made from the other system's reference, or from the row itself where it has none. */
function importedAs(what: 'marker' | 'plan' | 'order', values: RowValues, raw: Buffer, { source }: Ground) {
  const reference = words(values['reference'])
  const id = idOf(what, source, reference ?? `row ${raw.toString('latin1')}`)
  return { id, imported_from: source, imported_reference: reference }
}

/** A marker, plan or order, and the people it refers to, by the field that says each. */
export type MadeStanding = Made & {
  row: TableRow & { id: string }
  refersTo: ReadonlyArray<readonly [field: string, personId: string | null]>
}

/** What stands until it is ended can only be ended by a later file that calls it by the same name. */
function notesOf(values: RowValues): string[] {
  return values['reference'] === undefined ? ['rows without a reference: no later file can change or end them'] : []
}

/** A marker, on one person, number or address. */
export function makeMarker(values: RowValues, raw: Buffer, ground: Ground): MadeStanding | RowProblem {
  const subject = subjectOf(values, ground, true)
  if (subject instanceof RowProblem) return subject
  const { startsOn, reviewOn, expiresOn } = values
  if (expiresOn !== undefined && expiresOn < (startsOn as string))
    return new RowProblem('expiresOn', 'is before startsOn')
  return {
    notes: notesOf(values),
    refersTo: [['personReference', subject.person_id]],
    row: {
      ...subject,
      ...importedAs('marker', values, raw, ground),
      code: values['code'],
      text: values['text'],
      source: ground.source,
      author: values['author'],
      confidence: values['confidence'] ?? 'unverified',
      starts_on: startsOn,
      review_on: reviewOn,
      expires_on: expiresOn ?? null,
    },
  }
}

/** What was agreed beforehand for a person or an address. */
export function makePlan(values: RowValues, raw: Buffer, ground: Ground): MadeStanding | RowProblem {
  const subject = subjectOf(values, ground, false)
  if (subject instanceof RowProblem) return subject
  const { number: _number, ...of } = subject
  const { startsOn, endedOn } = values
  if (endedOn !== undefined && endedOn < (startsOn as string)) return new RowProblem('endedOn', 'is before startsOn')
  return {
    notes: notesOf(values),
    refersTo: [['personReference', of.person_id]],
    row: {
      ...of,
      ...importedAs('plan', values, raw, ground),
      plan: values['plan'],
      code_word: words(values['codeWord']),
      safe_approach: words(values['safeApproach']),
      author: `${String(values['author'])} (${ground.source})`,
      starts_on: startsOn,
      review_on: values['reviewOn'],
      ended_on: endedOn ?? null,
    },
  }
}

/** An order of a court or of the police: it protects one person against another, both of whom were imported before. */
export function makeOrder(values: RowValues, raw: Buffer, ground: Ground): MadeStanding | RowProblem {
  const { protectsReference, againstReference, startsOn, endsOn } = values
  if (protectsReference === againstReference)
    return new RowProblem('againstReference', 'is the person whom the order protects')
  if (endsOn !== undefined && endsOn < (startsOn as string)) return new RowProblem('endsOn', 'is before startsOn')
  const protectsId = idOf('person', ground.source, protectsReference as string)
  const againstId = idOf('person', ground.source, againstReference as string)
  return {
    notes: [
      ...notesOf(values),
      ...(endsOn === undefined ? ['orders without an end: in force until it is said otherwise'] : []),
    ],
    refersTo: [
      ['protectsReference', protectsId],
      ['againstReference', againstId],
    ],
    row: {
      ...importedAs('order', values, raw, ground),
      kind: values['kind'],
      protected_id: protectsId,
      subject_id: againstId,
      conditions: values['conditions'],
      power_of_arrest: values['powerOfArrest'] ?? false,
      starts_on: startsOn,
      ends_on: endsOn ?? null,
    },
  }
}

/** What a marker or plan is about: a warning that hangs on nothing, or on a door that nobody knows, warns nobody. */
function subjectOf(values: RowValues, ground: Ground, mayBeNumber: boolean) {
  const person = words(values['personReference'])
  const given = mayBeNumber ? words(values['number']) : null
  const { given: hasAddress, premises, problem } = placeOf(values, ground, [])
  const said = [person !== null, given !== null, hasAddress].filter(Boolean).length
  if (said === 0) return new RowProblem('personReference', 'is empty, and nothing else says what the row is about')
  if (said > 1) return new RowProblem('personReference', 'is not the only thing the row is about')
  if (problem) return problem
  const number = given === null ? null : telephoneOf(given).number
  if (given !== null && number === null) return new RowProblem('number', 'is no telephone number')
  return {
    person_id: person === null ? null : idOf('person', ground.source, person),
    premises_id: premises?.id ?? null,
    number,
  }
}
