import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, readConfig } from './config.ts'
import { type EmbeddedServer, migrate, SetUpError, startEmbeddedPostgres } from './db/index.ts'
import { loadDemoForce, type ShiftHandle, startShift } from './demo/index.ts'
import { buildDataFolder, openLog, openService, type Service } from './service.ts'

/**
 * `npm start`: opens the doors. Without DATABASE_URL it brings its own Postgres, the demo force, and a shift that
 * plays itself. Ctrl-C closes in the reverse order; a second one does not wait.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'no-shift': { type: 'boolean' },
      port: { type: 'string' },
      speed: { type: 'string', default: '1' },
      help: { type: 'boolean' },
    },
  })
  if (values.help)
    return say('npm start -- [--no-shift] [--speed 1] [--port 8080]\nThe environment is described in README.md.')
  const config = readConfig(values.port === undefined ? {} : { PORT: values.port })
  const log = openLog(config.logLevel)
  const began = performance.now()
  let postgres: EmbeddedServer | undefined
  let service: Service | undefined
  let shift: ShiftHandle | undefined
  let closing = false
  const close = async (): Promise<void> => {
    if (closing) process.exit(1)
    closing = true
    say('\nClosing: consoles are told, what was begun is finished.')
    await shift?.stop()
    await service?.close()
    await postgres?.stop()
    process.exit(0)
  }
  process.on('SIGINT', () => void close())
  process.on('SIGTERM', () => void close())
  try {
    await mustBeFree(config)
    postgres = config.databaseUrl ? undefined : await startEmbeddedPostgres(config.dataFolder)
    const ownerUrl = postgres?.ownerUrl ?? config.databaseOwnerUrl
    const serviceUrl = postgres?.serviceUrl ?? config.databaseUrl ?? ''
    if (ownerUrl) await prepare(config, ownerUrl)
    service = await openService({ config, serviceUrl, log })
    await welcome(config, service.url, (performance.now() - began) / 1_000)
    const accountsFile = join(config.dataFolder, 'demo-accounts.json')
    if (!values['no-shift'] && existsSync(accountsFile)) {
      shift = await startShift({
        url: service.url,
        accountsFile,
        dataFolder: buildDataFolder,
        speed: Number(values.speed),
      })
    }
  } catch (error) {
    await service?.close().catch(() => undefined)
    await postgres?.stop().catch(() => undefined)
    throw error
  }
}

/** Told before anything is loaded, not after. @throws SetUpError when the port is in use */
async function mustBeFree({ host, port }: Config): Promise<void> {
  const probe = createServer()
  const listening = once(probe, 'listening')
  probe.listen(port, host)
  await listening.catch((error: NodeJS.ErrnoException) => {
    throw new SetUpError(
      error.code === 'EADDRINUSE'
        ? `Port ${port} on ${host} is in use: stop what holds it, or choose another with PORT.`
        : `${host}:${port} cannot be opened: ${error.code}.`,
    )
  })
  probe.close()
  await once(probe, 'close')
}

/** Migrates, and fills an empty database with the demo force. */
async function prepare(config: Config, ownerUrl: string): Promise<void> {
  const done = await migrate(ownerUrl).catch((error: Error & { code?: string }) => {
    throw new SetUpError(
      `The database cannot be migrated: ${error.code ? `${error.code}, ` : ''}${error.message.split('\n')[0]}.`,
    )
  })
  if (done.length > 0) say(`Database: ${done.length} migrations run.`)
  if (!config.demoForce) return
  let shown = ''
  await loadDemoForce(ownerUrl, {
    dataFolder: buildDataFolder,
    accountsFile: join(config.dataFolder, 'demo-accounts.json'),
    onProgress: (what) => {
      if (what !== shown) say(`Demo force: ${what} ...`)
      shown = what
    },
  })
}

async function welcome(config: Config, url: string, seconds: number): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  say(`
Golden Hour ${version} is open at ${url}   (${seconds.toFixed(1)} s)

  sign in as        to be
  handler1          call handler
  desk1             front desk
  dispatch.north    dispatcher, North (also .west, .south, .force)
  supervisor1       communication-centre supervisor
  nr11              the crew of NR11 (any callsign)
  admin             administrator
  password for all: golden-hour

Demonstration data: invented people on house numbers that do not exist. ${config.databaseUrl ? '' : `Kept in ${config.dataFolder}.`}
Ctrl-C closes everything.`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

main().catch((error: unknown) => {
  const sentence = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${sentence}\n`)
  if (!(error instanceof SetUpError) && error instanceof Error && /^[A-Z_]+: /.test(sentence) === false)
    process.stderr.write(`${error.stack ?? ''}\n`)
  process.exit(1)
})
