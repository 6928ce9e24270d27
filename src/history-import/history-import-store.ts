import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from '../db/index.ts'
import { type Column, idsThere, insertRows, RowProblem, type Saved } from '../importing/index.ts'
import { type AreaLookup, openAreaLookup } from '../places/index.ts'
import type { ForceWords } from './history-fields.ts'
import type { MadeContact, MadeIncident } from './history-rows.ts'
import { takeNumbers, takenNumbers } from './log-numbers-store.ts'
import type { MadeInvolvement, MadePerson } from './people-rows.ts'
import type { Premises } from './premises-book-rules.ts'
import { RowTally } from './row-tally-store.ts'

const [id, words, flag, instant, day] = ['uuid', 'text', 'boolean', 'timestamptz', 'date'].map((type) => ({
  type,
})) as [Column, Column, Column, Column, Column]

/** Needs that nobody asked after, in the shape in which an incident keeps them. */
const NO_NEEDS = `'{"questions":{},"language":null,"interpreter":null,"officerSex":null,"skills":[],"safeNumber":null,"safeContact":null,"codeWord":null,"excludedUnitIds":[]}'::jsonb`

/** Where a row is from, and when it came: of the batch, as all of it is there at once. */
const origin = { imported_from: words, imported_reference: words }
const importedNow = { imported_at: 'now()' }

const incident = {
  columns: {
    ...{
      id,
      local_day: day,
      day_number: { type: 'int' },
      opening_category: words,
      type: words,
      closing_category: words,
    },
    ...{ summary: words, location_text: words, premises_id: id, lat: { type: 'float8' }, lon: { type: 'float8' } },
    ...{ area_id: words, area_class: words, domestic_abuse: flag, repeat_victim: flag, vulnerable: flag },
    ...{
      flags_because: { type: 'jsonb' },
      grade: words,
      opened_at: instant,
      closed_at: instant,
      result: { type: 'jsonb' },
    },
    ...origin,
    grade_position: { type: 'smallint' },
  },
  fixed: {
    status: `'closed'`,
    needs: NO_NEEDS,
    location_confirmed: 'true',
    imported: 'true',
    first_grade: 'r.grade',
    ...importedNow,
  },
}
const contact = {
  columns: {
    ...{
      id,
      channel: words,
      kind: words,
      number: words,
      number_as_given: words,
      number_withheld: flag,
      caller_name: words,
    },
    ...{
      caller_role: words,
      first_words: words,
      source: words,
      external_ref: words,
      received_at: instant,
      incident_id: id,
    },
  },
  fixed: { imported: 'true', presented_at: 'r.received_at' },
}
const person = {
  columns: {
    ...{ id, family_name: words, given_names: words, born_on: day, sex: words, risk_grade: words, risk_graded_on: day },
    ...{ marac_on: day, source: words },
    aliases: { type: 'jsonb', as: 'array(select jsonb_array_elements_text(r.aliases))' },
  },
}
const telephone = { columns: { number: words, person_id: id, valid_from: day } }
const residence = { columns: { premises_id: id, person_id: id, valid_from: day, valid_to: day } }
const involvement = {
  columns: {
    ...{ id, incident_id: id, person_id: id, role: words, born_on: day, relationship: words, present: flag },
    // the name as the person's record has it, unless the row says another
    name: {
      type: 'text',
      as: `coalesce(r.name, (select p.given_names || ' ' || p.family_name from person p where p.id = r.person_id))`,
    },
  },
  // by which the newest are counted first: when it was, not when it was imported
  fixed: { added_at: '(select i.opened_at from incident i where i.id = r.incident_id)' },
}
/** Keeps rows of a kind, and says what became of each. Only looks when `dryRun`. */
export const historyStore = {
  incidents: async (client: pg.Client, rows: readonly MadeIncident[], dryRun: boolean): Promise<Saved> => {
    const tally = new RowTally(rows)
    const fresh = await tally.leaveOut(client, 'incident', (row) => row.incident.id)
    const taken = await takenNumbers(client, fresh)
    const free = fresh.filter((row) => {
      const isTaken = row.logNumber !== null && taken.has(`${row.incident.local_day}/${row.logNumber}`)
      if (isTaken) tally.reject(row, new RowProblem('logNumber', 'is the log number of another incident of that day'))
      else if (row.logNumber !== null) taken.add(`${row.incident.local_day}/${row.logNumber}`)
      return !isTaken
    })
    if (!dryRun) {
      const numbers = await takeNumbers(client, free)
      const positions = await gradePositions(client)
      await insertRows(
        client,
        'incident',
        incident,
        free.map((row, index) => ({
          ...row.incident,
          day_number: numbers[index],
          grade_position: positions.get(String(row.incident['grade'])) ?? null,
        })),
      )
      await insertRows(
        client,
        'contact',
        contact,
        free.flatMap((row) => (row.contact ? [row.contact] : [])),
      )
    }
    return tally.saved
  },

  contacts: async (client: pg.Client, rows: readonly MadeContact[], dryRun: boolean): Promise<Saved> => {
    const tally = new RowTally(rows)
    const fresh = await tally.leaveOut(client, 'contact', (row) => row.contact.id)
    const incidents = await idsThere(
      client,
      'incident',
      fresh.flatMap((row) => row.incidentId ?? []),
    )
    const kept = fresh.filter((row) => tally.refersTo(row, 'incidentReference', row.incidentId, incidents, dryRun))
    if (!dryRun)
      await insertRows(
        client,
        'contact',
        contact,
        kept.map((row) => row.contact),
      )
    return tally.saved
  },

  persons: async (client: pg.Client, rows: readonly MadePerson[], dryRun: boolean): Promise<Saved> => {
    const tally = new RowTally(rows)
    const fresh = await tally.leaveOut(client, 'person', (row) => row.person.id)
    if (!dryRun) {
      await insertRows(
        client,
        'person',
        person,
        fresh.map((row) => row.person),
      )
      await insertRows(
        client,
        'telephone',
        telephone,
        fresh.flatMap((row) => row.telephones),
      )
      await insertRows(
        client,
        'residence',
        residence,
        fresh.flatMap((row) => row.residences),
      )
    }
    return tally.saved
  },

  involvements: async (client: pg.Client, rows: readonly MadeInvolvement[], dryRun: boolean): Promise<Saved> => {
    const tally = new RowTally(rows)
    const fresh = await tally.leaveOut(client, 'incident_person', ({ row }) => row.id)
    const incidents = await idsThere(
      client,
      'incident',
      fresh.map((row) => row.incidentId),
    )
    const persons = await idsThere(
      client,
      'person',
      fresh.flatMap((row) => row.personId ?? []),
    )
    const kept = fresh.filter(
      (row) =>
        tally.refersTo(row, 'incidentReference', row.incidentId, incidents, dryRun) &&
        tally.refersTo(row, 'personReference', row.personId, persons, dryRun),
    )
    if (!dryRun)
      await insertRows(
        client,
        'incident_person',
        involvement,
        kept.map(({ row }) => row),
      )
    return tally.saved
  },
}

async function gradePositions(client: pg.Client): Promise<Map<string, number>> {
  const answer = await client.query<{ id: string; position: number }>({
    name: 'import grades',
    text: 'select distinct on (id) id, position from grade order by id, valid_from desc',
  })
  return new Map(answer.rows.map((row) => [row.id, row.position]))
}

/** The force's own words, as they are in force. */
export async function readForceWords(client: pg.Client): Promise<ForceWords> {
  const codes = async (statement: string, values: string[] = []) =>
    (await client.query<{ code: string }>(statement, values)).rows.map((row) => row.code)
  const ofKind = (kind: string) =>
    codes(
      `select c ->> 'code' as code from (select body from definition where kind = $1 and valid_from <= now()
         and (valid_to is null or valid_to > now()) order by valid_from desc, version desc limit 1) d, jsonb_array_elements(body) c`,
      [kind],
    )
  return {
    incidentTypes: await ofKind('incident-types'),
    closingCategories: await ofKind('closing-categories'),
    grades: await codes('select distinct id as code from grade order by id'),
    areas: await codes('select id as code from area order by id'),
  }
}

/** Every premises of the gazetteer, and the areas. */
export async function readGround(
  client: pg.Client,
  ownerUrl: string,
): Promise<{ premises: Premises[]; areas: AreaLookup }> {
  const { rows: premises } = await client.query<Premises>(
    `select id, name, locality, town, postcode, uprn, lat, lon, area_id as "areaId", area_class as "areaClass"
     from place where kind = 'premises'`,
  )
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: ownerUrl, max: 1 }) }),
  })
  try {
    return { premises, areas: await openAreaLookup(db) }
  } finally {
    await db.destroy()
  }
}
