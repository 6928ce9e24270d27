import pg from 'pg'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { testDatabase } from '../support/index.ts'
import { open, type Recommendation, recommended } from '../support/way-of-a-call.ts'

t.test('a grade and the recommendation it calls for', async (t) => {
  const database = await testDatabase(t, { template: 'demo' })
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  t.teardown(() => owner.end())
  // rules newer than those that came with the product
  await owner.query(
    `insert into definition (kind, version, valid_from, source, body)
     select kind, 'of the force', '2026-11-02T06:00:00Z', source, body from definition
     where kind = 'dispatch-rules' order by valid_from desc limit 1`,
  )
  const room = await openControlRoom(t, { databaseOf: database })
  const [handler, north] = await Promise.all([room.signIn('handler1'), room.signIn('dispatch.north')])
  await Promise.all([handler.follow(), north.follow()])

  t.test('are one commit: nobody sees one without the other', async (t) => {
    const incident = await open(handler, { grade: undefined })
    await handler.must(200, 'POST', `/incidents/${incident.id}/grade`, { grade: '1' })
    const graded = await north.event('incident-graded', incident.id)
    const made = await north.event('recommendation-made', incident.id)
    t.equal(made.seq, (graded.seq ?? 0) + 1)
    const { rows } = await owner.query<{ writers: string }>(
      'select count(distinct xmin::text) as writers from journal where incident_id = $1 and seq = any($2::bigint[])',
      [incident.id, [graded.seq, made.seq]],
    )
    // the number is given in COMMIT, so both rows were last written by it
    t.equal(rows[0]?.writers, '1')
  })

  t.test('a grade is saved though its recommendation fails, which is then made up for', async (t) => {
    const incident = await open(handler, { grade: undefined })
    await owner.query('alter function save_briefing rename to save_briefing_away')
    const graded = await handler.ask<{ grade: string }>('POST', `/incidents/${incident.id}/grade`, { grade: '1' })
    await owner.query('alter function save_briefing_away rename to save_briefing')
    t.equal(graded.status, 200)
    t.equal(graded.body.grade, '1')
    await north.event('incident-graded', incident.id)
    const { candidates } = await recommended(north, incident.id)
    t.ok(candidates.length > 0)
    t.equal(north.story(incident.id).filter((type) => type === 'incident-graded').length, 1)
    t.ok(room.logged.some((line) => line.includes('a grade was saved without its recommendation')))
  })

  t.test('a grade without a place is saved, and the place brings the recommendation', async (t) => {
    const incident = await open(handler, { grade: undefined, location: null })
    await handler.must(200, 'POST', `/incidents/${incident.id}/grade`, { grade: '1' })
    t.notOk(north.story(incident.id).includes('recommendation-made'))
    await handler.must(200, 'PATCH', `/incidents/${incident.id}`, {
      location: { lat: 54.8947, lon: -2.9335, text: 'Botchergate, Carlisle' },
    })
    t.ok((await recommended(north, incident.id)).candidates.length > 0)
  })

  t.test('a refused grade recommends nothing', async (t) => {
    const incident = await open(handler, { grade: undefined })
    t.equal((await handler.ask('POST', `/incidents/${incident.id}/grade`, { grade: 'none' })).status, 400)
    t.same(north.story(incident.id).includes('recommendation-made'), false)
  })

  t.test('keep by which rules and speeds it was made, for whoever asks years later', async (t) => {
    const incident = await open(handler, { grade: '1' })
    const { madeByRules } = (await recommended(north, incident.id)) as Recommendation & Kept
    t.same(madeByRules?.dispatchRules, { version: 'of the force', validFrom: '2026-11-02T06:00:00.000Z' })
    t.ok(madeByRules?.roadSpeeds)
    const path = `/incidents/${incident.id}/recommendation`
    t.same((await north.must<Kept>(200, 'GET', path)).madeByRules, madeByRules)
    const { rows } = await owner.query<{ reason: string }>(
      `select reason from audit where incident_id = $1 and op = 'disclosure' and reason like 'recommendation%'`,
      [incident.id],
    )
    t.match(rows[0]?.reason, /, by dispatch rules of the force of 2026-11-02 and road speeds \d/)

    await owner.query(
      `insert into recommendation (id, incident_id, version, because, grade, units_needed, briefing_id, took_ms, candidates)
       select gen_random_uuid(), incident_id, version + 1, because, grade, units_needed, briefing_id, took_ms, candidates
       from recommendation where incident_id = $1`,
      [incident.id],
    )
    t.equal((await north.must<Kept>(200, 'GET', path)).madeByRules, null, 'one made before it was kept says so')
    await t.rejects(
      owner.query(
        `insert into recommendation (id, incident_id, version, because, grade, units_needed, briefing_id, took_ms,
           candidates, rules_version)
         select gen_random_uuid(), incident_id, 99, because, grade, units_needed, briefing_id, took_ms, candidates, 'x'
         from recommendation where incident_id = $1 limit 1`,
        [incident.id],
      ),
      { code: '23514' },
      'never half of it',
    )
  })
})

type Kept = { madeByRules: { dispatchRules: { version: string; validFrom: string }; roadSpeeds: string } | null }
