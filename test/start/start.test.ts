import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { signIn, temporaryFolder } from '../support/control-room.ts'
import { open } from '../support/way-of-a-call.ts'

const root = join(import.meta.dirname, '../..')

/** The service as a person starts it, in a process of its own. */
type Started = { child: ChildProcess; url: string; said: () => string; ended: Promise<number | null> }

function begin(environment: Record<string, string>): Started {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/server.ts', '--no-shift'], {
    cwd: root,
    env: { ...process.env, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
  return { child, url: '', said: () => text, ended: once(child, 'exit').then(([code]) => code as number | null) }
}

async function untilOpen(started: Started): Promise<Started> {
  for (let n = 0; n < 1_200; n += 1) {
    const url = /is open at (http:\/\/\S+)/.exec(started.said())?.[1]
    if (url) return { ...started, url }
    if (started.child.exitCode !== null) break
    await wait(50)
  }
  throw new Error(`it did not open: ${started.said()}`)
}

t.test(
  'first start, kill -9, start again: the sign-in, the call and the session are still there; Ctrl-C stops everything',
  async (t) => {
    const folder = temporaryFolder()
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    const first = await untilOpen(begin({ DATA_FOLDER: folder }))
    const handler = await signIn(first.url, 'handler1')
    const incident = await open(handler, { grade: '1', summary: 'This must still be here.' })
    first.child.kill('SIGKILL')
    await first.ended

    const second = await untilOpen(begin({ DATA_FOLDER: folder, PORT: new URL(first.url).port }))
    t.match(
      await handler.must(200, 'GET', `/incidents/${incident.id}`),
      { incident: { summary: 'This must still be here.', grade: '1' } },
      'a restart logs nobody out',
    )
    t.notMatch(second.said(), /Demo force/, 'the force is loaded once')
    second.child.kill('SIGINT')
    t.equal(await second.ended, 0)
    t.notOk(existsSync(join(folder, 'postgres/postmaster.pid')), 'Postgres is stopped too')
  },
)

t.test('what keeps it from starting is said in one sentence, and it exits with 1', async (t) => {
  const folder = temporaryFolder()
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const refusedBy = async (environment: Record<string, string>, sentence: RegExp) => {
    const started = begin({ DATA_FOLDER: folder, ...environment })
    t.equal(await started.ended, 1, started.said())
    const lines = started
      .said()
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('Demo force') && !line.startsWith('Database:'))
    t.equal(lines.length, 1, started.said())
    t.match(lines[0], sentence)
  }
  await refusedBy({ DATABASE_URL: 'postgres://nobody:wrong@127.0.0.1:9/none' }, /DATABASE_URL.*ECONNREFUSED/)
  await refusedBy({ DATABASE_URL: 'mysql://x' }, /DATABASE_URL/)
  await refusedBy({ PORT: 'eighty' }, /PORT/)
  const other = temporaryFolder()
  t.teardown(() => rmSync(other, { recursive: true, force: true }))
  mkdirSync(join(other, 'postgres'))
  writeFileSync(join(other, 'postgres', 'PG_VERSION'), '15\n')
  await refusedBy({ DATA_FOLDER: other }, /made by Postgres 15, and this build reads 18/)
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.teardown(() => new Promise<void>((resolve) => taken.close(() => resolve())))
  await refusedBy({ PORT: String((taken.address() as { port: number }).port) }, /Port \d+ on 127.0.0.1 is in use/)
})
