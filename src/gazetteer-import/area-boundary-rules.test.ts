import t from 'tap'
import { type Geometry, RowProblem } from '../importing/index.ts'
import { centreOf, type GivenArea, readGivenArea, sayLost } from './area-boundary-rules.ts'

const ring: [number, number][] = [
  [-3, 54],
  [-2, 54],
  [-2, 55],
  [-3, 54],
]
const values = { code: 'north', name: 'North', version: '2026-2', validFrom: '2026-11-01' }
const read = (geometry: Geometry | undefined, more: object = {}) =>
  readGivenArea({ ...values, ...more }, geometry, '2026-11-23')

t.test('an area is a surface with closed rings', async (t) => {
  t.match(read({ type: 'Polygon', coordinates: [ring] }), { ...values, centre: null, shape: { type: 'Polygon' } })
  t.match(read({ type: 'MultiPolygon', coordinates: [[ring]] }, { centre: 'penrith' }), { centre: 'penrith' })
  t.match(read({ type: 'Polygon', coordinates: [ring, [...ring.slice(0, 3), [-3, 54.1]]] }), { field: 'geometry' })
  t.match(read({ type: 'Point', coordinates: [-3, 54] }), { field: 'geometry' })
  t.match(read(undefined), { field: 'geometry' })
})

t.test('a version whose day has not come is not taken', async (t) => {
  t.match(read({ type: 'Polygon', coordinates: [ring] }, { validFrom: '2026-11-24' }), { field: 'validFrom' })
})

t.test('the centre that works it', async (t) => {
  const area = (more: Partial<GivenArea>) =>
    ({ ...values, centre: null, shape: { type: 'Polygon', coordinates: [ring] }, ...more }) satisfies GivenArea
  const known = { centreOf: new Map([['north', 'penrith']]), centres: ['penrith', 'barrow'] }
  t.equal(centreOf(area({ centre: 'barrow' }), known), 'barrow')
  t.equal(centreOf(area({}), known), 'penrith')
  t.equal(centreOf(area({ code: 'new' }), { ...known, centres: ['penrith'] }), 'penrith')
  for (const more of [{ centre: 'away' }, { code: 'new' }]) t.type(centreOf(area(more), known), RowProblem)
  t.match(centreOf(area({ code: 'new' }), { ...known, centres: [] }), { field: 'centre' })
})

t.test('what a version would lose of the one in force is said', async (t) => {
  t.equal(sayLost({ areas: [], zones: 0 }), undefined)
  t.equal(
    sayLost({ areas: ['east', 'west'], zones: 3 }),
    'they lack east, west of those in force, and statistical zones that lie in an area today would lie in none (3)',
  )
  const many = Array.from({ length: 12 }, (_, index) => `a${index}`)
  t.match(sayLost({ areas: many, zones: 0 }), /a9 and 2 more of those in force$/)
})
