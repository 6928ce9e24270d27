import { type FieldTable, type Geometry, RowProblem, type RowValues } from '../importing/index.ts'
import type { Surface } from './area-cover-rules.ts'

/** The fields of an area; which centre works it may be left out where that is known. */
export const areaFields: FieldTable = {
  code: { as: 'text', most: 40, needed: true },
  name: { as: 'text', most: 120, needed: true },
  centre: { as: 'text', most: 40 },
  version: { as: 'text', most: 40, needed: true },
  validFrom: { as: 'day', needed: true },
}

/** An area as a force draws it, of one version of all of them. */
export type GivenArea = {
  code: string
  name: string
  centre: string | null
  version: string
  /** yyyy-mm-dd */
  validFrom: string
  shape: Surface
}

/** Makes an area of a feature: a surface with closed rings, of a version whose day has come. */
export function readGivenArea(
  values: RowValues,
  geometry: Geometry | undefined,
  today: string,
): GivenArea | RowProblem {
  if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon')
    return new RowProblem('geometry', 'is missing: areas are surfaces, and come as GeoJSON')
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  if (!polygons.flat().every(isClosed))
    return new RowProblem('geometry', 'has a ring that does not end where it begins')
  const said = (field: string) => values[field] as string
  if (said('validFrom') > today) return new RowProblem('validFrom', 'is in the future: import areas on their day')
  return {
    code: said('code'),
    name: said('name'),
    centre: (values['centre'] as string | undefined) ?? null,
    version: said('version'),
    validFrom: said('validFrom'),
    shape: geometry,
  }
}

function isClosed(ring: readonly (readonly number[])[]): boolean {
  const [first, last] = [ring[0], ring.at(-1)]
  return first?.[0] === last?.[0] && first?.[1] === last?.[1]
}

/** What the force has before: its areas with their centres, and all its centres. */
export type KnownAreas = { centreOf: ReadonlyMap<string, string>; centres: readonly string[] }

/** The centre that works an area: the one said, else the one it has, else the only one there is. */
export function centreOf({ code, centre }: GivenArea, known: KnownAreas): string | RowProblem {
  if (centre !== null)
    return known.centres.includes(centre) ? centre : new RowProblem('centre', 'is no communication centre of the force')
  const has = known.centreOf.get(code)
  if (has !== undefined) return has
  const [only, ...others] = known.centres
  return only !== undefined && others.length === 0
    ? only
    : new RowProblem('centre', 'is empty, and the area is new: say which communication centre works it')
}

/** Codes that are told one by one. */
const MOST_CODES = 10

/** What a version would lose of the one in force, in words; undefined: nothing. */
export function sayLost({ areas, zones }: { areas: readonly string[]; zones: number }): string | undefined {
  const more = areas.length > MOST_CODES ? ` and ${areas.length - MOST_CODES} more` : ''
  const said = [
    ...(areas.length > 0 ? [`they lack ${areas.slice(0, MOST_CODES).join(', ')}${more} of those in force`] : []),
    ...(zones > 0 ? [`statistical zones that lie in an area today would lie in none (${zones})`] : []),
  ]
  return said.length > 0 ? said.join(', and ') : undefined
}
