import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Progress } from '../core/import-progress.ts'
import { openCsv } from './csv-records.ts'
import { openGeoJson } from './geojson-features.ts'
import { type Geometry, isInBritain, middleOf, positionsOf, type Shape, shapeOf } from './geojson-point-rules.ts'
import { type FieldTable, type Mapping, makeRowReader, RowProblem, type RowValues } from './import-mapping.ts'
import type { ImportOutcome } from './import-outcome.ts'
import type { Importing, ImportRunStore, Rejections, Run } from './import-run-store.ts'
import { type InputFile, openInput } from './input-file.ts'
import type { RecordSource, SourceRecord } from './record-source.ts'
import { RejectedRows } from './rejected-rows.ts'
import type { Connection } from './table-rows-store.ts'

/** Rows that came in, and what became of the others. Indexes are those of the rows that were given. */
export type Saved = {
  /** rows that an earlier file or line brought already */
  there: number
  rejected: ReadonlyMap<number, RowProblem>
  /** what came in but is worth knowing, with how often */
  notes: Readonly<Record<string, number>>
}

/** What makes rows of one kind out of a file's, and keeps them. */
export type Importer<Row> = {
  table: FieldTable
  /** one row, by itself; `raw` stands in for a reference where the file has none, `geometry` is that of a feature */
  make: (values: RowValues, raw: Buffer, geometry: Geometry | undefined) => Row | RowProblem
  /** what a feature of GeoJSON may be drawn as; all, where it is not said */
  shapes?: readonly Shape[]
  /** The rows beside what is there, in the caller's transaction; only looks when `dryRun`. */
  save: (client: Connection, rows: readonly Row[], dryRun: boolean) => Promise<Saved>
  /** the first row of a file whose import goes on behind it */
  takenUp?: (first: Row) => void
  /** what is done when the file is read to its end, in the transaction that says so; what there is to say of the whole */
  finish?: (client: Connection, rejected: number, dryRun: boolean) => Promise<Readonly<Record<string, number>>>
}

/** Rows of one transaction: many, so that commits cost little; few enough for a second's work. */
const BATCH = 2_500
/** Rows made before the database's answers are looked after: it would wait with the next statement until then. */
const ROWS_A_TURN = 100
/** Lines that are told of each reason. */
const LINES_TOLD = 20

export type ImportOptions = {
  path: string
  mapping: Mapping
  dryRun: boolean
  by: Importing
  progress: Progress
  /** when it is aborted, what is in hand is committed and the import stops */
  stop: AbortSignal
}

type Batch<Row> = {
  records: SourceRecord[]
  rows: Array<{ row: Row; record: SourceRecord }>
  rejected: Array<{ record: SourceRecord; problem: RowProblem }>
}

/**
 * Reads one file into the database: rows, rejected rows and how far it is, in one commit each few thousand lines.
 * Killed at any moment and started again, it goes on behind the last commit.
 * @throws ImportError in one sentence
 */
export async function importFile<Row>(
  store: ImportRunStore,
  importer: Importer<Row>,
  { path, mapping, dryRun, by, progress, stop }: ImportOptions,
): Promise<ImportOutcome> {
  progress.begin('looking at the file')
  const input = openInput(path, mapping.encoding, progress.update)
  const source = input.isJson ? openGeoJson(input, mapping) : openCsv(input, mapping)
  const read = makeRowReader(mapping, source.header, importer.table, input.name)
  const run = dryRun ? newRun(by) : await store.begin(input, mapping, by)
  const from = run.bytesDone > 0 ? { byte: run.bytesDone, line: run.lineDone } : source.start
  const earlier = {
    finishedAt: run.finishedAt,
    line: run.bytesDone > 0 ? run.lineDone : undefined,
    begunBy: run.begunBy,
    read: run.rowsRead,
  }
  const rejects = new RejectedRows(path, source.rejects, run.rejectedBytes)
  const startedAt = performance.now()
  progress.begin(dryRun ? 'reading' : 'importing')
  try {
    if (run.finishedAt === null) {
      const make = (record: SourceRecord) => makeRow(record, source.counted, read, importer)
      if (run.bytesDone > 0) tellFirst(source, make, importer)
      await pump(source.records(from), stop, {
        take: (all) => takeBatch(all, make),
        save: async (batch) => {
          await saveBatch(store, importer, batch, run, { dryRun, rejects })
          progress.update(run.bytesDone / input.bytes)
        },
      })
      const finish = async () => {
        const notes = (await importer.finish?.(store.client, run.rowsRejected, dryRun)) ?? {}
        run.notes = { ...run.notes, ...notes }
        // of a file of which an earlier run read a part nobody knows it
        for (const name of (earlier.line === undefined && source.unseen?.()) || [])
          run.notes[`features, none of which has the property ${name}`] = run.rowsRead
      }
      if (!stop.aborted) await (dryRun ? finish() : store.finish(run, mapping, by, finish))
    }
  } finally {
    progress.end()
    rejects.close()
  }
  const seconds = (performance.now() - startedAt) / 1000
  const { counted, start } = source
  return outcomeOf(input, mapping, run, {
    ...{ dryRun, earlier, seconds, stopped: stop.aborted, rejectedPath: rejects.path, counted, firstLine: start.line },
  })
}

function tellFirst<Row>(
  source: RecordSource,
  make: (record: SourceRecord) => Row | RowProblem,
  { takenUp }: Importer<Row>,
): void {
  if (!takenUp) return
  for (const record of source.records(source.start)) {
    const row = make(record)
    if (row instanceof RowProblem) continue
    takenUp(row)
    return
  }
}

/** While the database takes one batch, the next is read and made ready. */
async function pump<Row>(
  records: Generator<SourceRecord>,
  stop: AbortSignal,
  {
    take,
    save,
  }: {
    take: (records: Generator<SourceRecord>) => Promise<Batch<Row> | undefined>
    save: (batch: Batch<Row>) => Promise<void>
  },
): Promise<void> {
  let saving: Promise<void> = Promise.resolve()
  try {
    for (let batch = await take(records); batch && !stop.aborted; batch = await take(records)) {
      await saving
      saving = save(batch)
      // told where it is awaited
      saving.catch(() => undefined)
    }
  } finally {
    await saving
    records.return(undefined)
  }
}

async function takeBatch<Row>(
  records: Generator<SourceRecord>,
  make: (record: SourceRecord) => Row | RowProblem,
): Promise<Batch<Row> | undefined> {
  const batch: Batch<Row> = { records: [], rows: [], rejected: [] }
  while (batch.records.length < BATCH) {
    const next = records.next()
    if (next.done) break
    const record = next.value
    batch.records.push(record)
    if (batch.records.length % ROWS_A_TURN === 0) await nextTurn()
    const row = make(record)
    if (row instanceof RowProblem) batch.rejected.push({ record, problem: row })
    else batch.rows.push({ row, record })
  }
  return batch.records.length > 0 ? batch : undefined
}

function makeRow<Row>(
  record: SourceRecord,
  counted: RecordSource['counted'],
  read: (cells: readonly string[]) => RowValues | RowProblem,
  importer: Importer<Row>,
): Row | RowProblem {
  if (record.damage !== undefined) return new RowProblem(counted, record.damage)
  const values = read(record.cells)
  if (values instanceof RowProblem) return values
  const where = record.geometry && whereOf(record.geometry, values, importer)
  if (where instanceof RowProblem) return where
  return importer.make(where ? { ...where, ...values } : values, record.raw, record.geometry)
}

/** The point of a feature for the fields of its kind, where no property says one. */
function whereOf<Row>(
  geometry: Geometry,
  values: RowValues,
  { table, shapes }: Importer<Row>,
): { lat: number; lon: number } | RowProblem | undefined {
  if (!positionsOf(geometry).every(isInBritain))
    return new RowProblem('geometry', 'is not in Britain: positions are longitude, latitude, in degrees')
  if (shapes && !shapes.includes(shapeOf(geometry)))
    return new RowProblem('geometry', `is a ${shapeOf(geometry)}, and this kind takes ${shapes.join(' or ')}`)
  const isSaid = values['lat'] !== undefined || values['easting'] !== undefined
  return 'lat' in table && !isSaid ? middleOf(geometry) : undefined
}

async function saveBatch<Row>(
  store: ImportRunStore,
  importer: Importer<Row>,
  { records, rows, rejected }: Batch<Row>,
  run: Run,
  { dryRun, rejects }: { dryRun: boolean; rejects: RejectedRows },
): Promise<void> {
  const work = async () => {
    const saved = await importer.save(
      store.client,
      rows.map(({ row }) => row),
      dryRun,
    )
    const refused = [...saved.rejected].map(([index, problem]) => ({
      record: (rows[index] as (typeof rows)[number]).record,
      problem,
    }))
    const all = [...rejected, ...refused].sort((a, b) => a.record.line - b.record.line)
    const last = records.at(-1) as SourceRecord
    run.bytesDone = last.end
    run.lineDone = last.nextLine
    run.rowsRead += records.length
    run.rowsThere += saved.there
    run.rowsRejected += all.length
    run.rowsIn += records.length - saved.there - all.length
    countRejections(run.rejections, all)
    for (const [note, times] of Object.entries(saved.notes)) run.notes[note] = (run.notes[note] ?? 0) + times
    if (dryRun) return
    run.rejectedBytes = rejects.add(all.map(({ record: { line, raw }, problem }) => ({ line, raw, problem })))
    await store.saveProgress(run)
  }
  await (dryRun ? work() : store.inTransaction(work))
}

function countRejections(
  counts: Rejections,
  rejected: ReadonlyArray<{ record: SourceRecord; problem: RowProblem }>,
): void {
  for (const { record, problem } of rejected) {
    const { field, because } = problem
    const key = `${field}|${because}`
    const count = counts[key] ?? { field, because, rows: 0, lines: [] }
    counts[key] = count
    count.rows += 1
    if (count.lines.length < LINES_TOLD) count.lines.push(record.line)
  }
}

function newRun(by: Importing): Run {
  return {
    ...{ id: '', begunBy: by.name, finishedAt: null, bytesDone: 0, lineDone: 0 },
    ...{ rowsRead: 0, rowsIn: 0, rowsThere: 0, rowsRejected: 0, rejectedBytes: 0, rejections: {}, notes: {} },
  }
}

function outcomeOf(
  input: InputFile,
  mapping: Mapping,
  run: Run,
  how: {
    dryRun: boolean
    earlier: { finishedAt: string | null; line: number | undefined; begunBy: string; read: number }
    seconds: number
    stopped: boolean
    rejectedPath: string
    counted: ImportOutcome['counted']
    firstLine: number
  },
): ImportOutcome {
  const { earlier } = how
  return {
    file: input.path,
    kind: mapping.kind,
    source: mapping.source,
    encoding: input.encoding,
    counted: how.counted,
    dryRun: how.dryRun,
    importedBefore: earlier.finishedAt === null ? null : { at: earlier.finishedAt, by: earlier.begunBy },
    takenUpAtLine: earlier.finishedAt === null ? (earlier.line ?? null) : null,
    stoppedBeforeLine: how.stopped && run.finishedAt === null ? run.lineDone || how.firstLine : null,
    rows: { read: run.rowsRead, in: run.rowsIn, there: run.rowsThere, rejected: run.rowsRejected },
    rowsNow: run.rowsRead - earlier.read,
    seconds: how.seconds,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    rejections: Object.values(run.rejections).sort((a, b) => b.rows - a.rows),
    rejectedFile: run.rejectedBytes > 0 ? how.rejectedPath : null,
    notes: run.notes,
  }
}
