import { runImportCommand } from '../importing/index.ts'
import { openHistoryImport } from './history-importer.ts'

// `npm run import:history -- --mapping mapping.json file.csv ...`: what another system knows, into the history.

const usage = `npm run import:history -- --mapping mapping.json [--dry-run] [--by username] [--report file.json] file.csv ...

Imports persons, incidents, contacts, involvements, markers or plans, as the mapping says.`

await runImportCommand(usage, (client, ownerUrl, { mapping }) => openHistoryImport(client, ownerUrl, mapping))
