import t from 'tap'
import { maskSecrets, type Secrets } from './mask-rules.ts'
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
  const hidden = { ...fix, lat: null, lon: null, radiusMetres: null, address: HIDDEN }
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
      networkLocation: { ...elsewhere, lat: null, lon: null, radiusMetres: null, address: HIDDEN },
    },
  )
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
