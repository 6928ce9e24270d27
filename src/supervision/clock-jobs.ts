import { newId } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import { judgeClocks } from './clock-rules.ts'
import { CLOCKS, lockClocks, planLook, readClockFacts } from './clock-store.ts'
import { ESCALATE, escalate, keepInStep } from './exception-commands.ts'

type Deps = { book: DefinitionBook }

/** While a crew is not heard of, what it writes ends that within so long, in milliseconds. */
const LOOK_AGAIN_MS = 60_000
/** A look that failed for good is made again: a clock is never lost, in seconds. */
const AFTER_GIVING_UP_SECONDS = 60

/**
 * Looks at the clocks of one incident: planned with every change to it, and for the instant at which the next of them
 * runs out. What it finds does not depend on how late it comes, or on how often.
 */
export function clocksHandler({ book }: Deps): JobHandler {
  return {
    kind: CLOCKS,
    async run({ subjectId }, work) {
      const rules = await book.find('escalation')
      if (!rules) return
      await lockClocks(work.trx, subjectId)
      const facts = await readClockFacts(work.trx, subjectId)
      if (!facts) return
      const { standing, lookAgainAt } = judgeClocks(facts, rules.body)
      await keepInStep(work, subjectId, standing, rules)
      const soon = standing.some(({ kind }) => kind === 'unit-silent') ? facts.now + LOOK_AGAIN_MS : null
      const next = Math.min(lookAgainAt ?? Infinity, soon ?? Infinity)
      if (Number.isFinite(next)) await planLook(work.trx, subjectId, next)
    },
    giveUp: async ({ subjectId }, work) =>
      work.later({ kind: CLOCKS, subjectId, variant: newId(), inSeconds: AFTER_GIVING_UP_SECONDS }),
  }
}

/** Tells the next of the chain when its time has come and nobody has it in hand. */
export function escalateHandler({ book }: Deps): JobHandler {
  return {
    kind: ESCALATE,
    async run({ subjectId, payload }, work) {
      const rules = await book.find('escalation')
      if (rules) await escalate(work, subjectId, Number(payload['step']), String(payload['post']), rules.body)
    },
    giveUp: async ({ subjectId, payload }, work) =>
      work.later({ kind: ESCALATE, subjectId, variant: newId(), inSeconds: AFTER_GIVING_UP_SECONDS, payload }),
  }
}
