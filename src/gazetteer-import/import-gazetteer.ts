import { runImportCommand } from '../importing/index.ts'
import { openGazetteerImport } from './gazetteer-importer.ts'

// `npm run import:gazetteer -- --mapping mapping.json file.csv`: the force's own places.

const usage = `npm run import:gazetteer -- --mapping mapping.json [--kind premises|streets|places|pois|junctions|postcodes] [--dry-run] [--by username] [--report file.json] file.csv ...

Imports places, as the mapping says; those that are there keep their ids.`

await runImportCommand(usage, openGazetteerImport)
