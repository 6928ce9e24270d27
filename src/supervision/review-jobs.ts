import { localDay } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import type { Work } from '../journal/index.ts'
import { lockClocks, planFirstRulesLook } from './clock-store.ts'
import { keepInStep } from './exception-commands.ts'
import { THE_FORCE } from './exception-store.ts'
import { judgeReviews } from './review-rules.ts'
import { planReviews, REVIEWS, readReviews } from './review-store.ts'

const DAY_SECONDS = 86_400

/** Makes sure that somebody looks: today at what is past its review, and now at the rules in force. */
export async function openReviews(db: Reader): Promise<void> {
  await planReviews(db)
  await planFirstRulesLook(db)
}

/** Once a day: markers, response plans and rules that are past their review date (F15). */
export function reviewsHandler({ book }: { book: DefinitionBook }): JobHandler {
  return {
    kind: REVIEWS,
    async run(_job, work) {
      lookTomorrow(work)
      const rules = await book.find('escalation')
      if (!rules) return
      await lockClocks(work.trx, THE_FORCE)
      const standing = judgeReviews(await readReviews(work.trx), rules.body)
      await keepInStep(
        work,
        null,
        standing.map((one) => ({ ...one, subjectType: 'force', subjectId: THE_FORCE, unitId: null })),
        rules,
      )
    },
    giveUp: async (_job, work) => lookTomorrow(work),
  }
}

function lookTomorrow(work: Work): void {
  const tomorrow = localDay(new Date(Date.now() + DAY_SECONDS * 1_000))
  work.later({ kind: REVIEWS, subjectId: THE_FORCE, variant: tomorrow, inSeconds: DAY_SECONDS })
}
