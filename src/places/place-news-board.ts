import { sql } from 'kysely'
import type { Reader } from '../db/index.ts'
import { openPlaceSearch, type PlaceSearch, type ReadLocalNames } from './place-board.ts'

/** A gazetteer that was imported is searched within this, at the next search; milliseconds. */
const ASK_AFTER_MS = 10_000

/**
 * The search over the gazetteer as it is: when places were imported since the names were read, they are read anew, while
 * searches go on with those of before.
 */
export function openCurrentPlaceSearch(
  db: Reader,
  { askAfterMs = ASK_AFTER_MS, localNames }: { askAfterMs?: number; localNames?: ReadLocalNames } = {},
): PlaceSearch {
  let current: PlaceSearch | undefined
  let [version, askedAt, asking] = ['', Number.NEGATIVE_INFINITY, false]
  const look = async () => {
    const newest = await gazetteerVersion(db)
    if (current && newest === version) return current
    const next = openPlaceSearch(db, localNames)
    await next.warm()
    version = newest
    current = next
    return next
  }
  const get = async () => {
    if (!current) return await look()
    if (!asking && performance.now() - askedAt >= askAfterMs) {
      asking = true
      // a store that is away is asked again later; the names in memory are as good as they were
      void look()
        .catch(() => undefined)
        .finally(() => {
          askedAt = performance.now()
          asking = false
        })
    }
    return current
  }
  return {
    warm: async () => void (await get()),
    search: async (text, options) => (await get()).search(text, options),
    isSame: async (a, b) => (await get()).isSame(a, b),
  }
}

/** Changes when an import of places is done, and when a place is taken under protection or off it. */
async function gazetteerVersion(db: Reader): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select coalesce(max(finished_at), 'epoch') || '/' || count(finished_at) || '/' || (
      select count(*) || '/' || count(ended_at) from place_protection) as version
    from import_run where kind in ('premises', 'streets', 'places', 'pois', 'junctions', 'postcodes')`.execute(db)
  return rows[0]?.version ?? ''
}
