import pg from 'pg'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'

type Contact = {
  id: string
  networkLocation: Record<string, unknown> | null
  metresFromPlace: number | null
  incidentId: string | null
}

const sms = (lat: string, lon: string, at: string) =>
  `A"ML=1;lt=${lat};lg=${lon};rd=25;top=${at};lc=68;pm=G;si=234159000000000;ei=353472104343540`

t.test('where the caller is', async (t) => {
  const room = await openControlRoom(t)
  const telephony = await room.account('telephony')
  const handler = await room.signIn('handler1')
  const owner = new pg.Client({ connectionString: room.ownerUrl })
  await owner.connect()
  t.teardown(() => owner.end())
  const own = async (statement: string, values: unknown[] = []) =>
    (await owner.query<Record<string, unknown>>(statement, values)).rows
  const ring = (networkLocation: unknown) =>
    telephony.must<Contact>(201, 'POST', '/contacts', { channel: '999', number: '07700 900876', networkLocation })
  const later = (id: string, networkLocation: unknown) =>
    telephony.must<Contact>(200, 'PATCH', `/contacts/${id}`, { networkLocation })

  await t.test('each form is taken as it comes', async (t) => {
    const cases: Array<[unknown, Record<string, unknown>]> = [
      [
        { form: 'aml-sms', raw: sms('+54.66000', '-2.75000', '20260101120000') },
        { source: 'aml', lat: 54.66, lon: -2.75, radiusMetres: 25, fixedAt: '2026-01-01T12:00:00.000Z' },
      ],
      [
        { form: 'aml-sms', raw: 'A"ML=2;en=999;et=1767268800;lo=54.66,-2.75,20.1;lt=5;lg=en-GB' },
        { lat: 54.66, lon: -2.75, radiusMetres: 20.1, fixedAt: '2026-01-01T12:00:05.000Z' },
      ],
      [
        { form: 'aml-https', raw: { location_latitude: '54.66', location_longitude: '-2.75', location_accuracy: 12 } },
        { source: 'aml', radiusMetres: 12 },
      ],
      [{ form: 'aml-https', raw: 'location_latitude=54.66&location_longitude=-2.75' }, { lat: 54.66 }],
      [
        { form: 'eisec', raw: { address: '914 Greystone Road', postcode: 'CA11 8AA' } },
        { source: 'eisec', address: '914 Greystone Road, CA11 8AA', lat: null },
      ],
      [
        {
          form: 'eisec',
          raw: { easting: 351_600, northing: 530_400, majorMetres: 900, minorMetres: 400, angleDegrees: 30 },
        },
        { radiusMetres: 900, ellipse: { majorMetres: 900, minorMetres: 400, angleDegrees: 30 } },
      ],
      [
        { source: 'cell', lat: 54.66, lon: -2.75, radiusMetres: 1_500 },
        { source: 'cell', radiusMetres: 1_500, problem: null },
      ],
    ]
    for (const [said, read] of cases) {
      const contact = await ring(said)
      t.match(contact.networkLocation, read)
      t.match(await own('select form, raw, location from contact_location where contact_id = $1', [contact.id]), [
        { location: read },
      ])
    }
  })

  await t.test('what cannot be read is kept with the reason, and refuses no call', async (t) => {
    const spoilt: Array<[unknown, RegExp]> = [
      [{ form: 'aml-sms', raw: 'A"ML=1;lt=+54.66' }, /has no longitude/],
      [{ form: 'aml-sms', raw: '\u0000\uD800 help' }, /does not begin/],
      [{ form: 'aml-sms', raw: '' }, /does not begin/],
      [{ form: 'aml-https', raw: {} }, /has no latitude/],
      [{ form: 'eisec', raw: { zone: 'x', cell: null, on: true } }, /neither an address nor a position/],
    ]
    for (const [said, problem] of spoilt) {
      const contact = await ring(said)
      t.match(contact.networkLocation, { lat: null, problem })
      t.equal((await own('select raw from contact_location where contact_id = $1', [contact.id])).length, 1)
    }
    // what is no form at all is told so by its field
    const wrong = await telephony.ask<{ errors: unknown[] }>('POST', '/contacts', {
      channel: '999',
      networkLocation: { form: 'smoke', raw: 'x' },
    })
    t.equal(wrong.status, 400)
    t.match(JSON.stringify(wrong.body.errors), /networkLocation/)
  })

  await t.test(
    'a late fix is taken, changes no address that was confirmed, and says how far apart they are',
    async (t) => {
      const contact = await ring({
        form: 'eisec',
        raw: { lat: '54.70', lon: '-2.75', radiusMetres: 2_000, time: '2026-01-01T12:00:00Z' },
      })
      t.equal(contact.metresFromPlace, null, 'there is no place yet')
      const location = { lat: 54.66, lon: -2.75, text: '914 Greystone Road', confirmed: true }
      const incident = await handler.must<{ id: string; location: Record<string, unknown> }>(
        201,
        'POST',
        '/incidents',
        {
          contactId: contact.id,
          type: 'concern',
          summary: 'Worried',
          location: { lat: location.lat, lon: location.lon, text: location.text },
        },
      )
      const before = incident.location
      const moved = await later(contact.id, { form: 'aml-sms', raw: sms('+54.66300', '-2.75000', '20260101120100') })
      t.match(moved, { networkLocation: { source: 'aml', lat: 54.663 }, metresFromPlace: 334 })
      const spoilt = await later(contact.id, { form: 'aml-sms', raw: 'A"ML=1;' })
      t.match(spoilt.networkLocation, { lat: 54.663, problem: null }, 'one that cannot be read hides nothing')
      const older = await later(contact.id, { form: 'aml-sms', raw: sms('+54.00000', '-2.75000', '20260101110000') })
      t.match(older.networkLocation, { lat: 54.663 })
      const shown = await handler.must<{ incident: { location: unknown }; contacts: Contact[] }>(
        200,
        'GET',
        `/incidents/${incident.id}`,
      )
      t.same(shown.incident.location, before, 'the incident is where the handler said')
      t.match(shown.contacts, [{ metresFromPlace: 334 }])
      t.equal((await own('select from contact_location where contact_id = $1', [contact.id])).length, 4, 'each is kept')

      await own(
        `update place set protected = true where id = (select id from place where kind = 'premises' order by id limit 1)`,
      )
      await own(
        `update incident set premises_id = (select id from place where protected order by id limit 1) where id = $1`,
        [incident.id],
      )
      const hidden = await handler.must<Contact>(200, 'GET', `/contacts/${contact.id}`)
      t.equal(hidden.metresFromPlace, null, 'nothing that would say where a protected place is')
    },
  )

  await t.test('what came is no part of a log, and no telephone’s identity of an answer', async (t) => {
    const logged = room.logged.join('\n')
    for (const personal of ['353472104343540', 'lt=+54', '900876', 'Greystone']) t.notMatch(logged, personal)
    t.notMatch(JSON.stringify(await handler.must(200, 'GET', '/contacts/waiting')), '353472104343540')
  })
})
