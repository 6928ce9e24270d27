import type { AlwaysIn, Skill } from '../definitions/quality-definition.ts'
import type { Agreement, Mark, ReviewState } from '../quality/mark.ts'

type Because = AlwaysIn | 'random'

/** The words of a mark; no red score (CONSOLES 4.7). */
export const markWords: Readonly<Record<Mark, string>> = {
  met: 'Met',
  partly: 'Partly',
  'not-met': 'Not met',
  'cannot-tell': 'Cannot tell',
}
export const skillWords: Readonly<Record<Skill, string>> = {
  'call-handling': 'Call handling',
  dispatching: 'Dispatching',
}
export const becauseWords: Readonly<Record<Because, string>> = {
  random: 'by lot',
  downgraded: 'a lower grade was given',
  'closed-without-deployment': 'closed with nobody sent',
}
export const stateWords: Readonly<Record<ReviewState, string>> = {
  'to-mark': 'To mark',
  'to-settle': 'To settle',
  'to-share': 'To share',
  shared: 'Shared',
  acknowledged: 'Acknowledged',
}

/** "To review: 6 by lot, 2 with a lower grade, 1 closed with nobody sent". */
export function toMarkWords({
  random,
  downgraded,
  'closed-without-deployment': unsent,
}: Record<Because, number>): string {
  return `To review: ${random} by lot, ${downgraded} with a lower grade, ${unsent} closed with nobody sent`
}

/** How far reviewers agree, with n; why it cannot be told, where it cannot. */
export function agreementWords({ kappa, because, n, observed }: Agreement): string {
  if (because === 'nothing-marked-twice') return 'Cannot be told: nothing was marked by two'
  const alike = `${percent(observed ?? 0)} alike, n ${n}`
  if (kappa === null) return `Cannot be told: one mark throughout; ${alike}`
  return `kappa ${kappa.toFixed(2)}; ${alike}`
}

/** What is said before a log is shown. */
export function warningWords(warnings: readonly ('domestic-abuse' | 'child')[]): string {
  const words = { 'domestic-abuse': 'domestic abuse reported', child: 'a child may be present' }
  return `Contains distressing content: ${warnings.map((one) => words[one]).join(', ')}.`
}

/** A share as a whole percentage. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** The days of the month before this instant's month, both included, `yyyy-mm-dd`: what is drawn first. */
export function lastMonth(now: number): { from: string; to: string } {
  const today = new Date(now)
  const day = (month: number, date: number) =>
    new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + month, date)).toISOString().slice(0, 10)
  return { from: day(-1, 1), to: day(0, 0) }
}
