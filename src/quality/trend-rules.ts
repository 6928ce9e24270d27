import type { Skill } from '../definitions/index.ts'
import type { Mark, Marked } from './mark.ts'

/** One finding that counts: it was shared with the person. */
export type Finding = {
  skill: Skill
  /** local month of the incident, `yyyy-mm` */
  month: string
  /** code of an item to its weight; an item that is not there counts once */
  weights: Readonly<Record<string, number>>
  marks: readonly Marked[]
}

/** How often each mark was given; `n` is their sum. */
export type Tally = { n: number; counts: Record<Mark, number> }

/**
 * How the work of one person comes along, by item and month, each with its n (CR-31). It sets nobody beside anybody else.
 */
export function trendOf(findings: readonly Finding[]) {
  const skills = [...new Set(findings.map(({ skill }) => skill))].sort()
  return skills.map((skill) => {
    const ofSkill = findings.filter((one) => one.skill === skill)
    const months = [...new Set(ofSkill.map(({ month }) => month))].sort()
    const items = [...new Set(ofSkill.flatMap(({ marks }) => marks.map(({ item }) => item)))]
    const inMonth = (month: string) => ofSkill.filter((one) => one.month === month)
    const tallyOf = (some: readonly Finding[], item: string) =>
      tally(some.flatMap(({ marks }) => marks.filter((marked) => marked.item === item).map(({ mark }) => mark)))
    return {
      skill,
      reviews: ofSkill.length,
      items: items.map((item) => ({
        item,
        ...tallyOf(ofSkill, item),
        months: months.map((month) => ({ month, ...tallyOf(inMonth(month), item) })),
      })),
      months: months.map((month) => {
        const some = inMonth(month)
        return {
          month,
          reviews: some.length,
          ...tally(some.flatMap(({ marks }) => marks.map(({ mark }) => mark))),
          met: shareMet(some),
        }
      }),
    }
  })
}

/** What counts: Met whole, Partly half, by the weights of the card; "Cannot tell" is left out. null: nothing could be told. */
export function shareMet(findings: readonly Pick<Finding, 'marks' | 'weights'>[]): number | null {
  let got = 0
  let all = 0
  for (const { marks, weights } of findings) {
    for (const { item, mark } of marks) {
      if (mark === 'cannot-tell') continue
      const weight = weights[item] ?? 1
      all += weight
      got += weight * { met: 1, partly: 0.5, 'not-met': 0 }[mark]
    }
  }
  return all === 0 ? null : got / all
}

function tally(given: readonly Mark[]): Tally {
  const counts: Record<Mark, number> = { met: 0, partly: 0, 'not-met': 0, 'cannot-tell': 0 }
  for (const mark of given) counts[mark] += 1
  return { n: given.length, counts }
}
