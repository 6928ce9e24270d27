import { existsSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { showProgress } from '../core/import-progress.ts'
import { migrate, startEmbeddedPostgres } from '../db/index.ts'
import { type Importer, importFile } from './import-machine.ts'
import { ImportError, type Mapping } from './import-mapping.ts'
import { type ImportOutcome, wordsOf } from './import-outcome.ts'
import { ImportRunStore } from './import-run-store.ts'
import type { Connection } from './table-rows-store.ts'

/** Opens what a mapping asks for; the command line may say the kind. */
export type OpenImport = (
  client: Connection,
  ownerUrl: string,
  how: { mapping: string; kind: string | undefined; file: string; flags: ReadonlySet<string> },
) => Promise<{ mapping: Mapping; importer: Importer<unknown>; afterwards?: () => Promise<string[]> }>

const EXPLAINED = `
--dry-run looks at everything and writes nothing. --by names the person of the staff who has it imported, for the
audit; without it the machine's login stands there. --report writes the report as JSON. Rows that cannot be taken are
kept beside their file, in <file>.rejected.csv; the rest goes in. Stopped or killed, the same command goes on where it was.`

/**
 * Runs an importing command, with flags of its own where it has some: arguments, database, one file after the other, report. Ends the process's work with exit
 * code 0, with 1 when a sentence had to be said, or with 130 when it was stopped.
 */
export async function runImportCommand(
  usage: string,
  open: OpenImport,
  ownFlags: readonly string[] = [],
): Promise<void> {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())
  try {
    const { values, files, flags } = readArguments(usage, ownFlags)
    if (values.help) return console.log(`${usage}\n${EXPLAINED}`)
    if (values.mapping === undefined || files.length === 0)
      throw new ImportError(`Name a mapping and a file.\n\n${usage}\n${EXPLAINED}`)
    const { mapping: mappingPath, kind } = values
    const dryRun = values['dry-run'] ?? false
    const outcomes: ImportOutcome[] = []
    await withOwner(async (ownerUrl) =>
      ImportRunStore.with(ownerUrl, dryRun, async (store) => {
        const by = values.by === undefined ? { actorId: null, name: loginName() } : await store.findStaff(values.by)
        for (const path of files) {
          if (stopping.signal.aborted) break
          const opened = await open(store.client, ownerUrl, { mapping: mappingPath, kind, file: path, flags })
          const progress = showProgress(process.stderr)
          const outcome = await importFile(store, opened.importer, {
            ...{ path, mapping: opened.mapping, dryRun, by, progress, stop: stopping.signal },
          })
          outcomes.push(outcome)
          const more = dryRun || outcome.importedBefore ? [] : ((await opened.afterwards?.()) ?? [])
          for (const line of [...wordsOf(outcome), ...more.map((word) => `  ${word}`)]) console.log(line)
        }
      }),
    )
    if (values.report !== undefined) writeFileSync(values.report, `${JSON.stringify(outcomes, null, 2)}\n`)
    if (stopping.signal.aborted) process.exitCode = 130
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

function readArguments(usage: string, ownFlags: readonly string[]) {
  try {
    const { values, positionals: files } = parseArgs({
      allowPositionals: true,
      options: {
        ...Object.fromEntries(ownFlags.map((name) => [name, { type: 'boolean' } as const])),
        mapping: { type: 'string' },
        kind: { type: 'string' },
        by: { type: 'string' },
        report: { type: 'string' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    const said = values as Readonly<Record<string, unknown>>
    return { values, files, flags: new Set(ownFlags.filter((name) => said[name] === true)) }
  } catch (error) {
    throw new ImportError(`${(error as Error).message}\n\n${usage}`)
  }
}

function loginName(): string {
  try {
    return userInfo().username
  } catch {
    return 'a login without a name'
  }
}

/** The force's own database, or the embedded one: found running, or started for the time of the import. */
async function withOwner(work: (ownerUrl: string) => Promise<void>): Promise<void> {
  const { databaseOwnerUrl, databaseUrl, dataFolder } = readConfig()
  if (databaseOwnerUrl !== undefined) return await work(databaseOwnerUrl)
  if (databaseUrl !== undefined)
    throw new ImportError('DATABASE_OWNER_URL is not set: it names the login that owns the schema.')
  const wasRunning = existsSync(join(dataFolder, 'postgres', 'postmaster.pid'))
  const server = await startEmbeddedPostgres(dataFolder)
  try {
    await migrate(server.ownerUrl)
    await work(server.ownerUrl)
  } finally {
    // whoever else uses it started it
    if (!wasRunning) await server.stop()
  }
}
