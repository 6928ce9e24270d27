import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from '../db/index.ts'
import { idsThere, insertRows, RowProblem, type Saved } from '../importing/index.ts'
import {
  type AreaLookup,
  normaliseAddress,
  openAreaLookup,
  type PlaceKind,
  type Point,
  stableId,
  straightLineMetres,
} from '../places/index.ts'
import type { GivenPlace } from './gazetteer-place-rules.ts'
import { type Door, mayBeProtected } from './protected-twin-rules.ts'

/** A place of that name this near is the same place, drawn by somebody else: metres. */
const SAME_PLACE_METRES: Readonly<Record<PlaceKind, number>> = {
  premises: 150,
  street: 1_000,
  settlement: 2_000,
  landmark: 150,
  junction: 150,
  'marker-post': 50,
  postcode: Number.POSITIVE_INFINITY,
}

const [id, words, degrees] = ['uuid', 'text', 'float8'].map((type) => ({ type })) as [
  { type: string },
  { type: string },
  { type: string },
]
const columns = {
  ...{ id, kind: words, name: words, number: words, street: words, locality: words, town: words, postcode: words },
  ...{ lat: degrees, lon: degrees, area_id: words, area_class: words, search: words, source: words, uprn: words },
}
const facts = Object.keys(columns).filter((column) => column !== 'id' && column !== 'kind')
const [ours, theirs] = ['place', 'excluded'].map((table) => `(${facts.map((fact) => `${table}.${fact}`).join(', ')})`)

/** Brings places up to date, each under the id it has. Invented ones are let be; which are protected is not decided here. */
const upToDate = `on conflict (id) do update set ${facts.map((fact) => `${fact} = excluded.${fact}`).join(', ')}
  where not place.invented and ${ours} is distinct from ${theirs}`

const MAY_BE_PROTECTED = 'may be the address of a protected place: look at it, then import it with --beside-protected'

type Known = Point & { id: string; name: string; source: string; uprn: string | null }

/**
 * The places that are there, by which a new gazetteer is joined to the one before it: incidents point to their ids.
 * By number in the national gazetteer; else by the source's own key; else by name and nearness.
 */
export class GazetteerStore {
  readonly #source: string
  readonly #areas: AreaLookup
  /** of other sources, by name in its one form */
  readonly #others: Map<string, Known[]>
  /** beside which no new premises are taken without a person who looked */
  readonly #protected: readonly Door[]
  /** ids that rows of this file have taken already */
  readonly #taken = new Set<string>()

  private constructor(
    source: string,
    { areas, others, guarded }: { areas: AreaLookup; others: Map<string, Known[]>; guarded: readonly Door[] },
  ) {
    this.#source = source
    this.#areas = areas
    this.#others = others
    this.#protected = guarded
  }

  /** Reads what is there of a kind, from other sources than this one. `besideProtected`: a person looked at the rows. */
  static async open(
    client: pg.Client,
    ownerUrl: string,
    { source, kind, besideProtected }: { source: string; kind: PlaceKind; besideProtected: boolean },
  ): Promise<GazetteerStore> {
    const { rows } = await client.query<Known>(
      'select id, name, lat, lon, source, uprn from place where kind = $1 and source <> $2 and not invented order by id',
      [kind, source],
    )
    const others = new Map<string, Known[]>()
    for (const row of rows) {
      const key = normaliseAddress(row.name)
      const same = others.get(key)
      if (same) same.push(row)
      else others.set(key, [row])
    }
    const db = new Kysely<Database>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: ownerUrl, max: 1 }) }),
    })
    try {
      const guarded = kind === 'premises' && !besideProtected ? await readProtected(client) : []
      return new GazetteerStore(source, { areas: await openAreaLookup(db), others, guarded })
    } finally {
      await db.destroy()
    }
  }

  /** Places beside those that are there, or in their place under the same id. */
  async save(client: pg.Client, places: readonly GivenPlace[], dryRun: boolean): Promise<Saved> {
    const rejected = new Map<number, RowProblem>()
    const byUprn = await this.#idsOfUprns(client, places)
    const twins = await this.#newTwins(client, places)
    const rows: object[] = []
    let kept = 0
    for (const [index, place] of places.entries()) {
      const known = place.uprn === null ? undefined : byUprn.get(place.uprn)
      const adopted = known ?? this.#sameElsewhere(place)
      const placeId = adopted ?? this.#ownId(place)
      if (adopted === undefined && twins.has(place)) {
        rejected.set(index, new RowProblem('street', MAY_BE_PROTECTED))
        continue
      }
      if (this.#taken.has(placeId)) {
        rejected.set(index, new RowProblem(place.uprn === null ? 'reference' : 'uprn', 'is that of an earlier row'))
        continue
      }
      this.#taken.add(placeId)
      if (adopted !== undefined) kept += 1
      rows.push({ ...this.#rowOf(place), id: placeId })
    }
    const notes: Record<string, number> = kept > 0 ? { 'places that were there keep their id': kept } : {}
    if (dryRun) return { there: 0, rejected, notes }
    const changed = await insertRows(
      client,
      'place',
      { columns, fixed: { invented: 'false' }, conflict: upToDate },
      rows as Array<Record<string, unknown>>,
    )
    return { there: rows.length - changed, rejected, notes }
  }

  #ownId({ kind, key }: GivenPlace): string {
    return stableId(`gazetteer|${this.#source}|${kind}|${key}`)
  }

  /** Of these places those that are not there, and may be a protected one. */
  async #newTwins(client: pg.Client, places: readonly GivenPlace[]): Promise<Set<GivenPlace>> {
    const twins = places.filter((place) => mayBeProtected(place, this.#protected))
    const there = await idsThere(
      client,
      'place',
      twins.map((place) => this.#ownId(place)),
    )
    return new Set(twins.filter((place) => !there.has(this.#ownId(place))))
  }

  #rowOf({ key: _key, areaClass, ...place }: GivenPlace) {
    const zone = this.#areas.find(place)
    return {
      ...place,
      area_id: zone?.areaId ?? null,
      area_class: areaClass ?? zone?.areaClass ?? null,
      source: this.#source,
    }
  }

  async #idsOfUprns(client: pg.Client, places: readonly GivenPlace[]): Promise<Map<string, string>> {
    const uprns = places.flatMap(({ uprn }) => uprn ?? [])
    if (uprns.length === 0) return new Map()
    const { rows } = await client.query<{ uprn: string; id: string }>(
      'select uprn, id from place where uprn = any($1)',
      [uprns],
    )
    return new Map(rows.map((row) => [row.uprn, row.id]))
  }

  /** The nearest of that name from another source, when it is near enough and has no other number. */
  #sameElsewhere(place: GivenPlace): string | undefined {
    let [nearest, least]: [string | undefined, number] = [undefined, SAME_PLACE_METRES[place.kind]]
    for (const other of this.#others.get(normaliseAddress(place.name)) ?? []) {
      if (this.#taken.has(other.id) || (other.uprn !== null && place.uprn !== null)) continue
      const metres = straightLineMetres(place, other)
      if (metres <= least) [nearest, least] = [other.id, metres]
    }
    return nearest
  }
}

async function readProtected(client: pg.Client): Promise<Door[]> {
  const { rows } = await client.query<Door>('select name, number, street, lat, lon from place where protected')
  return rows
}
