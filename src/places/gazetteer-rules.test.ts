import t from 'tap'
import {
  junctionRow,
  landmarkRow,
  markerPostRow,
  motorwayJunctionRow,
  naturalRow,
  nearestTown,
  postcodeRow,
  premisesRow,
  type Surroundings,
  settlementRow,
  streetRow,
} from './gazetteer-rules.ts'
import { stableId } from './stable-id.ts'

const around: Surroundings = {
  zoneOf: ({ lat }) =>
    lat > 55 ? undefined : { zoneCode: 'E01', areaId: 'south', areaClass: 'urban', district: 'South Lakeland' },
  townOf: () => 'Kendal',
}
const at = { lat: '54.33', lon: '-2.75' }
const street = {
  street: "St. George's Rd",
  ref: 'A6',
  locality: 'Kendal',
  nearest_town: 'Kendal',
  postcode_district: 'LA9',
}

t.test('a street', async (t) => {
  t.match(streetRow({ ...street, ...at }, around), {
    kind: 'street',
    name: "St. George's Rd",
    street: "St. George's Rd",
    locality: 'Kendal',
    town: 'Kendal',
    postcode: null,
    areaId: 'south',
    areaClass: 'urban',
    search: 'saint georges road a6 kendal la9',
  })
  t.match(streetRow({ ...street, ...at, ref: '', locality: '', nearest_town: '' }, around), {
    locality: null,
    town: null,
  })
})

const house = {
  number: '14b',
  street_inferred: 'Green Road',
  locality_inferred: 'Kendal',
  nearest_town: 'Kendal',
  postcode_inferred: 'LA9 4QW',
}

t.test('a house with a number, one with a name, and one on no street', async (t) => {
  t.match(premisesRow({ ...house, ...at }, around), {
    kind: 'premises',
    name: '14B Green Road',
    number: '14B',
    street: 'Green Road',
    postcode: 'LA9 4QW',
    search: '14b green road la9 4qw',
  })
  t.match(premisesRow({ ...house, ...at, number: 'Rose Cottage' }, around), {
    name: 'Rose Cottage, Green Road',
    number: null,
    search: 'rose cottage green road kendal la9 4qw',
  })
  t.match(premisesRow({ ...house, ...at, locality_inferred: '', nearest_town: '', postcode_inferred: '' }, around), {
    locality: null,
    town: null,
    postcode: null,
  })
  t.equal(premisesRow({ ...house, ...at, street_inferred: '' }, around), undefined)
})

t.test('a town has no nearer town; a locality says nothing of itself', async (t) => {
  t.match(settlementRow({ name: 'Kendal', class: 'town', ...at }, around), {
    kind: 'settlement',
    town: null,
    search: 'kendal town',
  })
  t.match(settlementRow({ name: 'Burneside', class: 'village', ...at }, around), {
    town: 'Kendal',
    search: 'burneside kendal village',
  })
  t.match(settlementRow({ name: 'Low Wood', class: 'locality', ...at }, around), { search: 'low wood kendal' })
  t.match(settlementRow({ name: 'High Barn', class: 'isolated_dwelling', ...at }, around), {
    search: /isolated dwelling/,
  })
  t.equal(settlementRow({ name: 'England', class: 'country', ...at }, around), undefined)
})

const poi = { class: 'beer', subclass: 'pub', locality_inferred: 'Kendal', postcode_nearest: 'LA9 4QW', ...at }

t.test('a landmark is found by what it is, and may have no name', async (t) => {
  t.match(landmarkRow({ ...poi, name: 'The Crown' }, around), {
    kind: 'landmark',
    name: 'The Crown',
    locality: 'Kendal',
    town: 'Kendal',
    search: 'the crown kendal la9 4qw pub inn',
  })
  t.match(landmarkRow({ ...poi, name: '', class: 'telephone', subclass: 'telephone' }, around), {
    name: 'Telephone box',
  })
  t.match(
    landmarkRow(
      { ...poi, name: 'Odds', subclass: 'pet_grooming', locality_inferred: '', postcode_nearest: '' },
      around,
    ),
    {
      search: 'odds kendal pet grooming',
      locality: null,
      postcode: null,
    },
  )
  t.equal(landmarkRow({ ...poi, name: '' }, around), undefined, 'a pub without a name is left out')
})

t.test('fells and waters with a name', async (t) => {
  t.match(naturalRow('peak', { name: 'Scafell Pike', ...at }, around), { search: 'scafell pike kendal fell summit' })
  t.match(naturalRow('water', { name: 'Ullswater', ...at }, around), {
    kind: 'landmark',
    search: 'ullswater kendal water',
  })
  t.equal(naturalRow('peak', { name: '469', ...at }, around), undefined)
})

t.test('a postcode', async (t) => {
  t.match(postcodeRow({ postcode: 'LA9 4QW', ...at }, around), {
    kind: 'postcode',
    name: 'LA9 4QW',
    postcode: 'LA9 4QW',
    town: null,
    search: 'la9 4qw',
  })
})

t.test('where roads meet, a numbered junction, a marker post', async (t) => {
  t.match(junctionRow({ name: 'A66 / A591', lat: 54.6, lon: -3.1 }, around), {
    kind: 'junction',
    name: 'A66 / A591',
    town: 'Kendal',
    search: 'a66 a591 kendal junction crossroads roundabout',
  })
  const forty = { motorway: 'M6', junction: '40', roads: ['A66', 'A592'], near: ['Skirsgill'], lat: 54.65, lon: -2.76 }
  t.match(motorwayJunctionRow(forty, 'force-1', around), {
    kind: 'junction',
    name: 'M6 junction 40 (A66, A592)',
    search: /^m6 junction 40 a66 a592 skirsgill kendal/,
    source: 'force-1',
  })
  t.match(motorwayJunctionRow({ ...forty, roads: [] }, 'force-1', around), { name: 'M6 junction 40' })
  t.equal(motorwayJunctionRow({ ...forty, lat: Number.NaN }, 'force-1', around), undefined)
  t.equal(junctionRow({ name: 'A66 / A591', lat: Number.NaN, lon: 0 }, around), undefined)
  const post = { road: 'M6', carriageway: 'A', kilometres: '432.5', ...at }
  t.match(markerPostRow(post, around), { kind: 'marker-post', name: 'M6 marker post 432/5A', source: 'force' })
  t.equal(markerPostRow({ ...post, kilometres: 'x' }, around), undefined)
  t.equal(markerPostRow({ ...post, lat: '' }, around), undefined)
})

t.test('without a position there is no row; outside all zones there is no area', async (t) => {
  const nowhere = [
    { lat: '', lon: '-3' },
    { lat: '54', lon: 'x' },
  ]
  for (const no of nowhere) {
    t.equal(streetRow({ ...street, ...no }, around), undefined)
    t.equal(premisesRow({ ...house, ...no }, around), undefined)
    t.equal(settlementRow({ name: 'x', class: 'town', ...no }, around), undefined)
    t.equal(landmarkRow({ ...poi, name: 'x', ...no }, around), undefined)
    t.equal(naturalRow('peak', { name: 'x', ...no }, around), undefined)
    t.equal(postcodeRow({ postcode: 'x', ...no }, around), undefined)
  }
  t.match(streetRow({ ...street, lat: '55.5', lon: '-3' }, around), { areaId: null, areaClass: null })
})

t.test('the same data has the same ids, other data others', async (t) => {
  const id = streetRow({ ...street, ...at }, around)?.id
  t.equal(id, streetRow({ ...street, ...at }, { ...around, townOf: () => null })?.id)
  t.not(id, streetRow({ ...street, ...at, lon: '-2.76' }, around)?.id)
  t.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'a UUID of version 5')
  t.equal(stableId('postcode|LA9 4QW'), stableId('postcode|LA9 4QW'))
})

t.test('the nearest town, up to 40 km away', async (t) => {
  const towns = [
    { name: 'Kendal', lat: 54.328, lon: -2.746 },
    { name: 'Penrith', lat: 54.664, lon: -2.753 },
    { name: 'Windermere', lat: 54.379, lon: -2.906 },
  ]
  t.equal(nearestTown(towns, { lat: 54.34, lon: -2.75 }), 'Kendal')
  t.equal(nearestTown(towns, { lat: 54.37, lon: -2.9 }), 'Windermere')
  t.equal(nearestTown(towns, { lat: 54.9, lon: -2.7 }), 'Penrith')
  t.equal(nearestTown(towns, { lat: 53, lon: -2.7 }), null)
  t.equal(nearestTown([], { lat: 54, lon: -2.7 }), null)
})
