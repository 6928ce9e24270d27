import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { localDay } from '../../src/core/index.ts'
import { migrate } from '../../src/db/index.ts'
import { loadDefinitions } from '../../src/definitions/index.ts'
import { identify, type RecordedPerson } from '../../src/history/identity-rules.ts'
import { readVariants } from '../../src/history/name-rules.ts'
import { dataFolder, type Ground } from './bench-ground.ts'

/** A name as it was said, and what has to come of it. */
export type NameQuery = {
  why: string
  said: string
  bornOn: string | null
  aged: number | null
  /** id of whoever is meant; null: nobody of the set */
  means: string | null
  /**
   * `taken`: the one without asking; `offered`: among the first five; `not-offered`: none of `not` is offered at all;
   * `not-taken`: none of `not` is taken for the one who is meant, though they may be offered
   */
  expect: 'taken' | 'offered' | 'not-offered' | 'not-taken'
  not?: string[]
}

/** The labelled set: people who do not exist, and what is said of them. */
export type LabelledNames = {
  people: Array<Pick<RecordedPerson, 'id' | 'givenNames' | 'familyName' | 'bornOn' | 'aliases' | 'formerNames'>>
  queries: NameQuery[]
}

/** One line of the bench: a kind of query, or `all`. Shares are 0 to 1; times in milliseconds. */
export type MatchLine = {
  bench: 'match'
  set: 'names'
  kind: string
  queries: number
  mustMatch: number
  recallAt5: number | null
  mustNotMatch: number
  falseMatches: number
  p50Ms: number
  p99Ms: number
}

/** A query of which the wrong thing came: said, and what came instead. */
export type Miss = { query: NameQuery; offered: string[]; taken: string | null }

const FIRST = 5
/** People beside the labelled ones, so that there is somebody to be mistaken for. */
const OTHERS = 20_000

/** The set that is in the repository. */
export function readLabelledNames(): LabelledNames {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'labelled-names.json'), 'utf8')) as LabelledNames
}

/**
 * Asks the person check's own look-up and rule for each query of the set, among 20,000 others in a Postgres of its own. Real SQL,
 * real rule: what is measured is what a handler is offered.
 */
export async function measureNames(
  ground: Ground,
  set: LabelledNames = readLabelledNames(),
): Promise<{ lines: MatchLine[]; misses: Miss[] }> {
  const server = await ground.postgres(ground.folder('names'), 'names')
  await migrate(server.ownerUrl)
  await loadDefinitions(server.ownerUrl, dataFolder)
  const client = new pg.Client({ connectionString: server.ownerUrl })
  await client.connect()
  ground.onEnd(() => client.end())
  const ids = await fill(client, set)
  const { rows } = await client.query<{ body: string[][] }>(`select body from definition where kind = 'name-variants'`)
  const variants = readVariants(rows[0]?.body ?? [])
  const today = localDay(new Date())

  const results: Array<Result & Miss> = []
  for (const query of set.queries) {
    const began = performance.now()
    const { rows: answered } = await client.query<{ people: RecordedPerson[] }>({
      name: 'people like',
      text: 'select people_like($1, $2, null, null, null) as people',
      values: [query.said, query.bornOn],
    })
    const { taken, offered } = identify(
      { name: query.said, bornOn: query.bornOn, aged: query.aged },
      answered[0]?.people ?? [],
      variants,
      today,
    )
    const ms = performance.now() - began
    const labels = offered.map(({ id }) => ids.get(id) ?? 'another')
    const takenLabel = taken === null ? null : (ids.get(taken) ?? 'another')
    results.push({ query, ms, taken: takenLabel, offered: labels, ...judge(query, labels, takenLabel) })
  }
  const kinds = [...new Set(set.queries.map(({ why }) => why))]
  const lines = [
    ...kinds.map((kind) =>
      tally(
        kind,
        results.filter(({ query }) => query.why === kind),
      ),
    ),
    tally('all', results),
  ]
  return { lines, misses: results.filter(({ isRight }) => !isRight) }
}

type Judged = { isRight: boolean; mustMatch: boolean; isFalse: boolean }
type Result = Judged & { query: NameQuery; ms: number }

function judge(query: NameQuery, offered: readonly string[], taken: string | null): Judged {
  const { means, expect, not = [] } = query
  const found = means !== null && offered.slice(0, FIRST).includes(means)
  // somebody who is not meant was taken without asking, or is offered where nobody may be
  const isFalse =
    (taken !== null && taken !== means) || (expect === 'not-offered' && not.some((label) => offered.includes(label)))
  const isRight = !isFalse && (means === null || found) && (expect !== 'taken' || taken === means)
  return { isRight, mustMatch: means !== null, isFalse }
}

function tally(kind: string, results: ReadonlyArray<Result>): MatchLine {
  const mustMatch = results.filter((result) => result.mustMatch)
  const found = mustMatch.filter(({ isRight, isFalse }) => isRight || isFalse)
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share: number) => Number((times[Math.ceil(share * times.length) - 1] ?? 0).toFixed(2))
  return {
    bench: 'match',
    set: 'names',
    kind,
    queries: results.length,
    mustMatch: mustMatch.length,
    recallAt5: mustMatch.length === 0 ? null : Number((found.length / mustMatch.length).toFixed(4)),
    mustNotMatch: results.length - mustMatch.length,
    falseMatches: results.filter(({ isFalse }) => isFalse).length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  }
}

/** @returns the label of each id */
async function fill(client: pg.Client, { people }: LabelledNames): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { id: label, givenNames, familyName, bornOn, aliases, formerNames } of people) {
    const { rows } = await client.query<{ id: string }>(
      `insert into person (id, family_name, given_names, born_on, aliases, former_names, source)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, 'labelled') returning id`,
      [familyName, givenNames, bornOn, aliases, formerNames],
    )
    ids.set(rows[0]?.id ?? '', label)
  }
  await client.query(
    `insert into person (id, family_name, given_names, born_on, source)
     select gen_random_uuid(), ($1::text[])[1 + (n * 7919) % cardinality($1::text[])] || case n % 9 when 0 then 'son' when 1 then 'ley' when 2 then 'ham' else '' end,
       ($2::text[])[1 + (n * 104729) % cardinality($2::text[])], date '1935-01-01' + (n * 15485863::bigint % 27000)::int, 'others'
     from generate_series(1, $3::int) n`,
    [otherFamilies, otherGiven, OTHERS],
  )
  await client.query('analyze person')
  return ids
}

/** Names of nobody in particular; none is a family name of the set. */
const otherFamilies = (
  'Abbott Ainsley Bagnall Barker Birkby Blacklock Brockbank Bulman Carlton Chadwick Clegg Cook Coulthard Cragg Dalton Dawes Denby ' +
  'Eckersley Edmunds Ellwood Farrer Fleming Forster Gibb Gilpin Goodwin Gregg Hadwin Hanley Hartley Hewer Holme Hoggarth Inman ' +
  'Jameson Jopson Kellett Kitching Lamb Lawson Leck Ludlow Lucock Marr Mawson Mellor Mitton Nanson Norris Oakley Oldcorn Park Pearce ' +
  'Quayle Raby Rawlings Rook Salkeld Shackley Singleton Stead Sykes Tate Tinniswood Tolson Usher Varty Wade Walmsley Weir Winder Yates Yeo'
).split(' ')
const otherGiven = (
  'Aaron Adam Adele Agnes Aidan Alice Amelia Arthur Audrey Beryl Bethany Bradley Bridget Callum Cameron Chloe Colin Connor Cyril Darren ' +
  'Dean Derek Doreen Douglas Edith Eileen Elsie Ethan Evelyn Faye Freya Gail Gavin Glenda Grace Hazel Heather Hilda Imogen Irene Ivy Jade ' +
  'Janine Jasmine Jordan Joyce Julie Karen Keira Kevin Kyle Leah Lewis Lorna Luke Mabel Marie Mavis Megan Millie Molly Morag Nathan Nigel ' +
  'Norma Oscar Owen Paula Pearl Poppy Ralph Reece Rhys Roger Rosie Roy Russell Ryan Scott Sheila Stanley Tyler Una Vera Wayne Wendy'
).split(' ')
