import { parseJson } from '../core/index.ts'

/** Where a scan of JSON stands: the next byte, how many brackets are open, whether it is inside a text. */
export type ScanState = { at: number; depth: number; inText: boolean }

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d]

export const startScan = (at: number): ScanState => ({ at, depth: 0, inText: false })

/** The byte after the object or list that begins at the scan's start; undefined: it goes on behind these bytes. */
export function scanBrackets(bytes: Uint8Array, state: ScanState): number | undefined {
  for (; state.at < bytes.length; state.at += 1) {
    const byte = bytes[state.at]
    if (state.inText) {
      if (byte === BACKSLASH) state.at += 1
      else if (byte === QUOTE) state.inText = false
    } else if (byte === QUOTE) state.inText = true
    else if (byte === OPEN || byte === OPEN_LIST) state.depth += 1
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      state.depth -= 1
      if (state.depth <= 0) return state.at + 1
    }
  }
  return undefined
}

/** The first byte from here on that is no white space, no comma and no record separator. */
export function skipBetween(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && ((bytes[at] as number) <= 0x20 || bytes[at] === COMMA)) at += 1
  return at
}

/** Where the list of features of a collection begins, behind its bracket, and the `crs` that stands before it. */
export type CollectionStart = { at: number; crs: unknown }

/**
 * Finds the features of a GeoJSON FeatureCollection by its members; undefined when these bytes are the beginning of
 * something else.
 */
export function findFeatures(bytes: Buffer): CollectionStart | undefined {
  let at = skipBetween(bytes, 0)
  if (bytes[at] !== OPEN) return undefined
  let crs: unknown
  for (at = skipBetween(bytes, at + 1); bytes[at] === QUOTE; at = skipBetween(bytes, at)) {
    const nameEnd = endOfText(bytes, at)
    const name = bytes.toString('utf8', at + 1, nameEnd - 1)
    at = skipBetween(bytes, nameEnd)
    if (bytes[at] !== COLON) return undefined
    at = skipBetween(bytes, at + 1)
    if (name === 'features') return bytes[at] === OPEN_LIST ? { at: at + 1, crs } : undefined
    const end = endOfValue(bytes, at)
    if (name === 'crs') crs = parseJson(bytes.toString('utf8', at, end))
    at = end
  }
  return undefined
}

/** Where the next feature begins behind a byte, found by its first words; undefined when there is none here. */
export function findNextFeature(bytes: Buffer, from: number): number | undefined {
  const found = /\{\s*"type"\s*:\s*"Feature"/.exec(bytes.toString('latin1', from))
  return found ? from + found.index : undefined
}

function endOfText(bytes: Uint8Array, from: number): number {
  let at = from + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at + 1
}

function endOfValue(bytes: Uint8Array, from: number): number {
  if (bytes[from] === QUOTE) return endOfText(bytes, from)
  if (bytes[from] === OPEN || bytes[from] === OPEN_LIST) return scanBrackets(bytes, startScan(from)) ?? bytes.length
  let at = from
  while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== CLOSE) at += 1
  return at
}

/**
 * Where the feature at the scan's start ends, or where the next one begins when that is seen first: then it has no end of its
 * own, and to read on for one would cost as much for each such feature. Undefined: neither is in these bytes.
 */
export function endOfFeature(
  bytes: Buffer,
  state: ScanState,
  lookFrom: number,
): { end: number; isWhole: boolean } | undefined {
  const end = scanBrackets(bytes, state)
  if (end !== undefined) return { end, isWhole: true }
  const next = findNextFeature(bytes, lookFrom)
  return next === undefined ? undefined : { end: next, isWhole: false }
}

/**
 * The value of a path such as `address.street` of a feature's properties, as a cell; `$id` is the feature's own id. A property
 * whose name has the dots in it comes first. Undefined: it is not there.
 */
export function cellOf(
  feature: { id?: unknown; properties?: unknown },
  path: string,
  between: string,
): string | undefined {
  const value = path === '$id' ? feature.id : valueAt(feature.properties, path)
  if (value === undefined || value === null) return undefined
  return Array.isArray(value) ? value.map(asText).join(between) : asText(value)
}

function valueAt(properties: unknown, path: string): unknown {
  const whole = member(properties, path)
  if (whole !== undefined) return whole
  return path.split('.').reduce<unknown>((at, name) => member(at, name), properties)
}

function member(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, name)
    ? (of as Record<string, unknown>)[name]
    : undefined
}

function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
