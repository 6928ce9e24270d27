import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { openOwnerPool } from '../support/owner-pool.ts'
import { type Incident, open, sendFirst, spots, step, wholeResult } from '../support/way-of-a-call.ts'

/**
 * The end of a shift: what is handed over, frozen and signed by two; the public protection units' queue (CR-30); expected
 * peaks (CR-35); and that either communication centre can run the force (CR-32).
 */
const room = await openControlRoom(t)
const owner = openOwnerPool({ connectionString: room.ownerUrl })
t.teardown(() => owner.end())
const [handler, north, west, force, supervisor, other, ppu, ppuWest, terminals] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('dispatch.north'),
  room.signIn('dispatch.west'),
  room.signIn('dispatch.force'),
  room.signIn('supervisor1'),
  room.signIn('supervisor2'),
  room.signIn('ppu.north'),
  room.signIn('ppu.west'),
  room.account('terminals'),
])
await Promise.all([north.follow(), supervisor.follow(), other.follow(), ppu.follow()])

type Handover = {
  id: string
  draftedSeq: number
  changesKey: string
  changes: { words: string; incidentId: string | null }[]
  picture: { incidents: { incidentId: string; grade: string }[]; promises: { text: string }[]; exceptions: unknown[] }
  incomingBy: string | null
}
const draft = (desk = north, body: object = { scope: 'area', scopeId: 'north', notes: 'Watch the river.' }) =>
  desk.ask<Handover>('POST', '/handovers', body)
const sign = (desk: typeof north, { id, changesKey }: Handover, as: string, takenOn = 'All of it') =>
  desk.ask<Handover>('POST', `/handovers/${id}/signatures`, { as, changesKey, takenOn })
const show = ({ id }: { id: string }, desk = north) => desk.must<Handover>(200, 'GET', `/handovers/${id}`)
const isDue = (kind: string, id: string) =>
  owner.query(`update job set due_at = clock_timestamp() where kind = $1 and subject_id = $2 and done_at is null`, [
    kind,
    id,
  ])
const exception = (type: string, kind: string, subjectId: string) =>
  supervisor.until((frame) => {
    const one = frame.data?.['exception'] as { kind: string; subjectId: string } | undefined
    return frame.type === type && one?.kind === kind && one.subjectId === subjectId
  })

t.test('drafted, changed meanwhile, signed by two people; nobody signs what they were not shown', async (t) => {
  const waits = await open(handler, { grade: '2', location: spots.carlisle })
  await handler.must(201, 'POST', `/incidents/${waits.id}/actions`, { text: 'Ring her back', owner: 'dispatcher' })
  const { status, body: drafted } = await draft()
  t.equal(status, 201)
  t.match(
    drafted.picture.incidents.find(({ incidentId }) => incidentId === waits.id),
    { grade: '2', units: 0, reference: waits.reference },
  )
  t.ok(drafted.picture.promises.some(({ text }) => text === 'Ring her back'))
  const { rows } = await owner.query<{ type: string }>(`select type from journal where seq > $1 order by seq`, [
    drafted.draftedSeq,
  ])
  t.ok(
    rows.some(({ type }) => type === 'handover-drafted'),
    'frozen at a number of the journal, before its own event',
  )
  t.match(await sign(north, drafted, 'incoming'), { status: 409, body: { type: '/problems/handover/order' } })
  t.match(await sign(west, drafted, 'outgoing'), { status: 403 })

  const fresh = await open(handler, { grade: '1', location: spots.carlisle })
  const stale = await sign(north, drafted, 'outgoing')
  t.match(stale, { status: 409, body: { type: '/problems/handover/changed' } })
  t.ok(
    stale.body.changes.some(({ incidentId }) => incidentId === fresh.id),
    'and says what it is',
  )
  const signedOut = await signShown(north, drafted, 'outgoing')
  t.equal(signedOut.status, 200, JSON.stringify(signedOut.body).slice(0, 300))

  t.match(await signShown(north, drafted, 'incoming'), {
    status: 403,
    body: { type: '/problems/handover/second-person' },
  })
  t.match(await signShown(west, drafted, 'incoming'), { status: 403, body: { type: '/problems/handover/not-yours' } })
  t.match(await signShown(force, drafted, 'incoming', ' '), {
    status: 400,
    body: { errors: [{ pointer: '/takenOn' }] },
  })
  const signedIn = await signShown(force, drafted, 'incoming', 'All, and the river')
  t.match(signedIn, { status: 200, body: { takenOn: 'All, and the river' } })
  await open(handler, { grade: '2', location: spots.carlisle })
  t.same((await show(drafted)).changes, signedIn.body.changes, 'what was shown is frozen')
  await t.rejects(owner.query(`update handover set notes = 'x' where id = $1`, [drafted.id]), /never rewritten/)
  await t.rejects(owner.query(`update handover set taken_on = 'x' where id = $1`, [drafted.id]), /never rewritten/)
})

/** Signs what is shown now; shown again while the room goes on, as a person would. */
async function signShown(desk: typeof north, of: { id: string }, as: string, takenOn?: string) {
  for (let n = 0; ; n += 1) {
    const answer = await sign(desk, await show(of, desk), as, takenOn)
    if (n > 20 || answer.body['type' as never] !== '/problems/handover/changed') return answer
  }
}

t.test(
  'unsigned for too long is told to the supervisor; another draft takes its place; two at once: one',
  async (t) => {
    const { body: drafted } = await draft()
    await isDue('handover-due', drafted.id)
    await exception('exception-raised', 'handover-unsigned', drafted.id)
    const answers = await Promise.all([draft(), draft(force)])
    const made = answers.filter(({ status }) => status === 201)
    t.ok(made.length >= 1 && answers.every(({ status }) => status === 201 || status === 409))
    await exception('exception-resolved', 'handover-unsigned', drafted.id)
    t.match(await sign(north, drafted, 'outgoing'), { status: 409, body: { type: '/problems/handover/superseded' } })
    const list = await north.must<Handover[]>(200, 'GET', '/handovers')
    t.equal(list.filter(({ incomingBy }) => incomingBy === null).length, 1, 'one waits')
    t.match(await draft(north, { scope: 'area', scopeId: 'west' }), { status: 403 })
    t.match(await draft(north, { scope: 'centre', scopeId: 'penrith' }), { status: 403 })
    t.match(await draft(supervisor, { scope: 'centre', scopeId: 'atlantis' }), {
      status: 400,
      body: { errors: [{ pointer: '/scopeId' }] },
    })
    t.equal((await draft(supervisor, { scope: 'centre', scopeId: 'penrith' })).status, 201)
    t.match(await handler.ask('GET', '/handovers'), { status: 403 })
  },
)

type Entry = { incidentId: string; because: string; acknowledgedBy: string | null }
const queue = (desk = ppu) => desk.must<Entry[]>(200, 'GET', '/ppu/queue')
const entryOf = async ({ id }: Incident, desk = ppu) => (await queue(desk)).find(({ incidentId }) => incidentId === id)

t.test('attended or closed, domestic abuse enters the queue of its area in the same commit, once', async (t) => {
  const abuse = await open(handler, { type: 'domestic', grade: '2', location: spots.carlisle })
  const theft = await open(handler, { grade: '2', location: spots.carlisle })
  const { id } = await sendFirst(north, abuse.id)
  t.equal(await entryOf(abuse), undefined, 'not yet')
  await step(terminals, id, 'mobile', 'at-scene')
  t.match(await entryOf(abuse), { because: 'attended', acknowledgedBy: null })
  t.equal(await entryOf(abuse, ppuWest), undefined, 'another unit has its own')
  const second = await sendFirst(north, theft.id)
  await step(terminals, second.id, 'mobile', 'at-scene')
  t.equal(await entryOf(theft), undefined)
  await handler.must(200, 'POST', `/incidents/${theft.id}/flags`, {
    flag: 'domesticAbuse',
    reason: 'It was her husband',
  })
  t.match(await entryOf(theft), { because: 'attended' }, 'flagged after it was attended')

  await isDue('ppu-overdue', abuse.id)
  await exception('exception-raised', 'ppu-unacknowledged', abuse.id)
  const answers = await Promise.all([1, 2].map(() => ppu.ask('POST', `/ppu/incidents/${abuse.id}/acknowledge`)))
  t.same(answers.map(({ status }) => status).sort(), [200, 409], 'by one name')
  await exception('exception-resolved', 'ppu-unacknowledged', abuse.id)
  await step(terminals, id, 'clear')
  await owner.query(
    `update check_run set state = 'trace', finished_at = now() where incident_id = $1 and finished_at is null`,
    [abuse.id],
  )
  const body = { closingCategory: 'domestic', result: wholeResult }
  await supervisor.must(200, 'POST', `/incidents/${abuse.id}/close`, body)
  t.ok((await entryOf(abuse))?.acknowledgedBy, 'closed after that it is not asked for again')
  await t.rejects(owner.query(`delete from ppu_entry`), /acknowledged once/)
})

t.test('the unit reads what is in its queue, on the audit, and nothing else; it changes nothing', async (t) => {
  const [entry] = await queue()
  const id = entry?.incidentId ?? ''
  await ppu.must(200, 'GET', `/ppu/incidents/${id}`)
  const { rows } = await owner.query<{ n: number }>(
    `select count(*)::int as n from audit where op = 'consultation' and incident_id = $1 and actor_role = 'ppu'`,
    [id],
  )
  t.ok((rows[0]?.n ?? 0) >= 1)
  t.match(await ppuWest.ask('GET', `/ppu/incidents/${id}`), { status: 404, body: { type: '/problems/ppu/not-queued' } })
  const elsewhere = await open(handler, { grade: '2' })
  t.match(await ppu.ask('GET', `/ppu/incidents/${elsewhere.id}`), { status: 404 })
  for (const [method, path] of [
    ['GET', `/incidents/${id}`],
    ['GET', '/incidents'],
    ['POST', `/incidents/${id}/log`],
    ['GET', '/exceptions'],
  ] as const)
    t.match(await ppu.ask(method, path, method === 'POST' ? { text: 'x' } : undefined), { status: 403 }, path)
  t.match(await supervisor.ask('POST', `/ppu/incidents/${id}/acknowledge`), { status: 403 }, 'by the unit itself')
  t.notOk(
    ppu.frames.some(({ frame }) => frame === 'ev'),
    'no event reaches it',
  )
})

t.test('expected peaks are read by whoever works there', async (t) => {
  const read = await north.must<{ version: string; peaks: object[] }>(200, 'GET', '/expected-peaks')
  t.match(read, { version: '2026-11-23', peaks: Array })
  t.match(await ppu.ask('GET', '/expected-peaks'), { status: 403 })
})

t.test('either centre can run the force: its supervisor sees one list, and acts on it (CR-32)', async (t) => {
  const { rows } = await owner.query<{ username: string; centre_id: string }>(
    `select username, centre_id from staff where username in ('supervisor1', 'supervisor2') order by username`,
  )
  t.not(rows[0]?.centre_id, rows[1]?.centre_id, 'two centres')
  const abuse = await open(handler, { type: 'domestic', grade: '1', location: spots.kendal })
  const lists = await Promise.all(
    [supervisor, other].map((desk) => desk.must<{ incident: { id: string } }[]>(200, 'GET', '/supervision/watch-list')),
  )
  t.ok(
    lists.every((list) => list.some(({ incident }) => incident.id === abuse.id)),
    'both see it',
  )
  for (const desk of [supervisor, other]) {
    await desk.event('recommendation-made', abuse.id)
    await desk.must(201, 'POST', `/incidents/${abuse.id}/log`, { text: 'Looked at here.' })
  }
  const sent = await Promise.all([supervisor, other].map((desk) => sendFirst(desk, abuse.id).catch(() => undefined)))
  t.equal(sent.filter(Boolean).length, 1, 'one of them sends, the other is told')
})
