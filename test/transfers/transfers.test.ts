import t from 'tap'
import { newId } from '../../src/core/index.ts'
import { openDatabase } from '../../src/db/index.ts'
import { DefinitionBook } from '../../src/definitions/index.ts'
import { showcasePremisesId } from '../../src/demo/index.ts'
import { openSimulatedPartner, openTransferLine } from '../../src/gateways/index.ts'
import { sendTransferHandler } from '../../src/transfers/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { openOwnerPool } from '../support/owner-pool.ts'
import { type Incident, open, spots, wholeResult } from '../support/way-of-a-call.ts'

/** Incidents handed to another force over a simulated line: signed, sent again, dead, acknowledged, once (F7). */
let serviceUrl = ''
const partner = await openSimulatedPartner({ secret: 'shared', serviceUrl: () => serviceUrl, behaviour: 'silent' })
t.teardown(() => partner.close())
const transferUrls = `lancashire=${partner.url},ambulance=${partner.url}`
const room = await openControlRoom(t, { transferUrls })
serviceUrl = room.url
const owner = openOwnerPool({ connectionString: room.ownerUrl })
t.teardown(() => owner.end())
const [handler, north, supervisor] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('dispatch.north'),
  room.signIn('supervisor1'),
])
await Promise.all([north.follow(), supervisor.follow()])

type Transfer = {
  id: string
  state: string
  attempts: number
  lastFault: string | null
  theirReference: string | null
  acknowledgedBy: string | null
}
const hand = (incident: { id: string }, to = 'lancashire', desk = north) =>
  desk.must<Transfer>(201, 'POST', `/incidents/${incident.id}/transfers`, { partner: to, reason: 'He drives south.' })
const eventOf = (type: string, id: string, desk = supervisor) =>
  desk.until((frame) => frame.type === type && (frame.data?.['transfer'] as Transfer | undefined)?.id === id)
const exceptionOf = (type: string, kind: string, incidentId: string) =>
  supervisor.until(
    (frame) =>
      frame.type === type &&
      frame.incidentId === incidentId &&
      (frame.data?.['exception'] as { kind: string } | undefined)?.kind === kind,
  )
const transferOf = async (incident: { id: string }) =>
  (await supervisor.must<Transfer[]>(200, 'GET', `/incidents/${incident.id}/transfers`))[0] as Transfer
/** Whatever this transfer waits for is due now. */
const pass = (kind: string, id: string) =>
  owner.query(`update job set due_at = clock_timestamp() where kind = $1 and subject_id = $2 and done_at is null`, [
    kind,
    id,
  ])
const theft = () => open(handler, { grade: '2', location: spots.carlisle })
const closing = (incident: { id: string }) =>
  supervisor.ask('POST', `/incidents/${incident.id}/close`, { closingCategory: 'theft', result: wholeResult })

t.test('handed over with grade, text and clock; open here until they have it, and then closed', async (t) => {
  const incident = await theft()
  await handler.must(201, 'POST', `/incidents/${incident.id}/log`, { text: 'Word for word.' })
  const { id } = await hand(incident)
  await eventOf('transfer-delivered', id)
  const [message] = partner.taken.filter((one) => one.id === id)
  t.match(message?.body, {
    text: 'He drives south.',
    incident: { reference: incident.reference, grade: { id: '2' }, clock: { attendBy: incident.attendBy } },
  })
  t.match(JSON.stringify(message?.body['log']), /Word for word\./)
  t.match(await closing(incident), { status: 409, body: { type: '/problems/transfer/unacknowledged' } })
  const again = await north.ask('POST', `/incidents/${incident.id}/transfers`, { partner: 'lancashire', reason: 'x' })
  t.match(again, { status: 409, body: { type: '/problems/transfer/waiting' } })
  t.equal(await partner.acknowledge(id, { said: { grade: '1', reference: 'L-77' } }), 200)
  await eventOf('transfer-acknowledged', id)
  const log = await supervisor.must<{ entries: { text: string }[] }>(200, 'GET', `/incidents/${incident.id}`)
  t.ok(
    log.entries.some(({ text }) => /reference L-77, graded 1 there \(here 2\)/.test(text)),
    'another grade is said',
  )
  const { rows } = await owner.query(`select detail from audit where op = 'disclosure' and subject_id = $1`, [id])
  t.match(rows, [{ detail: { recipients: ['Lancashire Constabulary'] } }], 'who was told it')
  await owner.query(
    `update check_run set state = 'trace', finished_at = now() where incident_id = $1 and finished_at is null`,
    [incident.id],
  )
  t.equal((await closing(incident)).status, 200)
})

t.test('an acknowledgement that is not signed, too old, or for another transfer changes nothing', async (t) => {
  const incident = await theft()
  const other = await theft()
  const [{ id }, { id: otherId }] = await Promise.all([hand(incident), hand(other)])
  t.equal(await partner.acknowledge(id, { secret: 'another' }), 401, 'bad signature')
  t.equal(await partner.acknowledge(id, { now: new Date(Date.now() - 301_000) }), 401, 'old timestamp')
  t.equal(await partner.acknowledge(id, { now: new Date(Date.now() + 310_000) }), 401, 'from the future')
  t.equal(await partner.acknowledge(id, { path: otherId }), 401, 'signed for another')
  t.equal(await partner.acknowledge(incident.id), 401, 'there is none')
  t.equal(await partner.acknowledge(id, { said: { by: '' } }), 400)
  const plain = await supervisor.ask('POST', `/transfers/${id}/acknowledgement`, {
    ...{ version: 1, kind: 'acknowledgement', transferId: id, reference: 'x', by: 'x' },
  })
  t.match(plain, { status: 401, body: { type: '/problems/transfer/signature' } }, 'a session is no signature')
  t.not((await transferOf(incident)).state, 'acknowledged')

  const statuses = await Promise.all([1, 2, 3].map(() => partner.acknowledge(id, { said: { reference: 'L-1' } })))
  t.same(statuses, [200, 200, 200], 'repeated it is answered the same')
  t.equal(await partner.acknowledge(id, { said: { reference: 'L-2' } }), 409)
  t.match(await transferOf(incident), { state: 'acknowledged', theirReference: 'L-1' })
  const told = await owner.query<{ n: number }>(
    `select count(*)::int as n from journal where type = 'transfer-acknowledged' and incident_id = $1`,
    [incident.id],
  )
  t.equal(told.rows[0]?.n, 1, 'and told once')
  await north.must(200, 'POST', `/transfers/${otherId}/withdraw`, { reason: 'He turned back.' })
  t.equal(await partner.acknowledge(otherId), 409)
})

t.test('sent again with growing waits, dead after the last, before the supervisor; sent again by hand', async (t) => {
  partner.behave('busy')
  const incident = await theft()
  const { id } = await hand(incident)
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    for (let n = 0; n < 2_000 && (await faultOf()) < attempt; n += 1) {}
    if (attempt < 6) await pass('send-transfer', id)
  }
  async function faultOf(): Promise<number> {
    const { attempts, lastFault } = await transferOf(incident)
    if (lastFault !== null)
      await owner.query(`update transfer set last_fault = null where id = $1 and state = 'sending'`, [id])
    else await new Promise((resolve) => setTimeout(resolve, 20))
    return lastFault === null ? 0 : attempts
  }
  await eventOf('transfer-failed', id)
  await exceptionOf('exception-raised', 'transfer-dead', incident.id)
  t.match(await transferOf(incident), { state: 'dead', attempts: 6, lastFault: 'unreachable' })
  const list = await supervisor.must<{ waiting: Transfer[] }>(200, 'GET', '/transfers')
  t.equal(list.waiting[0]?.id, id, 'dead letters first')
  t.match(await north.ask('POST', `/transfers/${id}/send-again`), { status: 403 })
  partner.behave('twice')
  await supervisor.must(200, 'POST', `/transfers/${id}/send-again`)
  await eventOf('transfer-acknowledged', id)
  await exceptionOf('exception-resolved', 'transfer-dead', incident.id)
  t.match(await supervisor.ask('POST', `/transfers/${id}/send-again`), { status: 409 })
  partner.behave('refusing')
  const refused = await hand(await theft())
  for (let n = 0; n < 2_000; n += 1) {
    const { rows } = await owner.query<{ last_fault: string | null }>(`select last_fault from transfer where id = $1`, [
      refused.id,
    ])
    if (rows[0]?.last_fault === 'refused') return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  t.fail('that they do not accept our signature was not noted')
})

t.test('delivered and not acknowledged in time: told to the supervisor, until they have it', async () => {
  partner.behave('silent')
  const incident = await theft()
  const { id } = await hand(incident)
  await eventOf('transfer-delivered', id)
  await pass('transfer-overdue', id)
  await exceptionOf('exception-raised', 'transfer-unacknowledged', incident.id)
  await partner.acknowledge(id)
  await exceptionOf('exception-resolved', 'transfer-unacknowledged', incident.id)
})

t.test('a refuge is named in no message, and an agency is told nothing of domestic abuse', async (t) => {
  const place = await owner.query<{ id: string; number: string; street: string; postcode: string }>(
    `select id, number, street, postcode from place where id = $1`,
    [showcasePremisesId('refuge')],
  )
  const { number, street, postcode, id: placeId } = place.rows[0] as { [key: string]: string }
  const incident = await open(handler, {
    type: 'domestic',
    grade: '1',
    summary: `She is at ${number} ${street}, ${postcode}.`,
    location: { placeId },
  })
  const messages = await Promise.all(
    ['lancashire', 'ambulance'].map(async (code) => {
      const { id } = await hand(incident, code, supervisor)
      await eventOf('transfer-delivered', id)
      return partner.taken.find((one) => one.id === id)?.body
    }),
  )
  for (const message of messages) {
    t.match(message, { incident: { addressWithheld: true, location: { lat: null, lon: null } } })
    t.notOk(new RegExp(`${street}|${postcode}|${placeId}`, 'i').test(JSON.stringify(message)))
  }
  t.match(messages[1], { incident: { type: null, summary: '', domesticAbuse: null }, log: [] })
})

t.test('what cannot be handed over', async (t) => {
  const { id } = await theft()
  const path = `/incidents/${id}/transfers`
  const to = (code: string, desk = north) => desk.ask('POST', path, { partner: code, reason: 'x' })
  t.match(await supervisor.ask('GET', '/incidents/01920000-0000-7000-8000-000000000001/transfers'), { status: 404 })
  t.match(await to('atlantis'), { status: 400, body: { errors: [{ pointer: '/partner' }] } })
  t.match(await to('northumbria'), { status: 409, body: { type: '/problems/transfer/not-connected' } })
  t.match(await to('lancashire', handler), { status: 403 })
  t.match(await supervisor.ask('POST', `/transfers/${id}/withdraw`, { reason: 'x' }), { status: 404 })
})

t.test('killed between sending and writing it down: sent again, the same message under the same id', async (t) => {
  partner.behave('silent')
  const incident: Incident = await theft()
  const { id } = await hand(incident)
  await eventOf('transfer-delivered', id)
  // as it stands before anything was written down of an attempt
  await owner.query(`update transfer set state = 'sending', delivered_at = null where id = $1`, [id])
  partner.behave('hanging')
  const db = openDatabase(room.serviceUrl)
  t.teardown(() => db.destroy())
  const lines = [openTransferLine('lancashire', partner.url, { value: 'shared' })]
  const handler = sendTransferHandler({
    db,
    wake: () => undefined,
    book: new DefinitionBook(db),
    lines,
    mask: (one) => one,
  })
  const death = new AbortController()
  const job = { id: newId(), kind: 'send-transfer', subjectId: id, variant: '', payload: {}, attempts: 0 }
  const sending = handler.runBeside?.(job, death.signal)
  const came = () => partner.taken.filter((one) => one.id === id)
  for (let n = 0; n < 4_000 && came().length < 2; n += 1) await new Promise((resolve) => setTimeout(resolve, 10))
  death.abort()
  await sending
  t.match(await transferOf(incident), { state: 'sending', lastFault: null }, 'nothing was written down')
  partner.behave('well')
  await pass('send-transfer', id)
  await eventOf('transfer-acknowledged', id)
  t.same(
    came().map(({ again }) => again),
    [0, 1, 2],
  )
  t.same(came()[2]?.body, came()[0]?.body)
})
