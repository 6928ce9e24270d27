import { fromGrid } from '../places/index.ts'
import type { NetworkLocation, RawLocation } from './contact.ts'

/**
 * What networks and handsets say of where a caller is. Advanced Mobile Location: ETSI TS 103 625; its SMS in version 1,
 * in version 2, which some handsets send, and its HTTPS form. In all of them keys may come in any order, be missing, or
 * be new. `lg` is the longitude in version 1 and a language in version 2; `lt` a latitude, and seconds after the call.
 */

const nothing: NetworkLocation = {
  ...{ source: 'other', lat: null, lon: null, radiusMetres: null, address: null, fixedAt: null },
  ...{ confidencePercent: null, ellipse: null, problem: null },
}

type Fields = Readonly<Record<string, string>>

/** Reads a location as it came; one that cannot be read has a `problem` and no position. Never throws. */
export function readCallerLocation({ form, raw }: RawLocation): NetworkLocation {
  const source = form === 'eisec' ? 'eisec' : 'aml'
  if (form === 'aml-sms') return typeof raw === 'string' ? readAmlSms(raw) : unread(source, 'is no text')
  const fields = typeof raw === 'string' ? fieldsOfForm(raw) : plainFields(raw)
  return form === 'aml-https' ? readAmlHttps(fields) : readEisec(fields)
}

function unread(source: NetworkLocation['source'], problem: string): NetworkLocation {
  return { ...nothing, source, problem }
}

function readAmlSms(text: string): NetworkLocation {
  const message = text.trim()
  const version = /^A"ML=(\d+);/.exec(message)?.[1]
  if (version === undefined) return unread('aml', 'does not begin as a location message begins')
  const fields = Object.fromEntries(
    message.split(';').flatMap((pair) => {
      const at = pair.indexOf('=')
      return at > 0 ? [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]] : []
    }),
  ) as Fields
  // a message that lost its end may have lost digits of a position
  const length = fields['ml']
  if (length !== undefined && message.length < Number(length)) return unread('aml', 'is shorter than it says it is')
  if (version === '1') return readFirstVersion(fields)
  return version === '2' ? readSecondVersion(fields) : unread('aml', 'is of a version that is not known here')
}

function readFirstVersion(fields: Fields): NetworkLocation {
  // a handset that found nothing sends zeros for degrees
  if (fields['pm'] === 'N' || fields['rd'] === 'N') return unread('aml', 'says that the handset found no position')
  return located('aml', {
    lat: fields['lt'],
    lon: fields['lg'],
    radius: fields['rd'],
    confidence: fields['lc'],
    fixedAt: compactTime(fields['top'] ?? ''),
  })
}

function readSecondVersion(fields: Fields): NetworkLocation {
  const [lat, lon, radius] = (fields['lo'] ?? '').split(',')
  if (fields['ls'] === 'N' || lat === '') return unread('aml', 'says that the handset found no position')
  // seconds since 1970 of the call, and from then to the fix; some send the fix's own
  const [called, after] = [numberOf(fields['et']), numberOf(fields['lt'])]
  const fixed = called === null ? null : after === null ? called : Math.abs(after) > 1e9 ? after : called + after
  // a radius of 0 means that it is not known
  const known = numberOf(radius) === 0 ? undefined : radius
  return located('aml', {
    lat,
    lon,
    radius: known,
    confidence: fields['lc'],
    fixedAt: isoOf(fixed === null ? null : fixed * 1000),
  })
}

function readAmlHttps(fields: Fields): NetworkLocation {
  const certainty = fields['location_certainty'] ?? fields['location_confidence']
  // some send a share of one
  const share = numberOf(certainty)
  const confidence = share !== null && share > 0 && share <= 1 ? String(share * 100) : certainty
  return located('aml', {
    lat: fields['location_latitude'],
    lon: fields['location_longitude'],
    radius: fields['location_accuracy'],
    confidence,
    fixedAt: isoOf(numberOf(fields['location_time'])),
  })
}

/**
 * The emergency operator's look-up by number: a fixed line's address, or a mobile's cell as the middle and the axes of an
 * ellipse, in easting and northing or degrees. Field names are ours: the operator's specification is not public.
 */
function readEisec(fields: Fields): NetworkLocation {
  const address = [fields['address'], fields['postcode']].filter(Boolean).join(', ') || null
  const fixedAt = isoOf(Date.parse(fields['time'] ?? ''))
  const [easting, northing] = [numberOf(fields['easting']), numberOf(fields['northing'])]
  const onGrid = easting !== null && northing !== null
  const isInBritain = onGrid && easting >= 0 && easting < 700_000 && northing >= 0 && northing < 1_300_000
  const point = isInBritain ? fromGrid({ easting, northing }) : undefined
  const ellipse = ellipseOf(fields)
  const said = {
    lat: point ? String(point.lat) : fields['lat'],
    lon: point ? String(point.lon) : fields['lon'],
    radius: fields['radiusMetres'] ?? (ellipse ? String(ellipse.majorMetres) : undefined),
    confidence: fields['confidence'],
    fixedAt,
  }
  if (onGrid && !isInBritain)
    return { ...unread('eisec', 'has an easting and northing outside Great Britain'), address, fixedAt }
  if (said.lat === undefined && said.lon === undefined)
    return address === null
      ? unread('eisec', 'has neither an address nor a position')
      : { ...nothing, source: 'eisec', address, fixedAt }
  const read = located('eisec', said)
  return { ...read, address, ellipse: read.problem === null ? ellipse : null }
}

function ellipseOf(fields: Fields): NetworkLocation['ellipse'] {
  const [major, minor, angle] = ['majorMetres', 'minorMetres', 'angleDegrees'].map((key) => numberOf(fields[key]))
  if (!isMetres(major) || !isMetres(minor)) return null
  return { majorMetres: major, minorMetres: minor, angleDegrees: (((angle ?? 0) % 360) + 360) % 360 }
}

type Said = Record<'lat' | 'lon' | 'radius' | 'confidence', string | undefined> & { fixedAt: string | null }

/** A position that is on the earth, and not at the zero that stands for none; else why it is no position. */
function located(source: NetworkLocation['source'], said: Said): NetworkLocation {
  const [lat, lon] = [numberOf(said.lat), numberOf(said.lon)]
  if (lat === null || lon === null)
    return unread(source, `has no ${lat === null ? 'latitude' : 'longitude'} that can be read`)
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return unread(source, 'has a position that is not on the earth')
  if (lat === 0 && lon === 0) return unread(source, 'says that the handset found no position')
  const [radius, confidence] = [numberOf(said.radius), numberOf(said.confidence)]
  return {
    ...{ ...nothing, source, lat, lon, fixedAt: said.fixedAt },
    radiusMetres: isMetres(radius) ? radius : null,
    confidencePercent: confidence !== null && confidence >= 0 && confidence <= 100 ? confidence : null,
  }
}

function isMetres(value: number | null | undefined): value is number {
  return typeof value === 'number' && value >= 0 && value <= 200_000
}

/** A decimal number with or without its sign; null when it is none. */
function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^[+-]?\d+(\.\d*)?$/.test(text) ? Number(text) : null
}

/** `yyyymmddhhmmss` in UTC. */
function compactTime(text: string): string | null {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  return found ? isoOf(Date.parse(`${found[1]}-${found[2]}-${found[3]}T${found[4]}:${found[5]}:${found[6]}Z`)) : null
}

function isoOf(milliseconds: number | null): string | null {
  // beyond the years that a calendar has, and NaN
  return milliseconds !== null && Math.abs(milliseconds) < 8e15 ? new Date(milliseconds).toISOString() : null
}

/** `a=1&b=2`, as a web form is posted; a JSON object in text is taken for what it is. */
function fieldsOfForm(text: string): Fields {
  try {
    const json: unknown = JSON.parse(text)
    if (json !== null && typeof json === 'object') return plainFields(json)
  } catch {
    // then it is a form
  }
  return Object.fromEntries(new URLSearchParams(text.trim()))
}

function plainFields(raw: object): Fields {
  return Object.fromEntries(
    Object.entries(raw).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, String(value).trim()]] : [],
    ),
  )
}

/**
 * What stands for the caller's location when another comes: never less than was known. One without a position, or older,
 * or of the cell when the handset's own is there, changes nothing; the address of a fixed line is kept.
 */
export function chooseLocation(before: NetworkLocation | null, next: NetworkLocation): NetworkLocation {
  if (before === null) return next
  const known = before.lat !== null
  if (next.lat === null)
    return known || before.address !== null ? { ...before, address: next.address ?? before.address } : next
  const isOlder =
    before.fixedAt !== null && next.fixedAt !== null && Date.parse(next.fixedAt) < Date.parse(before.fixedAt)
  const isCoarser = before.source === 'aml' && next.source !== 'aml'
  const kept = known && (isOlder || isCoarser) ? before : next
  return { ...kept, address: next.address ?? before.address }
}
