import { sql } from 'kysely'
import t from 'tap'
import { theService } from '../../src/core/index.ts'
import { openDatabase } from '../../src/db/index.ts'
import { DefinitionBook } from '../../src/definitions/index.ts'
import type { Job } from '../../src/jobs/index.ts'
import type { Work } from '../../src/journal/index.ts'
import { acknowledgeException } from '../../src/supervision/exception-commands.ts'
import { clocksHandler, rulesHandler } from '../../src/supervision/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { testDatabase } from '../support/index.ts'
import { timeOf } from '../support/passing-time.ts'
import { type Incident, open, recommended, sendFirst, spots, step, wholeResult } from '../support/way-of-a-call.ts'

/**
 * What waits too long, over real HTTP, websockets and timers: an incident that should be attended within 60 minutes and
 * waits for 90 (F3), everything that anybody was told of it, with the minute; who may take it in hand, and how it ends.
 */
const database = await testDatabase(t, { template: 'demo' })
const room = await openControlRoom(t, { databaseOf: database })
const time = await timeOf(t, database)
const [telephony, terminals, handler, north, west, supervisor] = await Promise.all([
  room.account('telephony'),
  room.account('terminals'),
  room.signIn('handler1'),
  room.signIn('dispatch.north'),
  room.signIn('dispatch.west'),
  room.signIn('supervisor1'),
])
await Promise.all([handler.follow(), north.follow(), west.follow(), supervisor.follow()])

type Exception = {
  id: string
  kind: string
  unitId: string | null
  incidentId: string | null
  told: { post: string }[]
  acknowledgedBy: string | null
}
type Line = { first: Exception; ids: string[]; yours: string[] }

/** The exception of this kind about this incident, as this desk was told it. */
async function heard(desk: typeof north, type: string, incidentId: string, kind: string): Promise<Exception> {
  const frame = await desk.until(
    (one) =>
      one.type === type &&
      one.incidentId === incidentId &&
      (one.data?.['exception'] as Exception | undefined)?.kind === kind,
  )
  return frame.data?.['exception'] as Exception
}
const toldOf = (incidentId: string) =>
  time.client
    .query<{ kind: string; post: string }>(
      `select kind, post from exception_told t join exception x on x.id = t.exception_id
       where incident_id = $1 order by kind, step`,
      [incidentId],
    )
    .then(({ rows }) => rows.map(({ kind, post }) => `${kind} -> ${post}`))

type Clock = {
  starts: Record<string, string | null>
  grade: string
  attendBy: string
  firstGrade: string
  firstAttendBy: string
  gradings: { direction: string; grade: string; startedFrom: string }[]
  told: { kind: string; post: string; at: string; acknowledgedBy: string | null; resolvedAt: string | null }[]
}
const clockOf = (id: string) => supervisor.must<Clock>(200, 'GET', `/incidents/${id}/clock`)

/** Who was told what of it, in the minute in which it was: `minute kind -> post`. */
async function told(id: string): Promise<string[]> {
  const { told: all, starts } = await clockOf(id)
  const opened = Date.parse(String(starts['created']))
  const minuteOf = (at: string) => Math.floor((Date.parse(at) - opened) / 60_000)
  return all
    .map(({ kind, post, at }) => `${minuteOf(at)} ${kind} -> ${post}`)
    .sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10) || one.localeCompare(other))
}

let waits: Incident

t.test('90 minutes of a 60-minute grade: who was told what, and when', async (t) => {
  waits = await open(handler, {
    type: 'domestic',
    summary: 'An argument yesterday; he has moved out.',
    location: spots.carlisle,
    needs: { safeNumber: '+447700900142' },
    grade: '2',
  })
  const { candidates } = await recommended(north, waits.id)
  const nearest = Math.min(...candidates.flatMap(({ rank, travel }) => (rank && travel.seconds) || []))
  t.ok(nearest < 30 * 60, `somebody could be there in ${nearest} s`)

  await time.passUntil(40, waits.id)
  t.same(await told(waits.id), [
    '5 incident-unowned -> dispatcher',
    '6 incident-unowned -> supervisor',
    '10 incident-unowned -> duty-inspector',
    '15 incident-unassigned -> dispatcher',
    '16 incident-unassigned -> supervisor',
    '20 caller-waiting -> dispatcher',
    '20 incident-unassigned -> duty-inspector',
    '25 caller-waiting -> supervisor',
    '30 clock-running -> dispatcher',
    '35 caller-waiting -> duty-inspector',
  ])

  // spoken to on the safe number: that one is over, and comes again after twenty minutes
  t.match(
    await handler.must(201, 'POST', `/incidents/${waits.id}/reassessments`, {
      reached: 'spoken',
      thrive: { threat: 'He has sent messages today', vulnerability: 'Alone with two children' },
    }),
    { version: 1 },
  )
  const over = await north.until(
    ({ type, data }) =>
      type === 'exception-resolved' &&
      (data?.['exception'] as { kind?: string } | undefined)?.kind === 'caller-waiting',
  )
  t.match(over.data, { exception: { incidentId: waits.id, because: /safe number only/, resolvedAt: String } })

  await time.passUntil(90, waits.id)
  const later = (await told(waits.id)).slice(10)
  const unmeetable = Math.floor(60 - nearest / 60)
  t.same(
    later.filter((line) => !line.includes('cannot-be-met')),
    [
      '60 caller-waiting -> dispatcher',
      '60 clock-breached -> dispatcher',
      '60 clock-breached -> supervisor',
      '65 caller-waiting -> supervisor',
      '70 clock-breached -> duty-inspector',
      '75 caller-waiting -> duty-inspector',
    ],
  )
  const cannot = later.filter((line) => line.includes('cannot-be-met'))
  t.ok(cannot.length > 0, 'and before the breach, when the last unit that could have made it no longer could')
  t.ok(
    cannot.every((line) => Math.abs(Number.parseInt(line, 10) - unmeetable) <= 10),
    `${cannot.join(', ')}; by road at ${unmeetable}`,
  )
})

t.test('it is the first line for everybody, and the first clock is kept when it gets worse', async (t) => {
  const { lines } = await north.must<{ lines: { first: { incidentId: string; kind: string }; kinds: string[] }[] }>(
    200,
    'GET',
    '/exceptions',
  )
  t.match(lines[0], { first: { incidentId: waits.id } })
  t.ok(lines[0]?.kinds.includes('clock-breached'))

  const before = await clockOf(waits.id)
  await handler.must(201, 'POST', `/incidents/${waits.id}/reassessments`, { reached: 'spoken', worse: true })
  const after = await clockOf(waits.id)
  t.match(after, {
    grade: '1',
    firstGrade: '2',
    firstAttendBy: before.firstAttendBy,
    gradings: [
      { grade: '2', direction: 'first', startedFrom: 'created' },
      { grade: '1', direction: 'raised' },
    ],
  })
  t.equal(after.attendBy, before.attendBy, 'what has run out is not given more time by being raised')
  const versions = await supervisor.must<object[]>(200, 'GET', `/incidents/${waits.id}/reassessments`)
  t.match(versions, [
    { version: 1, worse: false, grade: '2', thrive: { threat: 'He has sent messages today', harm: '' } },
    { version: 2, worse: true, grade: '2' },
  ])
  const log = await supervisor.must<{ entries: { text: string }[] }>(200, 'GET', `/incidents/${waits.id}`)
  const lines2 = log.entries.map(({ text }) => text)
  t.ok(lines2.includes('For the duty inspector: Late, nobody there. Nobody arrived in time, and no unit is going'))
  t.notOk(
    lines2.some((line) => line.includes('+44')),
    'no number on it',
  )
})

t.test('every instant from which a force may count is kept, and the first grade counts from its own', async (t) => {
  const presentedAt = new Date(Date.now() - 90_000).toISOString()
  const contact = await telephony.must<{ id: string }>(201, 'POST', '/contacts', {
    channel: '999',
    number: '07700 900123',
    externalRef: 'clock-1',
    presentedAt,
  })
  await handler.must(200, 'POST', `/contacts/${contact.id}/answer`)
  await time.client.query(`update grade set clock_starts = 'presented' where id = '2'`)
  const { id, attendBy } = await open(handler, { contactId: contact.id, grade: '2', location: spots.workington })
  const clock = await supervisor.must<{ starts: Record<string, string> }>(200, 'GET', `/incidents/${id}/clock`)
  const { presented, answered, created, graded, released } = clock.starts
  t.equal(Date.parse(attendBy), Date.parse(presented ?? '') + 3_600_000, 'the hour began with the ring')
  const inOrder = [presented, answered, created, graded, released].map((at) => Date.parse(at ?? ''))
  t.same(
    inOrder,
    [...inOrder].sort((one, other) => one - other),
    'presented, answered, created, graded, released',
  )
  // what a sender says is taken within reason: no clock starts days ago, and none after the incident was opened
  const counted = async (said: number) => {
    const { id: contactId } = await telephony.must<{ id: string }>(201, 'POST', '/contacts', {
      channel: '999',
      number: '07700 900123',
      presentedAt: new Date(Date.now() + said).toISOString(),
    })
    return open(handler, { contactId, grade: '2', location: spots.workington })
  }
  const early = await counted(-172_800_000)
  const late = await counted(172_800_000)
  const openedAt = async (one: Incident) => Date.parse(String((await clockOf(one.id)).starts['created']))
  t.ok((await openedAt(early)) - (Date.parse(early.attendBy) - 3_600_000) < 3_700_000, 'an hour at the most')
  t.equal(Date.parse(late.attendBy) - 3_600_000, await openedAt(late), 'counted from the opening')
  await time.client.query(`update grade set clock_starts = 'created' where id = '2'`)
})

t.test(
  'taken in hand by whoever was told, by name; the chain ends there, and it stands until it is over',
  async (t) => {
    const waits = await open(handler, { grade: '2', location: spots.carlisle })
    await time.passUntil(15, waits.id)
    const { id } = await heard(north, 'exception-raised', waits.id, 'incident-unassigned')
    const path = `/exceptions/${id}/acknowledge`
    t.match(await handler.ask('POST', path), { status: 403, body: { type: '/problems/exception/not-yours' } })
    const inHand = await north.must<Exception>(200, 'POST', path)
    t.match(inHand, { acknowledgedBy: String, told: [{ post: 'dispatcher' }] })
    t.match(await heard(supervisor, 'exception-acknowledged', waits.id, 'incident-unassigned'), {
      acknowledgedBy: inHand.acknowledgedBy,
    })
    t.match(await supervisor.ask('POST', path), { status: 409, body: { type: '/problems/exception/acknowledged' } })
    t.match(await supervisor.ask('POST', `/exceptions/${waits.id}/acknowledge`), { status: 404 })
    t.match(await terminals.ask('POST', path), { status: 403, body: { type: '/problems/right/missing' } })
    await time.passUntil(25, waits.id)
    const told = await toldOf(waits.id)
    t.same(
      told.filter((line) => line.startsWith('incident-unassigned')),
      ['incident-unassigned -> dispatcher'],
      'nobody else is told of it',
    )
    t.ok(told.includes('incident-unowned -> duty-inspector'), 'while the chain that nobody stopped went on')
    t.notOk(
      west.frames.some(({ incidentId, type }) => incidentId === waits.id && type?.startsWith('exception-')),
      'another area does not hear of it',
    )

    // a unit goes: nobody waits for one any more
    await sendFirst(north, waits.id)
    await heard(north, 'exception-resolved', waits.id, 'incident-unassigned')
    await heard(supervisor, 'exception-resolved', waits.id, 'incident-unowned')
    t.match(await supervisor.ask('POST', path), { status: 409, body: { type: '/problems/exception/resolved' } })
    await t.rejects(time.client.query(`update exception set because = 'x' where id = $1`, [id]), /never rewritten/)
  },
)

t.test('a crew on a call that is not heard of, until somebody asked it', async (t) => {
  const incident = await open(handler, { grade: '2', location: spots.carlisle })
  const { id, unitId } = await sendFirst(north, incident.id)
  await time.client.query(`update unit set crew_size = 1 where id = $1`, [unitId])
  await step(terminals, id, 'mobile', 'at-scene')
  await time.passUntil(20, incident.id)
  t.match(await heard(north, 'exception-raised', incident.id, 'unit-silent'), {
    unitId,
    told: [{ post: 'dispatcher' }],
  })
  t.match(await heard(supervisor, 'exception-escalated', incident.id, 'unit-silent'), {
    told: [{}, { post: 'supervisor' }],
  })
  await heard(supervisor, 'exception-escalated', incident.id, 'briefing-unread')
  // whoever sends a unit locks its incident first: here as well, or the two would wait for each other
  await time.client.query('begin')
  await time.client.query('select from incident where id = $1 for update', [incident.id])
  const asked = north.must(201, 'POST', `/units/${unitId}/welfare`, { answer: 'no-answer' })
  await time.waitForLock()
  await time.client.query('select from unit where id = $1 for update nowait', [unitId])
  await time.client.query('commit')
  await asked
  await time.passUntil(21, incident.id)
  await north.must(201, 'POST', `/units/${unitId}/welfare`, { answer: 'well' })
  await heard(north, 'exception-resolved', incident.id, 'unit-silent')
  await step(terminals, id, 'clear')
  t.match(await north.ask('POST', `/units/${unitId}/welfare`, { answer: 'well' }), {
    status: 409,
    body: { type: '/problems/unit/state' },
  })
})

t.test('closed, nothing of it stands; what is left is listed for each as they may see it', async (t) => {
  const ungraded = await open(handler, { location: spots.carlisle })
  const other = await open(handler, { grade: '2', location: spots.workington })
  await time.passUntil(4, ungraded.id)
  await time.passUntil(5, other.id)
  await heard(supervisor, 'exception-raised', ungraded.id, 'incident-ungraded')
  await heard(supervisor, 'exception-raised', other.id, 'incident-unowned')
  const list = async (desk: typeof north) =>
    (await desk.must<{ lines: Line[] }>(200, 'GET', '/exceptions')).lines.map(({ first }) => first.incidentId)
  const whole = await list(supervisor)
  t.ok(whole.indexOf(ungraded.id) >= 0 && whole.indexOf(ungraded.id) < whole.indexOf(other.id), 'no grade goes first')
  t.notOk((await list(north)).includes(other.id), 'of another area')
  t.notOk((await list(west)).includes(ungraded.id))
  const elsewhere = await heard(supervisor, 'exception-raised', other.id, 'incident-unowned')
  t.match(await north.ask('POST', `/exceptions/${elsewhere.id}/acknowledge`), {
    status: 403,
    body: { type: '/problems/exception/not-yours', detail: 'It is of another area' },
  })
  const { lines } = await supervisor.must<{ lines: Line[] }>(200, 'GET', '/exceptions')
  const line = lines.find(({ first }) => first.incidentId === other.id)
  t.same(line?.yours, line?.ids, 'a supervisor may take all of it in hand')

  await supervisor.must(200, 'POST', `/incidents/${other.id}/close`, { closingCategory: 'theft', result: wholeResult })
  await heard(supervisor, 'exception-resolved', other.id, 'incident-unowned')
  t.notOk((await list(supervisor)).includes(other.id))
})

t.test('what is past its review date is one line for supervisors; and how much each desk was told', async (t) => {
  const { rows } = await time.client.query(
    `select kind, count(*)::int as times from exception where subject_type = 'force' group by kind`,
  )
  t.ok(rows.length > 0 && rows.every(({ times }) => times === 1))
  t.notOk(
    handler.frames.some(({ data }) => (data?.['exception'] as Exception | undefined)?.kind === 'rules-past-review'),
    'of no concern to who takes calls',
  )
  t.match(await north.ask('GET', '/supervision/alarm-rates'), { status: 403 })
  // they have been at their desks since before all that
  await time.client.query(`update session set created_at = created_at - interval '5 hours'`)
  const { people } = await supervisor.must<{ people: { role: string; areas: string[]; told: number }[] }>(
    200,
    'GET',
    '/supervision/alarm-rates',
  )
  const of = (role: string, area?: string) =>
    people.find((one) => one.role === role && (area === undefined || one.areas.includes(area)))?.told ?? 0
  t.ok(of('supervisor') > of('dispatcher', 'west'), 'each was told what was told to them')
  t.ok(of('dispatcher', 'north') > 0)
})

t.test('other rules, or none: what is open is looked at by the new ones, and what stands goes on', async (t) => {
  const incident = await open(handler, { grade: '2', location: spots.carlisle })
  await time.passUntil(15, incident.id)
  const { id } = await heard(north, 'exception-raised', incident.id, 'incident-unassigned')
  const db = openDatabase(room.serviceUrl, 2)
  t.teardown(() => db.destroy())
  const events: string[] = []
  const work = {
    actor: theService,
    tokenHash: Buffer.alloc(32),
    record: ({ type }: { type: string }) => void events.push(type),
    audit: () => undefined,
    later: () => undefined,
  }
  const job = { id, kind: '', subjectId: incident.id, variant: '', payload: {}, attempts: 0 } satisfies Job
  const run = (handler: typeof clocksHandler, payload: Job['payload'] = {}) =>
    db.transaction().execute(async (trx) => {
      await handler({ book: new DefinitionBook(db) }).run({ ...job, payload }, { ...work, trx } satisfies Work)
      return trx
        .selectFrom('job')
        .select('subject_id')
        .where('kind', '=', 'clocks')
        .where('variant', 'like', 'rules %')
        .where('created_at', '=', sql<Date>`now()`)
        .execute()
    })

  const looks = `select attempts from job where kind = 'clock-rules' and done_at is null`
  t.same((await time.client.query(looks)).rows, [{ attempts: 0 }], 'the node itself looks each minute, once')

  // the desk that was told is another one in the second version
  await time.client.query(
    `insert into definition (kind, version, valid_from, source, body)
     select kind, 'second', now(), source, replace(body::text, '"dispatcher"', '"dispatch-desk"')::jsonb from definition
     where kind = 'escalation' order by valid_from desc limit 1`,
  )
  await time.client.query(
    `update definition set body = replace(body::text, '"roles": ["dispatch-desk"]', '"roles": ["dispatcher"]')::jsonb
     where kind = 'escalation' and version = 'second'`,
  )
  await run(clocksHandler)
  t.same(events, [], 'told to a post that is no more, it stands as it stood')
  t.ok((await run(rulesHandler)).some((one) => one.subject_id === incident.id))
  t.same(await run(rulesHandler, { version: 'second' }), [], 'the same version as a minute ago')

  await time.client.query(`update definition set valid_to = now() where kind = 'escalation'`)
  await run(clocksHandler)
  t.same(await run(rulesHandler, { version: 'second' }), [])
  const order = {
    actor: { ...theService, role: 'supervisor' as const },
    tokenHash: Buffer.alloc(32),
    idempotencyKey: null,
    fingerprint: Buffer.alloc(32),
  }
  await t.rejects(
    acknowledgeException({ db, book: new DefinitionBook(db), wake: () => undefined }, order, id),
    { code: 'exception/unknown' },
    'refused, not a fault',
  )
})
