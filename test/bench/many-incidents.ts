import type pg from 'pg'
import { makeNames } from './made-names.ts'

/**
 * Fills a migrated, empty database with ten years of incidents, one contact each, about people in households: a fifth
 * as many households as incidents. Half of all calls come from a quarter of the households; the busiest has
 * thousands at a million. A third of the calls comes from a number nobody is known by, or from none.
 *
 * Names are as common as names are: one in ninety is a Smith, one in forty-five a John.
 *
 * Triggers and foreign keys are off while it fills: the connection is a superuser's. Nobody's telephone: +999 is a
 * country code that no country has. Nobody's house: the streets have numbers for names.
 */
export async function fillWithIncidents(
  client: pg.Client,
  incidents: number,
  say: (line: string) => void,
): Promise<void> {
  await client.query(`set session_replication_role = replica; set synchronous_commit = off`)
  await client.query(`set maintenance_work_mem = '256MB'; select setseed(0.5)`)
  const indexes = await dropIndexes(client)
  for (const kind of ['family', 'given'] as const) {
    const names = makeNames(kind, kind === 'family' ? FAMILIES : GIVEN)
    await client.query(
      `create temp table ${kind} as select rank, name, word_keys(lower(name)) as keys from unnest($1::text[]) with ordinality as u (name, rank)`,
      [names],
    )
    await client.query(`create unique index on ${kind} (rank)`)
    await client.query(`analyze ${kind}`)
  }
  for (const { what, statement } of [...before, ...rowsOf(incidents, incidents / 5)]) {
    if (what) say(`${what} ...`)
    await client.query(statement)
  }
  say('indexes, vacuum, analyze ...')
  for (const index of indexes) await client.query(index)
  await client.query('vacuum (analyze)')
  await client.query(`comment on table incident is '${FILLED}'`)
}

const FILLED = 'filled by the bench'

/** Whether an earlier run filled this database to its end. */
export async function isFilled(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ filled: boolean }>(
    `select coalesce(obj_description('incident'::regclass), '') = '${FILLED}' as filled`,
  )
  return rows[0]?.filled === true
}

/** Indexes are built faster when the rows are in. @returns how to make them again */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; text: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as text
     from pg_index i where indrelid = any('{place,person,incident,contact,incident_person}'::regclass[])
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ text }) => text)
}

const FAMILIES = 20_000
const GIVEN = 1_500
/** The rank of a name drawn as names occur (Zipf): the larger `flat`, the less common the commonest. */
const rank = (most: number, flat: number) =>
  `least(${most}, 1 + floor(${flat} * (power(${most / flat + 1}, random()) - 1)))::bigint`

type Step = { what?: string; statement: string }

const before: Step[] = [
  {
    // keys that sort by age as those of the product do
    statement: `create function nth(kind int, n bigint) returns uuid language sql immutable as $$
      select (lpad(to_hex(n), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8' || left(md5(kind || '/' || n), 15))::uuid $$`,
  },
  {
    statement: `create function number_of(n bigint) returns text language sql immutable as $$
      select '+999' || lpad(n::text, 9, '0') $$`,
  },
  {
    // the busy ones are the low numbers, and everything that is skewed leans on the same ones
    statement: `create function busy(most bigint) returns bigint language sql volatile as $$
      select 1 + floor(most * random() ^ 2)::bigint $$`,
  },
]

const [PLACE, PERSON, INCIDENT, CONTACT, INVOLVED, MARKER, PLAN, ORDER] = [1, 2, 3, 4, 5, 6, 7, 8]

function rowsOf(incidents: number, households: number): Step[] {
  const people = Math.floor(households * 1.5)
  const opened = `(now() - (${incidents} + 1 - n) * interval '10 years' / ${incidents})`
  return [
    {
      what: `${households} households`,
      statement: `
        insert into place (id, kind, name, number, street, lat, lon, search, source, invented)
        select nth(${PLACE}, n), 'premises', 900 + n % 100 || ' Street ' || n / 100, 900 + n % 100, 'street ' || n / 100,
          54.2 + random(), -3.5 + random(), 'street', 'bench', true
        from generate_series(1, ${households}) n;
        insert into person (id, family_name, given_names, born_on, risk_grade, risk_graded_on, source, name_keys, name_pairs)
        select nth(${PERSON}, n), f.name, g.name, date '1945-01-01' + (n % 25000)::int,
          case when n % 20 = 0 then 'high' end, case when n % 20 = 0 then date '2026-01-01' end, 'bench',
          array_to_tsvector(f.keys || g.keys), name_pairs_of(words, null) || sound_pairs_of(words)
        from (select n, ${rank(FAMILIES, 12)} as family, ${rank(GIVEN, 8)} as given from generate_series(1, ${people}) n) drawn
          join family f on f.rank = drawn.family join given g on g.rank = drawn.given
          cross join lateral (select array[lower(g.name), lower(f.name)] as words) w;
        insert into residence (premises_id, person_id, valid_from)
        select nth(${PLACE}, 1 + n % ${households}), nth(${PERSON}, n), date '2015-01-01' from generate_series(1, ${people}) n;
        insert into telephone (number, person_id, valid_from)
        select number_of(1 + n % ${households}), nth(${PERSON}, n), date '2015-01-01' from generate_series(1, ${people}) n where n % 5 > 0`,
    },
    {
      what: `${incidents} incidents with their contacts`,
      statement: `
        create temp table happened as
          select n, busy(${households}) as household, ${opened} as opened_at, random() as who, random() as how
          from generate_series(1, ${incidents}) n;
        insert into incident (id, local_day, day_number, status, opening_category, type, closing_category, summary, location_text,
          premises_id, lat, lon, domestic_abuse, repeat_victim, grade, grade_position, opened_at, closed_at, result, imported)
        select nth(${INCIDENT}, n), opened_at::date, n, 'closed', 'concern', 'concern', 'concern',
          'The caller is worried about shouting from the house next door, for the second time this week; log ' || n,
          'as given by the caller', case when how < 0.85 then nth(${PLACE}, 1 + household % ${households}) end, 54.5, -3,
          how < 0.02, how < 0.01, '2', 2, opened_at, opened_at + interval '3 hours',
          '{"text": "Attended, both spoken to apart; words of advice given and the house left quiet."}', true
        from happened;
        insert into contact (id, channel, kind, number, source, received_at, incident_id, imported)
        select nth(${CONTACT}, n), case when how < 0.4 then '999' else '101' end, 'voice',
          case when who < 0.67 then number_of(1 + household % ${households}) when who < 0.9 then number_of(${households} + busy(${households})) end,
          'bench', opened_at - interval '2 minutes', nth(${INCIDENT}, n), true
        from happened`,
    },
    {
      what: 'who was part of them, markers, plans and orders',
      statement: `
        insert into incident_person (id, incident_id, person_id, role, name, added_at)
        select nth(${INVOLVED}, n), nth(${INCIDENT}, n), nth(${PERSON}, household), 'victim', 'Given ' || household, opened_at
        from happened where who < 0.5
        union all
        select nth(${INVOLVED}, ${incidents} + n), nth(${INCIDENT}, n), nth(${PERSON}, busy(${people})), 'suspect', 'as named', opened_at
        from happened where how < 0.25;
        insert into marker (id, number, premises_id, person_id, code, text, source, author, confidence, starts_on, review_on)
        select nth(${MARKER}, n), case when n % 6 = 0 then number_of(busy(${households})) end,
          case when n % 6 in (1, 2) then nth(${PLACE}, busy(${households})) end,
          case when n % 6 > 2 then nth(${PERSON}, busy(${people})) end,
          'violent', 'Was violent to officers at the door; two to attend, and keep the kitchen in sight.', 'bench', 'bench', 'confirmed',
          current_date - (n % 700)::int, current_date + 200
        from generate_series(1, ${incidents / 20}) n;
        insert into response_plan (id, premises_id, plan, author, starts_on, review_on)
        select nth(${PLAN}, n), nth(${PLACE}, busy(${households})), 'Approach from the back lane, no sirens; ring the neighbour first.',
          'bench', current_date - 100, current_date + 200
        from generate_series(1, ${incidents / 200}) n;
        insert into protection_order (id, kind, protected_id, subject_id, conditions, power_of_arrest, starts_on)
        select nth(${ORDER}, n), 'non-molestation', nth(${PERSON}, busy(${people})), nth(${PERSON}, busy(${people})),
          'Not to come within a hundred metres of the house.', true, current_date - 50
        from generate_series(1, ${incidents / 200}) n`,
    },
  ]
}
