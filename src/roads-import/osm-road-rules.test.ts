import t from 'tap'
import type { Tags } from './osm-block.ts'
import { barrierAt, isUrbanLand, type OsmRoad, readRoad, usualSpeed } from './osm-road-rules.ts'

/** The road of these tags; a way that is none fails the test that asks. */
function road(tags: Tags): OsmRoad {
  const read = readRoad(tags)
  if (!read || 'skipped' in read) throw new Error(`no road: ${JSON.stringify(read)}`)
  return read
}

const residential = (more: Tags = {}) => road({ highway: 'residential', ...more })

t.test('classes', async (t) => {
  t.match(road({ highway: 'motorway_link', oneway: 'yes' }), { class: 'motorway', ramp: true, subclass: '' })
  t.match(road({ highway: 'trunk', ref: 'A1', name: 'Great North Road' }), {
    class: 'trunk',
    ramp: false,
    ref: 'A1',
    name: 'Great North Road',
  })
  t.match(residential(), { class: 'minor', subclass: 'residential', name: '', ref: '' })
  t.match(road({ highway: 'unclassified' }), { class: 'minor', subclass: 'unclassified' })
  t.match(road({ highway: 'service' }), { class: 'service', subclass: '' })
  t.match(road({ highway: 'busway' }), { class: 'service', subclass: 'busway', access: 'emergency' })
  t.equal(readRoad({ building: 'yes' }), undefined, 'a house is no road, and not worth a word')
})

t.test('ways that are no road say why', async (t) => {
  const reasons: Array<[Tags, string | RegExp]> = [
    [{ highway: 'footway' }, 'footway, cycleway, path, bridleway, steps'],
    [{ highway: 'footway', motor_vehicle: 'yes' }, 'footway, cycleway, path, bridleway, steps'],
    [{ highway: 'track' }, 'track'],
    [{ highway: 'track', motor_vehicle: 'agricultural' }, 'track'],
    [{ highway: 'track', motor_vehicle: 'unknown' }, 'track'],
    [{ highway: 'construction' }, 'not built yet, or no longer there'],
    [{ highway: 'raceway' }, 'highway=raceway'],
    [{ highway: 'service', area: 'yes' }, 'an area, not a line'],
    [{ highway: 'service', service: 'driveway' }, 'service=driveway'],
    [{ highway: 'residential', access: 'no' }, 'closed to vehicles, police included'],
    [{ highway: 'service', access: 'private', emergency: 'no' }, 'closed to vehicles, police included'],
    [{ highway: 'bus_guideway' }, 'closed to vehicles, police included'],
    [{ highway: 'primary', oneway: 'reversible' }, /^reversible/],
    [{ route: 'ferry' }, 'ferry that is not said to carry vehicles'],
    [{ route: 'ferry', motor_vehicle: 'no' }, 'ferry that is not said to carry vehicles'],
  ]
  for (const [tags, reason] of reasons) t.match(readRoad(tags), { skipped: reason }, JSON.stringify(tags))
})

t.test('paths that are opened to cars, or to police', async (t) => {
  t.match(road({ highway: 'track', motor_vehicle: 'yes' }), { class: 'service', subclass: 'track', access: '' })
  t.match(road({ highway: 'pedestrian', vehicle: 'destination' }), { class: 'service', access: 'destination' })
  t.match(road({ highway: 'footway', motor_vehicle: 'no', emergency: 'yes' }), {
    class: 'service',
    subclass: 'footway',
    access: 'emergency',
  })
})

t.test('who may drive: the most exact tag counts, and police may more than others', async (t) => {
  t.equal(residential({ access: 'no', motor_vehicle: 'yes' }).access, '')
  t.equal(residential({ access: 'permissive' }).access, '')
  t.equal(residential({ access: 'destination' }).access, 'destination')
  t.match(residential({ access: 'private' }), { access: 'private', class: 'service' }, 'slow: there may be a gate')
  t.match(road({ highway: 'tertiary', access: 'private' }), { access: 'private', class: 'tertiary' })
  t.equal(residential({ motor_vehicle: 'customers' }).access, 'private')
  t.equal(residential({ access: 'private', emergency: 'yes' }).access, 'emergency')
  t.equal(residential({ motor_vehicle: 'no', emergency: 'designated' }).access, 'emergency')
  t.equal(residential({ access: 'emergency' }).access, 'emergency')
  t.equal(residential({ motor_vehicle: 'no', bus: 'yes' }).access, 'emergency', 'a bus gate')
  t.equal(residential({ access: 'no', psv: 'designated' }).access, 'emergency')
  t.equal(residential({ access: 'yes', emergency: 'yes' }).access, '')
})

t.test('one-way, said and implied, and what police are spared', async (t) => {
  const direction = (tags: Tags) => residential(tags).direction
  t.equal(direction({}), 'both')
  for (const yes of ['yes', 'true', '1']) t.equal(direction({ oneway: yes }), 'forward', yes)
  for (const back of ['-1', 'reverse']) t.equal(direction({ oneway: back }), 'backward', back)
  t.equal(direction({ oneway: 'no' }), 'both')
  t.equal(direction({ oneway: 'alternating' }), 'both', 'lights let each side go in turn')
  t.equal(direction({ junction: 'roundabout' }), 'forward')
  t.equal(direction({ junction: 'circular' }), 'forward')
  t.equal(direction({ junction: 'roundabout', oneway: 'no' }), 'both')
  t.equal(direction({ junction: 'roundabout', oneway: '-1' }), 'backward')
  t.equal(road({ highway: 'motorway' }).direction, 'forward')
  t.equal(road({ highway: 'motorway_link' }).direction, 'forward')
  t.equal(direction({ oneway: 'yes', 'oneway:motor_vehicle': 'no' }), 'both')

  for (const tag of ['oneway:emergency', 'oneway:psv', 'oneway:bus'])
    t.ok(residential({ oneway: 'yes', [tag]: 'no' }).exempt, tag)
  t.notOk(residential({ oneway: 'yes', 'oneway:bicycle': 'no' }).exempt, 'bicycles are not police')
  t.notOk(residential({ 'oneway:psv': 'no' }).exempt, 'nothing to be spared')
})

t.test('structures, limits and lamps', async (t) => {
  t.equal(residential({ bridge: 'viaduct' }).structure, 'bridge')
  t.equal(residential({ bridge: 'no', tunnel: 'yes' }).structure, 'tunnel')
  t.equal(residential({ ford: 'yes' }).structure, 'ford')
  t.equal(residential({ ford: 'no' }).structure, '')
  t.equal(residential({ maxspeed: '20 mph' }).maxspeedMph, 20)
  t.equal(residential({ lit: 'automatic' }).lit, true)
  t.equal(residential({ lit: 'no' }).lit, false)
  t.equal(residential().lit, undefined)
})

t.test('ferries', async (t) => {
  const ferry = { route: 'ferry', motor_vehicle: 'yes', name: 'Windermere Ferry' }
  t.match(road({ ...ferry, duration: '00:10' }), {
    class: 'service',
    subclass: 'ferry',
    direction: 'both',
    ferry: { seconds: 600 },
    name: 'Windermere Ferry',
  })
  t.same(road({ ...ferry, duration: '00:10', interval: '00:20' }).ferry, { seconds: 1200 }, 'half the interval waited')
  t.same(road({ ...ferry, interval: '00:20' }).ferry, { seconds: undefined }, 'the crossing is not known')
  t.match(road({ route: 'ferry', vehicle: 'destination', oneway: 'yes' }), { direction: 'forward' })
  t.match(road({ ...ferry, oneway: 'reversible' }), { direction: 'both' })
  t.equal(road({ ...ferry, ref: 'B5285', motorcar: 'designated' }).ref, 'B5285')
})

t.test('barriers', async (t) => {
  const barriers: Array<[Tags, ReturnType<typeof barrierAt>]> = [
    [{ highway: 'crossing' }, undefined],
    [{ barrier: 'gate' }, 'passes'],
    [{ barrier: 'cattle_grid' }, 'passes'],
    [{ barrier: 'gate', locked: 'yes' }, 'stops'],
    [{ barrier: 'gate', locked: 'yes', emergency: 'yes' }, 'passes'],
    [{ barrier: 'gate', access: 'no' }, 'stops'],
    [{ barrier: 'gate', access: 'private' }, 'passes'],
    [{ barrier: 'bollard' }, 'stops'],
    [{ barrier: 'bollard', motor_vehicle: 'yes' }, 'passes'],
    [{ barrier: 'bollard', vehicle: 'destination' }, 'passes'],
    [{ barrier: 'bollard', emergency: 'designated' }, 'passes'],
    [{ barrier: 'stile', access: 'private' }, 'stops'],
  ]
  for (const [tags, wanted] of barriers) t.equal(barrierAt(tags), wanted, JSON.stringify(tags))
})

t.test('built-up land, and usual speeds', async (t) => {
  t.ok(isUrbanLand({ landuse: 'retail' }))
  t.notOk(isUrbanLand({ landuse: 'farmland' }))
  t.notOk(isUrbanLand({}))
  t.equal(usualSpeed(residential(), true), 20)
  t.equal(usualSpeed(residential(), false), 28)
  t.equal(usualSpeed(road({ highway: 'trunk' }), false), 50)
  t.equal(usualSpeed(road({ highway: 'trunk', oneway: 'yes' }), false), 62, 'a dual carriageway')
  t.equal(usualSpeed(road({ highway: 'primary', oneway: 'yes' }), false), 55)
  t.equal(usualSpeed(road({ highway: 'primary', oneway: 'yes' }), true), 27)
})
