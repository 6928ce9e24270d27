import { type Agreement, type Mark, marks } from './mark.ts'

/**
 * Cohen's kappa (1960) without weights over the four marks, "Cannot tell" among them: how much oftener two agree than
 * chance would have it. Where both gave one and the same mark throughout, chance explains everything and kappa is not
 * defined: that is said, and not shown as perfect.
 */
export function agreementOf(pairs: readonly (readonly [Mark, Mark])[]): Agreement {
  const n = pairs.length
  if (n === 0) return { n, observed: null, expected: null, kappa: null, because: 'nothing-marked-twice' }
  const observed = pairs.filter(([one, other]) => one === other).length / n
  const share = (which: 0 | 1, mark: Mark) => pairs.filter((pair) => pair[which] === mark).length / n
  const expected = marks.reduce((sum, mark) => sum + share(0, mark) * share(1, mark), 0)
  if (expected === 1) return { n, observed, expected, kappa: null, because: 'one-mark-throughout' }
  return { n, observed, expected, kappa: (observed - expected) / (1 - expected), because: null }
}

/** One item that was marked by two. `between`: the reviewers, in any order. */
export type MarkedTwice = {
  between: readonly [{ id: string; name: string; mark: Mark }, { id: string; name: string; mark: Mark }]
  centreId: string | null
  sampleId: string
}

/** The agreement of every pair of reviewers, in the order of their names: nobody stands above anybody. */
export function agreementByPair(twice: readonly MarkedTwice[]) {
  return groups(twice, ({ between }) => {
    const [one, other] = inOrder(between)
    const reviewers: [string, string] = [one.name, other.name]
    return { key: `${reviewers.join(' ')} ${one.id} ${other.id}`, head: { reviewers } }
  })
}

/** The agreement over all pairs, by the centre whose work was marked (CR-32); null: of no centre. */
export function agreementByCentre(twice: readonly MarkedTwice[]) {
  return groups(twice, ({ centreId }) => ({ key: centreId ?? '', head: { centreId } }))
}

/** One for each key, in the order of the keys. */
function groups<H>(twice: readonly MarkedTwice[], of: (one: MarkedTwice) => { key: string; head: H }) {
  const found = new Map<string, { head: H; pairs: [Mark, Mark][]; samples: Set<string> }>()
  for (const one of twice) {
    const { key, head } = of(one)
    const group = found.get(key) ?? { head, pairs: [], samples: new Set<string>() }
    const [first, second] = inOrder(one.between)
    group.pairs.push([first.mark, second.mark])
    group.samples.add(one.sampleId)
    found.set(key, group)
  }
  return [...found]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([, { head, pairs, samples }]) => ({ ...head, samples: samples.size, ...agreementOf(pairs) }))
}

function inOrder([one, other]: MarkedTwice['between']): MarkedTwice['between'] {
  return `${one.name} ${one.id}` <= `${other.name} ${other.id}` ? [one, other] : [other, one]
}
