/** The part of JSON Schema that our contracts use, as docs/openapi.json has it. */
export type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  maxLength?: number
  maximum?: number
  minimum?: number
  additionalProperties?: boolean | Schema
  $ref?: string
}

/** One thing done to a good request. `pointer`: the field the answer has to name; null where no field can be named. */
export type Spoiled = { what: string; body: string; pointer: string | null; mustRefuse: boolean }

/** A small seeded generator, so that a failure can be had again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const kinds = { null: null, number: 17.5, boolean: true, string: 'x', array: [1], object: { a: 1 } } as const
type Kind = keyof typeof kinds

/** Values whose JSON text a serialiser would not write; they stand in the body as they are. */
const rawValues = [
  '1e999',
  '-1e999',
  '1E400',
  '00',
  'NaN',
  'undefined',
  '"\\ud800"',
  '"\\u0000"',
  `${'['.repeat(3_000)}${']'.repeat(3_000)}`,
]

/** Which JSON kinds a schema lets in; a kind outside them must be refused. */
export function kindsOf(schema: Schema): Set<Kind> {
  const inner = schema.anyOf ?? schema.oneOf
  if (inner) return new Set(inner.flatMap((branch) => [...kindsOf(branch)]))
  const samples = schema.const !== undefined ? [schema.const] : schema.enum
  if (samples)
    return new Set(
      samples.map((value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : (typeof value as Kind))),
    )
  const types = Array.isArray(schema.type) ? schema.type : schema.type ? [schema.type] : Object.keys(kinds)
  return new Set(types.map((type) => (type === 'integer' ? 'number' : (type as Kind))))
}

/** Something a schema lets in; text is drawn from what callers and keyboards really send. */
export function good(schema: Schema, random: () => number, known: Record<string, string>): unknown {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const inner = schema.anyOf ?? schema.oneOf
  if (inner) return good(pick(inner), random, known)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return pick(schema.enum)
  const type = Array.isArray(schema.type) ? pick(schema.type) : schema.type
  if (type === 'object') {
    const entries = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
      if (!schema.required?.includes(name) && random() < 0.4) return []
      return [[name, known[name] ?? good(property, random, known)] as const]
    })
    return Object.fromEntries(entries)
  }
  if (type === 'array')
    return Array.from({ length: Math.floor(random() * 3) }, () => good(schema.items ?? {}, random, known))
  if (type === 'number' || type === 'integer')
    return Math.max(schema.minimum ?? 0, Math.min(schema.maximum ?? 60, Math.floor(random() * 60)))
  if (type === 'boolean') return random() < 0.5
  if (type === 'null') return null
  if (schema.format === 'uuid') return '01920000-0000-7000-8000-000000000001'
  if (schema.format === 'date-time') return '2026-11-22T10:00:00Z'
  if (schema.format === 'date') return '1990-01-31'
  return pick([
    'Help',
    'He said "no"',
    "O'Neill",
    '👮‍♀️ Bothel',
    'a\u0000b',
    '\ud800',
    '<script>alert(1)</script>',
    "'; drop table incident; --",
    '\u202egnp.exe',
    ' ',
    'é'.repeat(40),
  ]).slice(0, schema.maxLength ?? 10_000)
}

/** Everything that is done to one good body. */
export function* spoil(schema: Schema, body: unknown, random: () => number): Generator<Spoiled> {
  const text = JSON.stringify(body)
  yield {
    what: 'cut short',
    body: text.slice(0, Math.max(1, Math.floor(text.length * random()) - 1)),
    pointer: null,
    mustRefuse: true,
  }
  yield { what: 'empty', body: '', pointer: null, mustRefuse: true }
  yield { what: 'an array', body: '[]', pointer: null, mustRefuse: true }
  yield { what: 'null', body: 'null', pointer: null, mustRefuse: true }
  yield { what: 'a number', body: '7', pointer: null, mustRefuse: true }
  yield { what: 'two values', body: `${text}${text}`, pointer: null, mustRefuse: true }
  yield { what: 'huge', body: `{"x":"${'y'.repeat(300_000)}"}`, pointer: null, mustRefuse: true }
  if (typeof body !== 'object' || body === null) return
  yield {
    what: 'an unknown key',
    body: JSON.stringify({ ...body, dropTables: 1 }),
    pointer: '/dropTables',
    mustRefuse: true,
  }
  yield { what: '__proto__', body: `{"__proto__":{"admin":true},${text.slice(1)}`, pointer: null, mustRefuse: true }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const pointer = `/${name}`
    const record = body as Record<string, unknown>
    if (schema.required?.includes(name)) {
      const { [name]: _gone, ...rest } = record
      yield { what: `without ${name}`, body: JSON.stringify(rest), pointer, mustRefuse: true }
    }
    const allowed = kindsOf(property)
    for (const kind of Object.keys(kinds) as Kind[]) {
      if (allowed.has(kind)) continue
      yield {
        what: `${name} as ${kind}`,
        body: JSON.stringify({ ...record, [name]: kinds[kind] }),
        pointer,
        mustRefuse: true,
      }
    }
    for (const raw of rawValues) {
      const { [name]: _replaced, ...rest } = record
      const inside = JSON.stringify(rest).slice(1)
      yield {
        what: `${name} as ${raw.slice(0, 12)}`,
        body: `{"${name}":${raw}${inside === '}' ? '' : ','}${inside}`,
        pointer: null,
        mustRefuse: false,
      }
    }
    const most = longest(property)
    if (most !== undefined && most < 100_000)
      yield {
        what: `${name} too long`,
        body: JSON.stringify({ ...record, [name]: 'z'.repeat(most + 1) }),
        pointer,
        mustRefuse: true,
      }
    for (const nasty of [
      '',
      '\u0000',
      '\ud83d',
      '-1',
      '9'.repeat(400),
      '2026-99-99',
      '../../etc/passwd',
      '%00',
      'null',
    ]) {
      yield {
        what: `${name} as odd text`,
        body: JSON.stringify({ ...record, [name]: nasty }),
        pointer: null,
        mustRefuse: false,
      }
    }
    const value = record[name]
    const nested = (property.anyOf ?? [property]).find((branch) => branch.type === 'object')
    if (nested && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const inner of spoil(nested, value, random)) {
        if (!inner.body.startsWith('{')) continue
        const { [name]: _outer, ...rest } = record
        const inside = JSON.stringify(rest).slice(1)
        yield {
          ...inner,
          what: `${name}: ${inner.what}`,
          body: `{"${name}":${inner.body}${inside === '}' ? '' : ','}${inside}`,
          pointer: inner.pointer && `${pointer}${inner.pointer}`,
        }
      }
    }
  }
}

function longest(schema: Schema): number | undefined {
  const branches = schema.anyOf ?? [schema]
  const text = branches.find((branch) => branch.type === 'string' && !branch.format && !branch.enum)
  return text?.maxLength
}
