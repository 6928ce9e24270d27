import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type EmbeddedServer, startEmbeddedPostgres } from '../../src/db/index.ts'
import { dockerAnswers } from './docker-engine.ts'

/** A Postgres that tests may make databases in. */
export type PostgresServer = {
  /** superuser, on the database `postgres` */
  adminUrl: string
  /** passwords of the two logins; the same for every run on one server, so that runs do not lock each other out */
  secrets: { owner: string; service: string }
  /** whether it is thrown away afterwards */
  ours: boolean
  /** as a power cut would: no checkpoint, no goodbye */
  kill: () => Promise<void>
  /** after `kill`, on the same address */
  revive: () => Promise<void>
  stop: () => Promise<void>
}

/** Current, and the one docker-compose.yml runs. */
const IMAGE = 'postgres:18'

/** The server of the run: TEST_DATABASE_URL, else a container where an engine answers, else the embedded one. */
export async function findPostgres(folder: string): Promise<PostgresServer> {
  const outside = process.env['TEST_DATABASE_URL']
  if (outside) return { adminUrl: outside, secrets: secretsOf(outside), ours: false, ...notOurs }
  if (await dockerAnswers()) return await containerPostgres()
  const server = await embeddedPostgres(folder)
  // nothing here outlives the run; what must survive a crash is tested on a server of its own
  await configure(server.adminUrl, ['fsync = off', 'full_page_writes = off'])
  return server
}

/** A server for one test, that keeps its promises to the disk and may be killed. */
export function ownPostgres(folder: string): Promise<PostgresServer> {
  return embeddedPostgres(folder)
}

const notOurs = {
  kill: () => Promise.reject(new Error('This server is not ours to kill')),
  revive: () => Promise.reject(new Error('This server is not ours to start')),
  stop: () => Promise.resolve(),
}

async function embeddedPostgres(folder: string): Promise<PostgresServer> {
  // a keeper that was killed leaves its server running: take it over, only to end it
  if (existsSync(join(folder, 'postgres/postmaster.pid'))) {
    await startEmbeddedPostgres(folder, 'postgres').then(
      (left) => left.stop(),
      () => undefined,
    )
  }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  // started by root, Postgres runs as another user, who must get through
  chmodSync(folder, 0o755)
  let running = await startEmbeddedPostgres(folder, 'postgres')
  const { adminUrl } = running
  const port = Number(new URL(adminUrl).port)
  return {
    adminUrl,
    secrets: { owner: new URL(running.ownerUrl).password, service: new URL(running.serviceUrl).password },
    ours: true,
    kill: async () => {
      const pid = Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
      process.kill(pid, 'SIGKILL')
      await untilGone(pid)
    },
    revive: async () => {
      running = await startAgain(folder, port)
    },
    stop: async () => {
      await running.stop().catch((error: unknown) => console.error('not stopped', error))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The backends of a killed server take a moment to notice; until then their shared memory bars the way. */
async function startAgain(folder: string, port: number, attempts = 20): Promise<EmbeddedServer> {
  try {
    return await startEmbeddedPostgres(folder, 'postgres', port)
  } catch (error) {
    if (attempts <= 1) throw error
    await sleep(250)
    return startAgain(folder, port, attempts - 1)
  }
}

async function containerPostgres(): Promise<PostgresServer> {
  const { GenericContainer, Wait } = await import('testcontainers')
  const password = secretsOf(String(process.pid)).owner
  const container = await new GenericContainer(IMAGE)
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withCommand(['postgres', '-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=200'])
    .withExposedPorts(5432)
    // once by the start that initialises, once by the one that stays
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start()
  const adminUrl = `postgres://postgres:${password}@${container.getHost()}:${container.getMappedPort(5432)}/postgres`
  return {
    adminUrl,
    secrets: secretsOf(adminUrl),
    ours: true,
    kill: notOurs.kill,
    revive: notOurs.revive,
    stop: async () => void (await container.stop()),
  }
}

function secretsOf(adminUrl: string): { owner: string; service: string } {
  const word = (role: string) => createHash('sha256').update(`${role} ${adminUrl}`).digest('base64url')
  return { owner: word('owner'), service: word('service') }
}

async function configure(adminUrl: string, settings: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  for (const setting of settings) await client.query(`alter system set ${setting}`)
  await client.query('select pg_reload_conf()')
  await client.end()
}

async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await sleep(10)
  }
}
