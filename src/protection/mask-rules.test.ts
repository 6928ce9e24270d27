import t from 'tap'
import { maskSecrets, renewSecrets, type Secrets } from './mask-rules.ts'
import { HIDDEN, type ProtectedPlace } from './protected-place.ts'

const refuge: ProtectedPlace = {
  id: 'place-1',
  name: '968 Hartness Road',
  number: '968',
  street: 'Hartness Road',
  town: 'Penrith',
  postcode: 'CA11 8AB',
  lat: 54.66,
  lon: -2.75,
}
const secrets = (more: Partial<Secrets> = {}): Secrets => ({ places: [refuge], incidents: new Map(), ...more })
const location = { text: '968 Hartness Rd', premisesId: 'place-1', lat: 54.66, lon: -2.75, confirmed: true }
const incident = { id: 'i1', location, summary: 'She is in Hartness Road', openedAt: new Date(0) }
const told = (value: unknown) => /hartness|968|54\.66|-2\.75|place-1|ca11/i.test(JSON.stringify(value))

t.test('an incident there: no address, no point, no premises; the town and that it is protected', async (t) => {
  const masked = maskSecrets(incident, secrets()) as typeof incident
  t.same(masked.location, {
    text: 'Protected address, Penrith',
    premisesId: null,
    lat: null,
    lon: null,
    confirmed: true,
    protected: true,
  })
  t.equal(masked.summary, 'She is in [withheld]')
  t.equal(masked.openedAt, incident.openedAt, 'an instant is an instant')
  t.equal(incident.location.lat, 54.66, 'what was given stays')
})

t.test('a point on the spot without the premises is the same', async (t) => {
  const there = { ...incident, location: { ...location, premisesId: null, text: '' } }
  t.notOk(told(maskSecrets(there, secrets())))
  const away = { ...incident, location: { ...location, premisesId: null, lat: 54.67 }, summary: '' }
  t.match(maskSecrets(away, secrets()), { location: { lat: 54.67, text: HIDDEN } })
})

t.test('everything in an event about such an incident is masked, also what only its id tells', async (t) => {
  const known = secrets()
  const event = { incident, briefing: { text: 'Round the corner of Hartness Road' }, list: ['CA11 8AB', 3, null] }
  t.notOk(told(maskSecrets(event, known)))
  t.equal(known.incidents.get('i1'), refuge, 'what was seen is remembered')
  t.notOk(told(maskSecrets({ incidentId: 'i1', entry: { text: 'in Hartness Road' }, query: 'place-1' }, known)))
  t.notOk(told(maskSecrets({ text: 'in Hartness Road' }, known, 'i1')))
  t.ok(told(maskSecrets({ text: 'in Hartness Road' }, known, 'i2')), 'a street is no secret by itself')
  t.notOk(told(maskSecrets('in Hartness Road', known, 'i1')))
  const moved = { ...incident, location: { ...location, premisesId: 'place-2', text: '1 Castlegate' } }
  maskSecrets(moved, known)
  t.notOk(known.incidents.has('i1'), 'it is somewhere else now')
})

t.test('any text that tells the address; a house of the same number and street in another town is shown', async (t) => {
  t.same(maskSecrets(['from 968 Hartness Road', 7], secrets()), [`from ${HIDDEN}`, 7])
  const other = { id: 'i3', location: { ...location, premisesId: 'place-9', lat: 54.1 } }
  t.same(maskSecrets(other, secrets()), other)
})

t.test('the network location of a telephone there', async (t) => {
  const fix = { source: 'eisec', lat: 54.6601, lon: -2.75, radiusMetres: 10, address: null, fixedAt: null }
  const hidden = { ...fix, lat: null, lon: null, radiusMetres: null, address: HIDDEN, hidden: true }
  t.same(maskSecrets({ networkLocation: fix }, secrets()), { networkLocation: hidden })
  t.same(maskSecrets({ ...fix, lat: null, lon: null, address: '968 Hartness Road' }, secrets()), {
    ...hidden,
  })
  const elsewhere = { ...fix, lat: 54.7, address: '1 Castlegate' }
  t.same(maskSecrets(elsewhere, secrets()), elsewhere)
  t.same(
    maskSecrets({ incidentId: 'i1', networkLocation: elsewhere }, secrets({ incidents: new Map([['i1', refuge]]) })),
    {
      incidentId: 'i1',
      networkLocation: { ...hidden, source: elsewhere.source },
    },
  )
})

t.test('a record about the place withholds its street alone; a record about something else keeps it', async (t) => {
  const street = 'he ran down Hartness Rd to CA11 8AB'
  const gone = (value: unknown) => t.notOk(/hartness|ca11/i.test(JSON.stringify(value)), JSON.stringify(value))
  const kept = (value: unknown) => t.ok(/hartness rd/i.test(JSON.stringify(value)), JSON.stringify(value))
  const fix = { source: 'aml', lat: 54.6601, lon: -2.75, radiusMetres: 10, address: null }
  gone(maskSecrets({ contact: { id: 'c1', firstWords: street, networkLocation: fix } }, secrets()))
  gone(
    maskSecrets({ firstWords: street, networkLocation: { ...fix, lat: 54.7, address: '968 Hartness Rd' } }, secrets()),
  )
  gone(maskSecrets({ kind: 'premises', query: 'place-1', findings: [{ headline: street }] }, secrets()))
  gone(maskSecrets({ text: 'at 968 Hartness Road', detail: street, more: { said: [street] } }, secrets()))
  kept(maskSecrets({ firstWords: street, networkLocation: { ...fix, lat: 54.7 } }, secrets()))
  kept(maskSecrets({ kind: 'person', query: 'Anna Example', findings: [{ headline: street }] }, secrets()))
  kept(maskSecrets([{ text: 'at 968 Hartness Road' }, { text: street }], secrets()))
  kept(maskSecrets({ street: 'Hartness Rd', networkLocation: null }, secrets()))
})

t.test(
  'an incident elsewhere that tells the address keeps its own place and its telephone: they must be found',
  async (t) => {
    const neighbour = {
      id: 'i7',
      summary: 'He shouts at 968 Hartness Road',
      needs: { access: 'from Hartness Road' },
      location: { text: 'Hartness Road', premisesId: 'place-9', lat: 54.665, lon: -2.75 },
      networkLocation: { source: 'aml', lat: 54.665, lon: -2.75, radiusMetres: 30, address: 'Hartness Road' },
    }
    t.same(maskSecrets(neighbour, secrets()), {
      ...neighbour,
      summary: `He shouts at ${HIDDEN}`,
      needs: { access: 'from [withheld]' },
    })
  },
)

t.test(
  'a house of the gazetteer with the same number and street in another town is shown; the place itself never',
  async (t) => {
    const house = {
      ...{ id: 'place-9', kind: 'premises', name: '968 Hartness Road', number: '968', street: 'Hartness Road' },
      ...{ town: 'Kendal', lat: 54.33, lon: -2.74, gridReference: 'SD 518 932', protected: false },
    }
    t.same(maskSecrets({ places: [house] }, secrets()), { places: [house] })
    const doubled = { ...house, town: 'Penrith', lat: 54.6605, lon: -2.7503 }
    t.match(maskSecrets(doubled, secrets()), { name: HIDDEN, street: '[withheld]' }, 'loaded twice, under another id')
    t.match(maskSecrets({ ...house, id: 'place-1' }, secrets()), { name: HIDDEN })
    t.match(maskSecrets({ ...house, protected: true }, secrets()), { name: HIDDEN })
  },
)

t.test('an incident elsewhere inside of what is about one there keeps its place', async (t) => {
  const known = secrets({ incidents: new Map([['i1', refuge]]) })
  const other = {
    id: 'i8',
    location: { ...location, premisesId: 'place-9', text: '1 Castlegate' },
    summary: 'In Hartness Road',
  }
  t.same(maskSecrets({ text: 'in Hartness Road', links: [other] }, known, 'i1'), {
    text: 'in [withheld]',
    links: [other],
  })
})

t.test('read anew: what was seen on the way stays, and what is at a place protected no more goes', async (t) => {
  const ended = { ...refuge, id: 'place-2' }
  const known = secrets({
    incidents: new Map([
      ['i1', refuge],
      ['i2', ended],
      ['i3', refuge],
    ]),
  })
  const now = { ...refuge, postcode: 'CA11 8AC' }
  const next = renewSecrets(known, [now], [{ id: 'i4', premises_id: 'place-1' }])
  t.same([...next.incidents.keys()], ['i1', 'i3', 'i4'])
  t.equal(next.incidents.get('i1'), now, 'as the place is now')
  t.same(next.places, [now])
  t.equal(renewSecrets(next, [], [{ id: 'i5', premises_id: null }]).incidents.size, 0)
})

t.test('without protected places, and with nothing to say, what was given comes back', async (t) => {
  t.equal(maskSecrets(incident, secrets({ places: [] })), incident)
  t.equal(maskSecrets(null, secrets()), null)
  t.equal(maskSecrets(undefined, secrets()), undefined)
  t.same(maskSecrets({ location: 'words', incident: { location: null } }, secrets()), {
    location: 'words',
    incident: { location: null },
  })
  t.same(maskSecrets({ location: { ...location, premisesId: null, lat: null, lon: null, text: '' } }, secrets()), {
    location: { ...location, premisesId: null, lat: null, lon: null, text: '' },
  })
})
