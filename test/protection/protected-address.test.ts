import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { showcasePremisesId } from '../../src/demo/index.ts'
import { type DeskClient, openControlRoom } from '../support/control-room.ts'
import { root } from '../support/keeper-address.ts'
import { type Incident, open, recommended, sendFirst, spots, step } from '../support/way-of-a-call.ts'

const room = await openControlRoom(t)
const owner = new pg.Client({ connectionString: room.ownerUrl })
await owner.connect()
t.teardown(() => owner.end())
const refugeId = showcasePremisesId('refuge')
const { rows } = await owner.query<{
  street: string
  number: string
  postcode: string | null
  lat: number
  lon: number
}>('select street, number, postcode, lat, lon from place where id = $1', [refugeId])
const refuge = rows[0]
if (!refuge) throw new Error('the demo force has no refuge')
const ADDRESS = `${refuge.number} ${refuge.street}`

const [telephony, terminals, taker, otherHandler, desk, north, south, supervisor, admin] = await Promise.all([
  room.account('telephony'),
  room.account('terminals'),
  room.signIn('handler1'),
  room.signIn('handler2'),
  room.signIn('desk1'),
  room.signIn('dispatch.north'),
  room.signIn('dispatch.south'),
  room.signIn('supervisor1'),
  room.signIn('admin'),
])
const everybody: Record<string, DeskClient> = {
  terminals,
  taker,
  otherHandler,
  desk,
  north,
  south,
  supervisor,
  admin,
}
await Promise.all(Object.values(everybody).map((one) => one.follow()))
// it has no live feed, and asks like anybody
everybody['telephony'] = telephony

/** Whatever would lead there: number with street, the point to ten metres, the premises. */
const lat = String(refuge.lat).slice(0, 7)
const lon = String(refuge.lon).slice(0, 7)
const street = refuge.street.replace(/ (Road|Street)$/, '')
const LEADS_THERE = new RegExp(
  `${refuge.number}\\W+${street}|${street} R\\w*\\W+(?:number )?${refuge.number}|"lat":\\s*${lat.replace('.', '\\.')}|${lon.replace('.', '\\.')}`,
  'i',
)
const leak = (text: string) => LEADS_THERE.exec(text)?.[0]

/** An incident there, as full of the address as people make it. */
async function openThere(): Promise<{ incident: Incident; contactId: string }> {
  const contact = await telephony.must<{ id: string }>(201, 'POST', '/contacts', {
    channel: '999',
    number: '01632 960133',
    firstWords: `I am at ${ADDRESS}, he has found us`,
    networkLocation: { source: 'eisec', lat: refuge?.lat, lon: refuge?.lon, radiusMetres: 5, address: ADDRESS },
  })
  await taker.must(200, 'POST', `/contacts/${contact.id}/answer`)
  const incident = await open(taker, {
    contactId: contact.id,
    type: 'domestic',
    summary: `Man at the door of ${refuge?.number}, ${street} Rd; come up ${refuge?.street} from the north`,
    location: { placeId: refugeId, text: `flat 2, ${ADDRESS}` },
    happeningNow: true,
    needs: { questions: { access: `Round the back of ${ADDRESS}`, injured: null }, safeContact: `At ${ADDRESS}` },
    people: [{ role: 'suspect', name: 'Ben Example', relationship: `seen outside ${ADDRESS}` }],
    grade: '1',
  })
  return { incident, contactId: contact.id }
}

const { incident, contactId } = await openThere()
// whichever desk works that area
const dispatcher = incident.areaId === 'north' ? north : south
const elsewhere = incident.areaId === 'north' ? south : north
await recommended(dispatcher, incident.id)
const deployment = await sendFirst(dispatcher, incident.id)
const crew = await room.signIn(deployment.callsign.toLowerCase())
const otherCrew = await room.signIn(deployment.callsign === 'NR11' ? 'nr12' : 'nr11')
everybody['crew'] = await crew.follow()
everybody['otherCrew'] = await otherCrew.follow()
await taker.must(201, 'POST', `/incidents/${incident.id}/log`, { text: `He is walking round ${ADDRESS}` })
await taker.must(200, 'PATCH', `/incidents/${incident.id}`, { summary: `Now in the garden of ${ADDRESS}` })
await crew.event('briefing-added', incident.id)
const neighbour = await open(otherHandler, {
  type: 'suspicious',
  summary: `A man walks up and down before ${ADDRESS}`,
  location: { ...spots.kendal },
})

t.test('the eye that looks for it is not blind', async (t) => {
  for (const text of [ADDRESS, `flat 2, ${ADDRESS}`, `${refuge.street}, number ${refuge.number}`])
    t.ok(leak(text), text)
  t.ok(leak(JSON.stringify({ lat: refuge.lat })) && leak(JSON.stringify({ lon: refuge.lon })))
  const { rows: stored } = await owner.query('select data from journal where incident_id = $1', [incident.id])
  t.ok(leak(JSON.stringify(stored)), 'what was recorded holds it: what leaves does not')
})

t.test('masked: in no answer of any route to anybody, whatever is asked', async (t) => {
  const document = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')) as {
    paths: Record<string, Record<string, unknown>>
  }
  const fills: Record<string, string> = { contactId, callsign: deployment.callsign, incidentId: incident.id }
  const gets = Object.entries(document.paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []))
  t.ok(gets.length > 15, `${gets.length} readings`)
  const asked = [
    ...gets.map((path) => path.replace(/\{(\w+)\}/g, (_all, name: string) => fills[name] ?? incident.id)),
    `/incidents/${neighbour.id}`,
    `/incidents/near?lat=${spots.kendal.lat}&lon=${spots.kendal.lon}&metres=5000`,
    `/incidents/near?lat=${refuge.lat}&lon=${refuge.lon}&metres=50`,
    `/incidents/${incident.id}/briefing?version=1`,
    `/incidents/${incident.id}/briefing?since=1`,
    `/incidents/${incident.id}/briefing?unitId=${deployment.unitId}`,
    `/incidents/${incident.id}/briefing/text?unitId=${deployment.unitId}`,
    `/places?text=${encodeURIComponent(ADDRESS)}`,
    `/audit?incidentId=${incident.id}`,
  ].filter((path) => !/protected-address|network-location|live$|map-data/.test(path))
  let answers = 0
  for (const [who, client] of Object.entries(everybody)) {
    for (const path of asked) {
      const { status, body } = await client.ask('GET', path)
      t.ok(status < 500, `${who} ${path}: ${status}`)
      const found = leak(JSON.stringify(body))
      t.equal(found, undefined, `${who} ${path}`)
      if (status === 200) answers += 1
    }
  }
  t.ok(answers > 100, `${answers} answers were read`)
  const near = await taker.must<Array<{ incident: { id: string } }>>(
    200,
    'GET',
    `/incidents/near?lat=${refuge.lat}&lon=${refuge.lon}&metres=50`,
  )
  t.notOk(
    near.some(({ incident: { id } }) => id === incident.id),
    'a distance would find it',
  )
})

t.test('masked: in no answer to a command, and in no problem', async (t) => {
  const answers = [
    await dispatcher.ask('POST', `/incidents/${incident.id}/grade`, { grade: '1' }),
    await elsewhere.ask('POST', `/incidents/${incident.id}/flags`, { flag: 'vulnerable', reason: ADDRESS }),
    await otherHandler.ask('POST', `/incidents/${incident.id}/people`, { role: 'victim', name: ADDRESS }),
    await otherHandler.ask('POST', `/contacts/${contactId}/answer`),
    await supervisor.ask('POST', `/incidents/${incident.id}/close`, { closingCategory: 'error', result: {} }),
    await dispatcher.ask('POST', `/incidents/${incident.id}/recommendation`),
    await dispatcher.ask('POST', `/incidents/${incident.id}/deployments`, {
      recommendationId: incident.id,
      unitId: deployment.unitId,
    }),
    await step(terminals, deployment.id, 'acknowledge', 'mobile'),
  ]
  for (const answer of answers) t.equal(leak(JSON.stringify(answer)), undefined)
  await taker.must(200, 'POST', `/contacts/${contactId}/answer`)
})

t.test('masked: in no frame of the feed, nor in the whole picture of a console that comes back', async (t) => {
  const late = await Promise.all(
    ['handler2', 'dispatch.north', 'dispatch.south', 'supervisor2', 'desk1'].map(room.signIn),
  )
  await Promise.all(late.map((one) => one.follow()))
  for (const one of late) t.ok(JSON.stringify(one.frames).includes(incident.id), 'it is in the picture')
  await supervisor.until(
    ({ type, data }) => type === 'deployment-stepped' && JSON.stringify(data).includes(deployment.id),
  )
  let frames = 0
  for (const [who, client] of [...Object.entries(everybody), ...late.map((one) => ['late', one] as const)]) {
    for (const frame of client.frames) {
      // where units are is no secret of the house they stand before
      if (frame.frame === 'pos') continue
      frames += 1
      const found = leak(JSON.stringify(frame))
      if (found !== undefined) t.fail(`${who}: ${found} in ${frame.type ?? frame.frame}`)
    }
  }
  t.ok(frames > 100, `${frames} frames were read`)
  const { data } = await crew
    .event('deployment-made', incident.id)
    .catch(() => terminals.event('deployment-made', incident.id))
  t.match(data, {
    incident: { location: { text: /^Protected address/, lat: null, lon: null, premisesId: null, protected: true } },
    plain: { preview: /^Grade 1, / },
  })
  t.match(JSON.stringify(data), /At Protected address/, 'and the briefing says that it is one')
})

t.test(
  'told: to a supervisor, whoever took the call, a dispatcher of the area, the crew that goes; each on the audit',
  async (t) => {
    const path = `/incidents/${incident.id}/protected-address`
    const entitled = { supervisor, taker, dispatcher, crew }
    for (const [who, client] of Object.entries(entitled)) {
      const told = await client.must<{ address: string; lat: number; asTyped: string }>(200, 'GET', path)
      t.match(told.address, refuge.street, who)
      t.equal(told.lat, refuge.lat)
      t.match(told.asTyped, /^flat 2/)
    }
    t.match(await terminals.must(200, 'GET', `${path}?unitId=${deployment.unitId}`), { lat: refuge.lat })
    t.match(
      (
        await owner.query(
          `select op, actor_role from audit where subject_type = 'protected-address' and op = 'consultation'`,
        )
      ).rows,
      { length: 5 },
    )
  },
)

t.test('refused: to everybody else, and that is on the audit too', async (t) => {
  const path = `/incidents/${incident.id}/protected-address`
  const count = async () =>
    (await owner.query(`select 1 from audit where subject_type = 'protected-address' and op = 'refusal'`)).rowCount
  const before = await count()
  for (const [who, client] of Object.entries({ otherHandler, desk, elsewhere, otherCrew, terminals })) {
    t.match(await client.ask('GET', path), { status: 403, body: { type: '/problems/place/protected' } }, who)
  }
  t.equal(await count(), Number(before) + 5)
  for (const client of [admin, telephony]) t.match(await client.ask('GET', path), { status: 403 })
  t.match(await supervisor.ask('GET', `/incidents/${neighbour.id}/protected-address`), {
    status: 409,
    body: { type: '/problems/place/not-protected' },
  })
  await step(terminals, deployment.id, 'at-scene', 'clear')
  t.match(await crew.ask('GET', path), { status: 403 }, 'a crew that has left is told no more')
})

t.test('where the telephone is: to whoever has the call, and to nobody else', async (t) => {
  const path = `/contacts/${contactId}/network-location`
  t.match(await taker.must(200, 'GET', path), {
    networkLocation: { lat: refuge.lat, address: ADDRESS },
    protectedPlace: { placeId: refugeId, label: /^Protected address/ },
  })
  t.match(await otherHandler.ask('GET', path), { status: 403 })
  t.match(await supervisor.must(200, 'GET', path), { networkLocation: { lat: refuge.lat } })
  t.match(await owner.query(`select 1 from audit where subject_type = 'network-location' and op = 'consultation'`), {
    rowCount: 2,
  })
})

t.test(
  'a neighbour who rings is masked too, and found where they are: the refuge is not chosen for them',
  async (t) => {
    const address = `${Number(refuge.number) + 2} ${refuge.street}`
    const nextDoor = { source: 'eisec', lat: refuge.lat + 0.0003, lon: refuge.lon, radiusMetres: 20, address }
    const { id } = await telephony.must<{ id: string }>(201, 'POST', '/contacts', {
      channel: '999',
      number: '01632 960134',
      networkLocation: nextDoor,
    })
    await taker.must(200, 'POST', `/contacts/${id}/answer`)
    t.match(await taker.must(200, 'GET', `/contacts/${id}`), {
      networkLocation: { lat: null, address: '[protected address]', hidden: true },
    })
    t.match(await taker.must(200, 'GET', `/contacts/${id}/network-location`), {
      networkLocation: nextDoor,
      protectedPlace: null,
    })
    t.match(await taker.must(200, 'GET', `/contacts/${id}/address-match?placeId=${refugeId}`), { answer: 'withheld' })
  },
)

t.test('the service still knows where it is: units are ranked by road, and the log keeps what was said', async (t) => {
  t.equal(typeof deployment.slot, 'number')
  const { rows: kept } = await owner.query(`select summary, location_text, lat from incident where id = $1`, [
    incident.id,
  ])
  t.match(kept[0], { summary: `Now in the garden of ${ADDRESS}`, lat: refuge.lat })
})
