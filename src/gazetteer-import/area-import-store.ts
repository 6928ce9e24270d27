import { type Connection, ImportError, insertRows, middleOf, RowProblem, type Saved } from '../importing/index.ts'
import { makeAreaLookup, type Point, type ZoneShape, zoneShape } from '../places/index.ts'
import { centreOf, type GivenArea, type KnownAreas, sayLost } from './area-boundary-rules.ts'
import { checkCover } from './area-cover-rules.ts'

/** Overlaps and gaps that are told one by one. */
const MOST_TOLD = 10
/** Places that are given their area in one statement. */
const BATCH = 20_000

type Stored = { area_id: string; shape: ZoneShape }

/** The areas of a force, as one version of all of them: in force when a whole file of it was taken, never in parts. */
export class AreaImportStore {
  /** of the file in hand: a dry run writes them nowhere else */
  readonly #given = new Map<string, GivenArea>()
  readonly #source: string
  readonly #mayLose: boolean
  #first: GivenArea | undefined

  /** `mayLose`: what is in force and not in the file is to go. */
  constructor(source: string, mayLose: boolean) {
    this.#source = source
    this.#mayLose = mayLose
  }

  /** Of a file whose import goes on: the version is that of its first area, whoever read that. */
  takenUp(first: GivenArea): void {
    this.#first = first
  }

  /** Areas of the version beside each other; a version that is there is never changed. */
  async save(client: Connection, areas: readonly GivenArea[], dryRun: boolean): Promise<Saved> {
    const rejected = new Map<number, RowProblem>()
    const known = await readKnown(client)
    const fresh: Array<GivenArea & { centre: string }> = []
    let there = 0
    for (const [index, area] of areas.entries()) {
      this.#first ??= area
      const problem = this.#problemOf(area)
      const centre = problem ?? centreOf(area, known)
      const before = await findStored(client, area)
      if (centre instanceof RowProblem) rejected.set(index, centre)
      else if (before === false)
        rejected.set(index, new RowProblem('version', 'has the area with other borders: a version is not changed'))
      else if (before === undefined && (await isComplete(client, area.version)))
        rejected.set(index, new RowProblem('version', 'is whole without this area: a version is not changed'))
      else {
        this.#given.set(area.code, area)
        if (before) there += 1
        else fresh.push({ ...area, centre })
      }
    }
    if (!dryRun) {
      await insertRows(client, 'area', newArea, fresh.map(areaRow))
      await insertRows(
        client,
        'area_boundary',
        boundary,
        fresh.map((area) => ({ ...boundaryRow(area), source: this.#source })),
      )
    }
    return { there, rejected, notes: {} }
  }

  #problemOf({ code, version, validFrom }: GivenArea): RowProblem | undefined {
    if (this.#given.has(code)) return new RowProblem('code', 'is that of an earlier area')
    if (version !== this.#first?.version || validFrom !== this.#first.validFrom)
      return new RowProblem('version', 'or validFrom is another than that of the first area: one file, one version')
    return undefined
  }

  /**
   * Says how the areas fit together, and puts the version in force when nothing of its file was refused and nothing is
   * lost by it that is in force. @throws ImportError when something would be
   */
  async finish(client: Connection, rejected: number, dryRun: boolean): Promise<Record<string, number>> {
    const version = this.#first?.version
    if (version === undefined) return {}
    const stored = dryRun ? [] : await readVersion(client, version)
    const areas = dryRun ? [...this.#given.values()].map(({ code, shape }) => ({ area_id: code, shape })) : stored
    const zones = await readZones(client)
    const notes = coverNotes(zones, areas)
    const inForce = await versionInForce(client)
    const before = inForce === null ? [] : await readVersion(client, inForce)
    const lost = this.#mayLose ? undefined : lostBy(areas, { before, zones })
    if (rejected > 0)
      return { ...notes, 'areas refused: the version comes into force when all of it is taken': rejected }
    if (dryRun)
      return lost === undefined
        ? notes
        : { ...notes, [`areas that come into force only with --partial: ${lost}`]: areas.length }
    await client.query('update area_boundary set complete = true where version = $1', [version])
    if ((await versionInForce(client)) !== version)
      return { ...notes, 'areas of a version that a newer one stands before': areas.length }
    if (lost !== undefined)
      throw new ImportError(
        `The areas of version ${version} are kept and not in force: ${lost}. Import the others of that version, or this file again with --partial if they are to go.`,
      )
    await client.query(
      'update area a set name = b.name, centre_id = b.centre_id from area_boundary b where b.version = $1 and b.area_id = a.id',
      [version],
    )
    const moved = await placeAnew(client, areas)
    return { ...notes, 'areas in force: nodes know them when they are started anew': areas.length, ...moved }
  }
}

function coverNotes(zones: readonly PlacedZone[], areas: readonly Stored[]): Record<string, number> {
  const { overlaps, gaps } = checkCover(areas.map(({ area_id: id, shape }) => ({ id, shape })))
  const find = lookupOf(areas)
  const left = zones.filter(({ point }) => find(point) === undefined).length
  return {
    ...Object.fromEntries(
      overlaps
        .slice(0, MOST_TOLD)
        .map(({ one, other, hectares }) => [`hectares that both ${one} and ${other} have`, Math.round(hectares)]),
    ),
    ...Object.fromEntries(
      gaps
        .slice(0, MOST_TOLD)
        .map(({ hectares, lat, lon }) => [
          `hectares between areas that none has, at ${lat.toFixed(4)}, ${lon.toFixed(4)}`,
          Math.round(hectares),
        ]),
    ),
    ...(left > 0 && { 'statistical zones that lie in no area': left }),
  }
}

/** What is in force and would not be with these areas, in words; undefined: nothing. */
function lostBy(
  areas: readonly Stored[],
  { before, zones }: { before: readonly Stored[]; zones: readonly PlacedZone[] },
): string | undefined {
  const now = new Set(areas.map(({ area_id: areaId }) => areaId))
  const [findNow, findBefore] = [lookupOf(areas), before.length > 0 ? lookupOf(before) : () => 'of its zone']
  return sayLost({
    areas: before.map(({ area_id: areaId }) => areaId).filter((areaId) => !now.has(areaId)),
    zones: zones.filter(({ point }) => findNow(point) === undefined && findBefore(point) !== undefined).length,
  })
}

const newArea = {
  columns: { id: { type: 'text' }, name: { type: 'text' }, centre_id: { type: 'text' } },
  fixed: { districts: `'{}'` },
}
const [words, date] = [{ type: 'text' }, { type: 'date' }]
const boundary = {
  columns: {
    ...{ version: words, area_id: words, valid_from: date, name: words, centre_id: words },
    ...{ shape: { type: 'jsonb' }, source: words },
  },
}

function areaRow({ code, name, centre }: GivenArea) {
  return { id: code, name, centre_id: centre }
}

function boundaryRow({ code, version, validFrom, name, centre, shape }: GivenArea) {
  return { version, area_id: code, valid_from: validFrom, name, centre_id: centre, shape: JSON.stringify(shape) }
}

async function readKnown(client: Connection): Promise<KnownAreas> {
  const areas = await client.query<{ id: string; centre_id: string }>('select id, centre_id from area')
  const centres = await client.query<{ id: string }>('select id from centre order by id')
  return {
    centreOf: new Map(areas.rows.map((row) => [row.id, row.centre_id])),
    centres: centres.rows.map((row) => row.id),
  }
}

/** Whether the area is there in that version, as it is given; undefined: it is not there. */
async function findStored(client: Connection, area: GivenArea): Promise<boolean | undefined> {
  const { rows } = await client.query<{ same: boolean }>(
    `select shape = $3::jsonb and name = $4 and valid_from = $5::date as same from area_boundary where version = $1 and area_id = $2`,
    [area.version, area.code, JSON.stringify(area.shape), area.name, area.validFrom],
  )
  return rows[0]?.same
}

/** Whether a file of that version was taken whole: what is added to it later would be in force by itself. */
async function isComplete(client: Connection, version: string): Promise<boolean> {
  const { rows } = await client.query('select from area_boundary where version = $1 and complete limit 1', [version])
  return rows.length > 0
}

async function readVersion(client: Connection, version: string): Promise<Stored[]> {
  const { rows } = await client.query<Stored>(
    'select area_id, shape from area_boundary where version = $1 order by area_id',
    [version],
  )
  return rows.map(({ area_id, shape }) => ({ area_id, shape: zoneShape.parse(shape) }))
}

async function versionInForce(client: Connection): Promise<string | null> {
  const { rows } = await client.query<{ version: string | null }>('select area_version() as version')
  return rows[0]?.version ?? null
}

/** A statistical zone, by a place inside it. */
type PlacedZone = { point: Point }

async function readZones(client: Connection): Promise<PlacedZone[]> {
  const { rows } = await client.query<{ shape: ZoneShape }>('select shape from zone')
  return rows.map(({ shape }) => ({ point: middleOf(zoneShape.parse(shape)) }))
}

function lookupOf(areas: readonly Stored[]): (point: Point) => string | undefined {
  const lookup = makeAreaLookup(
    [],
    areas.map(({ area_id: areaId, shape }) => ({ areaId, shape })),
  )
  return (point) => lookup.find(point)?.areaId
}

/** Gives each place the area it lies in now. */
async function placeAnew(client: Connection, areas: readonly Stored[]): Promise<Record<string, number>> {
  const find = lookupOf(areas)
  const { rows } = await client.query<Point & { id: string; area_id: string | null }>(
    'select id, lat, lon, area_id from place',
  )
  const moved = rows.flatMap((row) => {
    const areaId = find(row) ?? null
    return areaId === row.area_id ? [] : [{ id: row.id, areaId }]
  })
  for (let from = 0; from < moved.length; from += BATCH) {
    const batch = moved.slice(from, from + BATCH)
    await client.query(
      'update place p set area_id = r.area_id from unnest($1::uuid[], $2::text[]) as r (id, area_id) where p.id = r.id',
      [batch.map(({ id }) => id), batch.map(({ areaId }) => areaId)],
    )
  }
  return moved.length > 0 ? { 'places that are in another area now': moved.length } : {}
}
