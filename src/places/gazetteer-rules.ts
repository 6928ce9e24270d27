import { describeAddress, houseNumber, searchText } from './address-rules.ts'
import type { Meeting } from './junction-rules.ts'
import { landmarkWords, namelessLandmarks } from './landmark-words.ts'
import { readMarkerPost } from './location-rules.ts'
import { type Place, type PlacedArea, type PlaceKind, type Point, straightLineMetres } from './place.ts'
import { stableId } from './stable-id.ts'

/** A row of the table `place` as the loader writes it. */
export type PlaceRow = Omit<Place, 'protected'> & { search: string; source: string }

/** What finding a row's place needs: its zone, and the nearest town. */
export type Surroundings = { zoneOf: (point: Point) => PlacedArea | undefined; townOf: (point: Point) => string | null }

type Cells<Column extends string> = Readonly<Record<Column, string>>

export const streetColumns = ['street', 'ref', 'locality', 'nearest_town', 'postcode_district', 'lat', 'lon'] as const
export const addressColumns = [
  'number',
  'street_inferred',
  'locality_inferred',
  'nearest_town',
  'postcode_inferred',
  'lat',
  'lon',
] as const
export const placeColumns = ['name', 'class', 'lat', 'lon'] as const
export const poiColumns = ['name', 'class', 'subclass', 'locality_inferred', 'postcode_nearest', 'lat', 'lon'] as const
export const postcodeColumns = ['postcode', 'lat', 'lon'] as const

export const roadColumns = ['from', 'to', 'class', 'name', 'ref'] as const
export const nodeColumns = ['id', 'lat', 'lon'] as const
export const markerPostColumns = ['road', 'carriageway', 'kilometres', 'lat', 'lon'] as const

const OSM = 'osm-2021-08'
const ONS = 'ons-nspl-2025-05'

/** A street, found by its name, its road number, its locality and town. */
export function streetRow(row: Cells<(typeof streetColumns)[number]>, around: Surroundings): PlaceRow | undefined {
  const { street, ref, locality, nearest_town: town, postcode_district: district } = row
  const place = placed('street', row, around, `${street}|${locality}|${district}`)
  const search = searchText([street, ref, locality, town, district])
  return (
    place && { ...place, name: street, street, locality: locality || null, town: town || null, search, source: OSM }
  )
}

/** A building with a number on a street; what OpenStreetMap has in the number's place otherwise is a house name. */
export function premisesRow(row: Cells<(typeof addressColumns)[number]>, around: Surroundings): PlaceRow | undefined {
  const { street_inferred: street, locality_inferred: locality, nearest_town: town, postcode_inferred: postcode } = row
  if (!street) return undefined
  const place = placed('premises', row, around, `${row.number}|${street}|${locality}`)
  const number = houseNumber(row.number)
  const called = describeAddress({ number: number ?? row.number, street, locality, town, postcode })
  return (
    place && {
      ...place,
      name: number ? called.name : `${row.number}, ${street}`,
      number: number ?? null,
      street,
      locality: locality || null,
      town: town || null,
      postcode: postcode || null,
      search: called.search,
      source: OSM,
    }
  )
}

/** A town, village, hamlet, farm or other named spot. */
export function settlementRow(row: Cells<(typeof placeColumns)[number]>, around: Surroundings): PlaceRow | undefined {
  const place = placed('settlement', row, around, `${row.name}|${row.class}`)
  if (!place || row.class === 'country') return undefined
  const town = row.class === 'town' || row.class === 'city' ? null : place.town
  const kind = row.class === 'locality' ? null : row.class.replaceAll('_', ' ')
  return { ...place, name: row.name, town, search: searchText([row.name, town, kind]), source: OSM }
}

/** A shop, pub, church, phone box, car park ...: also by what it is. */
export function landmarkRow(row: Cells<(typeof poiColumns)[number]>, around: Surroundings): PlaceRow | undefined {
  const name = row.name || namelessLandmarks[row.class]
  const place = placed('landmark', row, around, `${row.name}|${row.class}|${row.subclass}`)
  if (!name || !place) return undefined
  const words = landmarkWords[row.subclass] ?? row.subclass.replaceAll('_', ' ')
  const search = searchText([name, row.locality_inferred, place.town, row.postcode_nearest, words])
  return {
    ...place,
    name,
    locality: row.locality_inferred || null,
    postcode: row.postcode_nearest || null,
    search,
    source: OSM,
  }
}

/** A hill, or a lake, tarn or beck; those known by their height alone are left out. */
export function naturalRow(
  what: 'peak' | 'water',
  row: Cells<'name' | 'lat' | 'lon'>,
  around: Surroundings,
): PlaceRow | undefined {
  const place = placed('landmark', row, around, `${row.name}|${what}`)
  if (!place || !/\p{L}/u.test(row.name)) return undefined
  const words = what === 'peak' ? 'fell summit' : 'water'
  return { ...place, name: row.name, search: searchText([row.name, place.town, words]), source: OSM }
}

/** A unit postcode: the middle of about fifteen addresses. */
export function postcodeRow(row: Cells<(typeof postcodeColumns)[number]>, around: Surroundings): PlaceRow | undefined {
  const place = placed('postcode', row, around, row.postcode, false)
  return (
    place && { ...place, name: row.postcode, postcode: row.postcode, search: searchText([row.postcode]), source: ONS }
  )
}

/** Where roads meet. */
export function junctionRow({ name, lat, lon }: Meeting, around: Surroundings): PlaceRow | undefined {
  const place = placed('junction', { lat: `${lat}`, lon: `${lon}` }, around, name)
  return (
    place && { ...place, name, search: searchText([name, place.town, 'junction crossroads roundabout']), source: OSM }
  )
}

/** A junction of a motorway as it is signed; `near`: what else people call it by. */
export type MotorwayJunction = Point & { motorway: string; junction: string; roads: string[]; near: string[] }

/** `M6 junction 40 (A66, A592)`. */
export function motorwayJunctionRow(
  { motorway, junction, roads, near, lat, lon }: MotorwayJunction,
  source: string,
  around: Surroundings,
): PlaceRow | undefined {
  const name = `${motorway} junction ${junction}`
  const place = placed('junction', { lat: `${lat}`, lon: `${lon}` }, around, name)
  const search = searchText([name, ...roads, ...near, place?.town, 'motorway exit roundabout'])
  return place && { ...place, name: roads.length > 0 ? `${name} (${roads.join(', ')})` : name, search, source }
}

/** A marker post of a motorway or trunk road, `M6 marker post 432/5A`: kilometres and hundreds of metres. */
export function markerPostRow(
  row: Cells<(typeof markerPostColumns)[number]>,
  around: Surroundings,
): PlaceRow | undefined {
  const post = readMarkerPost(`${row.road} marker post ${row.kilometres}${row.carriageway}`)
  const place = placed('marker-post', row, around, post?.name ?? '')
  return post && place && { ...place, name: post.name, search: searchText([post.name]), source: 'force' }
}

/** The name of the town nearest to a point, within 40 km. */
export function nearestTown(towns: ReadonlyArray<Point & { name: string }>, point: Point): string | null {
  let [nearest, least]: [string | null, number] = [null, 40_000]
  for (const town of towns) {
    // a degree of latitude is 111 km: most towns are passed over without the sines
    if (Math.abs(town.lat - point.lat) * 110_000 > least) continue
    const metres = straightLineMetres(town, point)
    if (metres < least) [nearest, least] = [town.name, metres]
  }
  return nearest
}

function placed(kind: PlaceKind, row: Cells<'lat' | 'lon'>, around: Surroundings, key: string, findTown = true) {
  const [lat, lon] = [Number(row.lat), Number(row.lon)]
  if (row.lat === '' || !Number.isFinite(lat) || !Number.isFinite(lon)) return undefined
  const zone = around.zoneOf({ lat, lon })
  return {
    id: stableId(`${kind}|${key}|${row.lat}|${row.lon}`),
    kind,
    number: null,
    street: null,
    locality: null,
    town: findTown ? around.townOf({ lat, lon }) : null,
    postcode: null,
    lat,
    lon,
    areaId: zone?.areaId ?? null,
    areaClass: zone?.areaClass ?? null,
  }
}
