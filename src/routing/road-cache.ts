import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { Hierarchy } from './hierarchy-rules.ts'
import type { RoadGraph } from './road-graph.ts'
import { oneOfEach } from './road-graph-reader.ts'

/** What is kept is made by these: kept by other versions of them it may mean something else, and is made anew. */
const MAKERS = [
  'road-graph-reader.ts',
  'road-graph.ts',
  'turn-restriction-rules.ts',
  'separator-rules.ts',
  'elimination-order-rules.ts',
  'hierarchy-rules.ts',
]

const CHECKSUM_BYTES = 32

/** A network and its hierarchy, as they are kept on disk. */
export type PreparedRoads = { graph: RoadGraph; hierarchy: Hierarchy }

/**
 * Finds what was prepared from exactly these files before. `file` is where it is, or should be, kept; `prepared` is
 * undefined when it is not there, was made otherwise or is damaged.
 */
export function findPrepared(
  graphFolder: string,
  cacheFolder: string,
): { file: string; prepared: PreparedRoads | undefined } {
  const hash = createHash('sha256').update(process.versions.v8)
  for (const maker of MAKERS) hash.update(readFileSync(join(import.meta.dirname, maker)))
  for (const name of readdirSync(graphFolder).sort()) {
    if (!name.endsWith('.csv.gz')) continue
    hash.update(`${name}\n`).update(readFileSync(join(graphFolder, name)))
  }
  const file = join(cacheFolder, `roads-${hash.digest('hex').slice(0, 32)}.bin`)
  return { file, prepared: readPrepared(file) }
}

/** Keeps it for the next start and removes what was kept of other networks; a disk that cannot is no reason to fail. */
export function keepPrepared(file: string, prepared: PreparedRoads): void {
  try {
    const folder = dirname(file)
    mkdirSync(folder, { recursive: true })
    const body = serialize(prepared)
    const unfinished = `${file}.${process.pid}`
    writeFileSync(unfinished, Buffer.concat([checksum(body), body]))
    renameSync(unfinished, file)
    for (const name of readdirSync(folder)) {
      if (/^roads-[0-9a-f]+\.bin$/.test(name) && name !== basename(file)) rmSync(join(folder, name), { force: true })
    }
  } catch {
    // the next start prepares it again
  }
}

function readPrepared(file: string): PreparedRoads | undefined {
  try {
    const all = readFileSync(file)
    const body = all.subarray(CHECKSUM_BYTES)
    if (!checksum(body).equals(all.subarray(0, CHECKSUM_BYTES))) return undefined
    const { graph, hierarchy } = deserialize(body) as PreparedRoads
    const named = oneOfEach()
    return { graph: { ...graph, roadName: graph.roadName.map(named), roadRef: graph.roadRef.map(named) }, hierarchy }
  } catch {
    return undefined
  }
}

function checksum(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest()
}
