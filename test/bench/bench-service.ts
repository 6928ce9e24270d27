import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
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
    let hadOpened = false
    onEnd(() => stop(child, folder, hadOpened))
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-4_000)
      })
    }
    while (performance.now() - began < OPEN_WITHIN_MS && child.exitCode === null) {
      const url = /is open at (http:\/\/\S+)/.exec(said)?.[1]
      if (url) {
        hadOpened = true
        return new BenchService(child, folder, url, (performance.now() - began) / 1_000)
      }
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
    return stop(this.#child, this.folder, true)
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

async function stop(child: ChildProcess, folder: string, hadOpened: boolean): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    const late = setTimeout(() => child.kill('SIGKILL'), CLOSE_WITHIN_MS)
    await ended
    clearTimeout(late)
    // ended while it started: its Postgres may be about to begin
    if (!hadOpened) await wait(1_500)
  }
  await stopPostgres(folder)
}

/** A service that was killed, or ended while it started, leaves its Postgres running. */
async function stopPostgres(folder: string): Promise<void> {
  const file = join(folder, 'postgres', 'postmaster.pid')
  for (let waitedMs = 0; existsSync(file) && waitedMs < CLOSE_WITHIN_MS; waitedMs += 100) {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
    try {
      if (waitedMs === 0) process.kill(pid, 'SIGINT')
      process.kill(pid, 0)
    } catch {
      return
    }
    await wait(100)
  }
}
