import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type pg from 'pg'
import t, { type Test } from 'tap'
import {
  describeShowcases,
  freshNumbers,
  loadDemoForce,
  showcasePersonId,
  showcasePremisesId,
  showcases,
} from '../../src/demo/index.ts'
import { isSealedPassword } from '../../src/staff/index.ts'
import { count, fingerprint, HISTORY, load, now } from './loaded-force.ts'

t.test('one demo force', async (t) => {
  const { client, ownerUrl, force, accountsFile, wish } = await load(t, { seed: 1 })
  const none = async (t: Test, what: string, sql: string) => t.equal(await count(client, sql), 0, what)

  await t.test('has its size', async (t) => {
    t.match(force, { loaded: true, incidents: HISTORY })
    t.ok(force.units >= 55 && force.units <= 65, `${force.units} units`)
    const people = await count(client, 'person')
    t.ok(people >= 2_900 && people <= 3_200, `${people} people`)
  })

  await t.test('2 % of incidents are domestic abuse, and 45 % of those come from a repeat victim', async (t) => {
    const { rows } = await client.query<{ share: string; repeats: string; wrong: string }>(
      `
      with domestic as (
        select i.repeat_victim, exists (
          select from incident_person earlier join incident e on e.id = earlier.incident_id
          where earlier.person_id = p.person_id and earlier.role = 'victim' and e.domestic_abuse
            and e.opened_at < i.opened_at and e.opened_at > i.opened_at - interval '12 months') as earlier
        from incident i join incident_person p on p.incident_id = i.id and p.role = 'victim' where i.domestic_abuse)
      select count(*)::float / $1 as share, avg(earlier::int) as repeats, count(*) filter (where earlier <> repeat_victim) as wrong
      from domestic`,
      [HISTORY],
    )
    t.ok(Math.abs(Number(rows[0]?.share) - 0.02) < 0.0005, `share ${rows[0]?.share}`)
    t.ok(Math.abs(Number(rows[0]?.repeats) - 0.45) < 0.005, `repeats ${rows[0]?.repeats}`)
    t.equal(Number(rows[0]?.wrong), 0, 'the flag says what the history says')
    await none(t, 'a repeat without domestic abuse', 'incident where repeat_victim and not domestic_abuse')
  })

  await t.test(
    'every local day is numbered from 1 without a gap, in order of time, and today is left free',
    async (t) => {
      await none(
        t,
        'a gap',
        `(select local_day from incident group by local_day
      having min(day_number) <> 1 or max(day_number) <> count(*)) x`,
      )
      await none(
        t,
        'out of order',
        `(select opened_at < lag(opened_at) over (partition by local_day order by day_number) as wrong
      from incident) x where wrong`,
      )
      await none(t, 'another day', `incident where local_day <> (opened_at at time zone 'Europe/London')::date`)
      await none(
        t,
        'a day whose last number is another',
        `log_number l full join (select local_day, max(day_number) as last from incident
      group by local_day) i using (local_day) where l.last is distinct from i.last`,
      )
      await none(
        t,
        'an incident of today',
        `incident where local_day >= '2026-11-22' or closed_at >= '2026-11-22T00:00:00Z'`,
      )
      t.equal(await count(client, 'log_number'), 365)
    },
  )

  await t.test('all are imported, graded, closed with their closing, and came from a contact', async (t) => {
    await none(
      t,
      'not as imported',
      `incident where not imported or status <> 'closed' or grade is null or closed_at <= graded_at
      or graded_at <= opened_at or handler_id is null or area_id is null or area_class is null or first_attend_by <> attend_by`,
    )
    await none(
      t,
      'no contact',
      'incident i where not exists (select from contact c where c.incident_id = i.id and c.imported)',
    )
    await none(
      t,
      'no grading',
      'incident i where not exists (select from grading g where g.incident_id = i.id and g.grade = i.grade)',
    )
    await none(
      t,
      'no closing',
      `incident i where not exists (select from closure c where c.incident_id = i.id
      and c.closing_category = i.closing_category and c.closed_by = i.closed_by)`,
    )
    await none(
      t,
      'a clock that is not its grade’s',
      `incident i join grade g on g.id = i.grade where i.attend_by <> i.opened_at
      + make_interval(secs => case when i.area_class = 'rural' then g.rural_seconds else least(g.urban_seconds, g.rural_seconds) end)`,
    )
    await none(
      t,
      'domestic abuse graded too low',
      `incident i join grade g on g.id = i.grade where i.domestic_abuse and not g.domestic_abuse_allowed`,
    )
    await none(
      t,
      'a category the force does not have',
      `incident i where not exists (select from definition d,
      jsonb_array_elements(d.body) e where d.kind = 'closing-categories' and e ->> 'code' = i.closing_category)`,
    )
    await none(
      t,
      'something a closing made today would still owe',
      `incident i where locked and jsonb_array_length(jsonb_path_query_array(
      missing_before_closing(i.id, i.result), '$[*] ? (@.what != "attendance")')) > 0`,
    )
  })

  await t.test('locked incidents were closed by supervisors who did not take the call', async (t) => {
    await none(
      t,
      'closed by another',
      `incident i join staff s on s.id = i.closed_by where i.locked
      and (s.role <> 'supervisor' or i.closed_by = i.handler_id
        or exists (select from contact c where c.incident_id = i.id and c.handler_id = i.closed_by))`,
    )
    t.ok((await count(client, 'incident where locked')) > 1_000)
  })

  await t.test('no history is attached to a house that exists, and no telephone rings', async (t) => {
    await none(t, 'at a real place', 'incident i join place p on p.id = i.premises_id where not p.invented')
    await none(
      t,
      'a real number on a real street',
      `place ours join place real on lower(real.street) = lower(ours.street)
      and lower(real.number) = lower(ours.number) where ours.invented and not real.invented`,
    )
    await none(t, 'outside 900 to 999', `place where invented and (number !~ '^9[0-9][0-9]$' or source <> 'demo')`)
    await none(t, 'resident of a real house', 'residence r join place p on p.id = r.premises_id where not p.invented')
    const drama =
      '^\\+44(77009[0-9]{5}|1632960[0-9]{3}|1(13|14|15|16|17|18|21|31|41|51|61)4960[0-9]{3}|1914980[0-9]{3}|2079460[0-9]{3}|2920180[0-9]{3})$'
    for (const table of ['contact', 'telephone', 'marker']) {
      t.equal(await count(client, `${table} where number is not null and number !~ $1`, [drama]), 0, table)
    }
    await none(
      t,
      'one number, two people',
      `(select number from telephone group by number having count(distinct person_id) > 1) x`,
    )
    t.equal(await count(client, 'contact where number = any($1)', [freshNumbers]), 0, 'fresh numbers have no history')
    t.equal(await count(client, 'telephone where number = any($1)', [freshNumbers]), 0)
  })

  await t.test('happens where and when police are wanted', async (t) => {
    const { rows } = await client.query<{ night: number; day: number; carlisle: number; areas: number }>(`
      select count(*) filter (where h between 3 and 5)::int as night, count(*) filter (where h between 15 and 17)::int as day,
        count(*) filter (where lat between 54.86 and 54.93 and lon between -3.0 and -2.87)::int as carlisle, count(distinct area_id)::int as areas
      from (select *, extract(hour from opened_at at time zone 'Europe/London') as h from incident) i`)
    const { night = 0, day = 0, carlisle = 0, areas } = rows[0] ?? {}
    t.ok(day > 2 * night, `${day} in the afternoon, ${night} before dawn`)
    t.ok(carlisle > HISTORY * 0.1 && carlisle < HISTORY * 0.35, `${carlisle} in Carlisle`)
    t.equal(areas, 3)
    await none(
      t,
      'in another area than its place',
      `incident i join place p on p.id = i.premises_id where p.area_id <> i.area_id`,
    )
  })

  await t.test('units are on duty, near their patrol, with crews that fit', async (t) => {
    const { rows } = await client.query<Record<string, string>>(
      `
      select u.*, shift_from <= $1 and shift_to >= $1::timestamptz + interval '8 hours' as on_duty, jsonb_array_length(crew) as members,
        111.195 * sqrt((lat - station_lat) ^ 2 + ((lon - station_lon) * 0.579) ^ 2) as kilometres, fixed_at = $1 as fresh
      from unit u left join unit_position p on p.unit_id = u.id order by callsign`,
      [now],
    )
    const kinds = new Map<string, number>()
    for (const unit of rows) {
      kinds.set(unit['kind'] ?? '', (kinds.get(unit['kind'] ?? '') ?? 0) + 1)
      t.match(
        unit,
        { callsign: /^[NWS][RNPTAD][1-9][1-9]$/, on_duty: true, fresh: true, members: unit['crew_size'] },
        unit['callsign'] ?? '',
      )
      t.ok(Number(unit['kilometres']) < 45, `${unit['callsign']} is ${unit['kilometres']} km from its station`)
    }
    t.strictSame([...kinds.keys()].toSorted(), [
      'armed-response',
      'dog',
      'neighbourhood',
      'pcso',
      'response',
      'roads-policing',
    ])
    t.ok((kinds.get('response') ?? 0) > 25)
    await none(
      t,
      'a kind, driving grade or state the force does not know',
      `unit u where not exists (select from definition d,
      jsonb_array_elements(d.body) e where d.kind = 'unit-states' and e ->> 'code' = u.state and (e ->> 'deployable')::boolean)
      or driving_grade not in ('none', 'basic', 'response', 'advanced')`,
    )
    t.ok(await count(client, `unit where 'taser' = any(skills) and crew_size = 2 and kind = 'response'`))
  })

  await t.test('a station lies in its own area', async (t) => {
    await none(
      t,
      'a station in another area',
      `(select distinct on (u.id) u.area_id, p.area_id as found from unit u join place p
      on p.kind = 'postcode' and p.lat between u.station_lat - 0.01 and u.station_lat + 0.01 and p.lon between u.station_lon - 0.02 and u.station_lon + 0.02
      order by u.id, (p.lat - u.station_lat) ^ 2 + (p.lon - u.station_lon) ^ 2) x where area_id <> found`,
    )
  })

  await t.test('people of every role can sign in, and outside systems have accounts of one scope', async (t) => {
    const roles = new Set(force.signIns.map(({ role }) => role))
    t.strictSame([...roles].toSorted(), [
      'administrator',
      'call-handler',
      'dispatcher',
      'front-desk',
      'ppu',
      'supervisor',
      'unit',
    ])
    t.equal(force.signIns.filter(({ role }) => role === 'unit').length, force.units)
    for (const name of [
      'handler1',
      'handler4',
      'desk2',
      'dispatch.north',
      'dispatch.west',
      'dispatch.south',
      'dispatch.force',
      'supervisor3',
      'admin',
      'nr11',
    ]) {
      t.ok(
        force.signIns.some(({ username }) => username === name),
        name,
      )
    }
    const { rows } = await client.query<{ password_hash: string }>('select distinct password_hash from staff')
    t.match(rows[0]?.password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    t.match(rows[0]?.password_hash, /\$sealed:[0-9a-f]{64}$/, 'what begins a session is on no row')
    t.ok(await isSealedPassword(rows[0]?.password_hash ?? '', 'golden-hour'))
    t.notOk(await isSealedPassword(rows[0]?.password_hash ?? '', 'golden hour'))
    await none(
      t,
      'a crew without its unit',
      `staff s left join unit u on u.id = s.unit_id where s.role = 'unit' and s.username is distinct from lower(u.callsign)`,
    )
    t.equal(
      await count(client, `(select distinct centre_id from staff where role = 'supervisor') x`),
      2,
      'supervisors in both centres',
    )

    t.equal(statSync(accountsFile).mode & 0o777, 0o600)
    const tokens = JSON.parse(readFileSync(accountsFile, 'utf8')) as Record<string, string>
    t.strictSame(Object.keys(tokens).toSorted(), ['avl', 'telephony', 'terminals'])
    for (const [name, token] of Object.entries(tokens)) {
      const hash = createHash('sha256').update(token).digest()
      const known = await client.query<{ who: object }>('select who_is($1) as who', [hash])
      t.match(known.rows[0]?.who, { kind: 'system', name, scopes: [name] })
    }
  })

  await t.test('what is known of somebody is known by number, by address and by person', async (t) => {
    const { highRiskRepeat } = showcases
    for (const call of [
      ['check_number', highRiskRepeat.number],
      ['check_premises', showcasePremisesId('highRiskRepeat')],
    ] as const) {
      const found = await check(client, call[0], call[1])
      t.match(
        found,
        {
          tally: { domesticAbuseEver: 4 },
          persons: Array,
          plans: [{ codeWord: highRiskRepeat.codeWord, plan: highRiskRepeat.plan }],
        },
        call[0],
      )
      t.ok(found.markers.some(({ code }) => code === 'DA'))
      t.match(found.orders, [{ kind: 'non-molestation order', powerOfArrest: true, against: 'Craig Tallentire' }])
      t.match(
        found.persons.find(({ id }) => id === showcasePersonId('highRiskRepeat', 'victim')),
        { riskGrade: 'high' },
      )
    }
    const suspect = await client.query('select code, text from marker where person_id = $1', [
      showcasePersonId('highRiskRepeat', 'suspect'),
    ])
    t.match(suspect.rows, [{ code: 'WE' }, { code: 'VI' }])

    const silent = await check(client, 'check_number', showcases.silentCall.number)
    t.ok(silent.markers.some(({ code, about }) => code === 'DA' && about === 'number'))
    const older = await check(client, 'check_premises', showcasePremisesId('vulnerableOlder'))
    t.match(older, { tally: { ever: 3, domesticAbuseEver: 0 }, plans: [{ safeApproach: /hat off/ }] })
    t.ok(older.markers.some(({ code }) => code === 'DE'))
    t.match(await check(client, 'check_premises', showcasePremisesId('neighbour')), {
      tally: { ever: 1, domesticAbuseEver: 0 },
      markers: [],
      plans: [],
      orders: [],
    })
    const nothing = { incidents: [], persons: [], markers: [], plans: [], orders: [] }
    t.match(await check(client, 'check_number', showcases.ordinaryCaller.number), nothing)
    t.match(await check(client, 'check_premises', showcasePremisesId('ordinaryCaller')), nothing)
    t.match(await check(client, 'check_number', freshNumbers[0] ?? ''), nothing)
    t.equal(await count(client, 'place where protected and id = $1', [showcasePremisesId('refuge')]), 1)
    for (const { address, premisesId } of describeShowcases(showcases)) {
      t.equal(
        await count(client, `place where id = $1 and concat(number, ' ', street, ', ', locality) = $2`, [
          premisesId,
          address,
        ]),
        1,
        address,
      )
    }
  })

  await t.test('markers are of the force’s codes, and some are stale or over', async (t) => {
    await none(
      t,
      'a code the force does not have',
      `marker m where not exists (select from definition d,
      jsonb_array_elements(d.body) e where d.kind = 'marker-codes' and e ->> 'code' = m.code)`,
    )
    t.ok(await count(client, 'marker where review_on < $1', [now]))
    t.ok(await count(client, 'marker where expires_on < $1', [now]))
    t.ok(await count(client, 'marker where review_on >= $1 and (expires_on is null or expires_on >= $1)', [now]))
    t.ok((await count(client, 'protection_order where ends_on >= $1', [now])) > 10)
    t.ok(await count(client, 'protection_order where ends_on < $1', [now]))
    await none(t, 'an order before it was made', `protection_order where starts_on > '2026-11-22'`)
    t.ok((await count(client, 'response_plan')) > 50)
  })

  await t.test('loading again changes nothing; days later the units are on duty again', async (t) => {
    const before = await fingerprint(client)
    const tokens = readFileSync(accountsFile, 'utf8')
    const again = await loadDemoForce(ownerUrl, { ...wish, seed: 2 })
    t.match(again, { loaded: false, units: force.units, incidents: HISTORY })
    t.strictSame(again.signIns, force.signIns)
    t.strictSame(await fingerprint(client), before)
    t.equal(readFileSync(accountsFile, 'utf8'), tokens)

    const later = new Date('2026-11-27T03:00:00Z')
    await loadDemoForce(ownerUrl, { ...wish, now: later })
    t.equal(
      await count(client, `unit where shift_from <= $1 and shift_to >= $1::timestamptz + interval '8 hours'`, [later]),
      force.units,
    )
    const { unit: _unit, ...rest } = await fingerprint(client)
    t.match(before, rest, 'nothing but shifts has moved')
  })
})

type Findings = {
  tally: object
  persons: { id: string }[]
  markers: { code: string; about: string }[]
  plans: object[]
  orders: object[]
}

async function check(client: pg.Client, what: 'check_number' | 'check_premises', key: string): Promise<Findings> {
  const actor = { id: '00000000-0000-7000-8000-000000000000', role: 'system', sessionId: null }
  const { rows } = await client.query<{ found: Findings }>(
    `select ${what}($1::jsonb, 'test', $2${what === 'check_premises' ? '::uuid' : ''}, null) as found`,
    [actor, key],
  )
  if (!rows[0]) throw new Error('no answer')
  return rows[0].found
}
