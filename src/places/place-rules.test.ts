import t from 'tap'
import { type Place, placeView } from './place.ts'
import { wordQuality } from './place-match-rules.ts'
import { maskPlace, rankPlaces, saysBothRoads, viewPlace } from './place-rules.ts'

const place = (more: Partial<Place>): Place => ({
  id: '0198d6a0-0000-7000-8000-000000000001',
  kind: 'premises',
  name: '906 Green Road',
  number: '906',
  street: 'Green Road',
  locality: 'Kendal',
  town: 'Kendal',
  postcode: 'LA9 4QW',
  lat: 54.33,
  lon: -2.75,
  areaId: 'south',
  areaClass: 'urban',
  protected: false,
  ...more,
})

t.test('CR-14: of a protected address nothing is seen by which it could be found', async (t) => {
  const refuge = place({ protected: true, name: 'Rose House', number: '906' })
  const seen = viewPlace(refuge, { maySeeProtected: false, near: { lat: 54.33, lon: -2.75 } })
  t.same(seen, maskPlace(refuge))
  const text = JSON.stringify(seen)
  for (const secret of ['Rose', '906', 'Green', 'LA9', 'SD 5', '54.3', '-2.7', 'distance']) t.notMatch(text, secret)
  t.match(seen, { name: 'Protected address', areaId: 'south', areaClass: 'urban', protected: true, id: refuge.id })
  t.ok(placeView.safeParse(seen).success)
})

t.test('who is entitled sees it, and that it is protected', async (t) => {
  const refuge = place({ protected: true, name: 'Rose House' })
  const seen = viewPlace(refuge, { maySeeProtected: true })
  t.match(seen, { name: 'Rose House', lat: 54.33, gridReference: 'SD 513 929', protected: true })
  t.ok(placeView.safeParse(seen).success)
})

t.test('a place off the National Grid has no reference on it', async (t) => {
  t.equal(viewPlace(place({ lat: 48.8, lon: 2.3 }), { maySeeProtected: false }).gridReference, null)
})

t.test('the distance is said when a point is given', async (t) => {
  t.equal(viewPlace(place({}), { maySeeProtected: false }).distanceMetres, undefined)
  const seen = viewPlace(place({}), { maySeeProtected: false, near: { lat: 54.34, lon: -2.75 } })
  t.equal(seen.distanceMetres, 1112)
})

t.test('best fit, then the area asked for, then nearness, then kind and name', async (t) => {
  const order = (candidates: Array<[string, number, Partial<Place>]>, options = {}) =>
    rankPlaces(
      candidates.map(([name, score, more]) => ({ place: place({ name, ...more }), score })),
      options,
    ).map(({ name }) => name)
  t.same(
    order([
      ['worse', 0.8, {}],
      ['better', 1, {}],
    ]),
    ['better', 'worse'],
  )
  const near = { lat: 54, lon: -3 }
  const places: Array<[string, number, Partial<Place>]> = [
    ['far', 1, { lat: 55, lon: -3 }],
    ['near', 0.99, { lat: 54.01, lon: -3 }],
    ['north', 1, { lat: 54.5, lon: -3, areaId: 'north' }],
  ]
  t.same(order(places, { near }), ['near', 'north', 'far'])
  t.same(order(places, { near, areaId: 'north' }), ['north', 'near', 'far'])
  t.same(
    order([
      ['shop', 1, { kind: 'landmark' }],
      ['b town', 1, { kind: 'settlement' }],
      ['a town', 1, { kind: 'settlement' }],
    ]),
    ['a town', 'b town', 'shop'],
  )
  const twins = [place({ id: '2' }), place({ id: '1' }), place({ id: '3' })].map((one) => ({ place: one, score: 1 }))
  t.same(
    rankPlaces(twins, {}).map(({ id }) => id),
    ['1', '2', '3'],
    'always in the same order',
  )
})

t.test('a junction is offered when two of its roads were said', async (t) => {
  const says = (text: string, name: string) =>
    saysBothRoads(
      name,
      text.split(' ').map((word) => ({
        word,
        known: true,
        quality: (asked: string) => wordQuality({ word, known: true }, asked),
      })),
    )
  t.ok(says('botchergate london road', 'Botchergate (A6) / London Road (A6)'))
  t.ok(says('a6 tait', 'Botchergate (A6) / Tait Street'))
  t.notOk(says('london road carlisle', 'Botchergate (A6) / London Road (A6)'))
  t.notOk(says('flass lane', 'Flass Lane / Friars Lane'), 'a kind of street is not a street')
  t.ok(says('green road the croft', 'Green Road / The Croft'))
  t.notOk(says('green', 'Green Road / Green Lane'), 'one word is one road')
  t.ok(says('junction 40', 'M6 junction 40 (A66, A592)'))
})
