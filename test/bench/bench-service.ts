import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startEmbeddedPostgres } from '../../src/db/index.ts'
import { type Ground, root } from './bench-ground.ts'

/** How long a start may take before it counts as failed, and how long an orderly end may take, in milliseconds. */
const OPEN_WITHIN_MS = 120_000
const CLOSE_WITHIN_MS = 20_000

/** The service as `npm start -- --no-shift` runs it: a process of its own with its embedded Postgres, which syncs each commit. */
export class BenchService {
  readonly url: string
  readonly folder: string
  /** from the start of the process until it served, in seconds */
  readonly openedInSeconds: number
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, folder: string, url: string, openedInSeconds: number) {
    this.#child = child
    this.folder = folder
    this.url = url
    this.openedInSeconds = openedInSeconds
  }

  /** Starts it over this folder. @throws Error with what it said when it does not open */
  static async start({ onEnd }: Ground, folder: string): Promise<BenchService> {
    const began = performance.now()
    const { DATABASE_URL: _, DATABASE_OWNER_URL: __, REDIS_URL: ___, ...environment } = process.env
    const child = spawn(process.execPath, [...startArguments(), '--no-shift'], {
      cwd: root,
      env: { ...environment, PORT: '0', HOST: '127.0.0.1', DATA_FOLDER: folder },
      // its own group: our Ctrl-C is not its
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    onEnd(() => stop(child, folder))
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-4_000)
      })
    }
    while (performance.now() - began < OPEN_WITHIN_MS && child.exitCode === null) {
      const url = /is open at (http:\/\/\S+)/.exec(said)?.[1]
      if (url) return new BenchService(child, folder, url, (performance.now() - began) / 1_000)
      await wait(5)
    }
    throw new Error(`the service did not open: ${said}`)
  }

  /** Starts it over a folder that has the demo force: one that has loaded it in this process holds more memory. */
  static async startAgain(ground: Ground, folder: string): Promise<BenchService> {
    if (!existsSync(join(folder, 'demo-accounts.json'))) await (await BenchService.start(ground, folder)).stop()
    return BenchService.start(ground, folder)
  }

  /** Ends it as Ctrl-C does; its Postgres too. */
  stop(): Promise<void> {
    return stop(this.#child, this.folder)
  }

  /** Memory it holds now and held at most, all its threads, in MiB; Postgres is not part of it. */
  memory(): { now: number; most: number } {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
    const read = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1_024
    return { now: read('VmRSS'), most: read('VmHWM') }
  }
}

/** What `npm start` gives to node. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ').slice(1)
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    const late = setTimeout(() => child.kill('SIGKILL'), CLOSE_WITHIN_MS)
    await ended
    clearTimeout(late)
  }
  // one that was killed leaves its Postgres running
  if (existsSync(join(folder, 'postgres', 'postmaster.pid'))) await (await startEmbeddedPostgres(folder)).stop()
}
