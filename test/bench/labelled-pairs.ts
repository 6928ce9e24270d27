import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readCsv } from '../../src/core/index.ts'

/** Two texts, and whether they must be taken for the same: `test/match/README.md`. */
export type LabelledPair = { kind: string; left: string; right: string; match: 'yes' | 'no'; why: string }

const columns = ['kind', 'left', 'right', 'match', 'why'] as const
const row = z.strictObject({
  kind: z.string().min(1),
  left: z.string(),
  right: z.string(),
  match: z.enum(['yes', 'no']),
  why: z.string(),
})

/** The pairs of a file. @throws when a row is not as it must be */
export function readPairs(file: string): LabelledPair[] {
  return [...readCsv(readFileSync(file, 'utf8'), columns)].map((cells) => row.parse(cells))
}

/** Every labelled pair of this repository. */
export function readLabelledPairs(): LabelledPair[] {
  const folder = join(import.meta.dirname, '..', 'match')
  return globSync('*-pairs.csv', { cwd: folder })
    .sort()
    .flatMap((file) => readPairs(join(folder, file)))
}

/** Says whether two texts are taken for the same. */
export type Judge = (left: string, right: string) => boolean | Promise<boolean>

/** What came of the pairs of one kind. */
export type Verdict = {
  kind: string
  pairs: number
  recall: number
  precision: number
  falseMatches: LabelledPair[]
  missed: LabelledPair[]
}

/** Puts every pair to the judge of its kind; kinds without one are left out. */
export async function judgePairs(
  pairs: readonly LabelledPair[],
  judges: Readonly<Record<string, Judge>>,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const [kind, judge] of Object.entries(judges)) {
    const ofKind = pairs.filter((pair) => pair.kind === kind)
    if (ofKind.length === 0) continue
    const taken = new Set<LabelledPair>()
    for (const pair of ofKind) if (await judge(pair.left, pair.right)) taken.add(pair)
    const wanted = ofKind.filter(({ match }) => match === 'yes')
    const missed = wanted.filter((pair) => !taken.has(pair))
    const right = wanted.length - missed.length
    verdicts.push({
      kind,
      pairs: ofKind.length,
      recall: wanted.length === 0 ? 1 : right / wanted.length,
      precision: taken.size === 0 ? 1 : right / taken.size,
      falseMatches: ofKind.filter((pair) => pair.match === 'no' && taken.has(pair)),
      missed,
    })
  }
  return verdicts
}
