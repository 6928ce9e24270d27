import type pg from 'pg'
import { type Column, idsThere, insertRows, RowProblem, type Saved } from '../importing/index.ts'
import type { TableRow } from './history-rows.ts'
import type { MadeStanding } from './people-rows.ts'
import { RowTally } from './row-tally-store.ts'
import { changingColumns, type Standing, takeAgain } from './standing-rows-rules.ts'

const [id, words, flag, day] = ['uuid', 'text', 'boolean', 'date'].map((type) => ({ type })) as [
  Column,
  Column,
  Column,
  Column,
]
const origin = { imported_from: words, imported_reference: words }

const columns: Readonly<Record<Standing, Readonly<Record<string, Column>>>> = {
  marker: {
    ...{ id, person_id: id, premises_id: id, number: words, code: words, text: words, source: words, author: words },
    ...{ confidence: words, starts_on: day, review_on: day, expires_on: day, imported_reference: words },
  },
  response_plan: {
    ...{ id, person_id: id, premises_id: id, plan: words, code_word: words, safe_approach: words, author: words },
    ...{ starts_on: day, review_on: day, ended_on: day, ...origin },
  },
  protection_order: {
    ...{ id, kind: words, protected_id: id, subject_id: id, conditions: words, power_of_arrest: flag },
    ...{ starts_on: day, ends_on: day, ...origin },
  },
}

/**
 * Keeps markers, plans and orders. One that is there under its reference is brought to what this import says of it: an
 * order that a court has ended must not be in force in the next briefing. Only looks when `dryRun`.
 */
export async function saveStanding(
  client: pg.Client,
  what: Standing,
  { rows, mapped, dryRun }: { rows: readonly MadeStanding[]; mapped: ReadonlySet<string>; dryRun: boolean },
): Promise<Saved> {
  const tally = new RowTally(rows)
  const stored = await readStanding(
    client,
    what,
    rows.map(({ row }) => row.id),
  )
  const persons = await idsThere(
    client,
    'person',
    rows.flatMap(({ refersTo }) => refersTo.flatMap(([, person]) => person ?? [])),
  )
  // by id: of two lines with one reference the later one is the newer
  const kept = new Map<string, TableRow>()
  for (const made of rows) {
    const { row, refersTo, notes } = made
    const there = kept.get(row.id) ?? stored.get(row.id)
    if (!there) {
      if (!refersTo.every(([field, to]) => tally.refersTo(made, field, to, persons, dryRun))) continue
      for (const note of notes) tally.note(note)
      kept.set(row.id, row)
      continue
    }
    const now = takeAgain(what, { given: row, there, mapped })
    if (now === 'there') tally.saved.there += 1
    else if (now instanceof RowProblem) tally.reject(made, now)
    else {
      tally.note('changed: they were there, and are now as this file says')
      kept.set(row.id, now)
    }
  }
  if (!dryRun) await insertRows(client, what, shapeOf(what), [...kept.values()])
  return tally.saved
}

function shapeOf(what: Standing) {
  const anew = [...changingColumns(what), 'imported_at'].map((column) => `${column} = excluded.${column}`)
  return {
    columns: columns[what],
    fixed: { imported_at: 'now()' },
    conflict: `on conflict (id) do update set ${anew.join(', ')}`,
  }
}

async function readStanding(client: pg.Client, what: Standing, ids: readonly string[]): Promise<Map<string, TableRow>> {
  const { rows } = await client.query<{ row: TableRow & { id: string } }>({
    name: `import stored ${what}`,
    text: `select to_jsonb(s) as row from ${what} s where id = any($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(({ row }) => [row.id, row]))
}
