import { sql } from 'kysely'
import type { Reader } from '../db/index.ts'
import { type Definition, type DefinitionKind, definitionBodies } from './definition.ts'

/** A grade in force. `position` orders them: smaller is more urgent. */
export type Grade = {
  id: string
  position: number
  name: string
  urbanSeconds: number
  ruralSeconds: number
  deploys: boolean
  domesticAbuseAllowed: boolean
  version: string
}

/** An outside system the force has, and whether any node has its address. */
export type ListedSource = { code: string; name: string; kinds: string[]; connected: boolean }

type Book = { definitions: Map<DefinitionKind, Definition<DefinitionKind>>; grades: Grade[]; sources: ListedSource[] }

/** How long a node may go on with what it read: a new definition is felt within this, in milliseconds. */
const FRESH_FOR_MS = 10_000

/** The definitions in force now, read once and kept for ten seconds. */
export class DefinitionBook {
  readonly #db: Reader
  #book: Promise<Book> | undefined
  #readAt = 0

  constructor(db: Reader) {
    this.#db = db
  }

  /** The definition of that kind in force; throws when the force has none, which `/health/ready` reports. */
  async get<K extends DefinitionKind>(kind: K): Promise<Definition<K>> {
    const found = (await this.#read()).definitions.get(kind)
    if (!found) throw new Error(`no definition of ${kind} is in force`)
    return found
  }

  /** The same; undefined when the force has none of a kind that it may do without. */
  async find<K extends DefinitionKind>(kind: K): Promise<Definition<K> | undefined> {
    return (await this.#read()).definitions.get(kind)
  }

  /** Grades in force, most urgent first. */
  async listGrades(): Promise<Grade[]> {
    return (await this.#read()).grades
  }

  /** Outside systems the force has beside its own records, connected or not. */
  async listSources(): Promise<ListedSource[]> {
    return (await this.#read()).sources
  }

  #read(): Promise<Book> {
    if (!this.#book || performance.now() - this.#readAt > FRESH_FOR_MS) {
      this.#readAt = performance.now()
      const before = this.#book
      this.#book = readBook(this.#db).catch((error: unknown) => {
        // the store is away: what was in force a moment ago is better than nothing
        if (before) return before
        this.#book = undefined
        throw error
      })
    }
    return this.#book
  }
}

async function readBook(db: Reader): Promise<Book> {
  const rows = await db
    .selectFrom('definition')
    .distinctOn('kind')
    .select(['kind', 'version', 'valid_from', 'source', 'body'])
    .where('valid_from', '<=', sql<Date>`now()`)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', sql<Date>`now()`)]))
    .orderBy('kind')
    .orderBy('valid_from', 'desc')
    .execute()
  const definitions = new Map(
    rows.map(({ kind, version, valid_from, source, body }) => {
      const known = kind as DefinitionKind
      const validFrom = valid_from.toISOString()
      return [known, { version, validFrom, source, body: definitionBodies[known].parse(body) }] as const
    }),
  )
  const grades = await db
    .selectFrom('grade')
    .distinctOn('id')
    .selectAll()
    .where('valid_from', '<=', sql<Date>`now()`)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', sql<Date>`now()`)]))
    .orderBy('id')
    .orderBy('valid_from', 'desc')
    .execute()
  const sources = await db
    .selectFrom('check_source')
    .select(['code', 'name', 'kinds', 'connected'])
    .orderBy('name')
    .execute()
  return {
    definitions,
    sources,
    grades: grades
      .map((row) => ({
        id: row.id,
        position: row.position,
        name: row.name,
        urbanSeconds: row.urban_seconds,
        ruralSeconds: row.rural_seconds,
        deploys: row.deploys,
        domesticAbuseAllowed: row.domestic_abuse_allowed,
        version: row.version,
      }))
      .sort((a, b) => a.position - b.position),
  }
}
