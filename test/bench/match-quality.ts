import { parseArgs } from 'node:util'
import { migrate, openDatabase } from '../../src/db/index.ts'
import { DefinitionBook, loadDefinitions } from '../../src/definitions/index.ts'
import { toTelephone } from '../../src/history/index.ts'
import { loadGazetteer, openPlaceSearch } from '../../src/places/index.ts'
import { seededNumbers } from '../support/plain-dijkstra.ts'
import { BenchGrounds, dataFolder } from './bench-ground.ts'
import {
  type Judge,
  judgePairs,
  type LabelledPair,
  readLabelledPairs,
  readPairs,
  type Verdict,
} from './labelled-pairs.ts'
import { measureNames } from './match-names.ts'
import { makePairs } from './match-variants.ts'

/** Streets that pairs are made for, and the seed they are drawn by. */
const MADE_FOR = { whole: 500, quick: 60 }
const SEED = 20_261_123
/** What is aimed at. */
const AIM = { recall: 0.99, precision: 1, nameInFirstFive: 0.98 }

/**
 * `npm run bench:match [-- --pairs file.csv] [--quick]`: how well numbers, addresses, places and people are told apart, on the
 * labelled pairs of this repository, on pairs made from every kind of street, and on any file of the same form. One
 * JSON line a figure on standard output; on standard error words for people, and every pair that went wrong. The exit
 * code is 0 when everything could be judged, whatever came out.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { pairs: { type: 'string' }, quick: { type: 'boolean', default: false } },
  })
  const grounds = new BenchGrounds(values.quick, say)
  try {
    const ground = grounds.open()
    const server = await ground.postgres(ground.folder('match'), 'match')
    await migrate(server.ownerUrl)
    await loadDefinitions(server.ownerUrl, dataFolder)
    await loadGazetteer(server.ownerUrl, dataFolder)
    const db = openDatabase(server.serviceUrl, 2)
    ground.onEnd(() => db.destroy())
    const book = new DefinitionBook(db)
    const places = openPlaceSearch(db, async () => (await book.find('local-names'))?.body ?? [])
    const judges: Record<string, Judge> = { number: isSameNumber, address: places.isSame, place: places.isSame }

    tell('', await judgePairs(report(values.pairs ? readPairs(values.pairs) : readLabelledPairs(), judges), judges))
    if (!values.pairs) {
      const streets = await db
        .selectFrom('place')
        .select(['name', 'locality', 'lat', 'lon'])
        .where('kind', '=', 'street')
        .where('locality', 'is not', null)
        .orderBy('id')
        .execute()
      const said = streets.map(({ locality, ...street }) => ({ ...street, town: locality as string }))
      const made = makePairs(said, values.quick ? MADE_FOR.quick : MADE_FOR.whole, seededNumbers(SEED))
      tell(' (made)', await judgePairs(made, judges))
      tellNames(await measureNames(ground))
    }
  } finally {
    await grounds.close()
  }
}

/** Two numbers are one when both are whole and their keys are equal: who withholds is nobody. */
function isSameNumber(left: string, right: string): boolean {
  const { number } = toTelephone(left)
  return number !== null && number === toTelephone(right).number
}

/** Kinds that nothing here judges are said, not left out in silence. */
function report(pairs: LabelledPair[], judges: Readonly<Record<string, Judge>>): LabelledPair[] {
  const unjudged = new Set(pairs.map(({ kind }) => kind).filter((kind) => !(kind in judges)))
  for (const kind of unjudged) say(`pairs of the kind ${kind} are not judged here`)
  return pairs
}

function tell(what: string, verdicts: readonly Verdict[]): void {
  for (const { kind, pairs, recall, precision, falseMatches, missed } of verdicts) {
    const name = `${kind}${what}`
    line(`${name} recall`, recall, 'share', AIM.recall, recall / AIM.recall)
    line(`${name} precision`, precision, 'share', AIM.precision, precision / AIM.precision)
    line(`${name} false matches`, falseMatches.length, 'pairs', 0, falseMatches.length)
    say(`${name}: ${pairs} pairs, ${missed.length} missed, ${falseMatches.length} falsely matched`)
    for (const pair of missed) say(`  missed: ${inWords(pair)}`)
    for (const pair of falseMatches) say(`  FALSE MATCH: ${inWords(pair)}`)
  }
}

/** People who were named: whether the right one is among the first five that a handler is offered, and who was mistaken. */
function tellNames({ lines, misses }: Awaited<ReturnType<typeof measureNames>>): void {
  const all = lines.find(({ kind }) => kind === 'all')
  if (!all) return
  const found = all.recallAt5 ?? 0
  line('name among the first five', found, 'share', AIM.nameInFirstFive, found / AIM.nameInFirstFive)
  line('name false matches', all.falseMatches, 'pairs', 0, all.falseMatches)
  say(`name: ${all.queries} queries, p50 ${all.p50Ms} ms, p99 ${all.p99Ms} ms`)
  for (const { query, offered, taken } of misses) {
    const said = `"${query.said}" ${query.bornOn ?? query.aged ?? ''}`
    say(`  wrong: ${said} means ${query.means ?? 'nobody'}: taken ${taken ?? 'nobody'}, offered ${offered.join(' ')}`)
  }
}

function inWords({ left, right, why }: LabelledPair): string {
  return `${JSON.stringify(left)} / ${JSON.stringify(right)} (${why})`
}

function line(name: string, value: number, unit: 'share' | 'pairs', limit: number, ratio: number): void {
  const round = (figure: number) => Number(figure.toFixed(4))
  process.stdout.write(`${JSON.stringify({ name, value: round(value), unit, limit, ratio: round(ratio) })}\n`)
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exit(1)
})
