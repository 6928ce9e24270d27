import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { showProgress } from '../../src/core/import-progress.ts'
import { loadDefinitions } from '../../src/definitions/index.ts'
import { openGazetteerImport } from '../../src/gazetteer-import/gazetteer-importer.ts'
import { openHistoryImport } from '../../src/history-import/history-importer.ts'
import { type Connection, ImportError, ImportRunStore, importFile, wordsOf } from '../../src/importing/index.ts'
import { type Teardown, testDatabase } from '../support/index.ts'
import { root } from '../support/keeper-address.ts'
import { openOwnerPool } from '../support/owner-pool.ts'

/** What an importing command said, and how it ended. */
export type Ran = { code: number | null; signal: string | null; out: string; err: string }

/** A database with the force's definitions, one area and three invented houses, and the commands that import into it. */
export async function openImportRoom(t: Teardown) {
  const { ownerUrl, serviceUrl } = await testDatabase(t)
  await loadDefinitions(ownerUrl, join(root, 'data'))
  const pool = openOwnerPool({ connectionString: ownerUrl, max: 2 })
  t.teardown(() => pool.end())
  const own = async <Row extends object = Record<string, unknown>>(statement: string, values: unknown[] = []) =>
    (await pool.query<Row>(statement, values)).rows
  await own(`insert into centre (id, name) values ('c', 'Centre')`)
  await own(`insert into area (id, name, centre_id, districts) values ('north', 'North', 'c', '{}')`)
  for (const [number, postcode] of [
    ['914', 'CA11 8AA'],
    ['916', 'CA11 8AA'],
    ['916', 'LA9 4QW'],
  ]) {
    await own(
      `insert into place (id, kind, name, number, street, town, postcode, lat, lon, area_id, area_class, search, source, invented)
       values (gen_random_uuid(), 'premises', $1 || ' Greystone Road', $1, 'Greystone Road', null, $2, 54.66, -2.75, 'north', 'urban',
         lower($1 || ' greystone road ' || $2), 'test', true)`,
      [number, postcode],
    )
  }
  const start = (what: 'history' | 'gazetteer', cwd: string, ...words: string[]): ChildProcess =>
    spawn(process.execPath, [join(root, `src/${what}-import/import-${what}.ts`), ...words], {
      cwd,
      env: { ...process.env, DATABASE_OWNER_URL: ownerUrl, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    })
  return {
    ownerUrl,
    serviceUrl,
    own,
    start,
    /** the same without a process of its own */
    importHere: (folder: string, mapping: string, file: string, dryRun = false): Promise<Omit<Ran, 'signal'>> =>
      importHere(
        ownerUrl,
        (client) => openHistoryImport(client, ownerUrl, join(folder, mapping)),
        join(folder, file),
        dryRun,
      ),
    /** places, in the same way */
    importPlacesHere: (
      folder: string,
      mapping: string,
      kind: string,
      file: string,
      dryRun = false,
      stop = new AbortController(),
      flags: readonly string[] = [],
    ) =>
      importHere(
        ownerUrl,
        (client) =>
          openGazetteerImport(client, ownerUrl, { mapping: join(folder, mapping), kind, flags: new Set(flags) }),
        join(folder, file),
        dryRun,
        stop,
      ),
    run: (what: 'history' | 'gazetteer', cwd: string, ...words: string[]) => ended(start(what, cwd, ...words)),
  }
}

/** Imports one file as the owner, in this process. */
export async function importHere(
  ownerUrl: string,
  open: (client: Connection) => ReturnType<typeof openHistoryImport>,
  path: string,
  dryRun: boolean,
  stop = new AbortController(),
): Promise<Omit<Ran, 'signal'>> {
  try {
    const outcome = await ImportRunStore.with(ownerUrl, dryRun, async (store) => {
      const opened = await open(store.client)
      return await importFile(store, opened.importer, {
        ...{ path, mapping: opened.mapping, dryRun, by: { actorId: null, name: 'test' } },
        progress: showProgress({ write: () => undefined }),
        stop: stop.signal,
      })
    })
    return { code: 0, out: wordsOf(outcome).join('\n'), err: '' }
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    return { code: 1, out: '', err: error.message }
  }
}

/** Waits until the command has ended. */
export async function ended(child: ChildProcess): Promise<Ran> {
  let [out, err] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, out, err }
}

/** A mapping of incidents, as the rows of `incidentRows` are written. */
export const incidentMapping = {
  kind: 'incidents',
  source: 'Old System',
  fields: {
    reference: 'Ref',
    openedAt: { column: 'Opened', format: 'dd/MM/yyyy HH:mm' },
    closedAt: { column: 'Closed', format: 'dd/MM/yyyy HH:mm' },
    type: { column: 'Type', codes: { DOM: 'domestic', ASB: 'asb-nuisance' } },
    closingCategory: { column: 'Type', codes: { DOM: 'domestic', ASB: 'asb-nuisance' } },
    domesticAbuse: { column: 'Type', codes: { DOM: 'yes' }, otherwise: 'no' },
    house: 'House',
    street: 'Street',
    postcode: 'Postcode',
    number: 'Number',
    firstWords: 'Words',
    summary: 'Summary',
    result: { constant: 'Advice given' },
  },
}
export const incidentHeader = 'Ref,Opened,Closed,Type,House,Street,Postcode,Number,Words,Summary'

/** A row that can be taken; the number is of Ofcom's drama range, the house invented. */
export function incidentRow(index: number): string {
  const minute = String(index % 60).padStart(2, '0')
  const day = String((Math.floor(index / 300) % 28) + 1).padStart(2, '0')
  const number = `07700 900${String(index % 1000).padStart(3, '0')}`
  return `R${index},${day}/03/2024 10:${minute},${day}/03/2024 12:${minute},${index % 4 === 0 ? 'DOM' : 'ASB'},914,Greystone Rd,CA11 8AA,${number},"Please, ""come""","Shouting, row ${index}"`
}

/** Rows of these numbers, the second not among them. */
export const incidentRows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => incidentRow(from + index))

/** A file of incidents with its header. */
export const incidentFile = (lines: readonly string[], lineEnd = '\n') =>
  `${[incidentHeader, ...lines].join(lineEnd)}${lineEnd}`

/** Writes files and mappings into a folder; `mapped` gives the name of a mapping for incidents of this source. */
export function writerIn(folder: string) {
  const write = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text)
  const mapped = (source: string, more: object = {}) => {
    const name = `${createHash('sha1')
      .update(JSON.stringify([source, more]))
      .digest('hex')
      .slice(0, 8)}.json`
    write(name, JSON.stringify({ ...incidentMapping, source, ...more }))
    return name
  }
  return { write, mapped }
}

/** Mappings of markers and orders, by the columns of their files. */
export const markerFields = {
  ...{ personReference: 'Person', number: 'Number', house: 'House', street: 'Street', code: 'Code', text: 'Text' },
  ...{ author: { constant: 'Records bureau' }, startsOn: 'From', reviewOn: 'Review' },
}
export const markerMapping = { kind: 'markers', source: 'Old System', fields: markerFields }
export const orderMapping = {
  kind: 'orders',
  source: 'Old System',
  fields: {
    ...{ reference: 'Ref', protectsReference: 'Protects', againstReference: 'Against', conditions: 'Conditions' },
    kind: { column: 'Kind', codes: { NMO: 'non-molestation', BC: 'bail conditions', '': '' } },
    ...{ startsOn: 'From', endsOn: 'To' },
  },
}
