import pg from 'pg'
import t from 'tap'
import { showcasePremisesId } from '../../src/demo/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { type Incident, open, spots } from '../support/way-of-a-call.ts'

const room = await openControlRoom(t)
const owner = new pg.Client({ connectionString: room.ownerUrl })
await owner.connect()
t.teardown(() => owner.end())
const [telephony, handler, second, third, dispatcher] = await Promise.all([
  room.account('telephony'),
  room.signIn('handler1'),
  room.signIn('handler2'),
  room.signIn('desk1'),
  room.signIn('dispatch.north'),
])
await dispatcher.follow()

type Offer = {
  incident: { id: string; location: { protected?: true } }
  metres: number | null
  minutes: number
  because: string[]
}
const ring = (number: string, more: Record<string, unknown> = {}) =>
  telephony.must<{ id: string }>(201, 'POST', '/contacts', { channel: '999', number, ...more })
const same = (query: string) => handler.must<Offer[]>(200, 'GET', `/incidents/same?${query}`)
const at = ({ lat, lon }: { lat: number; lon: number }) => ({
  networkLocation: { source: 'aml', lat, lon, radiusMetres: 20 },
})
const ofIncident = async (id: string) =>
  handler.must<{
    contacts: Array<{ id: string; firstWords: string | null; number: string }>
    entries: Array<{ text: string }>
    links: object[]
    incident: Incident
  }>(200, 'GET', `/incidents/${id}`)

const pointOf = async (placeId: string) => {
  const { rows } = await owner.query<{ lat: number; lon: number }>('select lat, lon from place where id = $1', [
    placeId,
  ])
  if (!rows[0]) throw new Error('there is no such place')
  return rows[0]
}

t.test(
  '10:04 shouting, 10:24 not breathing: offered as the same with reason and distance, linked, and proposed higher',
  async (t) => {
    const first = await ring('07700 900501', { firstWords: 'There is shouting next door' })
    const incident = await open(handler, {
      contactId: first.id,
      type: 'asb-nuisance',
      summary: 'Shouting next door',
      location: spots.carlisle,
      grade: '2',
    })
    t.equal(incident.proposal.grade, '2')
    const later = await ring('07700 900502', {
      firstWords: 'He is not breathing!',
      ...at({ lat: spots.carlisle.lat + 0.0009, lon: spots.carlisle.lon }),
    })
    const [offer] = await same(`contactId=${later.id}`)
    t.equal(offer?.incident.id, incident.id)
    t.ok(Math.abs((offer?.metres ?? 0) - 100) < 3, `${offer?.metres} m`)
    t.match(offer?.because, [/^(99|100|101) m away$/, /^Last call about it/])
    const joined = await second.must<Incident>(200, 'POST', `/incidents/${incident.id}/contacts`, {
      contactId: later.id,
      summary: 'A man lies in the hall',
    })
    t.match(joined, {
      grade: '2',
      proposal: {
        grade: '1',
        because: [/It has got worse: \d\d:\d\d "There is shouting next door"; \d\d:\d\d not breathing/],
      },
    })
    // the room hears of it
    await dispatcher.until(
      ({ type, incidentId, data }) =>
        type === 'grade-proposed' &&
        incidentId === incident.id &&
        (data as { incident: Incident }).incident.proposal.grade === '1',
    )
    const log = await ofIncident(incident.id)
    t.same(
      log.contacts.map(({ id, firstWords }) => [id, firstWords]),
      [
        [first.id, 'There is shouting next door'],
        [later.id, 'He is not breathing!'],
      ],
      'both calls are kept with their own words',
    )
    t.ok(log.entries.some(({ text }) => /Another call.*A man lies in the hall/.test(text)))
  },
)

t.test(
  'what the handler notes of the further call counts as well, and what was said before is not worse again',
  async (t) => {
    const first = await ring('07700 900503', { firstWords: 'Two men with a knife' })
    const incident = await open(handler, {
      contactId: first.id,
      type: 'asb-nuisance',
      location: spots.workington,
      grade: '2',
    })
    const again = await ring('07700 900504', { firstWords: 'They are still here' })
    const join = (contactId: string, summary: string) =>
      second.must<Incident>(200, 'POST', `/incidents/${incident.id}/contacts`, { contactId, summary })
    t.equal((await join(again.id, 'says there is a knife')).proposal.grade, '2')
    const last = await ring('07700 900505')
    t.match(await join(last.id, 'one of them is unconscious'), { proposal: { grade: '1', because: [/unconscious/] } })
  },
)

t.test('a crash with forty calls in five minutes is one incident, and each call is kept', async (t) => {
  const crash = { lat: 54.6646, lon: -2.7527 }
  const first = await ring('07700 900600', { firstWords: 'Two lorries and a car', ...at(crash) })
  const incident = await open(handler, {
    contactId: first.id,
    type: 'rtc-injury',
    summary: 'Two lorries and a car on the motorway',
    location: { ...crash, text: 'Motorway, northbound' },
    grade: '1',
  })
  const desks = [handler, second, third]
  const calls = Array.from({ length: 39 }, (_, n) => n + 1)
  const joined = await Promise.all(
    desks.map(async (desk, which) => {
      const mine: string[] = []
      for (const n of calls.filter((call) => call % desks.length === which)) {
        const contact = await ring(`07700 9006${String(n).padStart(2, '0')}`, {
          firstWords: `Caller ${n}: there has been a crash`,
          // up and down the motorway, to more than a kilometre
          ...at({ lat: crash.lat + ((n % 20) - 10) * 0.001, lon: crash.lon }),
        })
        const [offer] = await desk.must<Offer[]>(200, 'GET', `/incidents/same?contactId=${contact.id}`)
        t.equal(offer?.incident.id, incident.id, `call ${n} is offered the crash first: ${offer?.because.join(', ')}`)
        t.ok((offer?.metres ?? 9e9) < 1_500 && (offer?.because.length ?? 0) >= 2)
        await desk.must(200, 'POST', `/incidents/${incident.id}/contacts`, { contactId: contact.id })
        mine.push(contact.id)
      }
      return mine
    }),
  )
  const log = await ofIncident(incident.id)
  t.equal(log.contacts.length, 40)
  t.same(new Set(log.contacts.map(({ id }) => id)), new Set([first.id, ...joined.flat()]))
  t.equal(new Set(log.contacts.map(({ number }) => number)).size, 40, 'each with its own number')
  t.equal(new Set(log.contacts.map(({ firstWords }) => firstWords)).size, 40, 'and its own words')
  t.equal(log.entries.filter(({ text }) => text.startsWith('Another call')).length, 39)
  const open40 = await owner.query(
    `select count(*)::int as n from incident where type = 'rtc-injury' and summary like 'Two lorries%'`,
  )
  t.same(open40.rows, [{ n: 1 }])
  const again = await ring('07700 900617', {})
  const [offer] = await same(`contactId=${again.id}`)
  t.match(offer?.because, ['The same number has rung about it', /a moment ago|min ago/, '40 calls about it so far'])
})

t.test('the same address is the same however far the caller stands; elsewhere and later is not offered', async (t) => {
  const premises = showcasePremisesId('neighbour')
  const incident = await open(handler, { type: 'noise', location: { placeId: premises, text: '' } }).catch(() =>
    open(handler, { type: 'asb-nuisance', location: { placeId: premises, text: '' } }),
  )
  t.match((await same(`placeId=${premises}`))[0], { incident: { id: incident.id }, because: ['The same address'] })
  const kendal = await same(`lat=${spots.kendal.lat}&lon=${spots.kendal.lon}`)
  t.notOk(kendal.some((offer) => offer.incident.id === incident.id))
  const { lat, lon } = await pointOf(premises)
  t.ok((await same(`lat=${lat}&lon=${lon}`)).some((offer) => offer.incident.id === incident.id))
  await owner.query(`alter table incident disable trigger user`)
  await owner.query(`update incident set opened_at = now() - interval '5 hours' where id = $1`, [incident.id])
  await owner.query(`alter table incident enable trigger user`)
  t.notOk(
    (await same(`lat=${lat}&lon=${lon}`)).some((offer) => offer.incident.id === incident.id),
    'hours ago',
  )
  t.match(await handler.ask('GET', '/incidents/same?lat=54'), { status: 400, body: { errors: [{ pointer: /lon/ }] } })
})

t.test('of an incident at a protected address no distance is told, and nearness alone does not offer it', async (t) => {
  const refuge = showcasePremisesId('refuge')
  const contact = await ring('01632 960133')
  const incident = await open(handler, {
    contactId: contact.id,
    type: 'domestic',
    location: { placeId: refuge, text: '' },
  })
  const { lat, lon } = await pointOf(refuge)
  t.notOk((await same(`lat=${lat}&lon=${lon}`)).some((offer) => offer.incident.id === incident.id))
  const again = await ring('01632 960133')
  const [offer] = await same(`contactId=${again.id}&lat=${lat}&lon=${lon}`)
  t.match(offer, { incident: { id: incident.id, location: { protected: true } }, metres: null })
})

t.test('domestic abuse reported four times in one night is linked, and proposed as an emergency (F8)', async (t) => {
  const night: Incident[] = []
  for (const words of ['He will not let me in', 'He follows us', 'He is at the window', 'He is back']) {
    const contact = await ring('07700 900777', { firstWords: words })
    await dispatcher.until(({ type, data }) => type === 'check-completed' && data?.['contactId'] === contact.id)
    night.push(await open(second, { contactId: contact.id, type: 'domestic', summary: words, location: spots.kendal }))
  }
  t.same(
    night.map(({ proposal }) => proposal.grade),
    ['2', '1', '1', '1'],
  )
  t.match(night[3]?.proposal.because, [
    /^Call number 4 about domestic abuse within 24 hours: \d+\/\S+, \d+\/\S+, \d+\/\S+$/,
  ])
  const { links } = await ofIncident(night[3]?.id ?? '')
  t.equal(links.length, 3, 'with every report of the night')
})
