import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { ImportError, type Mapping } from './import-mapping.ts'
import type { InputFile } from './input-file.ts'

/** Why rows were rejected: how many, and the first lines. */
export type Rejections = Record<string, { field: string; because: string; rows: number; lines: number[] }>

/** How far the reading of one file with one mapping is. Committed with the rows up to there. */
export type Run = {
  id: string
  begunBy: string
  finishedAt: string | null
  /** the byte after the last record that was dealt with; 0: nothing yet */
  bytesDone: number
  /** the line the next record begins in */
  lineDone: number
  rowsRead: number
  rowsIn: number
  rowsThere: number
  rowsRejected: number
  /** length of the file of rejected rows */
  rejectedBytes: number
  rejections: Rejections
  notes: Record<string, number>
}

/** Whose hand is on the import: a person of the staff, or a login of the machine. */
export type Importing = { actorId: string | null; name: string }

/** One connection of the schema's owner, for the time of an import. */
export class ImportRunStore {
  readonly client: pg.Client

  private constructor(client: pg.Client) {
    this.client = client
  }

  /**
   * Runs `work` with a connection of its own, which is closed whatever happens. One import at a time: two that write
   * the same references would wait for each other row by row.
   * @throws ImportError when another import runs, or the database is not migrated
   */
  static async with<T>(ownerUrl: string, dryRun: boolean, work: (store: ImportRunStore) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: ownerUrl, application_name: 'golden-hour import' })
    // what breaks while nothing is asked breaks the next statement as well
    client.on('error', () => undefined)
    await client.connect()
    try {
      const store = new ImportRunStore(client)
      const there = await client.query<{ there: boolean }>(`select to_regclass('import_run') is not null as there`)
      if (there.rows[0]?.there !== true)
        throw new ImportError('The database is not at this version: npm run migrate comes first.')
      if (dryRun) {
        await client.query('set default_transaction_read_only = on')
      } else {
        const lock = await client.query<{ mine: boolean }>(
          `select pg_try_advisory_lock(hashtext('golden-hour import')) as mine`,
        )
        if (lock.rows[0]?.mine !== true) throw new ImportError('Another import is running: wait until it is done.')
      }
      return await work(store)
    } finally {
      await client.end()
    }
  }

  /** The person of the staff with this name. @throws ImportError */
  async findStaff(username: string): Promise<Importing> {
    const found = await this.client.query<{ id: string }>(
      'select id from staff where username = lower($1) and active',
      [username],
    )
    const id = found.rows[0]?.id
    if (id === undefined) throw new ImportError(`Nobody on the staff signs in as ${username}.`)
    return { actorId: id, name: username.toLowerCase() }
  }

  /** The run of this file with this mapping as it stands, made now if there is none; on the audit either way. */
  async begin(input: InputFile, mapping: Mapping, by: Importing): Promise<Run> {
    return await this.inTransaction(async () => {
      await this.client.query(
        `insert into import_run (id, file_hash, mapping_hash, file_name, kind, source, begun_by)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (file_hash, mapping_hash) do nothing`,
        [randomUUID(), input.hash, mapping.hash, input.name, mapping.kind, mapping.source, by.name],
      )
      const run = await this.#read(input, mapping)
      if (run.finishedAt === null)
        await this.#audit(run, mapping, by, run.bytesDone > 0 ? 'import taken up again' : 'import begun')
      return run
    })
  }

  async #read(input: InputFile, mapping: Mapping): Promise<Run> {
    const found = await this.client.query<Run>(
      `select id, begun_by as "begunBy", finished_at::text as "finishedAt", bytes_done::float8 as "bytesDone",
         line_done::float8 as "lineDone", rows_read::float8 as "rowsRead", rows_in::float8 as "rowsIn",
         rows_there::float8 as "rowsThere", rows_rejected::float8 as "rowsRejected",
         rejected_bytes::float8 as "rejectedBytes", rejections, notes
       from import_run where file_hash = $1 and mapping_hash = $2`,
      [input.hash, mapping.hash],
    )
    return found.rows[0] as Run
  }

  /** Writes how far it is, in the transaction that wrote the rows. */
  async saveProgress(run: Run): Promise<void> {
    await this.client.query(
      `update import_run set bytes_done = $2, line_done = $3, rows_read = $4, rows_in = $5, rows_there = $6,
         rows_rejected = $7, rejected_bytes = $8, rejections = $9, notes = $10 where id = $1`,
      [
        ...[run.id, run.bytesDone, run.lineDone, run.rowsRead, run.rowsIn, run.rowsThere, run.rowsRejected],
        ...[run.rejectedBytes, JSON.stringify(run.rejections), JSON.stringify(run.notes)],
      ],
    )
  }

  /** The file is read to its end: what is left to do is done, and it is on the run and on the audit, with what came of it. */
  async finish(run: Run, mapping: Mapping, by: Importing, last: () => Promise<void>): Promise<void> {
    await this.inTransaction(async () => {
      await last()
      await this.saveProgress(run)
      await this.client.query('update import_run set finished_at = clock_timestamp() where id = $1', [run.id])
      await this.#audit(run, mapping, by, 'import finished')
    })
  }

  /** All of it or nothing, said to the database to be an import: it then lets nothing be changed that is live. */
  async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    await this.client.query(`begin; set local golden_hour.importing = 'on'`)
    try {
      const result = await work()
      await this.client.query('commit')
      return result
    } catch (error) {
      await this.client.query('rollback').catch(() => undefined)
      throw error
    }
  }

  async #audit(run: Run, mapping: Mapping, by: Importing, what: string): Promise<void> {
    const { rowsRead, rowsIn, rowsThere, rowsRejected, lineDone } = run
    await this.client.query(
      `insert into audit (id, op, actor_id, actor_role, subject_type, subject_id, reason, detail)
       select $1, 'collection', $2, 'import', 'import', id::text, $4 || ': ' || kind || ' from ' || source,
         jsonb_build_object('by', $5::text, 'file', file_name, 'fileHash', encode(file_hash, 'hex'), 'mapping', $6::text,
           'mappingHash', encode(mapping_hash, 'hex')) || $7::jsonb
       from import_run where id = $3`,
      [
        ...[randomUUID(), by.actorId, run.id, what, by.name, mapping.name],
        JSON.stringify({ line: lineDone, rowsRead, rowsIn, rowsThere, rowsRejected }),
      ],
    )
  }
}
