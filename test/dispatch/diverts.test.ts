import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import t from 'tap'
import { type Database, openDatabase } from '../../src/db/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import {
  type Candidate,
  type Deployment,
  type Incident,
  open,
  type Recommendation,
  recommended,
  spots,
  step,
  wholeResult,
} from '../support/way-of-a-call.ts'

/** Leaving a watched incident, the officers that go as a pair, and why not this unit: over real HTTP and Postgres. */
const room = await openControlRoom(t)
const [handler, west, supervisor, terminals] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('dispatch.west'),
  room.signIn('supervisor1'),
  room.account('terminals'),
])
await Promise.all([west.follow(), supervisor.follow()])
const db: Kysely<Database> = openDatabase(room.serviceUrl, 2)
t.teardown(() => db.destroy())

type Ranked = Omit<Recommendation, 'candidates'> & {
  candidates: Array<Candidate & { rules: string[]; sendAs: string | null; crewSize: number }>
}

/** An incident in Workington whose first response unit is on its way. */
async function withUnitGoing(more: Record<string, unknown> = {}): Promise<{ left: Incident; deployment: Deployment }> {
  const left = await open(handler, { location: spots.workington, grade: '2', ...more })
  const { id, candidates } = await recommended(west, left.id)
  const unit = candidates.find(({ kind, rank }) => kind === 'response' && rank !== null)
  const deployment = await west.must<Deployment>(201, 'POST', `/incidents/${left.id}/deployments`, {
    recommendationId: id,
    unitId: unit?.unitId,
    reasonCode: 'skill',
  })
  await step(terminals, deployment.id, 'mobile')
  return { left, deployment }
}

async function somethingUrgent(): Promise<{ urgent: Incident; ranking: Recommendation }> {
  const urgent = await open(handler, {
    type: 'weapon',
    summary: 'A man with a knife outside the shop.',
    happeningNow: true,
    location: spots.workington,
    grade: '1',
  })
  return { urgent, ranking: await recommended(west, urgent.id) }
}

t.test('a unit leaves a watched incident only with a reason and a time at which it is contacted again', async (t) => {
  const { left, deployment } = await withUnitGoing({
    type: 'domestic',
    summary: 'An argument yesterday; he has moved out.',
  })
  const { urgent, ranking } = await somethingUrgent()
  const cost = await west.must(200, 'GET', `/incidents/${urgent.id}/recommendation/divert-cost/${deployment.callsign}`)
  t.match(cost, {
    reference: left.reference,
    grade: '2',
    watched: true,
    risks: ['domestic-abuse'],
    othersGoing: 0,
    recontactWithinMinutes: 30,
    said: /domestic abuse, has waited .* of its clock left; nobody else is going there; \w+ could go there instead/,
  })
  const path = `/incidents/${urgent.id}/deployments`
  const wish = { recommendationId: ranking.id, unitId: deployment.unitId, reasonCode: 'other' }
  const asked = (divert: object | null) => west.ask('POST', path, { ...wish, divert })
  t.match(await asked(null), { status: 409, body: { type: '/problems/unit/divert-needed', watched: true } })
  t.match(await asked({ reason: ' ' }), { status: 400 })
  t.match(await asked({ reason: 'Nearest' }), { status: 409, body: { type: '/problems/unit/recontact-needed' } })
  t.match(await asked({ reason: 'Nearest', recontactInMinutes: 31 }), {
    status: 409,
    body: { type: '/problems/unit/recontact-needed', recontactWithinMinutes: 30 },
  })
  t.match(await asked({ reason: 'Nearest', recontactInMinutes: 10 }), { status: 201 })

  // the supervisors are told, and the incident that is left asks again, has it on its log, and is to be contacted again
  const told = await supervisor.event('diverted-from-watched', left.id)
  t.match(told.data, { reason: 'Nearest', by: String, incident: { id: left.id } })
  const within = (Date.parse(String(told.data?.['recontactBy'])) - Date.now()) / 60_000
  t.ok(within > 9 && within <= 10, `contacted again in ${within.toFixed(1)} min`)
  t.match((await west.event('action-added', left.id)).data, {
    text: /^Contact again by \d\d:\d\d: \w+ was diverted$/,
    owner: 'dispatcher',
    dueAt: told.data?.['recontactBy'],
  })
  t.notOk(
    west.frames.some(({ type }) => type === 'diverted-from-watched'),
    'that event is for supervision',
  )
  const log = await supervisor.must<{ entries: Array<{ text: string }>; actions: Array<{ id: string; text: string }> }>(
    200,
    'GET',
    `/incidents/${left.id}`,
  )
  t.ok(log.entries.some(({ text }) => text === `${deployment.callsign} diverted to another incident: Nearest`))
  await west.until(
    ({ type, incidentId, data }) =>
      type === 'recommendation-made' &&
      incidentId === left.id &&
      (data as { recommendation: { because: string } }).recommendation.because === 'unit diverted',
  )
  t.match(
    await supervisor.ask('POST', `/incidents/${left.id}/close`, { closingCategory: 'domestic', result: wholeResult }),
    { status: 409, body: { missing: [{ what: 'action', detail: /^Contact again by/ }] } },
    'it is not closed before that is done',
  )

  // the time comes and nobody has done it
  const action = log.actions[0]
  await sql`update job set due_at = now() where kind = 'recontact' and subject_id = ${left.id}`.execute(db)
  t.match((await west.event('recontact-due', left.id)).data, { actionId: action?.id, text: action?.text })
  await west.must(200, 'POST', `/incidents/${left.id}/actions/${action?.id}/done`)
})

t.test('contacted again in time, nothing more is said', async (t) => {
  const { left, deployment } = await withUnitGoing({ treatAsUrgent: true })
  const { urgent, ranking } = await somethingUrgent()
  await west.must(201, 'POST', `/incidents/${urgent.id}/deployments`, {
    recommendationId: ranking.id,
    unitId: deployment.unitId,
    reasonCode: 'other',
    divert: { reason: 'Nearest', recontactInMinutes: 5 },
  })
  const { data } = await west.event('action-added', left.id)
  await west.must(200, 'POST', `/incidents/${left.id}/actions/${String(data?.['actionId'])}/done`)
  await sql`update job set due_at = now() where kind = 'recontact' and subject_id = ${left.id}`.execute(db)
  for (let n = 0; n < 400; n += 1) {
    const { rows } =
      await sql`select from job where kind = 'recontact' and subject_id = ${left.id} and done_at is null`.execute(db)
    if (rows.length === 0) break
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  const { rows } = await sql`select from journal where type = 'recontact-due' and incident_id = ${left.id}`.execute(db)
  t.equal(rows.length, 0)
})

t.test('an incident that nobody watches is left with a reason alone', async (t) => {
  const { left, deployment } = await withUnitGoing()
  const { urgent, ranking } = await somethingUrgent()
  const wish = { recommendationId: ranking.id, unitId: deployment.unitId, reasonCode: 'other' }
  t.match(await west.ask('POST', `/incidents/${urgent.id}/deployments`, { ...wish, divert: { reason: 'Nearest' } }), {
    status: 201,
  })
  t.match((await west.event('deployment-ended', left.id)).data, { because: 'Nearest' })
  t.match(await west.ask('GET', `/incidents/${urgent.id}/recommendation/divert-cost/${deployment.callsign}`), {
    status: 409,
    body: { type: '/problems/unit/not-committed' },
  })
})

t.test('a divert in two steps is seen too: a watched incident whose only unit is stood down on its way', async (t) => {
  const { left, deployment } = await withUnitGoing({ treatAsUrgent: true })
  await west.must(200, 'POST', `/deployments/${deployment.id}/steps`, { step: 'stand-down', text: 'Wanted elsewhere' })
  t.match((await supervisor.event('watched-without-unit', left.id)).data, {
    because: 'Wanted elsewhere',
    deployment: { id: deployment.id, releaseReason: 'stood-down' },
  })
  const { left: other, deployment: theirs } = await withUnitGoing()
  await west.must(200, 'POST', `/deployments/${theirs.id}/steps`, { step: 'stand-down' })
  await supervisor.event('deployment-ended', other.id)
  t.notOk(
    supervisor.frames.some(({ type, incidentId }) => type === 'watched-without-unit' && incidentId === other.id),
    'of an incident that nobody watches nothing is said',
  )
})

t.test('the database refuses the same, whoever asks', async (t) => {
  const { left, deployment } = await withUnitGoing({ treatAsUrgent: true })
  const other = await open(handler, { grade: '1', location: spots.workington })
  const leave = (more: ReturnType<typeof sql>) =>
    db.transaction().execute((trx) =>
      sql`update deployment set released_at = now(), release_reason = 'diverted', diverted_to = ${other.id}, ${more}
        where id = ${deployment.id}`.execute(trx),
    )
  await t.rejects(leave(sql`divert_reason = null`), /unit\/divert-needed/)
  await t.rejects(leave(sql`divert_reason = ' ', recontact_by = now() + interval '5 minutes'`), /unit\/divert-needed/)
  await t.rejects(leave(sql`divert_reason = 'nearest'`), /unit\/recontact-needed/)
  await t.rejects(leave(sql`divert_reason = 'nearest', recontact_by = now() - interval '1 minute'`), {
    message: 'unit/recontact-needed',
    detail: /left only with a time/,
  })
  await t.rejects(
    leave(sql`divert_reason = 'nearest', recontact_by = now() + interval '5 minutes'`),
    /unit\/recontact-needed/,
    'a promise that is not planned is none',
  )
  const { rows } = await sql<{
    released_at: Date | null
  }>`select released_at from deployment where id = ${deployment.id}`.execute(db)
  t.equal(rows[0]?.released_at, null, 'the unit is still going there')
  const planned = await db.transaction().execute(async (trx) => {
    await sql`insert into action (id, incident_id, text, owner, due_at)
      values (gen_random_uuid(), ${left.id}, 'Contact again', 'dispatcher', now() + interval '5 minutes')`.execute(trx)
    return sql`update deployment set released_at = now(), release_reason = 'diverted', diverted_to = ${other.id},
      divert_reason = 'nearest', recontact_by = now() + interval '5 minutes' where id = ${deployment.id}`.execute(trx)
  })
  t.equal(planned.numAffectedRows, 1n)
  for (const rewritten of [sql`recontact_by = null`, sql`divert_reason = 'other'`, sql`release_reason = 'cleared'`])
    await t.rejects(
      sql`update deployment set ${rewritten} where id = ${deployment.id}`.execute(db),
      /how a deployment ended is never rewritten/,
    )
})

t.test('domestic abuse in progress: a pair of officers, each with its time', async (t) => {
  const incident = await open(handler, {
    type: 'domestic',
    summary: 'He is breaking the door down now.',
    happeningNow: true,
    location: spots.carlisle,
    grade: '1',
  })
  const ranking = await supervisor
    .event('recommendation-made', incident.id)
    .then(() => supervisor.must<Ranked>(200, 'GET', `/incidents/${incident.id}/recommendation`))
  const sent = ranking.candidates.filter(({ sendAs }) => sendAs !== null)
  t.equal(sent.length, ranking.unitsNeeded)
  t.equal(sent[0]?.sendAs, 'first')
  t.ok(sent.reduce((sum, { crewSize }) => sum + crewSize, 0) >= 2)
  t.ok(sent.every(({ travel }) => travel.known))
  t.ok(ranking.candidates.every(({ because, rules }) => because.length > 0 && because.length === rules.length))
})

t.test('why not this unit? is answered for every callsign', async (t) => {
  const incident = await open(handler, { grade: '1', location: spots.workington })
  const ranking = await west
    .event('recommendation-made', incident.id)
    .then(() => west.must<Ranked>(200, 'GET', `/incidents/${incident.id}/recommendation`))
  for (const { callsign, rank } of ranking.candidates) {
    const answer = await west.must<{ said: string; rank: number | null; rules: string[] }>(
      200,
      'GET',
      `/incidents/${incident.id}/recommendation/why-not/${callsign.toLowerCase()}`,
    )
    t.equal(answer.rank, rank)
    t.ok(answer.said.startsWith(`${callsign} is `) && answer.said.endsWith('.') && answer.rules.length > 0, answer.said)
  }
  const why = (callsign: string) => west.ask('GET', `/incidents/${incident.id}/recommendation/why-not/${callsign}`)
  t.match(await why('ZZ99'), { status: 404, body: { type: '/problems/unit/unknown', detail: 'There is no unit ZZ99' } })
  const client = new pg.Client({ connectionString: room.ownerUrl })
  await client.connect()
  t.teardown(() => client.end())
  for (const [callsign, from, to, said] of [
    ['NZ91', "now() - interval '9 hours'", "now() - interval '1 hour'", /its shift ended at \d\d:\d\d\.$/],
    ['NZ92', "now() + interval '1 hour'", "now() + interval '9 hours'", /its shift begins at \d\d:\d\d\.$/],
  ] as const) {
    await client.query(
      `insert into unit (id, callsign, kind, area_id, station, station_lat, station_lon, driving_grade, skills, crew, crew_size, shift_from, shift_to, state, state_at)
       select gen_random_uuid(), $1, kind, area_id, station, station_lat, station_lon, driving_grade, skills, crew, crew_size, ${from}, ${to}, state, state_at from unit limit 1`,
      [callsign],
    )
    t.match(await why(callsign), { status: 200, body: { rank: null, said, rules: ['unit/off-duty'] } })
  }
  await client.query(`update unit set state = '11' where callsign = $1`, [ranking.candidates.at(-1)?.callsign])
  await west.must(201, 'POST', `/incidents/${incident.id}/recommendations`)
  t.match(await why(String(ranking.candidates.at(-1)?.callsign)), { body: { said: /its state was off duty\.$/ } })
  const unranked = await open(handler, { location: spots.workington })
  t.match(await west.ask('GET', `/incidents/${unranked.id}/recommendation/why-not/NR11`), {
    status: 404,
    body: { type: '/problems/recommendation/unknown' },
  })
})
