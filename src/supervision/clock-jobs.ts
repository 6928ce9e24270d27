import { newId } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import type { Work } from '../journal/index.ts'
import { judgeClocks } from './clock-rules.ts'
import {
  absorbLooks,
  CLOCKS,
  lockClocks,
  planLook,
  planLooksOfAll,
  planRulesLook,
  RULES_IN_FORCE,
  readClockFacts,
} from './clock-store.ts'
import { ESCALATE, escalate, HELD, keepInStep, takeBack } from './exception-commands.ts'

type Deps = { book: DefinitionBook }

/** While a crew is not heard of, what it writes ends that within so long, in milliseconds. */
const LOOK_AGAIN_MS = 60_000
/** What failed for good, or found no rules, is tried again: a deadline is never lost, in seconds. */
const AFTER_GIVING_UP_SECONDS = 60

/**
 * Looks at the clocks of one incident: planned with every change to it, and for the instant at which the next of them
 * runs out. What it finds does not depend on how late it comes, or on how often.
 */
export function clocksHandler({ book }: Deps): JobHandler {
  return {
    kind: CLOCKS,
    async run({ id, subjectId }, work) {
      const rules = await book.find('escalation')
      // nothing is lost: with the first rules, or others, everything that is open is looked at (`rulesHandler`)
      if (!rules) return
      await lockClocks(work.trx, subjectId)
      await absorbLooks(work.trx, subjectId, id)
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
      if (rules) {
        const step = { step: Number(payload['step']), goesOn: payload['goesOn'] === true }
        await escalate(work, subjectId, step, rules.body)
      } else tryAgain(work, ESCALATE, subjectId, payload)
    },
    giveUp: async ({ subjectId, payload }, work) => tryAgain(work, ESCALATE, subjectId, payload),
  }
}

/** Asks whether what somebody took in hand stands still when the time for that has run out. */
export function heldHandler({ book }: Deps): JobHandler {
  return {
    kind: HELD,
    async run({ subjectId, payload }, work) {
      const rules = await book.find('escalation')
      if (rules) await takeBack(work, subjectId, Number(payload['round']), rules.body)
      else tryAgain(work, HELD, subjectId, payload)
    },
    giveUp: async ({ subjectId, payload }, work) => tryAgain(work, HELD, subjectId, payload),
  }
}

function tryAgain(work: Work, kind: string, subjectId: string, payload: Record<string, unknown>): void {
  work.later({ kind, subjectId, variant: newId(), inSeconds: AFTER_GIVING_UP_SECONDS, payload })
}

/**
 * Each minute: whether other rules are in force than a minute ago, by their version. Then every incident that is open is
 * looked at by them, also where nothing changes any more: after an upgrade, with shorter times, or without a post.
 */
export function rulesHandler({ book }: Deps): JobHandler {
  return {
    kind: RULES_IN_FORCE,
    async run({ payload }, work) {
      const version = (await book.find('escalation'))?.version ?? null
      if (version !== null && version !== payload['version']) await planLooksOfAll(work.trx)
      await planRulesLook(work.trx, version)
    },
    giveUp: async ({ payload }, work) => planRulesLook(work.trx, payload['version'] as string | null),
  }
}
