import { sql } from 'kysely'
import { logNumber, Refusal } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import { type FigureDefinitions, type FigureId, figureDefinitions } from '../definitions/index.ts'
import type { Dimension } from './figure.ts'
import type { FigureListQuery, FigureListView, FigureQuery, FiguresView } from './figure-contract.ts'
import { groupFigure, namesWithoutLookup, type Told, unitOf } from './figure-group-rules.ts'
import { chooseSpans, type Days, isRolledUp } from './figure-span-rules.ts'
import { foldOn } from './figure-store.ts'
import { type Sql, valuesOf } from './figure-value-board.ts'

/** What was in force at the instant that is asked about; undefined: the force had loaded none. */
type Definitions = { version: string; validFrom: string; body: FigureDefinitions } | undefined

/** Most portions of the journal that a question waits for: beyond it, the node is still reading on by itself. */
const MOST_PORTIONS = 200

/**
 * The instant that is asked about, once everything recorded up to it can be counted. Without one: now.
 * @throws Refusal request/invalid for an instant that has not come; figures/not-ready while the journal is still being read
 */
export async function settle(db: Reader, asOf: string | undefined): Promise<string> {
  const { rows } = await sql<{ now: Date }>`select settled_until() as now`.execute(db)
  const now = rows[0]?.now ?? new Date(0)
  const at = asOf === undefined ? now : new Date(asOf)
  if (at > now)
    throw new Refusal('request/invalid', 'That instant has not come yet', {
      errors: [{ pointer: '/querystring/asOf', detail: 'is in the future: figures are of what was recorded' }],
    })
  for (let portion = 0; await foldOn(db); portion += 1) {
    if (portion === MOST_PORTIONS) throw new Refusal('figures/not-ready', 'The journal is still being read for figures')
  }
  return at.toISOString()
}

/** The definitions of that instant: with those of today an answer of then would be another one. */
export async function findDefinitions(db: Reader, asOf: string): Promise<Definitions> {
  const row = await db
    .selectFrom('definition')
    .select(['version', 'valid_from', 'body'])
    .where('kind', '=', 'figure-definitions')
    .where('valid_from', '<=', new Date(asOf))
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', new Date(asOf))]))
    .orderBy('valid_from', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  return { version: row.version, validFrom: row.valid_from.toISOString(), body: figureDefinitions.parse(row.body) }
}

/** Every figure that the force has defined, by one dimension, as of that settled instant. */
export async function listFigures(
  db: Reader,
  definitions: Definitions,
  query: FigureQuery,
  asOf: string,
): Promise<FiguresView> {
  const { from, to, by } = query
  const head = { from, to, by, asOf }
  if (!definitions) return { ...head, definitions: null, figures: [] }
  const { version, validFrom, body } = definitions
  const wanted = body.figures.filter(({ id }) => query.figure === undefined || id === query.figure)
  const rows = await count(
    db,
    query,
    asOf,
    body.answerWithinSeconds,
    wanted.map(({ id }) => id),
  )
  const names = await nameKeys(db, by, rows)
  return {
    ...head,
    definitions: { version, validFrom, fewest: body.fewest },
    figures: wanted.map((figure) => ({
      ...figure,
      unit: unitOf(figure.id),
      groups: groupFigure(
        figure.id,
        by,
        rows.filter((row) => row.figure === figure.id),
        body.fewest,
        names,
      ),
    })),
  }
}

/** Counts of each part of each figure: rolled up where that stands as of the instant, of each incident where it does not. */
async function count(
  db: Reader,
  query: FigureQuery,
  asOf: string,
  answerWithinSeconds: number,
  figures: readonly FigureId[],
): Promise<Told[]> {
  const known = isRolledUp(query) ? await listSpans(db, query, asOf, answerWithinSeconds) : []
  const { spans, rests } = chooseSpans(known, query)
  const parts: Sql[] = []
  if (rests.length > 0)
    parts.push(sql`select key, figure, value, count(*) as n
      from (${valuesOf(query, { days: daysOf(rests), asOf, answerWithinSeconds })}) v
      where figure = any (${figures}) group by 1, 2, 3`)
  if (spans.length > 0) parts.push(countOfSpans(query, spans, figures))
  const { rows } = await sql<Told & { spans: number }>`
    select key, figure, value, sum(n)::int as n,
      (select count(*)::int from figure_span where stands_since <= ${asOf}::timestamptz and ${isOneOf(spans)}) as spans
    from (${sql.join(parts, sql` union all `)}) counted group by 1, 2, 3`.execute(db)
  // a state of one of their days was written meanwhile
  const gone = rows[0] !== undefined && rows[0].spans !== spans.length
  return gone ? count(db, query, asOf, answerWithinSeconds, figures) : rows
}

async function listSpans(db: Reader, { from, to }: Days, asOf: string, answerWithinSeconds: number): Promise<Days[]> {
  const { rows } = await sql<Days>`
    select from_day as from, to_day as to from figure_span where from_day >= ${from}::date and to_day <= ${to}::date
      and stands_since <= ${asOf}::timestamptz and answer_within_seconds = ${answerWithinSeconds}`.execute(db)
  return rows
}

function countOfSpans(query: FigureQuery, spans: readonly Days[], figures: readonly FigureId[]): Sql {
  const columns = { grade: 'first_grade', area: 'area_id', 'area-class': 'area_class', centre: 'centre_id' } as const
  const { by, grade, areaId, areaClass, centreId } = query
  const key = by in columns ? sql.ref(columns[by as keyof typeof columns]) : sql`'all'`
  const wanted = { first_grade: grade, area_id: areaId, area_class: areaClass, centre_id: centreId }
  const conditions = Object.entries(wanted).flatMap(([column, value]) =>
    value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`],
  )
  return sql`select ${key} as key, figure, value, sum(n) as n from figure_cell
    where ${sql.join([isOneOf(spans), sql`figure = any (${figures})`, ...conditions], sql` and `)} group by 1, 2, 3`
}

const isOneOf = (spans: readonly Days[]) => sql`(from_day, to_day) in (
  select f, t from unnest(${spans.map(({ from }) => from)}::date[], ${spans.map(({ to }) => to)}::date[]) as s (f, t))`

const daysOf = (days: readonly Days[]) =>
  sql`(${sql.join(
    days.map(({ from, to }) => sql`local_day between ${from}::date and ${to}::date`),
    sql` or `,
  )})`

/** What is behind one number, the earliest first; the total is that number. */
export async function listBehind(
  db: Reader,
  definitions: Definitions,
  query: FigureListQuery,
  asOf: string,
): Promise<FigureListView> {
  if (!definitions?.body.figures.some(({ id }) => id === query.figure)) return { asOf, total: 0, rows: [] }
  const key =
    query.key === undefined ? sql`true` : sql`key is not distinct from ${query.key === 'none' ? null : query.key}`
  const part = query.part === 'counted' ? sql`true` : sql`value = ${query.part === 'met' ? 1 : 0}`
  const { rows } = await sql<{
    incident_id: string | null
    contact_id: string | null
    local_day: string | null
    day_number: number | null
    at: Date
    value: number
    total: number
  }>`
    select incident_id, contact_id, local_day, day_number, at, value, count(*) over ()::int as total
    from (${valuesOf(query, { days: daysOf([query]), asOf, answerWithinSeconds: definitions.body.answerWithinSeconds })}) v
    where figure = ${query.figure} and ${key} and ${part}
    order by at, incident_id, contact_id offset ${query.offset} limit ${query.limit}`.execute(db)
  return {
    asOf,
    total: rows[0]?.total ?? 0,
    rows: rows.map((row) => ({
      incidentId: row.incident_id,
      reference: row.local_day === null || row.day_number === null ? null : logNumber(row.local_day, row.day_number),
      contactId: row.contact_id,
      at: row.at.toISOString(),
      value: row.value,
    })),
  }
}

/** Keys in the force's words; one nobody knows any more is told as it is. */
async function nameKeys(db: Reader, by: Dimension, rows: readonly Told[]): Promise<ReadonlyMap<string, string>> {
  const keys = [...new Set(rows.map(({ key }) => key).filter((key) => key !== null))]
  const names = namesWithoutLookup(by, keys)
  if (names) return names
  const table = {
    grade: sql`select distinct on (id) id as key, name from grade order by id, valid_from desc`,
    area: sql`select id as key, name from area`,
    centre: sql`select distinct centre_id as key, initcap(centre_id) as name from area`,
    officer: sql`select id::text as key, display_name as name from staff where id = any (${keys.filter((key) => by === 'officer' && key)}::uuid[])`,
    detail: sql`select c ->> 'code' as key, c ->> 'name' as name from definition d, jsonb_array_elements(d.body) c
      where d.kind in ('not-first-reasons', 'closing-categories') order by d.valid_from`,
  }[by as 'grade' | 'area' | 'centre' | 'officer' | 'detail']
  const found = await sql<{ key: string; name: string }>`${table}`.execute(db)
  return new Map(found.rows.map(({ key, name }) => [key, name]))
}
