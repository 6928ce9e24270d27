import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/db/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { type Deployment, open, recommended, sendFirst, spots, step, wholeResult } from '../support/way-of-a-call.ts'

const room = await openControlRoom(t)
const db = openDatabase(room.serviceUrl)
t.teardown(() => db.destroy())
const [handler, north, force, supervisor, second, terminals, telephony] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('dispatch.north'),
  room.signIn('dispatch.force'),
  room.signIn('supervisor1'),
  room.signIn('supervisor2'),
  room.account('terminals'),
  room.account('telephony'),
])
await Promise.all([north.follow(), force.follow()])
const statuses = (answers: Array<{ status: number }>) => answers.map(({ status }) => status).sort()

t.test('two dispatchers assign the same unit at the same moment: one is told it is taken (I1)', async (t) => {
  for (let round = 0; round < 10; round += 1) {
    const [a, b] = await Promise.all([
      open(handler, { grade: '1', location: spots.carlisle }),
      open(handler, { grade: '1', location: spots.carlisle }),
    ])
    const [forA, forB] = await Promise.all([recommended(north, a.id), recommended(force, b.id)])
    const unit = forA.candidates.find(({ rank, divertFrom }) => rank !== null && divertFrom === null)
    if (!unit) throw new Error('no unit is free')
    const answers = await Promise.all([
      north.ask<Deployment>('POST', `/incidents/${a.id}/deployments`, {
        recommendationId: forA.id,
        unitId: unit.unitId,
        reasonCode: 'other',
      }),
      force.ask<Deployment>('POST', `/incidents/${b.id}/deployments`, {
        recommendationId: forB.id,
        unitId: unit.unitId,
        reasonCode: 'other',
      }),
    ])
    t.same(statuses(answers), [201, 409], JSON.stringify(answers.map(({ body }) => body)).slice(0, 400))
    const won = answers.find(({ status }) => status === 201)
    if (won) await step(terminals, won.body.id, 'stand-down')
  }
})

t.test('two dispatchers accept one recommendation with two units: the need is met once (I6)', async (t) => {
  for (let round = 0; round < 6; round += 1) {
    const incident = await open(handler, { grade: '2' })
    const [ranking] = await Promise.all([recommended(north, incident.id), recommended(force, incident.id)])
    const [one, two] = ranking.candidates.filter(({ rank, divertFrom }) => rank !== null && divertFrom === null)
    const answers = await Promise.all([
      north.ask<Deployment & { type?: string }>('POST', `/incidents/${incident.id}/deployments`, {
        recommendationId: ranking.id,
        unitId: one?.unitId,
      }),
      force.ask<Deployment & { type?: string }>('POST', `/incidents/${incident.id}/deployments`, {
        recommendationId: ranking.id,
        unitId: two?.unitId,
        reasonCode: 'other',
      }),
    ])
    t.same(statuses(answers), [201, 409])
    t.equal(answers.find(({ status }) => status === 409)?.body.type, '/problems/recommendation/met')
    const won = answers.find(({ status }) => status === 201)
    if (won) await step(terminals, won.body.id, 'stand-down')
  }
})

t.test('an outdated recommendation is answered with the new one (I6)', async (t) => {
  const incident = await open(handler, { grade: '2' })
  const old = await recommended(north, incident.id)
  const fresh = await north.must<{ id: string; version: number }>(
    201,
    'POST',
    `/incidents/${incident.id}/recommendations`,
  )
  t.match(
    await north.ask('POST', `/incidents/${incident.id}/deployments`, {
      recommendationId: old.id,
      unitId: old.candidates[0]?.unitId,
    }),
    {
      status: 409,
      body: { type: '/problems/recommendation/stale', current: { id: fresh.id, version: 2 } },
    },
  )
})

t.test('two supervisors close at the same moment: one does, the other is told it is closed', async (t) => {
  const incident = await open(handler, { type: 'domestic', grade: '2', summary: 'x' })
  await handlerChecksDone(incident.id)
  const answers = await Promise.all(
    [supervisor, second].map((desk) =>
      desk.ask('POST', `/incidents/${incident.id}/close`, { closingCategory: 'domestic', result: wholeResult }),
    ),
  )
  t.same(statuses(answers), [200, 409])
})

t.test('a unit is sent while its incident is being closed: never both', async (t) => {
  for (let round = 0; round < 6; round += 1) {
    const incident = await open(handler, { grade: '2' })
    await handlerChecksDone(incident.id)
    const ranking = await recommended(north, incident.id)
    const [sent, closed] = await Promise.all([
      north.ask<Deployment>('POST', `/incidents/${incident.id}/deployments`, {
        recommendationId: ranking.id,
        unitId: ranking.candidates[0]?.unitId,
      }),
      supervisor.ask('POST', `/incidents/${incident.id}/close`, { closingCategory: 'theft', result: wholeResult }),
    ])
    t.not(sent.status === 201, closed.status === 200, `${sent.status} and ${closed.status}`)
    if (sent.status === 201) await step(terminals, sent.body.id, 'stand-down')
  }
})

t.test(
  'a grade is raised while the recommender works on the incident: neither waits for the other for ever',
  async (t) => {
    for (let round = 0; round < 8; round += 1) {
      const incident = await open(handler, { grade: '2' })
      const answers = await Promise.all([
        handler.ask('POST', `/incidents/${incident.id}/grade`, { grade: '1' }),
        north.ask('POST', `/incidents/${incident.id}/recommendations`),
        handler.ask('PATCH', `/incidents/${incident.id}`, {
          location: spots.carlisle,
          summary: 'It is getting worse.',
        }),
      ])
      t.same(statuses(answers), [200, 200, 201])
    }
  },
)

t.test('the crew clears while the dispatcher stands it down: it ends once', async (t) => {
  const incident = await open(handler, { grade: '2' })
  const deployment = await sendFirst(north, incident.id)
  await step(terminals, deployment.id, 'at-scene')
  const answers = await Promise.all([
    terminals.ask('POST', `/deployments/${deployment.id}/steps`, { step: 'clear' }),
    north.ask('POST', `/deployments/${deployment.id}/steps`, { step: 'stand-down' }),
  ])
  t.same(statuses(answers), [200, 409])
})

t.test(
  'telephony hands one call over twice at the same moment, under two keys: it is one contact (I4, I11)',
  async (t) => {
    const call = { channel: '999', number: '07700 900940', externalRef: 'twice-1' }
    const answers = await Promise.all([1, 2, 3].map(() => telephony.ask<{ id: string }>('POST', '/contacts', call)))
    t.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
    t.ok(answers.every(({ status }) => status === 201 || status === 200))
  },
)

t.test('one request repeated many times at once makes one incident (I11)', async (t) => {
  const body = { type: 'theft', summary: 'Only once', location: spots.carlisle }
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => handler.ask<{ id: string }>('POST', '/incidents', body, 'only-once')),
  )
  t.equal(
    answers.filter(({ status }) => status === 201).length + answers.filter(({ status }) => status === 409).length,
    8,
  )
  const again = await handler.ask<{ id: string }>('POST', '/incidents', body, 'only-once')
  t.equal(again.status, 201)
  const ids = new Set([...answers.filter(({ status }) => status === 201), again].map((answer) => answer.body.id))
  t.equal(ids.size, 1)
  t.match(await handler.ask('POST', '/incidents', { ...body, summary: 'Another' }, 'only-once'), { status: 422 })
})

t.test('many incidents opened at once: log numbers are given once each, without a gap', async (t) => {
  await Promise.all(Array.from({ length: 30 }, () => open(handler)))
  const { rows } = await sql<{ n: number; most: number; distinct: number }>`
    select count(*)::int as n, max(day_number) as most, count(distinct day_number)::int as distinct from incident
    where local_day = (now() at time zone 'Europe/London')::date`.execute(db)
  t.equal(rows[0]?.n, rows[0]?.most)
  t.equal(rows[0]?.n, rows[0]?.distinct)
})

t.test("straight SQL in the service's name ends, lessens or forges nothing (I2, I3, I8)", async (t) => {
  const incident = await open(handler, { type: 'domestic', grade: '1', happeningNow: true })
  const id = `'${incident.id}'`
  for (const attempt of [
    `update incident set status = 'closed', closed_at = now(), closing_category = 'error' where id = ${id}`,
    `update incident set domestic_abuse = false where id = ${id}`,
    `update incident set grade = '2', grade_position = 2 where id = ${id}`,
    `update incident set attend_by = now() + interval '9 hours' where id = ${id}`,
    `update incident set type = 'theft' where id = ${id}`,
    `update incident set proposal_binding = false where id = ${id}`,
    `delete from incident where id = ${id}`,
    `insert into closure (id, incident_id, closing_category, result, closed_by) select gen_random_uuid(), ${id}, 'error', '{}', id from staff limit 1`,
    `insert into session (id, token_hash, staff_id, expires_at) select gen_random_uuid(), '\\x00', id, now() + interval '1 h' from staff where role = 'supervisor'`,
    'select token_hash from session',
    'select password_hash from staff',
    `update staff set role = 'supervisor'`,
    'select number, first_words from contact',
    'select text from log_entry',
    'select body from briefing',
    'select findings from check_run',
    'select * from person',
    'select * from marker',
    'set role golden_hour_owner',
    `update deployment set incident_id = ${id}`,
    `select close_incident('\\x00'::bytea, gen_random_uuid(), ${id}, 'error', '{}')`,
  ]) {
    await t.rejects(sql.raw(attempt).execute(db), /permission denied|session\/none|must be able to SET ROLE/, attempt)
  }
  t.match(await handler.must(200, 'GET', `/incidents/${incident.id}`), {
    incident: { status: 'open', grade: '1', locked: true },
  })
})

t.test('a deployment without its briefing cannot be written (I5)', async (t) => {
  const incident = await open(handler, { grade: '2' })
  const ranking = await recommended(north, incident.id)
  await t.rejects(
    sql`insert into deployment (id, incident_id, unit_id, briefing_id, recommendation_id, slot, assigned_by)
      select gen_random_uuid(), ${incident.id}, ${ranking.candidates[0]?.unitId ?? null}, null, ${ranking.id}, 1, id from staff limit 1`.execute(
      db,
    ),
    /null value in column "briefing_id"/,
  )
})

/** Checks run right after the commit; closing waits for them. */
async function handlerChecksDone(incidentId: string): Promise<void> {
  for (let n = 0; n < 200; n += 1) {
    const { checks } = await handler.must<{ checks: Array<{ state: string }> }>(200, 'GET', `/incidents/${incidentId}`)
    if (checks.every(({ state }) => state !== 'not_started' && state !== 'running')) return
  }
  throw new Error('the checks did not finish')
}
