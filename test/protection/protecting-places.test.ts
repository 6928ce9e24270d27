import pg from 'pg'
import t from 'tap'
import { showcasePremisesId } from '../../src/demo/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { open } from '../support/way-of-a-call.ts'

const room = await openControlRoom(t)
const owner = new pg.Client({ connectionString: room.ownerUrl })
const service = new pg.Client({ connectionString: room.serviceUrl })
await Promise.all([owner.connect(), service.connect()])
t.teardown(() => Promise.all([owner.end(), service.end()]))
type PlaceRow = { id: string; name: string; street: string; town: string; postcode: string | null }
const find = async (where: string) => {
  const { rows } = await owner.query<PlaceRow>(
    `select id, name, street, coalesce(town, '') as town, postcode from place where ${where} limit 1`,
  )
  if (!rows[0]) throw new Error(`no place ${where}`)
  return rows[0]
}
const house =
  await find(`kind = 'premises' and number is not null and not protected and street like '% Road' and invented
  and id not in (select premises_id from incident where premises_id is not null)`)
const landmark = await find(`kind = 'landmark' and length(name) > 12`)
const street = await find(`kind = 'street'`)
const refugeId = showcasePremisesId('refuge')

const [taker, supervisor, admin, telephony] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('supervisor1'),
  room.signIn('admin'),
  room.account('telephony'),
])
await Promise.all([taker, supervisor, admin].map((one) => one.follow()))
const incident = await open(taker, {
  type: 'domestic',
  summary: `Somebody walks up and down ${house.street}`,
  location: { placeId: house.id, text: `flat 2, ${house.name}` },
  happeningNow: true,
  grade: '1',
})
const wish = { placeId: house.id, reason: 'A refuge moves in', from: '2026-01-05', reviewOn: '2099-01-05' }
type Listed = { placeId: string; label: string; reason: string | null; overdue: boolean; markedBy: string | null }
const listed = async (client = supervisor) => client.must<Listed[]>(200, 'GET', '/protected-places')
const audited = async (op: string) =>
  (
    await owner.query<{ actor_role: string }>(
      `select actor_role from audit where subject_type = 'protected-place' and op = $1`,
      [op],
    )
  ).rows

t.test('only a supervisor or an administrator may; not a street, and not without a day to look again', async (t) => {
  for (const client of [taker, telephony]) {
    t.match(await client.ask('POST', '/protected-places', wish), { status: 403 })
    t.match(await client.ask('GET', '/protected-places'), { status: 403 })
    t.match(await client.ask('GET', `/protected-places/${house.id}`), { status: 403 })
    t.match(await client.ask('POST', `/protected-places/${house.id}/end`, { reason: 'no more' }), { status: 403 })
  }
  t.match(await admin.ask('POST', '/protected-places', { ...wish, placeId: street.id }), {
    status: 409,
    body: { type: '/problems/place/not-protectable' },
  })
  t.match(await admin.ask('POST', '/protected-places', { ...wish, placeId: incident.id }), { status: 404 })
  t.match(await admin.ask('POST', '/protected-places', { ...wish, reviewOn: '2026-01-06' }), {
    status: 400,
    body: { errors: [{ pointer: '/reviewOn' }] },
  })
  t.match(await admin.ask('POST', '/protected-places', { ...wish, reason: ' ' }), { status: 400 })
  await t.rejects(service.query('update place set protected = false'), /permission denied/)
  await t.rejects(service.query('delete from place_protection'), /permission denied/)
})

t.test('marked by an administrator: masked at once, also on the consoles that had it, street and all', async (t) => {
  const found = await admin.must<{ places: { id: string }[] }>(
    200,
    'GET',
    `/places?text=${encodeURIComponent(house.name)}&limit=50`,
  )
  t.ok(
    found.places.some(({ id }) => id === house.id),
    'an administrator finds the place',
  )
  t.match(await taker.must(200, 'GET', `/incidents/${incident.id}`), {
    incident: { summary: new RegExp(house.street) },
  })
  await admin.must(200, 'POST', '/protected-places', wish)
  const told = await taker.event('incident-changed', incident.id)
  const leads = new RegExp(
    `${house.street.replace(/ Road$/, '')}|${house.id}${house.postcode ? `|${house.postcode}` : ''}`,
    'i',
  )
  t.notMatch(JSON.stringify(told), leads)
  t.match(told, { data: { incident: { location: { text: `Protected address, ${house.town}`, protected: true } } } })
  for (const path of ['', '/briefing', '/recommendation', '/recommendations', '/deployments']) {
    const { status, body } = await supervisor.ask('GET', `/incidents/${incident.id}${path}`)
    t.ok(status < 500, path)
    t.notMatch(JSON.stringify(body), leads, path)
  }
  const { body: log } = await taker.ask('POST', `/incidents/${incident.id}/log`, {
    text: `He is still in ${house.street}`,
  })
  t.notMatch(JSON.stringify(log), leads, 'the street alone, in what is about the incident there')
  const elsewhere = await taker.must<{ id: string }>(201, 'POST', '/contacts', {
    channel: '101',
    firstWords: `A lorry is stuck in ${house.street}`,
  })
  t.match(elsewhere, { firstWords: new RegExp(house.street) }, 'others live there')
  t.match(await taker.must(200, 'GET', `/incidents/${incident.id}/protected-address`), {
    address: new RegExp(house.name),
  })
  type Seen = { places: { id: string; name: string }[] }
  const seen = await taker.must<Seen>(200, 'GET', `/places?text=${encodeURIComponent(house.name)}&limit=50`)
  t.match(
    seen.places.filter(({ id }) => id === house.id),
    [{ name: 'Protected address' }],
  )
})

t.test('the list names no address; looking at one and changing it are on the audit; nothing is lost', async (t) => {
  const [mine] = (await listed(admin)).filter(({ placeId }) => placeId === house.id)
  t.match(mine, { label: `Protected address, ${house.town}`, reason: wish.reason, overdue: false, markedBy: String })
  t.notMatch(JSON.stringify(await listed()), new RegExp(house.name))
  await supervisor.must(200, 'POST', '/protected-places', {
    ...wish,
    reason: 'Looked at again: it stays',
    reviewOn: '2098-12-31',
  })
  const path = `/protected-places/${house.id}`
  t.match(await supervisor.must(200, 'GET', path), {
    address: new RegExp(house.name),
    protected: true,
    history: [
      { reason: /stays/, reviewOn: '2098-12-31', endedAt: null },
      { reason: wish.reason, from: wish.from, endReason: 'said anew' },
    ],
  })
  t.match(await audited('consultation'), [{ actor_role: 'supervisor' }])
  t.same((await audited('alteration')).map(({ actor_role }) => actor_role).sort(), ['administrator', 'supervisor'])
  await t.rejects(owner.query('delete from place_protection'), /never deleted/)
  await t.rejects(owner.query(`update place_protection set reason = 'x'`), /never rewritten/)
})

t.test('a named place is not found by its name from then on', async (t) => {
  const search = `/places?text=${encodeURIComponent(`${landmark.name} ${landmark.town}`)}&limit=50`
  const isFound = async () =>
    (await taker.must<{ places: { id: string }[] }>(200, 'GET', search)).places.some(({ id }) => id === landmark.id)
  t.equal(await isFound(), true)
  await supervisor.must(200, 'POST', '/protected-places', { ...wish, placeId: landmark.id })
  t.equal(await isFound(), false)
})

t.test('taken off: told like any other, and what was is kept; also of one from before reasons were kept', async (t) => {
  t.match(
    (await listed()).filter(({ placeId }) => placeId === refugeId),
    [{ reason: null, overdue: true, markedBy: null }],
  )
  for (const placeId of [house.id, refugeId])
    await supervisor.must(200, 'POST', `/protected-places/${placeId}/end`, { reason: 'The refuge has moved' })
  t.match(await supervisor.ask('POST', `/protected-places/${house.id}/end`, { reason: 'again' }), {
    status: 409,
    body: { type: '/problems/place/not-marked' },
  })
  t.same(
    (await listed()).map(({ placeId }) => placeId),
    [landmark.id],
  )
  t.match(await taker.must(200, 'GET', `/incidents/${incident.id}`), {
    incident: { location: { premisesId: house.id } },
  })
  t.match(await supervisor.must(200, 'GET', `/protected-places/${refugeId}`), {
    protected: false,
    history: [{ reason: 'protected before reasons were kept', endReason: 'The refuge has moved', endedBy: String }],
  })
  t.match(await supervisor.ask('GET', `/protected-places/${street.id}`), { status: 409 })
})

t.test('consoles are told the address again, without another change, once every node has heard', async (t) => {
  const told = taker.frames.length
  const isNew = (frame: (typeof taker.frames)[number]) => taker.frames.indexOf(frame) >= told
  const { rowCount } = await owner.query(
    `update job set due_at = now() where kind = 'tell-unmasked' and subject_id = $1 and due_at > now()`,
    [incident.id],
  )
  t.equal(rowCount, 1, 'not before')
  await taker.until(
    (frame) => isNew(frame) && frame.type === 'incident-changed' && JSON.stringify(frame.data).includes(house.id),
  )
})

t.test('an administrator hears that a place changed, and nothing of any incident', async (t) => {
  await admin.until(({ type, data }) => type === 'place-protection-changed' && data?.['protected'] === false)
  t.notMatch(JSON.stringify(admin.frames), new RegExp(`incident-changed|${incident.id}`))
  t.match(await admin.ask('GET', `/incidents/${incident.id}`), { status: 403 })
  t.same(
    room.logged.filter((line) => line.includes(house.street)),
    [],
  )
})
