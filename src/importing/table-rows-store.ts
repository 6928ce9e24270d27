import type pg from 'pg'

/** One connection of the schema's owner. */
export type Connection = pg.Client

/** A column to be written: its type, and what is made of it where it does not go in as it is. */
export type Column = { type: string; as?: string }

/** What goes into a table: `fixed` are columns that are the same for every row, `conflict` what is done with rows that are there, as SQL. */
export type TableShape = {
  columns: Readonly<Record<string, Column>>
  fixed?: Readonly<Record<string, string>>
  conflict?: string
}

/**
 * Rows into a table in one statement, column by column: as quick as COPY here, and it can leave alone what is there.
 * @returns how many went in, or were changed
 */
export async function insertRows(
  client: pg.Client,
  table: string,
  { columns, fixed = {}, conflict = 'on conflict do nothing' }: TableShape,
  rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
): Promise<number> {
  if (rows.length === 0) return 0
  const names = Object.keys(columns)
  const made = names.map((name) => columns[name]?.as ?? `r.${name}`)
  const answer = await client.query({
    name: `import ${table}`,
    text: `insert into ${table} (${[...names, ...Object.keys(fixed)].join(', ')})
      select ${[...made, ...Object.values(fixed)].join(', ')}
      from unnest(${names.map((name, index) => `$${index + 1}::${columns[name]?.type}[]`).join(', ')}) as r (${names.join(', ')})
      ${conflict}`,
    values: names.map((name) => rows.map((row) => row[name] ?? null)),
  })
  return answer.rowCount ?? 0
}

/** Those of these ids that the table has. */
export async function idsThere(client: pg.Client, table: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const answer = await client.query<{ id: string }>({
    name: `import there ${table}`,
    text: `select id from ${table} where id = any($1::uuid[])`,
    values: [ids],
  })
  return new Set(answer.rows.map(({ id }) => id))
}
