import { runImportCommand } from '../importing/index.ts'
import { openGazetteerImport } from './gazetteer-importer.ts'

// `npm run import:gazetteer -- --mapping mapping.json file.csv`: the force's own places.

const usage = `npm run import:gazetteer -- --mapping mapping.json [--kind premises|streets|places|pois|junctions|postcodes|areas] [--dry-run] [--by username] [--report file.json] file ...

Imports places from CSV or GeoJSON, and areas from GeoJSON, as the mapping says; those that are there keep their ids.`

await runImportCommand(usage, openGazetteerImport)
