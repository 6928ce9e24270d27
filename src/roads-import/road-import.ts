import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Progress } from '../core/import-progress.ts'
import { readFirst, readSecond } from './extract-passes.ts'
import { readArea } from './import-area.ts'
import { type ImportReport, linesOf, reportOn } from './import-report.ts'
import { ExtractError, openExtract } from './osm-extract.ts'
import { mustBeReplaceable, writeRoadGraph } from './road-graph-writer.ts'
import { makeNetwork } from './road-network.ts'

export type ImportOptions = {
  /** a .osm.pbf */
  file: string
  /** where the network goes; an earlier import there is replaced */
  folder: string
  /** GeoJSON polygons; a road is kept when one of its ends is in them */
  within?: string | undefined
  progress: Progress
}

/** Makes the road network that `routing/` reads from an extract of OpenStreetMap. @throws ExtractError in one sentence */
export async function importRoads({ file, folder, within, progress }: ImportOptions): Promise<ImportReport> {
  mustBeReplaceable(folder)
  const isInside = within === undefined ? () => true : readArea(within)
  const extract = openExtract(file)
  try {
    progress.begin('reading ways')
    const first = readFirst(extract, progress.update)
    progress.begin('reading nodes')
    const second = readSecond(extract, first, progress.update)
    progress.begin('joining roads')
    const network = makeNetwork(first, second, isInside)
    progress.update(1)
    if (network.roads.length === 0)
      throw new ExtractError(
        `${extract.name} holds no road that can be driven${within === undefined ? '' : ' inside the area'}: ${countWays(first)}.`,
      )
    const report = reportOn(extract, first, second, network)
    progress.begin('writing')
    await writeRoadGraph(folder, network, await sourceOf(file, report, within !== undefined))
    progress.update(1)
    return report
  } finally {
    progress.end()
    extract.close()
  }
}

function countWays({ roads, skipped }: ReturnType<typeof readFirst>): string {
  const others = [...skipped.values()].reduce((sum, many) => sum + many, 0)
  return `it has ${roads.length} ways that are roads and ${others} that are not for cars`
}

/** SOURCE.txt: where the network comes from, as every folder of data says it. */
async function sourceOf(file: string, report: ImportReport, bounded: boolean): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return [
    `WHAT      Road network of ${report.extract}, made by npm run import:roads${bounded ? ', bounded by an area' : ''}.`,
    `FILES     nodes.csv.gz ${report.junctions} rows: id,lon,lat,main_scc,osm_node`,
    `          edges.csv.gz ${report.roads} rows: as data/cumbria-road-graph, and maxspeed_mph (empty: not said), access ('', destination, private, emergency), ferry_seconds, osm_way`,
    `          restrictions.csv.gz ${report.restrictions.kept} rows: from_edge,via_node,to_edge,kind (no, only)`,
    '          roads_major_simplified.geojson.gz motorway to tertiary within 7 m, for a light map',
    `FROM      ${report.extract}, sha256 ${hash.digest('hex')}`,
    'LICENCE   ODbL 1.0, (c) OpenStreetMap contributors (derived database: share-alike, attribution)',
    ...linesOf(report).map((line, i) => `${i === 0 ? 'REPORT   ' : '         '} ${line}`),
    '',
  ].join('\n')
}
