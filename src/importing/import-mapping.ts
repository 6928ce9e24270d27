import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'
import { timeFormat, ZoneClock } from './import-time-rules.ts'
import { BadValue, type FieldType, readValue, type Value, type Writing } from './import-value-rules.ts'

/** Thrown with a sentence for the person who typed the command. */
export class ImportError extends Error {}

const column = z.string().min(1)
const more = {
  /** letters of the other system's dates, such as `dd/MM/yyyy HH:mm`; without: ISO 8601 */
  format: z.string().optional(),
  /** its words for ours; an empty cell is the word '' */
  codes: z.record(z.string(), z.string()).optional(),
  /** ours for every other of its words */
  otherwise: z.string().optional(),
  /** between the parts of a list */
  between: z.string().min(1).default(';'),
}
const fieldSource = z.union([
  column.transform((name) => ({ columns: [name], join: '', constant: undefined, between: ';' })),
  z
    .strictObject({ column, ...more })
    .transform(({ column: name, ...rest }) => ({ ...rest, columns: [name], join: '', constant: undefined })),
  z
    .strictObject({ columns: z.array(column).min(1), join: z.string().default(' '), ...more })
    .transform((rest) => ({ ...rest, constant: undefined })),
  z
    .strictObject({ constant: z.string() })
    .transform(({ constant }) => ({ constant, columns: [], join: '', between: ';' })),
])

/** A mapping file: whose rows these are, how they are written, and which column is which field. */
const mappingFile = z.strictObject({
  /** what the rows are; a command line may say it instead */
  kind: z.string().optional(),
  /** the system they come from, as it is to be named wherever they are shown */
  source: z.string().trim().min(1).max(120),
  timezone: z.string().default('Europe/London'),
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
  separator: z.string().length(1).optional(),
  fields: z.record(z.string(), fieldSource),
})

/** A mapping that fits its kind. `hash` is over the file's words, whatever its spaces. */
export type Mapping = {
  name: string
  hash: Buffer
  kind: string
  source: string
  encoding: 'utf-8' | 'windows-1252' | undefined
  separator: string | undefined
  clock: ZoneClock
  fields: ReadonlyArray<{ name: string; type: FieldType; from: FieldSource; how: Writing }>
  /** the columns it needs, each once */
  columns: readonly string[]
}
type FieldSource = { columns: readonly string[]; join: string; constant: string | undefined }

/** The fields of one kind, and which of them a row cannot do without. */
export type FieldTable = Readonly<Record<string, FieldType & { needed?: true }>>

/** Reads a mapping's text, before it is known what fields there are. @throws ImportError that names file and field */
export function openMapping(path: string): { name: string; hash: Buffer; file: z.output<typeof mappingFile> } {
  const name = basename(path)
  const json = readJson(path)
  const read = mappingFile.safeParse(json)
  if (read.success) {
    const hash = createHash('sha256').update(JSON.stringify(json)).digest()
    return { name, hash, file: read.data }
  }
  const issue = deepest(read.error.issues)
  const field = issue?.path.join('.') ?? ''
  throw new ImportError(`${name}: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'is no mapping'}.`)
}

/** Of a union's issues the one of the form that came nearest to fitting. */
function deepest(issues: readonly z.core.$ZodIssue[]): { path: PropertyKey[]; message: string } | undefined {
  const issue = issues[0]
  if (issue?.code !== 'invalid_union') return issue
  const inner = issue.errors
    .flatMap((branch) => branch[0] ?? [])
    .filter(({ code }) => code === 'unrecognized_keys' || code === 'too_small')
    .map(({ path, message }) => ({ path: [...issue.path, ...path], message }))
  return inner[0] ?? { path: issue.path, message: 'must be a column, or { column }, { columns } or { constant }' }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new ImportError(missing ? `There is no file ${path}.` : `${basename(path)} cannot be read as JSON.`)
  }
}

/** Fits an opened mapping to the fields of its kind. @throws ImportError that names the field */
export function fitMapping(
  { name, hash, file }: ReturnType<typeof openMapping>,
  kind: string,
  table: FieldTable,
): Mapping {
  const fail = (field: string, because: string) => new ImportError(`${name}: ${field}: ${because}.`)
  const clock = makeClock(file.timezone, (because) => fail('timezone', because))
  const known = Object.keys(table)
  for (const [field, { needed }] of Object.entries(table)) {
    if (needed && !(field in file.fields)) throw fail(`fields.${field}`, `is needed for ${kind}, and is not mapped`)
  }
  const fields = Object.entries(file.fields).map(([field, from]) => {
    const type = table[field]
    if (!type) throw fail(`fields.${field}`, `is no field of ${kind}; those are ${known.join(', ')}`)
    const format = 'format' in from && from.format !== undefined ? timeFormat(from.format) : undefined
    if ('format' in from && from.format !== undefined) {
      if (type.as !== 'instant' && type.as !== 'day')
        throw fail(`fields.${field}.format`, 'only dates and times have one')
      if (!format) throw fail(`fields.${field}.format`, 'must have yyyy or yy, MM or M, and dd or d, once each')
    }
    const codes = 'codes' in from && from.codes ? new Map(Object.entries(from.codes)) : undefined
    const otherwise = 'otherwise' in from ? from.otherwise : undefined
    if (otherwise !== undefined && !codes)
      throw fail(`fields.${field}.otherwise`, 'is for words that codes does not have')
    const how: Writing = { format, clock, codes, otherwise, between: from.between }
    checkOurs(from, type, how, (part, because) => fail(`fields.${field}.${part}`, because))
    return { name: field, type, from, how }
  })
  const columns = [...new Set(fields.flatMap(({ from }) => from.columns))]
  return {
    name,
    hash,
    kind,
    source: file.source,
    encoding: file.encoding,
    separator: file.separator,
    clock,
    fields,
    columns,
  }
}

function makeClock(zone: string, fail: (because: string) => ImportError): ZoneClock {
  try {
    return new ZoneClock(zone)
  } catch {
    throw fail('is no time zone such as Europe/London')
  }
}

/** What the mapping itself says in our words is right before the first row is read. */
function checkOurs(
  from: FieldSource,
  type: FieldType,
  how: Writing,
  fail: (part: string, because: string) => ImportError,
): void {
  const plain = { ...how, codes: undefined, otherwise: undefined }
  const check = (part: string, text: string) => {
    const read = readValue(text, type, plain)
    if (read instanceof BadValue) throw fail(part, read.because)
  }
  if (from.constant !== undefined) check('constant', from.constant)
  for (const [theirs, ours] of how.codes ?? []) check(`codes.${theirs}`, ours)
  if (how.otherwise !== undefined) check('otherwise', how.otherwise)
}

/** What is wrong with a row, and in which field; no value of the row is in it. */
export class RowProblem {
  readonly field: string
  readonly because: string
  constructor(field: string, because: string) {
    this.field = field
    this.because = because
  }
}
/** A row's values by field; what it does not say is not there. */
export type RowValues = Readonly<Record<string, Value | undefined>>

/** Makes the reader of a file's rows. @throws ImportError that names a column the file does not have, or has twice */
export function makeRowReader(
  mapping: Mapping,
  header: readonly string[],
  table: FieldTable,
  fileName: string,
): (cells: readonly string[]) => RowValues | RowProblem {
  const names = header.map((cell) => cell.trim())
  const readers = mapping.fields.map(({ name, type, from, how }) => {
    const places = from.columns.map((wanted) => {
      const place = names.indexOf(wanted)
      if (place === -1) throw new ImportError(`${mapping.name}: fields.${name}: ${fileName} has no column ${wanted}.`)
      if (names.includes(wanted, place + 1))
        throw new ImportError(`${mapping.name}: fields.${name}: ${fileName} has two columns ${wanted}.`)
      return place
    })
    const textOf = (cells: readonly string[]) => {
      if (from.constant !== undefined) return from.constant
      if (places.length === 1) return cells[places[0] as number] ?? ''
      return places.flatMap((place) => cells[place]?.trim() || []).join(from.join)
    }
    return { name, type, how, textOf, needed: table[name]?.needed === true }
  })
  return (cells) => {
    const values: Record<string, Value> = {}
    for (const { name, type, how, textOf, needed } of readers) {
      const value = readValue(textOf(cells), type, how)
      if (value instanceof BadValue) return new RowProblem(name, value.because)
      if (value !== undefined) values[name] = value
      else if (needed) return new RowProblem(name, 'is empty')
    }
    return values
  }
}
