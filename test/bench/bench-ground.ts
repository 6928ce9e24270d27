import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type EmbeddedServer, startEmbeddedPostgres } from '../../src/db/index.ts'

/** The repository. */
export const root = join(import.meta.dirname, '../..')
/** The build's own `data/`. */
export const dataFolder = join(root, 'data')

/** What a measure stands on: folders that are thrown away, and whatever it started, which is ended. */
export type Ground = {
  /** less of everything: to see that it works, not to quote */
  quick: boolean
  /** a folder of this name for the whole run; measures that give the same name share it */
  folder: (name: string) => string
  /**
   * the Postgres of a folder, with a database of this name; started if it does not run, and then stopped with the measure.
   * `sharedBuffers`: as Postgres writes sizes
   */
  postgres: (folder: string, database?: string, sharedBuffers?: string) => Promise<EmbeddedServer>
  /** undone when the measure ends, however it ends, the last one first */
  onEnd: (undo: () => Promise<unknown> | unknown) => void
  /** a line about what is being done */
  say: (line: string) => void
}

/** Grounds for one run: one at a time, over folders that go with the run unless they are to be kept. */
export class BenchGrounds {
  readonly #quick: boolean
  readonly #say: (line: string) => void
  readonly #top: string
  readonly #kept: boolean
  #undo: (() => Promise<unknown> | unknown)[] = []

  /** @param keep a folder that outlives the run; without it, one of its own that goes with it */
  constructor(quick: boolean, say: (line: string) => void, keep?: string) {
    this.#quick = quick
    this.#say = say
    this.#kept = keep !== undefined
    this.#top = keep === undefined ? mkdtempSync(join(tmpdir(), 'golden-hour-bench-')) : resolve(keep)
    mkdirSync(this.#top, { recursive: true })
    // started by root, Postgres runs as another user, who must get through
    chmodSync(this.#top, 0o755)
  }

  /** The ground for the next measure. */
  open(): Ground {
    return {
      quick: this.#quick,
      say: this.#say,
      onEnd: (undo) => void this.#undo.push(undo),
      folder: (name) => {
        const folder = join(this.#top, name)
        mkdirSync(folder, { recursive: true })
        return folder
      },
      postgres: async (folder, database, sharedBuffers) => {
        const isRunning = existsSync(join(folder, 'postgres', 'postmaster.pid'))
        const server = await startEmbeddedPostgres(folder, database, undefined, sharedBuffers)
        if (!isRunning) this.#undo.push(() => server.stop())
        return server
      },
    }
  }

  /** Ends what the measure started. What cannot be ended is said, and does not keep the rest from ending. */
  async clear(): Promise<void> {
    for (let undo = this.#undo.pop(); undo; undo = this.#undo.pop()) {
      try {
        await undo()
      } catch (error) {
        this.#say(`not ended: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }

  /** Ends everything, and removes the folders that go with the run. */
  async close(): Promise<void> {
    await this.clear()
    if (this.#kept) return
    rmSync(this.#top, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}
