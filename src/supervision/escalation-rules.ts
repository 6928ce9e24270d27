import { type Actor, Refusal } from '../core/index.ts'
import type { Escalation, ExceptionKind } from '../definitions/index.ts'

type Rule = Escalation['exceptions'][number]
type Post = Escalation['posts'][number]

/** What the force says of a kind; undefined: it does not raise it. */
export function ruleOf(kind: ExceptionKind, rules: Escalation): Rule | undefined {
  return rules.exceptions.find((rule) => rule.kind === kind)
}

/** The post of a code; undefined: the version in force has none, while what an earlier one raised may still stand. */
export function findPost(code: string, { posts }: Pick<Escalation, 'posts'>): Post | undefined {
  return posts.find((one) => one.code === code)
}

/**
 * Who is told in that step by the rules in force, whatever they were when it was raised; beyond the end of the chain the
 * last of it, where it is told again. undefined: nobody further.
 */
export function findPostOfStep(kind: ExceptionKind, step: number, rules: Escalation): Post | undefined {
  const rule = ruleOf(kind, rules)
  if (!rule) return undefined
  const isToldAgain = rule.repeatSeconds !== undefined || rule.heldSeconds !== undefined
  const code = rule.chain[step]?.post ?? (isToldAgain ? rule.chain.at(-1)?.post : undefined)
  return code === undefined ? undefined : findPost(code, rules)
}

/**
 * When the step after that one is due, counted from it; undefined: it is planned already, or there is none. A chain plans its
 * steps when it begins; one that goes on after somebody had it in hand plans each from the one before.
 */
export function stepAfter(
  { chain, repeatSeconds }: Pick<Rule, 'chain' | 'repeatSeconds'>,
  step: number,
  goesOn: boolean,
): { step: number; inSeconds: number } | undefined {
  const next = chain[step + 1]
  const current = chain[step]
  if (next && current)
    return goesOn ? { step: step + 1, inSeconds: next.afterSeconds - current.afterSeconds } : undefined
  return repeatSeconds === undefined ? undefined : { step: step + 1, inSeconds: repeatSeconds }
}

/** Before whom it is put, as a log says it: "For the dispatcher of the area and the supervisor". */
export function putBefore(names: readonly string[]): string {
  const inSentence = (name: string) => (/^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name)
  return `For ${names.map((name) => `the ${inSentence(name)}`).join(' and ')}`
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

/**
 * Whose feed it is in: the room's as soon as one post of it is told, else the supervisors' alone. A post that the rules in
 * force do not have any more is nobody's in the room.
 */
export function audienceOf(told: readonly string[], rules: Escalation): 'room' | 'supervision' {
  const isForSupervisors = (code: string) => findPost(code, rules)?.roles.every((role) => role === 'supervisor') ?? true
  return told.every(isForSupervisors) ? 'supervision' : 'room'
}

/** Why this person may not say that it is in hand; undefined: they may. Whoever was told of it in their area, and any supervisor. */
export function refuseAcknowledging(
  exception: { told: readonly string[]; acknowledgedBy: string | null; resolved: boolean; areaId: string | null },
  { role, areas }: Pick<Actor, 'role' | 'areas'>,
  rules: Escalation,
): Refusal | undefined {
  if (exception.resolved) return new Refusal('exception/resolved', 'It is over already')
  if (exception.acknowledgedBy !== null)
    return new Refusal('exception/acknowledged', `${exception.acknowledgedBy} has it in hand`)
  if (role === 'supervisor') return undefined
  const wasTold = exception.told.some((code) => findPost(code, rules)?.roles.includes(role))
  if (!wasTold) return new Refusal('exception/not-yours', 'It was told to somebody else')
  const { areaId } = exception
  const isOfTheirArea = role !== 'dispatcher' || areaId === null || areas.length === 0 || areas.includes(areaId)
  return isOfTheirArea ? undefined : new Refusal('exception/not-yours', 'It is of another area')
}
