import type { Point } from './place.ts'

/**
 * The National Grid: callers, walkers and mountain rescue give places as "NY 121 304" or as easting and northing in
 * metres. Airy 1830 and the transverse Mercator constants are the Ordnance Survey's published ones; between OSGB36
 * and WGS84 lies a seven-parameter Helmert change, good to about 5 m: enough to send a car, not to dig.
 */
export type GridPoint = { easting: number; northing: number }

type Ellipsoid = { a: number; b: number }
const airy: Ellipsoid = { a: 6_377_563.396, b: 6_356_256.909 }
const wgs84: Ellipsoid = { a: 6_378_137, b: 6_356_752.314_245 }
const SCALE = 0.999_601_271_7
const ORIGIN = { lat: (49 * Math.PI) / 180, lon: (-2 * Math.PI) / 180, easting: 400_000, northing: -100_000 }
/** metres, parts per million, seconds of arc: WGS84 to OSGB36 */
const TO_OSGB36 = { tx: -446.448, ty: 125.157, tz: -542.06, s: 20.4894, rx: -0.1502, ry: -0.247, rz: -0.8421 }

/** A point's easting and northing in metres. */
export function toGrid(point: Point): GridPoint {
  const { lat, lon } = helmert(point, wgs84, airy, 1)
  const { nu, rho, eta2 } = radii(lat)
  const [sin, cos, tan2] = [Math.sin(lat), Math.cos(lat), Math.tan(lat) ** 2]
  const d = lon - ORIGIN.lon
  const northing =
    meridian(lat) +
    ORIGIN.northing +
    (nu / 2) * sin * cos * d ** 2 +
    (nu / 24) * sin * cos ** 3 * (5 - tan2 + 9 * eta2) * d ** 4 +
    (nu / 720) * sin * cos ** 5 * (61 - 58 * tan2 + tan2 ** 2) * d ** 6
  const easting =
    ORIGIN.easting +
    nu * cos * d +
    (nu / 6) * cos ** 3 * (nu / rho - tan2) * d ** 3 +
    (nu / 120) * cos ** 5 * (5 - 18 * tan2 + tan2 ** 2 + 14 * eta2 - 58 * tan2 * eta2) * d ** 5
  return { easting, northing }
}

/** The point of an easting and northing in metres. */
export function fromGrid({ easting, northing }: GridPoint): Point {
  let lat = ORIGIN.lat
  // each round brings the arc nearer; three are enough for a millimetre
  for (let round = 0; round < 6; round += 1) lat += (northing - ORIGIN.northing - meridian(lat)) / (airy.a * SCALE)
  const { nu, rho, eta2 } = radii(lat)
  const [tan, sec] = [Math.tan(lat), 1 / Math.cos(lat)]
  const tan2 = tan ** 2
  const d = easting - ORIGIN.easting
  const onAiry = {
    lat:
      lat -
      (tan / (2 * rho * nu)) * d ** 2 +
      (tan / (24 * rho * nu ** 3)) * (5 + 3 * tan2 + eta2 - 9 * tan2 * eta2) * d ** 4 -
      (tan / (720 * rho * nu ** 5)) * (61 + 90 * tan2 + 45 * tan2 ** 2) * d ** 6,
    lon:
      ORIGIN.lon +
      (sec / nu) * d -
      (sec / (6 * nu ** 3)) * (nu / rho + 2 * tan2) * d ** 3 +
      (sec / (120 * nu ** 5)) * (5 + 28 * tan2 + 24 * tan2 ** 2) * d ** 5,
  }
  const { lat: y, lon: x } = helmert({ lat: degrees(onAiry.lat), lon: degrees(onAiry.lon) }, airy, wgs84, -1)
  return { lat: degrees(y), lon: degrees(x) }
}

/**
 * The south-west corner plus half a square of a reference like `NY 121 304`, `NY1213 3045` or `325000 523000`, with
 * the size of its square; undefined when the text is none, or not in Great Britain.
 */
export function readGridReference(text: string): { point: Point; squareMetres: number } | undefined {
  const letters = /^\s*([a-hj-z]{2})\s*((?:\d\s*){2,10})$/i.exec(text)
  if (letters) return readLettered(letters[1] as string, (letters[2] as string).replace(/\s/g, ''))
  const numbers = /^\s*(\d{5,6})[\s,]+(\d{5,7})\s*$/.exec(text)
  if (!numbers) return undefined
  return inBritain({ easting: Number(numbers[1]), northing: Number(numbers[2]) }, 1)
}

/** The lettered form with as many figures as a square of that size needs: 100 m gives `NY 121 304`. */
export function gridReference(point: Point, squareMetres: 1 | 10 | 100 | 1000 = 100): string | undefined {
  const { easting, northing } = toGrid(point)
  if (!isOnGrid({ easting, northing })) return undefined
  const [column, row] = [Math.floor(easting / 100_000), Math.floor(northing / 100_000)]
  const letters = letterAt(Math.floor(column / 5) + 2, Math.floor(row / 5) + 1) + letterAt(column % 5, row % 5)
  const figures = 5 - Math.log10(squareMetres)
  const part = (metres: number) => String(Math.floor((metres % 100_000) / squareMetres)).padStart(figures, '0')
  return `${letters} ${part(easting)} ${part(northing)}`
}

function readLettered(letters: string, digits: string): { point: Point; squareMetres: number } | undefined {
  if (digits.length % 2 !== 0) return undefined
  const [big, small] = [letterPlace(letters.charAt(0)), letterPlace(letters.charAt(1))]
  const squareMetres = 10 ** (5 - digits.length / 2)
  const half = digits.length / 2
  const easting = ((big.column - 2) * 5 + small.column) * 100_000 + Number(digits.slice(0, half)) * squareMetres
  const northing = ((big.row - 1) * 5 + small.row) * 100_000 + Number(digits.slice(half)) * squareMetres
  return inBritain({ easting, northing }, squareMetres)
}

function inBritain(corner: GridPoint, squareMetres: number): { point: Point; squareMetres: number } | undefined {
  if (!isOnGrid(corner)) return undefined
  const middle = { easting: corner.easting + squareMetres / 2, northing: corner.northing + squareMetres / 2 }
  return { point: fromGrid(middle), squareMetres }
}

function isOnGrid({ easting, northing }: GridPoint): boolean {
  return easting >= 0 && easting < 700_000 && northing >= 0 && northing < 1_300_000
}

/** Letters go from A in the north-west, five to a row, without I; columns and rows here count from the south-west. */
function letterPlace(letter: string): { column: number; row: number } {
  const index = 'ABCDEFGHJKLMNOPQRSTUVWXYZ'.indexOf(letter.toUpperCase())
  return { column: index % 5, row: 4 - Math.floor(index / 5) }
}

function letterAt(column: number, row: number): string {
  return 'ABCDEFGHJKLMNOPQRSTUVWXYZ'.charAt((4 - row) * 5 + column)
}

/** Distance along the meridian from the true origin, in metres. */
function meridian(lat: number): number {
  const n = (airy.a - airy.b) / (airy.a + airy.b)
  const [minus, plus] = [lat - ORIGIN.lat, lat + ORIGIN.lat]
  return (
    airy.b *
    SCALE *
    ((1 + n + (5 / 4) * n ** 2 + (5 / 4) * n ** 3) * minus -
      (3 * n + 3 * n ** 2 + (21 / 8) * n ** 3) * Math.sin(minus) * Math.cos(plus) +
      ((15 / 8) * n ** 2 + (15 / 8) * n ** 3) * Math.sin(2 * minus) * Math.cos(2 * plus) -
      (35 / 24) * n ** 3 * Math.sin(3 * minus) * Math.cos(3 * plus))
  )
}

function radii(lat: number): { nu: number; rho: number; eta2: number } {
  const e2 = eccentricity2(airy)
  const part = 1 - e2 * Math.sin(lat) ** 2
  const nu = (airy.a * SCALE) / Math.sqrt(part)
  const rho = (airy.a * SCALE * (1 - e2)) / part ** 1.5
  return { nu, rho, eta2: nu / rho - 1 }
}

function eccentricity2({ a, b }: Ellipsoid): number {
  return 1 - (b * b) / (a * a)
}

/** From one datum to the other, in radians; `sign` 1 towards OSGB36, -1 from it. */
function helmert(point: Point, from: Ellipsoid, to: Ellipsoid, sign: 1 | -1): { lat: number; lon: number } {
  const [lat, lon] = [(point.lat * Math.PI) / 180, (point.lon * Math.PI) / 180]
  const nu = from.a / Math.sqrt(1 - eccentricity2(from) * Math.sin(lat) ** 2)
  const x = nu * Math.cos(lat) * Math.cos(lon)
  const y = nu * Math.cos(lat) * Math.sin(lon)
  const z = nu * (1 - eccentricity2(from)) * Math.sin(lat)
  const arc = (seconds: number) => (sign * seconds * Math.PI) / (180 * 3600)
  const [rx, ry, rz] = [arc(TO_OSGB36.rx), arc(TO_OSGB36.ry), arc(TO_OSGB36.rz)]
  const scale = 1 + (sign * TO_OSGB36.s) / 1e6
  const x2 = sign * TO_OSGB36.tx + x * scale - y * rz + z * ry
  const y2 = sign * TO_OSGB36.ty + x * rz + y * scale - z * rx
  const z2 = sign * TO_OSGB36.tz - x * ry + y * rx + z * scale
  const flat = Math.hypot(x2, y2)
  let newLat = Math.atan2(z2, flat * (1 - eccentricity2(to)))
  for (let round = 0; round < 5; round += 1) {
    const newNu = to.a / Math.sqrt(1 - eccentricity2(to) * Math.sin(newLat) ** 2)
    newLat = Math.atan2(z2 + eccentricity2(to) * newNu * Math.sin(newLat), flat)
  }
  return { lat: newLat, lon: Math.atan2(y2, x2) }
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI
}
