import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { newId } from '../../src/core/index.ts'
import { type CheckDeps, type Finding, finishOutstandingChecks, historyRoutes } from '../../src/history/index.ts'
import { newKey, openSmallForce, records, type SmallForce } from './small-force.ts'

const NUMBER = '+447700900123'
const findingsOf = (check: Record<string, unknown>) => (check['findings'] ?? []) as Finding[]
const completed = async ({ own }: SmallForce) =>
  (await own(
    `select area_id, incident_id, audience, data from journal where type = 'check-completed' order by seq`,
  )) as Array<{
    area_id: string | null
    incident_id: string | null
    audience: string
    data: { state: string; findings: Finding[]; checkId: string; durationMs: number }
  }>

t.test('a check runs by itself, is stored as it stood, is told to the room and is on the audit', async (t) => {
  const force = await openSmallForce(t)
  const known = records(force.own)
  const person = await known.person('Example', 'Anna', { risk_grade: 'high', risk_graded_on: '2026-01-01' })
  await known.holds(NUMBER, person)
  await known.marker({ number: NUMBER, code: 'DA' })
  const earlier = await known.incident({ domestic_abuse: true })
  await known.contact({ number: NUMBER, incident_id: earlier })
  const contactId = await known.contact({ number: NUMBER })

  const id = await force.ask({ kind: 'phone', query: NUMBER, contactId })
  t.match(await force.check(id), { state: 'not_started', findings: null })
  const told: unknown[] = []
  await force.doJobs({ onChecked: async (_work, ended) => void told.push(ended) })

  const check = await force.check(id)
  t.match(check, { state: 'hit', source: 'force-records', started_at: Date, finished_at: Date, duration_ms: Number })
  t.same(
    findingsOf(check).map(({ kind }) => kind),
    ['risk', 'marker', 'count', 'person', 'count', 'incident'],
  )
  t.equal(findingsOf(check).at(-1)?.incidentId, earlier)
  const [event] = await completed(force)
  t.match(event, { audience: 'room', data: { checkId: id, state: 'hit', findings: { length: 6 } } })
  t.same(told, [{ checkId: id, kind: 'phone', contactId, incidentId: null }])
  t.match(await force.own(`select op, subject_type, subject_id, reason from audit`), [
    { op: 'consultation', subject_type: 'number', subject_id: NUMBER, reason: 'automatic check' },
  ])
})

t.test('nothing known is no trace; a neighbouring number and a neighbouring house are not this one', async (t) => {
  const force = await openSmallForce(t)
  const known = records(force.own)
  const [six, thirtySix] = [await known.premises('6'), await known.premises('36')]
  await known.marker({ number: '+447700900124', code: 'VI' })
  await known.marker({ premises_id: thirtySix, code: 'VI' })
  await known.incident({ premises_id: thirtySix })
  const phone = await force.ask({ kind: 'phone', query: NUMBER })
  const premises = await force.ask({ kind: 'premises', query: six })
  await force.doJobs()
  t.match(await force.check(phone), { state: 'no_trace' })
  t.match(await force.check(premises), { state: 'no_trace' })
})

t.test('a source that does not answer is unavailable, and never no trace; nobody waits for it', async (t) => {
  const force = await openSmallForce(t)
  const known = records(force.own)
  const incidentId = await known.incident()
  const holder = await force.ownConnection()
  await holder.query('begin; lock table marker in access exclusive mode')
  const id = await force.ask({ kind: 'phone', query: NUMBER, incidentId })
  const faults: unknown[] = []
  // the lock is held until after it: were it waited for, this would never end
  await force.doJobs({ onFault: (fault) => void faults.push(fault) })
  await holder.query('rollback')
  const check = await force.check(id)
  t.match(check, { state: 'source_unavailable', findings: null })
  t.type(check['duration_ms'], 'number')
  t.match(await completed(force), [
    { incident_id: incidentId, area_id: 'north', data: { state: 'source_unavailable', findings: { length: 0 } } },
  ])
  t.match(faults, [{ kind: 'phone', state: 'source_unavailable', code: '57014' }])
})

t.test('a source that breaks is a failure, and never no trace', async (t) => {
  const force = await openSmallForce(t)
  await force.own('alter table residence rename to residence_gone')
  const id = await force.ask({ kind: 'premises', query: newId() })
  const faults: unknown[] = []
  await force.doJobs({ onFault: (fault) => void faults.push(fault) })
  t.match(await force.check(id), { state: 'failed', findings: null })
  t.match(faults, [{ state: 'failed', code: '42P01' }])
})

t.test('an answer that the force has no words for is a failure, and never no trace', async (t) => {
  const force = await openSmallForce(t)
  await force.own(`delete from definition where kind = 'marker-codes'`)
  const id = await force.ask({ kind: 'phone', query: NUMBER })
  await force.doJobs()
  t.match(await force.check(id), { state: 'failed' })
})

t.test(
  'what follows a check fails for good: the check is failed, said to the room, and told on in a job of its own',
  async (t) => {
    const force = await openSmallForce(t)
    const id = await force.ask({ kind: 'phone', query: NUMBER })
    await force.own(`update job set attempts = 4 where kind = 'run-check'`)
    let calls = 0
    await force.doJobs({
      onChecked: () => {
        calls += 1
        return calls === 1 ? Promise.reject(new Error('flags could not be raised')) : Promise.resolve()
      },
    })
    t.match(await force.check(id), { state: 'failed', findings: null })
    t.match(await completed(force), [{ data: { checkId: id, state: 'failed' } }])
    t.equal(calls, 2)
  },
)

t.test('a check whose work is rolled back is asked again, and ends once', async (t) => {
  const force = await openSmallForce(t)
  const id = await force.ask({ kind: 'phone', query: NUMBER })
  let calls = 0
  const onChecked = () => {
    calls += 1
    return calls === 1 ? Promise.reject(new Error('for once')) : Promise.resolve()
  }
  await force.doJobs({ onChecked })
  t.match(await force.check(id), { state: 'running' }, 'everybody sees that somebody is asking')
  await force.own('update job set due_at = now()')
  await force.doJobs({ onChecked })
  t.match(await force.check(id), { state: 'no_trace' })
  t.equal((await completed(force)).length, 1)
})

t.test('one key alone hides what stands under another: other numbers, other addresses, other names', async (t) => {
  const force = await openSmallForce(t)
  const known = records(force.own)
  const anna = await known.person('Other', 'Anna Jane', { born_on: '1990-01-02', aliases: ['Anna Example'] })
  const [old, now] = [await known.premises('901'), await known.premises('902')]
  await known.lives(now, anna)
  await known.holds(NUMBER, anna)
  const earlier = await known.incident({ premises_id: old, domestic_abuse: true })
  await known.partOf(earlier, anna)
  await known.marker({ person_id: anna, code: 'HR' })
  const ids = [
    await force.ask({ kind: 'phone', query: NUMBER }),
    await force.ask({ kind: 'premises', query: now }),
    await force.ask({ kind: 'person', query: 'anna  OTHER', bornOn: '1990-01-02' }),
    await force.ask({ kind: 'person', query: 'Anna Example' }),
    await force.ask({ kind: 'person', query: 'Anna Jane Other' }),
  ]
  const strangers = [
    await force.ask({ kind: 'person', query: 'Anna Other', bornOn: '1962-11-13' }),
    await force.ask({ kind: 'person', query: 'Ben Other' }),
    await force.ask({ kind: 'person', query: ' ' }),
  ]
  await force.doJobs()
  for (const id of ids) {
    const check = await force.check(id)
    t.match(
      findingsOf(check).map(({ kind, incidentId }) => incidentId ?? kind),
      ['marker', 'count', 'person', 'count', earlier],
      String(check['query']),
    )
  }
  for (const id of strangers) t.match(await force.check(id), { state: 'no_trace' })
})

t.test('an order without an end is in force; one that has ended is not', async (t) => {
  const force = await openSmallForce(t)
  const known = records(force.own)
  const [anna, ben] = [await known.person('Example', 'Anna'), await known.person('Example', 'Ben')]
  await known.order({ protected_id: anna, subject_id: ben })
  await known.order({ protected_id: anna, subject_id: ben, kind: 'restraining', ends_on: '2021-01-01' })
  const id = await force.ask({ kind: 'person', query: 'Ben Example' })
  await force.doJobs()
  t.match(findingsOf(await force.check(id)), [
    { kind: 'order', code: 'non-molestation', detail: /until further order/ },
    { kind: 'person' },
  ])
})

t.test('a hospital’s number: the newest are counted and told, and that is said', async (t) => {
  const force = await openSmallForce(t)
  const known = records(force.own)
  await force.own(
    `with i as (insert into incident (id, local_day, day_number, opening_category, type, domestic_abuse, opened_at)
       select gen_random_uuid(), date '2026-01-01', n, 'concern', 'concern', n = 1, now() - n * interval '1 hour' from generate_series(1, 150) n returning id, opened_at)
     insert into contact (id, channel, kind, number, source, incident_id, received_at) select gen_random_uuid(), '999', 'voice', $1, 'test', id, opened_at from i`,
    [NUMBER],
  )
  const contactId = await known.contact({ number: NUMBER })
  const id = await force.ask({ kind: 'phone', query: NUMBER, contactId })
  await force.doJobs()
  const findings = findingsOf(await force.check(id))
  t.equal(findings.filter(({ kind }) => kind === 'incident').length, 10)
  t.match(
    findings.filter(({ kind }) => kind === 'count').map(({ headline }) => headline),
    [/at least 1 in 12/, /at least 100 in all/],
  )
})

t.test('a new check takes the place of the earlier one about the same thing, which stays as it was', async (t) => {
  const force = await openSmallForce(t)
  const known = records(force.own)
  const incidentId = await known.incident()
  const [one, two] = [
    await known.contact({ number: NUMBER, incident_id: incidentId }),
    await known.contact({ number: '+447700900456', incident_id: incidentId }),
  ]
  const phones = [
    await force.ask({ kind: 'phone', query: NUMBER, contactId: one, incidentId }),
    await force.ask({ kind: 'phone', query: '+447700900456', contactId: two, incidentId }),
  ]
  const first = await force.ask({ kind: 'premises', query: newId(), incidentId })
  const second = await force.ask({ kind: 'premises', query: newId(), incidentId })
  const anna = await force.ask({ kind: 'person', query: 'Anna Example', incidentId })
  const ben = await force.ask({ kind: 'person', query: 'Ben Example', incidentId })
  const annaAgain = await force.ask({ kind: 'person', query: 'anna example', bornOn: '1990-01-01', incidentId })
  await force.doJobs()
  const place = async (id: string) => (await force.check(id))['superseded_by']
  t.same(await Promise.all(phones.map(place)), [null, null], 'two callers, two numbers')
  t.same([await place(first), await place(second)], [second, null])
  t.same([await place(anna), await place(ben), await place(annaAgain)], [annaAgain, null, null])
  t.match(await force.check(first), { state: 'not_started' })
  t.match(await force.check(second), { state: 'no_trace' })
})

t.test(
  'whoever composes a briefing has the outstanding checks answered; their job then tells flags and grade, once',
  async (t) => {
    const force = await openSmallForce(t)
    const known = records(force.own)
    const incidentId = await known.incident()
    await known.marker({ number: NUMBER, code: 'VI' })
    const id = await force.ask({ kind: 'phone', query: NUMBER, incidentId })
    await force.inWork((work) => finishOutstandingChecks(work, incidentId, { book: force.book }))
    t.match(await force.check(id), { state: 'hit' })
    const told: unknown[] = []
    await force.doJobs({ onChecked: async (_work, { checkId }) => void told.push(checkId) })
    t.same(told, [id])
    t.equal((await completed(force)).length, 1)
  },
)

t.test('whoever composes a briefing does not wait for a slow source: the check stays as it was', async (t) => {
  const force = await openSmallForce(t)
  const known = records(force.own)
  const incidentId = await known.incident()
  const ids = [
    await force.ask({ kind: 'phone', query: NUMBER, incidentId }),
    await force.ask({ kind: 'premises', query: newId(), incidentId }),
  ]
  const holder = await force.ownConnection()
  await holder.query('begin; lock table marker in access exclusive mode')
  // the lock is held until after it: were it waited for, this would never end
  await force.inWork((work) => finishOutstandingChecks(work, incidentId, { book: force.book }))
  for (const id of ids) t.match(await force.check(id), { state: 'not_started' })
  await holder.query('rollback')
  await force.doJobs()
  for (const id of ids) t.match(await force.check(id), { state: 'no_trace' })
})

t.test(
  'a contact becomes part of an incident while its check is being answered: the answer reaches the incident',
  async (t) => {
    const force = await openSmallForce(t)
    const known = records(force.own)
    const incidentId = await known.incident()
    const contactId = await known.contact({ number: NUMBER })
    const id = await force.ask({ kind: 'phone', query: NUMBER, contactId })
    const holder = await force.ownConnection()
    await holder.query('begin; lock table marker in access exclusive mode')
    const told: unknown[] = []
    const jobs = force.doJobs({ onChecked: async (_work, ended) => void told.push(ended.incidentId) })
    while ((await force.check(id))['state'] !== 'running') await sleep(10)
    await force.db
      .updateTable('check_run')
      .set({ incident_id: incidentId })
      .where('contact_id', '=', contactId)
      .execute()
    await holder.query('rollback')
    await jobs
    t.same(told, [incidentId])
    t.match(await completed(force), [{ incident_id: incidentId, area_id: 'north' }])
  },
)

t.test(
  'a briefing is composed and a check ends at the same moment: neither waits for the other for ever, and it ends once',
  async (t) => {
    const force = await openSmallForce(t)
    const known = records(force.own)
    for (let round = 0; round < 10; round += 1) {
      const incidentId = await known.incident()
      const id = await force.ask({ kind: 'phone', query: NUMBER, incidentId })
      const onChecked: CheckDeps['onChecked'] = async (work, { incidentId: of }) => {
        await work.trx.selectFrom('incident').select('id').where('id', '=', of).forUpdate().execute()
      }
      await Promise.all([
        force.doJobs({ onChecked }),
        force.inWork(async (work) => {
          await work.trx.selectFrom('incident').select('id').where('id', '=', incidentId).forUpdate().execute()
          await sleep(round * 2)
          await finishOutstandingChecks(work, incidentId, { book: force.book })
        }),
      ])
      t.match(await force.check(id), { state: 'no_trace' })
    }
    t.equal((await completed(force)).length, 10)
    t.match(await force.own(`select count(*)::int as failed from job where attempts > 0`), [{ failed: 0 }])
  },
)

t.test(
  'the application can neither read what was asked nor what was found but through functions that audit it',
  async (t) => {
    const force = await openSmallForce(t)
    await force.ask({ kind: 'phone', query: NUMBER })
    await t.rejects(force.db.selectFrom('check_run').select('query').execute(), { code: '42501' })
    await t.rejects(force.db.selectFrom('check_run').select('findings').execute(), { code: '42501' })
    await t.rejects(force.db.selectFrom('person').select('id').execute(), { code: '42501' })
  },
)

t.test(
  'a person asks again: numbers, address and people of the incident; a crew, a system and a closed incident may not',
  async (t) => {
    const force = await openSmallForce(t)
    const known = records(force.own)
    const premises = await known.premises('901')
    const incidentId = await known.incident({ premises_id: premises })
    await known.contact({ number: NUMBER, incident_id: incidentId })
    await known.contact({ number: NUMBER, incident_id: incidentId })
    await known.partOf(incidentId, await known.person('Example', 'Anna'))
    const app = await force.openDoor((door) => historyRoutes(door, { desk: force.desk }))
    const post = async (token: string, id = incidentId, body: object = {}) => {
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': newKey() }
      const answer = await app.inject({ method: 'POST', url: `/incidents/${id}/checks`, headers, payload: body })
      return { status: answer.statusCode, body: answer.json<{ checks: Array<{ kind: string }>; type: string }>() }
    }
    const dispatcher = await force.signIn('dispatcher')
    const asked = await post(dispatcher)
    t.equal(asked.status, 201)
    t.same(asked.body.checks.map(({ kind }) => kind).sort(), ['person', 'phone', 'premises'])
    t.same(
      (await post(dispatcher, incidentId, { kinds: ['premises'] })).body.checks.map(({ kind }) => kind),
      ['premises'],
    )
    await force.doJobs()
    t.match(
      await force.own(
        `select state, superseded_by is null as current from check_run where kind = 'premises' order by requested_at`,
      ),
      [
        { state: 'not_started', current: false },
        { state: 'no_trace', current: true },
      ],
    )
    t.match(await post(await force.signIn('unit')), { status: 403, body: { type: '/problems/right/missing' } })
    t.match(await post(await force.addAccount('terminals')), { status: 403 })
    t.match(await post(await force.addAccount('avl')), { status: 403 })
    t.match(await post(dispatcher, newId()), { status: 404, body: { type: '/problems/incident/unknown' } })
    t.match(await post(dispatcher, incidentId, { kinds: ['horoscope'] }), { status: 400 })
    t.match(await post(dispatcher, incidentId, { kinds: [] }), { status: 400 })
    await force.own(`update incident set status = 'closed', closed_at = now(), closing_category = 'x' where id = $1`, [
      incidentId,
    ])
    t.match(await post(dispatcher), { status: 409, body: { type: '/problems/incident/closed' } })
  },
)
