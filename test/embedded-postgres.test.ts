import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { SetUpError, startEmbeddedPostgres } from '../src/db/index.ts'
import type { Teardown } from './support/index.ts'
import { plainNode } from './support/plain-node.ts'

const run = promisify(execFile)
const db = join(import.meta.dirname, '../src/db/index.ts')

/** A folder that Postgres may use, whoever starts it. */
async function emptyFolder(t: Teardown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'golden-hour-embedded-'))
  chmodSync(folder, 0o755)
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

t.test('starting the embedded server leaves signals and the exit code to us', async (t) => {
  const folder = await emptyFolder(t)
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(db)})
    const server = await startEmbeddedPostgres(${JSON.stringify(folder)})
    const events = ['exit', 'beforeExit', 'SIGINT', 'SIGTERM']
    const hooked = events.filter((event) => process.listenerCount(event) > 0)
    await server.stop()
    console.log(JSON.stringify(hooked))
    process.exitCode = 3`
  const ended = await run(...plainNode('--input-type=module', '-e', program)).then(
    () => ({ code: 0, stdout: '' }),
    (error: unknown) => error as { code: number; stdout: string },
  )
  t.match(ended, { code: 3, stdout: '[]\n' })
})

t.test('a server that was left running is taken over, with what is in it', async (t) => {
  const folder = await emptyFolder(t)
  const first = await startEmbeddedPostgres(folder)
  const second = await startEmbeddedPostgres(folder)
  t.teardown(second.stop)
  t.equal(second.serviceUrl, first.serviceUrl)
})

t.test('a data folder of another Postgres is refused with one sentence', async (t) => {
  const folder = await emptyFolder(t)
  mkdirSync(join(folder, 'postgres'))
  writeFileSync(join(folder, 'postgres/PG_VERSION'), '15\n')
  await t.rejects(startEmbeddedPostgres(folder), { constructor: SetUpError, message: /made by Postgres 15.*reads 18/ })
})
