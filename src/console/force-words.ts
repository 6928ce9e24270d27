import type { z } from 'zod'
import type { DefinitionBody, DefinitionKind } from '../definitions/definition.ts'
import type { definitionsView } from '../definitions/definition-contract.ts'

type View = z.output<typeof definitionsView>

/** A grade of the force, with its clocks. */
export type Grade = View['grades'][number]
/** A type of incident of the force. */
export type IncidentType = DefinitionBody<'incident-types'>[number]
/** A state a unit may be in. */
export type UnitState = DefinitionBody<'unit-states'>[number]
/** A question to ask, and why. */
export type Question = DefinitionBody<'question-set'>[number]

/** After how long something waits too long, and who is told. */
export type Escalation = DefinitionBody<'escalation'>

/** The force's own words, as a console uses them: nothing of this is code. */
export type ForceWords = {
  /** most urgent first */
  grades: readonly Grade[]
  types: readonly IncidentType[]
  closingCategories: DefinitionBody<'closing-categories'>
  unitStates: readonly UnitState[]
  notFirstReasons: DefinitionBody<'not-first-reasons'>
  lowerGradeReasons: DefinitionBody<'lower-grade-reasons'>
  questions: readonly Question[]
  /** what waits too long, after how long, told to whom; undefined: the force has none in force */
  escalation: Escalation | undefined
}

/** Reads them from what the service answers at /definitions. */
export function readForceWords(view: View): ForceWords {
  const body = <K extends DefinitionKind>(kind: K) => (view.definitions[kind]?.body ?? []) as DefinitionBody<K>
  return {
    grades: [...view.grades].sort((a, b) => a.position - b.position),
    types: body('incident-types'),
    closingCategories: body('closing-categories'),
    unitStates: body('unit-states'),
    notFirstReasons: body('not-first-reasons'),
    lowerGradeReasons: body('lower-grade-reasons'),
    questions: body('question-set'),
    escalation: view.definitions['escalation']?.body as Escalation | undefined,
  }
}

/** The name of a code in a list of the force; the code itself when the list has none. */
export function nameOf(list: readonly { code: string; name: string }[], code: string): string {
  return list.find((entry) => entry.code === code)?.name ?? code
}
