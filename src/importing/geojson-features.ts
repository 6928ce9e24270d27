import { closeSync, openSync, readSync } from 'node:fs'
import { parseJson } from '../core/index.ts'
import { geometry as geometryShape } from './geojson-point-rules.ts'
import { cellOf, endOfFeature, findFeatures, findNextFeature, skipBetween, startScan } from './geojson-scan-rules.ts'
import { ImportError, type Mapping } from './import-mapping.ts'
import type { InputFile } from './input-file.ts'
import type { RecordSource, SourceRecord } from './record-source.ts'

/** Bytes read at once. */
const CHUNK = 1 << 20
/** A feature of more bytes than this is none; the outline of a force has a few million. */
const LONGEST_FEATURE = 64 << 20
/** The first words of a feature, with the white space between them. */
const LONGEST_BEGINNING = 1024
/** Names of coordinate systems that are degrees of WGS84, as older files say them. */
const DEGREES = /CRS:?:?84|EPSG:?:?(4326|4979)/i

type Read = (feature: unknown) => Pick<SourceRecord, 'cells' | 'damage' | 'geometry'>

/**
 * Opens GeoJSON: a FeatureCollection, or a feature on each line. Columns of the mapping are paths of properties.
 * @throws ImportError when it is neither, or not in degrees
 */
export function openGeoJson(input: InputFile, mapping: Mapping): RecordSource {
  if (input.encoding !== 'utf-8') throw new ImportError(`${input.name} is not in UTF-8: save it as UTF-8.`)
  const window = new Window(input, input.mark)
  try {
    window.fill()
    const found = findFeatures(window.bytes)
    const between = new Map(mapping.fields.flatMap(({ from, how }) => from.columns.map((name) => [name, how.between])))
    const rejects = { suffix: '.rejected.geojsonl', header: Buffer.alloc(0), write: writeRejected }
    const unseen = new Set(mapping.columns)
    const read: Read = (feature) => {
      const record = readFeature(feature, mapping.columns, between)
      for (const [index, cell] of record.cells.entries())
        if (cell !== '') unseen.delete(mapping.columns[index] as string)
      return record
    }
    const how = { header: mapping.columns, rejects, unseen: () => [...unseen] }
    if (found) {
      refuseOtherGrids(input.name, found.crs)
      const start = { byte: input.mark + found.at, line: 1 }
      return {
        ...{ ...how, start, counted: 'feature' },
        records: (from) => readCollection(input, from, read),
      }
    }
    const first = window.bytes.toString('utf8', 0, window.bytes.indexOf(10) + 1 || window.bytes.length)
    if (!isFeature(parseJson(first.replace('\u001E', ''))))
      throw new ImportError(`${input.name} is no GeoJSON: neither a collection of features nor a feature on each line.`)
    return {
      ...{ ...how, start: { byte: input.mark, line: 1 }, counted: 'line' },
      records: (from) => readLines(input, from, read),
    }
  } finally {
    window.close()
  }
}

function refuseOtherGrids(name: string, crs: unknown): void {
  if (crs === undefined || crs === null || DEGREES.test(JSON.stringify(crs))) return
  throw new ImportError(
    `${name} is on another grid than WGS84: save it in longitude and latitude, as GeoJSON is written.`,
  )
}

/** The features of a collection. One that is damaged costs itself: the reading goes on with the next. */
function* readCollection(input: InputFile, from: { byte: number; line: number }, read: Read): Generator<SourceRecord> {
  const window = new Window(input, from.byte)
  try {
    for (let number = from.line; ; number += 1) {
      window.drop(skipBetween(window.bytes, 0))
      while (window.bytes.length === 0 && window.fill()) window.drop(skipBetween(window.bytes, 0))
      if (window.bytes[0] === CLOSE_LIST) return
      const isEnd = window.bytes.length === 0
      const { raw, feature } = isEnd ? { raw: Buffer.alloc(0), feature: undefined } : takeFeature(window)
      const what = isEnd ? { cells: [], damage: 'is missing: the file ends before its features do' } : read(feature)
      yield { ...what, raw, line: number, nextLine: number + 1, end: window.offset }
      if (isEnd) return
    }
  } finally {
    window.close()
  }
}

const CLOSE_LIST = 0x5d

/** The next feature, with its bytes; of a damaged one those up to the next feature that can be seen. */
function takeFeature(window: Window): { raw: Buffer; feature: unknown } {
  if (window.bytes[0] !== OPEN)
    return { raw: window.take(findNextFeature(window.bytes, 1) ?? window.bytes.length), feature: undefined }
  const state = startScan(0)
  let found = endOfFeature(window.bytes, state, 1)
  while (!found && window.bytes.length < LONGEST_FEATURE) {
    // what was looked at has no beginning of another, but for one that goes on behind it
    const lookFrom = Math.max(1, window.bytes.length - LONGEST_BEGINNING)
    if (!window.fill()) break
    found = endOfFeature(window.bytes, state, lookFrom)
  }
  const feature = found?.isWhole ? parseJson(window.bytes.toString('utf8', 0, found.end)) : undefined
  if (feature !== undefined) return { raw: window.take((found as { end: number }).end), feature }
  const next = found?.isWhole ? findNextFeature(window.bytes.subarray(0, found.end), 1) : undefined
  return { raw: window.take(next ?? found?.end ?? window.bytes.length), feature }
}

const OPEN = 0x7b

/** A feature on each line; a record separator may stand before it. */
function* readLines(input: InputFile, from: { byte: number; line: number }, read: Read): Generator<SourceRecord> {
  const window = new Window(input, from.byte)
  try {
    for (let number = from.line; ; number += 1) {
      let end = window.bytes.indexOf(10)
      while (end === -1 && window.fill()) {
        if (window.bytes.length > LONGEST_FEATURE) throw new ImportError(`${input.name} has a line of more than 64 MB.`)
        end = window.bytes.indexOf(10)
      }
      if (end === -1 && window.bytes.length === 0) return
      const whole = window.take(end === -1 ? window.bytes.length : end + 1)
      const raw = Buffer.from(whole.toString('utf8').replace('\u001E', '').trim())
      if (raw.length > 0)
        yield { ...read(parseJson(raw.toString())), raw, line: number, nextLine: number + 1, end: window.offset }
    }
  } finally {
    window.close()
  }
}

type Feature = { type: 'Feature'; id?: unknown; properties?: unknown; geometry?: unknown }

function isFeature(given: unknown): given is Feature {
  return typeof given === 'object' && given !== null && 'type' in given && given.type === 'Feature'
}

function readFeature(
  given: unknown,
  columns: readonly string[],
  between: ReadonlyMap<string, string>,
): Pick<SourceRecord, 'cells' | 'damage' | 'geometry'> {
  if (given === undefined) return { cells: [], damage: 'cannot be read as JSON' }
  if (!isFeature(given)) return { cells: [], damage: 'is no feature' }
  const read = geometryShape.safeParse(given.geometry)
  const isSaid = given.geometry !== undefined && given.geometry !== null
  return {
    cells: columns.map((path) => cellOf(given, path, between.get(path) as string) ?? ''),
    geometry: read.data,
    damage: isSaid && !read.success ? 'has a geometry that is no point, line or surface' : undefined,
  }
}

/** A rejected feature on a line of its own, with why; what is no JSON stands there as text. */
function writeRejected({
  line,
  problem,
  raw,
}: {
  line: number
  problem: { field: string; because: string }
  raw: Buffer
}): Buffer {
  const rejected = { number: line, field: problem.field, because: problem.because }
  const feature = parseJson(raw.toString())
  const kept = isFeature(feature) ? { ...feature, rejected } : { type: 'Damaged', rejected, text: raw.toString() }
  return Buffer.from(`${JSON.stringify(kept)}\n`)
}

/** The bytes of a file that are looked at. */
class Window {
  readonly #file: number
  bytes: Buffer = Buffer.alloc(0)
  /** where in the file they begin */
  offset: number

  constructor({ path }: InputFile, byte: number) {
    this.#file = openSync(path, 'r')
    this.offset = byte
  }

  /** Adds bytes behind. @returns false when there are none */
  fill(): boolean {
    const next = Buffer.allocUnsafe(this.bytes.length + CHUNK)
    this.bytes.copy(next)
    const read = readSync(this.#file, next, this.bytes.length, CHUNK, this.offset + this.bytes.length)
    this.bytes = next.subarray(0, this.bytes.length + read)
    return read > 0
  }

  drop(count: number): void {
    this.bytes = this.bytes.subarray(count)
    this.offset += count
  }

  take(count: number): Buffer {
    const taken = this.bytes.subarray(0, count)
    this.drop(count)
    return taken
  }

  close(): void {
    closeSync(this.#file)
  }
}
