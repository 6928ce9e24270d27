import { sql } from 'kysely'
import { type Actor, newId } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { QuestionAnswer } from './question-answer.ts'

/** An answer as it is given. */
export type NewAnswer = { code: string; asked: string; version: string; answer: string | null }

/** Saves answers with the instant they are saved; @returns how many say something that the newest ones did not. */
export async function saveAnswers(
  trx: Trx,
  actor: Actor,
  of: { contactId: string | null; incidentId: string | null },
  answers: readonly NewAnswer[],
): Promise<number> {
  const rows = answers.map((answer) => ({ id: newId(), ...answer }))
  const saved = await sql<{ saved: number }>`
    select save_answers(${of.contactId}, ${of.incidentId}, ${JSON.stringify(rows)}::jsonb, ${actor.id}, ${actor.name}) as saved`.execute(
    trx,
  )
  return saved.rows[0]?.saved ?? 0
}

/** The answers of a contact or of an incident with all its contacts, as they were given; the reading is on the audit (I8). */
export async function readAnswers(
  trx: Trx,
  actor: Actor,
  reason: string,
  of: { contactId: string } | { incidentId: string },
): Promise<QuestionAnswer[]> {
  const [contactId, incidentId] = 'contactId' in of ? [of.contactId, null] : [null, of.incidentId]
  const { rows } = await sql<{ answers: QuestionAnswer[] }>`
    select read_answers(${JSON.stringify(actor)}::jsonb, ${reason}, ${contactId}, ${incidentId}) as answers`.execute(
    trx,
  )
  return rows[0]?.answers ?? []
}
