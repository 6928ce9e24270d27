import { type FieldProblem, Refusal } from '../core/index.ts'
import type { Scorecard, ScorecardItem } from '../definitions/index.ts'
import type { ItemMark, Mark, Marked, ReviewState } from './mark.ts'

/** Who had a hand in an incident, by what they did there. */
export type Hands = {
  /** took the call, graded, dispatched, wrote on the log */
  handled: readonly string[]
  /** closed it */
  closed: readonly string[]
}

/** What stands of a review; `needed`: one, or two where a second marks blind. */
export type Standing = {
  staffId: string
  needed: number
  /** reviewers who have begun or handed in */
  reviewers: readonly string[]
  handedIn: number
  settled: boolean
  sharedAt: string | null
  acknowledgedAt: string | null
}

/** Where a review stands. */
export function stateOf({ needed, handedIn, settled, sharedAt, acknowledgedAt }: Standing): ReviewState {
  if (!settled) return handedIn < needed ? 'to-mark' : 'to-settle'
  if (sharedAt === null) return 'to-share'
  return acknowledgedAt === null ? 'shared' : 'acknowledged'
}

/** The items asked of an incident: those about domestic abuse only where it is that. */
export function itemsFor(card: Scorecard, domesticAbuse: boolean): ScorecardItem[] {
  return card.items.filter((item) => domesticAbuse || !item.domesticAbuse)
}

/**
 * Whoever marks never had a hand in it, and marks it once (CR-31, CONSOLES S6). undefined: may begin.
 */
export function refuseMarking(standing: Standing, hands: Hands, reviewerId: string): Refusal | undefined {
  if (standing.staffId === reviewerId || [...hands.handled, ...hands.closed].includes(reviewerId))
    return new Refusal('quality/own-work', 'You had a hand in this incident')
  if (standing.reviewers.includes(reviewerId)) return undefined
  if (stateOf(standing) !== 'to-mark' || standing.reviewers.length >= standing.needed)
    return new Refusal('quality/taken', 'Others have it in hand')
  return undefined
}

/** Whoever settles neither handled it nor marked it; the supervisor who closed it may. undefined: may settle. */
export function refuseSettling(standing: Standing, hands: Hands, settlerId: string): Refusal | undefined {
  if (standing.staffId === settlerId || hands.handled.includes(settlerId))
    return new Refusal('quality/own-work', 'You had a hand in this incident')
  if (stateOf(standing) !== 'to-settle') return new Refusal('quality/order', 'There is nothing to settle')
  if (standing.reviewers.includes(settlerId))
    return new Refusal('quality/third-person', 'Whoever marked it does not settle it')
  return undefined
}

/** Whoever shares a finding had no hand in the incident; it is shared once. undefined: may share. */
export function refuseSharing(standing: Standing, hands: Hands, byId: string): Refusal | undefined {
  if (standing.staffId === byId || hands.handled.includes(byId))
    return new Refusal('quality/own-work', 'You had a hand in this incident')
  if (stateOf(standing) !== 'to-share') return new Refusal('quality/order', 'There is nothing to share now')
  return undefined
}

/** A draft: nothing that is not asked, nothing twice, evidence from this incident's log. */
export function checkDraft(
  given: readonly ItemMark[],
  asked: readonly ScorecardItem[],
  lines: ReadonlySet<string>,
): FieldProblem[] {
  return given.flatMap(({ item, evidence }, index) => {
    const at = `/marks/${index}`
    if (!asked.some(({ code }) => code === item)) return [{ pointer: `${at}/item`, detail: 'is not on this scorecard' }]
    if (given.findIndex((other) => other.item === item) !== index)
      return [{ pointer: `${at}/item`, detail: 'is there twice' }]
    if (evidence !== null && !lines.has(evidence))
      return [{ pointer: `${at}/evidence`, detail: 'is not a line of this incident’s log' }]
    return []
  })
}

/** What is handed in: a draft in which every item is marked, and says why wherever it is not Met. */
export function checkWhole(
  given: readonly ItemMark[],
  asked: readonly ScorecardItem[],
  lines: ReadonlySet<string>,
): FieldProblem[] {
  const missing = asked.filter(({ code }) => !given.some(({ item }) => item === code))
  return [
    ...checkDraft(given, asked, lines),
    ...given.flatMap(({ mark, note }, index) => {
      if (mark === null) return [{ pointer: `/marks/${index}/mark`, detail: 'is not marked yet' }]
      if (mark !== 'met' && note.trim() === '') return [{ pointer: `/marks/${index}/note`, detail: 'say why' }]
      return []
    }),
    ...missing.map(({ code }) => ({ pointer: '/marks', detail: `${code} is not marked yet` })),
  ]
}

/** Items that two marked differently, in the order of the scorecard. */
export function differencesOf(
  one: readonly Marked[],
  other: readonly Marked[],
): { item: string; marks: [Mark, Mark] }[] {
  return one.flatMap(({ item, mark }) => {
    const second = other.find((marked) => marked.item === item)
    return second && second.mark !== mark ? [{ item, marks: [mark, second.mark] as [Mark, Mark] }] : []
  })
}

/** What follows once everybody is in: one agreed finding with the notes of both, or nothing while they differ. */
export function agreedFinding([one, other]: readonly (readonly Marked[])[]): Marked[] | undefined {
  if (!one || !other) return one === undefined ? undefined : [...one]
  if (differencesOf(one, other).length > 0) return undefined
  return one.map((marked) => withBothNotes(marked, other))
}

/**
 * The finding as a supervisor settles it: each difference is decided with its reason, what was agreed stays.
 * @returns problems of `/marks` where a difference is left open, is no difference, or has no reason
 */
export function settle(
  [one, other]: readonly [readonly Marked[], readonly Marked[]],
  decided: readonly ItemMark[],
): Marked[] | FieldProblem[] {
  const open = differencesOf(one, other).map(({ item }) => item)
  const problems = [
    ...decided.flatMap(({ item, mark, note }, index) => {
      if (!open.includes(item) || decided.findIndex((before) => before.item === item) !== index)
        return [{ pointer: `/marks/${index}/item`, detail: 'is not one of the differences, or is there twice' }]
      if (mark === null) return [{ pointer: `/marks/${index}/mark`, detail: 'is not decided yet' }]
      return note.trim() === '' ? [{ pointer: `/marks/${index}/note`, detail: 'say why' }] : []
    }),
    ...open
      .filter((item) => !decided.some((one) => one.item === item))
      .map((item) => ({ pointer: '/marks', detail: `${item} is not decided yet` })),
  ]
  if (problems.length > 0) return problems
  return one.map(
    (marked) =>
      (decided.find(({ item }) => item === marked.item) as Marked | undefined) ?? withBothNotes(marked, other),
  )
}

/** Each action is somebody's who works here, and for today or later; `today` is `yyyy-mm-dd`. */
export function checkActions(
  actions: readonly { ownerId: string; dueOn: string }[],
  staff: ReadonlySet<string>,
  today: string,
): FieldProblem[] {
  return actions.flatMap(({ ownerId, dueOn }, index) => [
    ...(staff.has(ownerId) ? [] : [{ pointer: `/actions/${index}/ownerId`, detail: 'is nobody who works here' }]),
    ...(dueOn < today ? [{ pointer: `/actions/${index}/dueOn`, detail: 'must not be before today' }] : []),
  ])
}

/** Whether an action that is not done should have been by today; both `yyyy-mm-dd`. */
export function isOverdue({ dueOn, doneAt }: { dueOn: string; doneAt: string | null }, today: string): boolean {
  return doneAt === null && dueOn < today
}

function withBothNotes(marked: Marked, other: readonly Marked[]): Marked {
  const second = other.find(({ item }) => item === marked.item)
  const note = [...new Set([marked.note.trim(), second?.note.trim() ?? ''])].filter(Boolean).join('\n')
  return { ...marked, note, evidence: marked.evidence ?? second?.evidence ?? null }
}
