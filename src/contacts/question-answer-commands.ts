import type { z } from 'zod'
import { Refusal } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { type Answer, command, type Desk, type Order, type Work } from '../journal/index.ts'
import type { answerBody } from './contact-contract.ts'
import { getContactForUpdate } from './contact-store.ts'
import type { QuestionAnswer } from './question-answer.ts'
import { readAnswers, saveAnswers } from './question-answer-store.ts'

/**
 * Takes down one answer the moment it is given, before there is an incident: each has its own instant, by the clock
 * of the database (CR-04). Skipped is an answer of its own. @throws Refusal definition/unknown
 */
export function answerQuestion(
  desk: Desk & { book: DefinitionBook },
  order: Order,
  contactId: string,
  { code, answer }: z.output<typeof answerBody>,
): Promise<Answer<QuestionAnswer[]>> {
  return command(desk, order, async (work) => {
    const { incident_id } = await getContactForUpdate(work.trx, contactId)
    const { version, body } = await desk.book.get('question-set')
    const question = body.find((one) => one.code === code)
    if (!question) {
      throw new Refusal('definition/unknown', 'The force asks no such question', {
        errors: [{ pointer: '/code', detail: 'not a code of the questions in force' }],
      })
    }
    const given = { code, asked: question.ask, version, answer }
    const isNew = (await saveAnswers(work.trx, work.actor, { contactId, incidentId: incident_id }, [given])) > 0
    if (isNew) work.audit({ op: 'collection', subjectType: 'answer', subjectId: contactId, reason: code })
    const answers = await readAnswers(work.trx, work.actor, 'answer to whoever asked', { contactId })
    return { status: isNew ? 201 : 200, body: answers }
  })
}

/**
 * Takes down what is new among the answers that an incident was opened or changed with, inside that command. A code
 * that the force no longer asks is kept under its own name: what was said is never lost.
 */
export async function noteAnswers(
  work: Work,
  of: { contactId: string | null; incidentId: string },
  questions: Readonly<Record<string, string | null>>,
  book: DefinitionBook,
): Promise<void> {
  const { version, body } = await book.get('question-set')
  const answers = Object.entries(questions).map(([code, said]) => ({
    code,
    asked: body.find((one) => one.code === code)?.ask ?? code,
    version,
    answer: said?.trim() || null,
  }))
  if (answers.length > 0) await saveAnswers(work.trx, work.actor, of, answers)
}
