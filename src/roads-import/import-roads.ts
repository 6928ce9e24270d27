import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { showProgress } from '../core/import-progress.ts'
import { linesOf } from './import-report.ts'
import { ExtractError } from './osm-extract.ts'
import { importRoads } from './road-import.ts'

// `npm run import:roads -- cumbria-latest.osm.pbf`: a force's own roads from an extract of OpenStreetMap.

const usage = `npm run import:roads -- file.osm.pbf [--out folder] [--within area.geojson]

Makes the road network of an OpenStreetMap extract (such as those of download.geofabrik.de), in the folder
file-road-graph, or the one named with --out. --within keeps the roads of an area, such as a force's outline.`

const startedAt = performance.now()
// the folder half written is taken away when the process exits, and a signal alone does not let it
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

try {
  const { values, positionals } = readArguments()
  const [file, ...others] = positionals
  if (values.help) console.log(usage)
  else if (file === undefined || others.length > 0) throw new ExtractError(`Name one file.\n\n${usage}`)
  else {
    const folder = values.out ?? `${basename(file).replace(/(\.osm)?\.pbf$/, '')}-road-graph`
    const report = await importRoads({ file, folder, within: values.within, progress: showProgress(process.stderr) })
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1024)
    for (const line of linesOf(report)) console.log(line)
    console.log(`${folder} written in ${seconds} s with at most ${megabytes} MB of memory`)
  }
} catch (error) {
  if (!(error instanceof ExtractError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { out: { type: 'string' }, within: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (error) {
    throw new ExtractError(`${(error as Error).message}\n\n${usage}`)
  }
}
