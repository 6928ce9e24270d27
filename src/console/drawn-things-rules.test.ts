import t from 'tap'
import { at, committedUnit, incident, NOW, unit, words } from '../../test/console/board-facts.ts'
import type { RoadChangeView } from '../roads/road-change.ts'
import {
  boxOf,
  closuresDrawn,
  closureWords,
  incidentsDrawn,
  inSight,
  readWay,
  spotsOf,
  spotWords,
  unitsDrawn,
} from './drawn-things-rules.ts'

const lost = { text: 'a lane', premisesId: null, lat: null, lon: null, confirmed: false }
const change = (more: Partial<RoadChangeView>): RoadChangeView => ({
  id: 'c1',
  name: 'Hardknott Pass',
  kind: 'closed',
  factor: 0,
  because: 'snow',
  place: { pass: 'Hardknott Pass' },
  roads: 3,
  metres: 900,
  from: at(-60),
  to: null,
  madeAt: at(-60),
  madeBy: 's1',
  withdrawnAt: null,
  ...more,
})

t.test('incidents: the most urgent is drawn last; without a place none is', async (t) => {
  const drawn = incidentsDrawn(
    [
      incident({ id: 'a', grade: '1' }),
      incident({ id: 'b', grade: null }),
      incident({ id: 'c', grade: '3' }),
      incident({ id: 'protected', location: lost }),
      incident({ id: 'half', location: { ...lost, lat: 54 } }),
    ],
    words,
  )
  t.same(
    drawn.map(({ id, position }) => [id, position]),
    [
      ['b', 0],
      ['c', 3],
      ['a', 1],
    ],
  )
  t.equal(drawn[2]?.words, 'Grade 1, 1, domestic, Lake Road, Kendal')
  t.match(drawn[0]?.words, /^Not graded, /)
})

t.test('units: free or not, and how old a position is', async (t) => {
  const position = { lat: 54, lon: -3, fixedAt: at(-30) }
  const held = new Map([['u2', { lat: 55, lon: -2, fixedAt: at(-300) }]])
  const drawn = unitsDrawn(
    [
      unit({ position }),
      committedUnit({ id: 'u2', callsign: 'SR22', position }),
      unit({ id: 'u3' }),
      unit({ id: 'u4', state: '6', position }),
    ],
    held,
    words,
    NOW,
  )
  t.same(
    drawn.map(({ id, free, old, age, lat }) => [id, free, old, age, lat]),
    [
      ['u1', true, false, '', 54],
      ['u2', false, true, '5 min old', 55],
      ['u4', false, false, '', 54],
    ],
  )
  t.equal(drawn[0]?.words, 'SR21, Available')
  t.match(drawn[1]?.words, /^SR22, .*, to \d+, position 5 min old$/)
})

t.test('closures: what was drawn is drawn, what was named is said, what is over is neither', async (t) => {
  const line: [number, number][] = [
    [-3, 54],
    [-2.9, 54.1],
  ]
  const area: [number, number][] = [...line, [-2.8, 54]]
  const changes = [
    change({}),
    change({ name: 'A66', place: { line, withinMetres: 30 } }),
    change({ name: 'Keswick', kind: 'slowed', factor: 0.5, place: { area } }),
    change({ name: 'tomorrow', from: at(60), place: { line } }),
    change({ name: 'over', to: at(-1), place: { line } }),
    change({ name: 'lasts', to: at(60), place: { area: [] } }),
    change({ name: 'taken back', withdrawnAt: at(-5), place: { line } }),
  ]
  t.same(
    closuresDrawn(changes, NOW).map(({ label, kind, isArea, points }) => [label, kind, isArea, points.length]),
    [
      ['A66', 'closed', false, 2],
      ['Keswick', 'slow', true, 4],
      ['lasts', 'closed', true, 0],
    ],
  )
  t.same(closureWords(changes, NOW).slice(0, 3), [
    'Closed: Hardknott Pass, snow (not drawn)',
    'Closed: A66, snow',
    'Slow: Keswick, snow',
  ])
})

t.test('a way is read from its steps', async (t) => {
  t.same(readWay({ unit: 0.5, line: [2, 4, -1, 1] }), [
    [1, 2],
    [0.5, 2.5],
  ])
})

t.test('what is in sight, and the box round places', async (t) => {
  const places = [
    { lat: 54, lon: -3 },
    { lat: 54.5, lon: -3 },
    { lat: 55.5, lon: -3 },
    { lat: 54.5, lon: -4 },
    { lat: 54.5, lon: -1 },
  ]
  const box = { south: 54.2, north: 55, west: -3.5, east: -2 }
  t.same(inSight(places, box), [places[1]])
  t.same(inSight(places, undefined), places)
  t.equal(boxOf([]), null)
  const round = boxOf([
    { lat: 54, lon: -3, radiusMetres: 10_000 },
    { lat: 54.01, lon: -3.01 },
  ])
  t.ok(round && round.south < 53.9 && round.north > 54.1 && round.west < -3.15 && round.east > -2.85)
})

t.test('beside a search: the network with its radius, what is offered, and once it is chosen that alone', async (t) => {
  const network = { lat: 54, lon: -3, radiusMetres: 35.4 }
  const found = [
    { name: 'Lake Road', lat: 54.1, lon: -3 },
    { name: 'a protected address', lat: null, lon: null },
    { name: 'half of one', lat: 54, lon: null },
  ]
  const where = { text: 'lake', lat: null, lon: null, from: 'words' }
  const offered = spotsOf(where, found, network)
  t.same(
    offered.map(({ kind, radiusMetres }) => [kind, radiusMetres]),
    [
      ['network', 35.4],
      ['found', null],
    ],
  )
  t.equal(spotWords(offered), 'On the map: network position, within 35 m; Lake Road.')
  const chosen = spotsOf({ text: 'Lake Road', lat: 54.1, lon: -3, from: 'gazetteer' }, found, {
    ...network,
    radiusMetres: null,
  })
  t.equal(spotWords(chosen), 'On the map: network position; chosen: Lake Road.')
  t.same(spotsOf({ ...where, lat: 54, lon: -3, from: 'network' }, [], null), [], 'taken from the network: its own mark')
  t.equal(spotWords([]), 'Nothing to show on the map yet.')
})
