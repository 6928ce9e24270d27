import pg from 'pg'
import t from 'tap'
import { openSimulatedSource } from '../../src/gateways/index.ts'
import { type DeskClient, openControlRoom } from '../support/control-room.ts'
import { findShowcase } from '../support/showcase.ts'
import { open, recommended, sendFirst, spots, step } from '../support/way-of-a-call.ts'

type Line = { text: string; danger: boolean; stale: boolean }
type Briefing = {
  version: number
  body: {
    sections: Array<{ code: string; lines: Line[] }>
    sources: Array<{ name: string; text: string }>
    outstanding: string
  }
  unknowns: Array<{ what: string; state: string; text: string }>
}
type Check = {
  id: string
  kind: string
  state: string
  source: string
  aboutPersons: string[]
  superseded: boolean
  candidates: Array<{ id: string; name: string; taken: boolean; because: string[] }>
}
type Log = { checks: Check[]; links: Array<{ incidentId: string; reason: string }>; people: Array<{ id: string }> }

const linesOf = (briefing: Briefing, code: string) =>
  (briefing.body.sections.find((section) => section.code === code)?.lines ?? []).map(({ text }) => text)
const briefingOf = async (desk: DeskClient, incidentId: string) =>
  ((await desk.event('deployment-made', incidentId)).data as unknown as { briefing: Briefing }).briefing
const readLog = (desk: DeskClient, incidentId: string) => desk.must<Log>(200, 'GET', `/incidents/${incidentId}`)
/** Until every check of the incident that stands has ended. */
async function checked(desk: DeskClient, incidentId: string): Promise<Log> {
  for (let round = 0; round < 1_000; round += 1) {
    const log = await readLog(desk, incidentId)
    const standing = log.checks.filter(({ superseded }) => !superseded)
    if (standing.length > 0 && standing.every(({ state }) => state !== 'not_started' && state !== 'running')) return log
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('the checks never ended')
}

/** Four things that inquiries found had not been done (DOMAIN E); the people are invented. */
t.test('what later inquiries found missing arrives by itself', async (t) => {
  const simulated = await openSimulatedSource({
    known: {
      'Craig Tallentire': [
        { kind: 'marker', headline: 'Wanted: failed to appear', danger: true, people: [{ name: 'Craig Tallentire' }] },
      ],
    },
  })
  t.teardown(() => simulated.close())
  const room = await openControlRoom(t, { sourceUrls: `pnc=${simulated.url}` })
  const [telephony, handler, north, supervisor, terminals] = await Promise.all([
    room.account('telephony'),
    room.signIn('handler1'),
    room.signIn('dispatch.north'),
    room.signIn('supervisor1'),
    room.account('terminals'),
  ])
  await Promise.all([handler.follow(), north.follow(), supervisor.follow()])
  const ring = (number: string | null, more: object = {}) =>
    telephony.must<{ id: string }>(201, 'POST', '/contacts', { channel: '999', number, ...more })

  await t.test('a name spelt wrongly finds her all the same, and a person says that it is her', async (t) => {
    const contact = await ring('07700 900911')
    const incident = await open(handler, {
      contactId: contact.id,
      type: 'concern',
      summary: 'A neighbour has not seen her for two days.',
      people: [{ role: 'victim', name: 'Martha Hollings' }],
    })
    const log = await checked(handler, incident.id)
    const check = log.checks.find(({ kind, source }) => kind === 'person' && source === 'force-records')
    t.match(check, { state: 'hit', candidates: [{ name: 'Marta Hollins', taken: false }] })
    t.match(check?.candidates[0]?.because[0], /spelt|sounds/)
    const before = await handler.must<{ flags: object }>(200, 'GET', `/incidents/${incident.id}`)
    t.match(before, { incident: { flags: { domesticAbuse: false } } }, 'who only may be meant raises nothing')

    const [named] = check?.aboutPersons ?? []
    const path = `/incidents/${incident.id}/people/${named}/identity`
    const wish = { personId: check?.candidates[0]?.id, reason: 'The neighbour confirms it' }
    t.match(await terminals.ask('POST', path, wish), { status: 403, body: { type: '/problems/right/missing' } })
    t.match(
      await handler.ask('POST', path, { ...wish, personId: named }),
      { status: 404 },
      'not a person of the records',
    )
    t.match(await handler.ask('POST', path, { ...wish, reason: ' ' }), {
      status: 400,
      body: { errors: [{ pointer: '/reason' }] },
    })
    await handler.must(201, 'POST', path, wish)
    const flagged = await handler.event('incident-flagged', incident.id)
    t.match(flagged.data, { incident: { flags: { domesticAbuse: true, repeatVictim: true } } })
    const later = await checked(handler, incident.id)
    t.match(
      later.checks.filter(
        ({ superseded, kind, source }) => !superseded && kind === 'person' && source === 'force-records',
      ),
      [{ state: 'hit', candidates: [{ taken: true }] }],
    )

    await handler.must(201, 'POST', path, { personId: null, reason: 'It is somebody else after all' })
    const none = await checked(handler, incident.id)
    t.match(
      none.checks.filter(
        ({ superseded, kind, source }) => !superseded && kind === 'person' && source === 'force-records',
      ),
      [{ state: 'no_trace', candidates: [] }],
    )
  })

  await t.test('a silent call from a number that is known for domestic abuse is an emergency by itself', async (t) => {
    const contact = await ring(findShowcase('silentCall').dialled, { kind: 'silent' })
    await handler.until(({ type, data }) => type === 'check-completed' && data?.['contactId'] === contact.id)
    const incident = await open(handler, { contactId: contact.id, type: 'concern', summary: 'Nobody speaks.' })
    t.match(incident, { proposal: { grade: '1', binding: true }, flags: { domesticAbuse: true } })
  })

  await t.test('an order between two who were named is in the briefing, whoever rings from wherever', async (t) => {
    const owner = new pg.Client({ connectionString: room.ownerUrl })
    await owner.connect()
    await owner.query(
      `insert into protection_order (id, kind, protected_id, subject_id, conditions, power_of_arrest, starts_on, ends_on)
       select gen_random_uuid(), 'DVPO', protected_id, subject_id, 'Not to enter', true, current_date - 200, current_date - 172
       from protection_order o join person p on p.id = o.protected_id where p.family_name = 'Hollins'`,
    )
    await owner.end()
    const contact = await ring(null, { firstWords: 'They are at it again next door' })
    const incident = await open(handler, {
      contactId: contact.id,
      type: 'domestic',
      summary: 'A neighbour hears shouting.',
      people: [
        { role: 'victim', name: 'Marta Hollins' },
        { role: 'suspect', name: 'Craig Tallentyre' },
      ],
    })
    const log = await checked(handler, incident.id)
    t.match(
      log.checks.filter(({ kind }) => kind === 'pair').map(({ state, source }) => [source, state]),
      [['force-records', 'hit']],
    )
    await handler.must(200, 'POST', `/incidents/${incident.id}/grade`, { grade: '1', reason: '' })
    await recommended(north, incident.id)
    const deployment = await sendFirst(north, incident.id)
    const briefing = await briefingOf(north, incident.id)
    const orders = linesOf(briefing, 'orders')
    t.match(orders[0], /Non-molestation order in force, with power of arrest.*until/)
    t.match(orders.at(-1), /^No longer in force: Domestic violence protection order, ended/)
    t.notMatch(linesOf(briefing, 'history').join(), /orders between.*no record/)
    t.match(
      briefing.body.sources.map(({ name, text }) => [name, text]),
      [
        ['Force records', /found.*orders between Marta Hollins and Craig Tallentyre/],
        ['PNC', /nothing found|found/],
        ['Records system (RMS)', 'not connected, not asked'],
      ],
    )
    t.ok(briefing.unknowns.some(({ what, state }) => what === 'source:rms' && state === 'NOT_CONNECTED'))
    await step(terminals, deployment.id, 'acknowledge', 'mobile', 'at-scene')
    const alarm = await supervisor.event('arrived-unread', incident.id)
    t.match(
      alarm.data,
      { deployment: { arrivedUnread: true } },
      'a crew that has not read it is told to the supervisor',
    )
    const stepped = await north.until(
      ({ type, incidentId, data }) =>
        type === 'deployment-stepped' && incidentId === incident.id && data?.['step'] === 'at-scene',
    )
    t.match(stepped.data, { deployment: { arrivedUnread: true } }, 'and to the dispatcher')
    await step(terminals, deployment.id, 'clear')
  })

  await t.test('four calls of one night, by number, address and person, are one story and go up', async (t) => {
    const number = '07700 900933'
    const quiet = findShowcase('ordinaryCaller')
    const { places } = await handler.must<{ places: Array<{ id: string }> }>(
      200,
      'GET',
      `/places?text=${encodeURIComponent(quiet.address)}`,
    )
    const home = { placeId: places[0]?.id }
    const call = async (from: string, location: object, people: object[]) => {
      const contact = await ring(from)
      await handler.until(({ type, data }) => type === 'check-completed' && data?.['contactId'] === contact.id)
      return open(handler, {
        contactId: contact.id,
        type: 'domestic',
        summary: 'He keeps coming back.',
        location,
        people,
      })
    }
    const first = await call(number, home, [])
    t.match(first, { flags: { treatAsUrgent: false }, proposal: { grade: '2' } })
    const second = await call(number, spots.carlisle, [{ role: 'suspect', name: 'Craig Tallentire' }])
    t.match(
      second,
      { flags: { treatAsUrgent: true }, proposal: { grade: '1', because: [/^Call number 2 about domestic abuse/] } },
      'by number',
    )
    const third = await call('07700 900934', home, [])
    await handler.until(
      ({ type, incidentId, data }) =>
        type === 'incident-flagged' &&
        incidentId === third.id &&
        /^Call number 2 about domestic abuse within 24 hours/.test(String(data?.['because'])),
    )
    await checked(handler, second.id)
    const fourth = await call('07700 900935', spots.kendal, [{ role: 'suspect', name: 'Craig Tallentire' }])
    await handler.until(({ type, incidentId }) => type === 'incident-linked' && incidentId === fourth.id)
    const links = async (id: string) => (await readLog(handler, id)).links.map(({ incidentId }) => incidentId)
    t.match(await links(second.id), [first.id, fourth.id].slice(0, 1))
    t.ok((await links(third.id)).includes(first.id), 'by address')
    t.ok((await links(fourth.id)).includes(second.id), 'by person')
    const watched = await supervisor.must<Array<{ incident: { id: string } }>>(200, 'GET', '/supervision/watch-list')
    t.ok(JSON.stringify(watched).includes(fourth.id))
  })
  t.notOk(
    room.logged.some((line) => /Hollin|Tallent|900911/.test(line)),
    'no log line names anybody',
  )
})
