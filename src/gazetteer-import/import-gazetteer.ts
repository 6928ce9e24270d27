import { runImportCommand } from '../importing/index.ts'
import { openGazetteerImport } from './gazetteer-importer.ts'

// `npm run import:gazetteer -- --mapping mapping.json file.csv`: the force's own places.

const usage = `npm run import:gazetteer -- --mapping mapping.json [--kind premises|streets|places|pois|junctions|postcodes|areas] [--beside-protected] [--partial] [--dry-run] [--by username] [--report file.json] file ...

Imports places from CSV or GeoJSON, and areas from GeoJSON, as the mapping says; those that are there keep their ids.
--beside-protected: somebody looked at these houses, and none of them is a protected place. --partial: areas that are in
force and not in the file are to go.`

await runImportCommand(usage, openGazetteerImport, ['beside-protected', 'partial'])
