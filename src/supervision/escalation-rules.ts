import { type Actor, Refusal } from '../core/index.ts'
import type { Escalation, ExceptionKind } from '../definitions/index.ts'

type Rule = Escalation['exceptions'][number]
type Post = Escalation['posts'][number]

/** What the force says of a kind; undefined: it does not raise it. */
export function ruleOf(kind: ExceptionKind, rules: Escalation): Rule | undefined {
  return rules.exceptions.find((rule) => rule.kind === kind)
}

/** The post of a code. @throws Error when the force's list has none: the definition is checked for that when it is loaded */
export function postOf(code: string, { posts }: Escalation): Post {
  const post = posts.find((one) => one.code === code)
  if (!post) throw new Error(`no post ${code} in the escalation in force`)
  return post
}

/** Steps of the chain that are told at once, and those that are told later unless somebody acknowledges. */
export function splitChain({ chain }: Pick<Rule, 'chain'>): {
  now: { step: number; post: string }[]
  later: { step: number; post: string; afterSeconds: number }[]
} {
  const steps = chain.map(({ post, afterSeconds }, step) => ({ step, post, afterSeconds }))
  return {
    now: steps.filter(({ afterSeconds }) => afterSeconds === 0).map(({ step, post }) => ({ step, post })),
    later: steps.filter(({ afterSeconds }) => afterSeconds > 0),
  }
}

/** Whose feed it is in: the room's as soon as one post of it is told, else the supervisors' alone. */
export function audienceOf(told: readonly string[], rules: Escalation): 'room' | 'supervision' {
  const isForSupervisors = (code: string) => postOf(code, rules).roles.every((role) => role === 'supervisor')
  return told.every(isForSupervisors) ? 'supervision' : 'room'
}

/** Whether this person may say that it is in hand: whoever was told, and any supervisor. */
export function acknowledge(
  exception: { told: readonly string[]; acknowledgedBy: string | null; resolved: boolean },
  { role }: Pick<Actor, 'role'>,
  rules: Escalation,
): Refusal | undefined {
  if (exception.resolved) return new Refusal('exception/resolved', 'It is over already')
  if (exception.acknowledgedBy !== null)
    return new Refusal('exception/acknowledged', `${exception.acknowledgedBy} has it in hand`)
  const wasTold = exception.told.some((code) => postOf(code, rules).roles.includes(role))
  if (wasTold || role === 'supervisor') return undefined
  return new Refusal('exception/not-yours', 'It was told to somebody else')
}
