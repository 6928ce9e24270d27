import { readGridReference } from './grid-reference-rules.ts'
import type { Point } from './place.ts'

/** A location said in figures: where it is, how exact it is, and what it was read as. */
export type SaidPoint = { as: 'grid-reference' | 'latitude-longitude'; point: Point; metres: number }

/** A marker post as the road has it; `carriageway` is the letter on it, where one was said. */
export type MarkerPost = { road: string; kilometres: string; carriageway: string; name: string }

const GRID_WORDS = /^\s*(?:(?:os|national)\s+)?grid(?:\s*ref(?:erence)?)?\s*[:.]?\s*/i
const LAT_LON_WORDS = /\b(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng|geo|gps|coord(?:inate)?s?|at)\b\s*[:=]?|[@()]/gi

/**
 * A location in figures: a grid reference in any of its forms, or latitude and longitude as decimals or in degrees,
 * minutes and seconds; undefined when the text is neither, or far from these islands.
 */
export function readSaidPoint(text: string): SaidPoint | undefined {
  const plain = text.replace(GRID_WORDS, '')
  const eastings = /^\s*(?:e(?:astings?)?\s*[:=]?\s*)(\d{5,6})[\s,;]*n(?:orthings?)?\s*[:=]?\s*(\d{5,7})\s*$/i.exec(
    plain,
  )
  const suffixed = /^\s*(\d{5,6})\s*e(?:asting)?[\s,;]+(\d{5,7})\s*n(?:orthing)?\s*$/i.exec(plain)
  const numbers = eastings ?? suffixed
  const grid = readGridReference(numbers ? `${numbers[1]} ${numbers[2]}` : plain.replace(/[.,;:]/g, ' '))
  if (grid) return { as: 'grid-reference', point: grid.point, metres: grid.squareMetres }
  return readLatLon(text.replace(LAT_LON_WORDS, ' '))
}

/** `step`: how much the last figure said is worth, in degrees. */
type Angle = { degrees: number; step: number }

const SIDES_BEFORE = /^([nsew])([^nsew]+?)[\s,;/]*([nsew])([^nsew]+)$/
const SIDES_BEHIND = /^([^nsew]+?)([nsew])[\s,;/]*([^nsew]+?)([nsew])$/

function readLatLon(text: string): SaidPoint | undefined {
  const plain = text
    .toLowerCase()
    .replace(/[−–]/g, '-')
    .replace(/\b(north|south|east|west)\b/g, (side) => side.charAt(0))
    .replace(/º|˚|\bdeg(rees)?\b/g, '°')
    .replace(/[′’]|\bmin(utes)?\b/g, "'")
    .replace(/[″”]|''|\bsec(onds)?\b/g, '"')
    .trim()
  const before = SIDES_BEFORE.exec(plain)
  const behind = before ?? SIDES_BEHIND.exec(plain)
  const [, a, b, c, d] = behind ?? []
  const said = before ? [b, a, d, c] : behind ? [a, b, c, d] : withoutSides(plain)
  const [first, firstSide, second, secondSide] = said
  const angles = [readAngle(first), readAngle(second)]
  const isSwapped = firstSide === 'e' || firstSide === 'w'
  const [lat, lon] = isSwapped ? [angles[1], angles[0]] : angles
  const [latSide, lonSide] = isSwapped ? [secondSide, firstSide] : [firstSide, secondSide]
  if (!lat || !lon || /[ew]/.test(`${latSide}`) || /[ns]/.test(`${lonSide}`)) return undefined
  const step = Math.max(lat.step, lon.step)
  const point = {
    lat: latSide === 's' ? -lat.degrees : lat.degrees,
    lon: lonSide === 'w' ? -lon.degrees : lon.degrees,
  }
  // two whole numbers are a house and a flat, a road and a post, but no place; nor are two times of day
  if (step > COARSEST_DEGREES || !isNearBritain(point)) return undefined
  return { as: 'latitude-longitude', point, metres: Math.max(1, Math.round(step * METRES_A_DEGREE)) }
}

function isNearBritain({ lat, lon }: Point): boolean {
  return lat > 49 && lat < 61.5 && lon > -11 && lon < 4
}

const COARSEST_DEGREES = 0.05
const METRES_A_DEGREE = 111_000

function withoutSides(text: string): string[] {
  const [first, second, more] = text.split(/\s*[,;]\s*|\s+(?=[-+]?\d+\.)/)
  return first !== undefined && second !== undefined && more === undefined ? [first, '', second, ''] : []
}

/** Degrees with decimals, or with minutes, or with minutes and seconds. */
function readAngle(text: string | undefined): Angle | undefined {
  const found =
    /^\s*([-+])?(\d{1,3}(?:\.\d+)?)(?:[\s°]+(\d{1,2}(?:\.\d+)?)(?:[\s']+(\d{1,2}(?:\.\d+)?))?)?[\s°'"]*$/.exec(
      text ?? '',
    )
  if (!found) return undefined
  const [, sign, degrees, minutes = '', seconds = ''] = found
  const size = Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600
  const last = seconds || minutes || (degrees as string)
  const unit = seconds ? 1 / 3600 : minutes ? 1 / 60 : 1
  return { degrees: sign === '-' ? -size : size, step: unit / 10 ** (last.split('.')[1]?.length ?? 0) }
}

/**
 * A marker post or driver location sign: `M6 marker post 432/5A`, `M6 A 432.5`, `marker 432.5 M6`. The road must be
 * said; posts are a hundred metres apart, and say kilometres from where the road begins.
 */
export function readMarkerPost(text: string): MarkerPost | undefined {
  const plain = text.toUpperCase().replace(/\s+/g, ' ').trim()
  const road = /\b([AM]) ?(\d{1,4})( ?\(M\)| ?M\b)?/.exec(plain)
  if (!road) return undefined
  const rest = `${plain.slice(0, road.index)} ${plain.slice(road.index + road[0].length)}`
  const post = /(?:^|\s)([ABJKLM]\s)?\s*(\d{1,3})\s?[/.]\s?(\d)\s?([ABJKLM])?(?=\s|$)/.exec(rest)
  const sign = /(?:^|\s)([ABJKLM])\s?(\d{1,3})(?=\s|$)/.exec(rest)
  const isSaid = /\b(MARKER|POST|LOCATION SIGN|DLS|MP)\b/.test(rest)
  const said = post ?? (isSaid ? sign : null)
  if (!said) return undefined
  const kilometres = post ? `${Number(post[2])}/${post[3]}` : `${Number(said[2])}/0`
  const left = rest.replace(said[0], ' ').replace(POST_WORDS, ' ')
  // anything else that was said is an address with a slash
  if (!isSaid && /[A-Z\d]/.test(left)) return undefined
  const name = `${road[1]}${road[2]}${road[3] ? '(M)' : ''}`
  const carriageway = (post?.[4] ?? said[1] ?? '').trim()
  return { road: name, kilometres, carriageway, name: `${name} marker post ${kilometres}${carriageway}` }
}

const POST_WORDS = /\b(NORTH|SOUTH|EAST|WEST)BOUND\b|\bKM\b|\bCARRIAGEWAY\b|[.,]/g

/** Three words of what3words, as `///a.b.c` or `a.b.c`; undefined when the text is none. */
export function readThreeWords(text: string): string | undefined {
  const found = /^\s*(?:w3w|what3words)?\s*[:.]?\s*(\/{3}|\/{0,2})\s*(\p{L}{3,}\.\p{L}{3,}\.\p{L}{3,})\s*$/iu.exec(text)
  return found ? (found[2] as string).toLowerCase() : undefined
}
