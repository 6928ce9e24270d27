import type { Socket } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { migrate, prepareDatabase } from '../../src/db/index.ts'
import { root } from './keeper-address.ts'
import type { DatabaseUrls, KeeperQuestion, Template, TestDatabase } from './keeper-protocol.ts'
import { findPostgres, ownPostgres, type PostgresServer } from './postgres-servers.ts'
import { findRedis, type RedisServer } from './redis-servers.ts'

type Holder = { ended: boolean; removals: (() => Promise<void>)[]; owned: Map<number, PostgresServer | RedisServer> }

/** The servers of one run, the templates in them, and who holds what was made from those. */
export class TestServers {
  readonly #folder: string
  /** the tokens of the demo's outside systems: one file, because the template is made once */
  readonly #accountsFile: string
  readonly #holders = new Map<Socket, Holder>()
  readonly #templates = new Map<Template, Promise<string>>()
  readonly #run = `${process.pid.toString(36)}${Date.now().toString(36)}`
  #postgres: Promise<PostgresServer> | undefined
  #count = 0

  constructor(folder: string) {
    this.#folder = folder
    this.#accountsFile = `${folder}/demo-accounts.json`
  }

  /** @returns what removes everything this holder was given */
  newHolder(socket: Socket): () => Promise<void> {
    this.#holders.set(socket, { ended: false, removals: [], owned: new Map() })
    return () => this.#release(socket)
  }

  async answer(socket: Socket, question: KeeperQuestion): Promise<unknown> {
    const holder = this.#holders.get(socket)
    if (!holder) throw new Error('This lease has ended')
    switch (question.op) {
      case 'warm':
        await this.#template('bare')
        return null
      case 'database':
        return await this.#newDatabase(holder, question.template)
      case 'own-postgres':
        return await this.#newPostgres(holder)
      case 'redis':
        return await this.#newRedis(holder, question.own)
      case 'kill':
        await serverOf(holder, question.server).kill()
        return null
      case 'revive':
        await serverOf(holder, question.server).revive()
        return null
      case 'no-linger':
        return null
      case 'end':
        await this.#release(socket)
        return null
    }
  }

  async stop(): Promise<void> {
    for (const socket of [...this.#holders.keys()]) await this.#release(socket)
    const server = await this.#postgres?.catch(() => undefined)
    if (!server) return
    if (!server.ours) {
      for (const template of this.#templates.values()) {
        const name = await template.catch(() => undefined)
        if (name) await asAdmin(server.adminUrl, `drop database if exists ${name} with (force)`)
      }
    }
    await server.stop()
  }

  async #release(socket: Socket): Promise<void> {
    const holder = this.#holders.get(socket)
    if (!holder) return
    this.#holders.delete(socket)
    holder.ended = true
    for (const removal of holder.removals.reverse()) await remove(removal)
  }

  #server(): Promise<PostgresServer> {
    this.#postgres ??= findPostgres(this.#folder)
    return this.#postgres
  }

  /** Made once a run, and copied for each test file: a copy takes some 30 ms, the migrations ten times that. */
  #template(template: Template): Promise<string> {
    const made = this.#templates.get(template) ?? this.#makeTemplate(template)
    this.#templates.set(template, made)
    return made
  }

  async #makeTemplate(template: Template): Promise<string> {
    const server = await this.#server()
    const name = `template_${this.#run}_${template}`
    if (template === 'bare') {
      await prepareDatabase(server.adminUrl, name, server.secrets)
      await migrate(urlsOf(server, name).ownerUrl)
    } else {
      await copyDatabase(server, await this.#template('bare'), name)
      const { loadDemoForce } = await import('../../src/demo/index.ts')
      await loadDemoForce(urlsOf(server, name).ownerUrl, {
        dataFolder: join(root, 'data'),
        accountsFile: this.#accountsFile,
      })
    }
    return name
  }

  async #newDatabase(holder: Holder, template: Template): Promise<TestDatabase> {
    const server = await this.#server()
    const source = await this.#template(template)
    const name = `t_${this.#run}_${++this.#count}`
    await copyDatabase(server, source, name)
    await removeWith(holder, () => asAdmin(server.adminUrl, `drop database if exists ${name} with (force)`))
    const accountsFile = template === 'demo' ? this.#accountsFile : null
    return { ...urlsOf(server, name), accountsFile }
  }

  async #newPostgres(holder: Holder): Promise<DatabaseUrls & { server: number }> {
    const number = ++this.#count
    const server = await ownPostgres(`${this.#folder}-own-${number}`)
    await removeWith(holder, () => server.stop())
    holder.owned.set(number, server)
    const name = 'golden_hour'
    await prepareDatabase(server.adminUrl, name, server.secrets)
    await migrate(urlsOf(server, name).ownerUrl)
    return { ...urlsOf(server, name), server: number }
  }

  async #newRedis(holder: Holder, own: boolean): Promise<{ url: string; server: number | null } | null> {
    const outside = process.env['REDIS_URL']
    if (outside && !own) return { url: outside, server: null }
    const redis = await findRedis()
    if (!redis) return null
    const number = ++this.#count
    await removeWith(holder, () => redis.stop())
    holder.owned.set(number, redis)
    return { url: redis.url, server: number }
  }
}

/** A test may die while what it asked for is being made: then that goes as soon as it is there. */
async function removeWith(holder: Holder, removal: () => Promise<void>): Promise<void> {
  if (!holder.ended) {
    holder.removals.push(removal)
    return
  }
  await remove(removal)
  throw new Error('This lease has ended')
}

async function remove(removal: () => Promise<void>): Promise<void> {
  await removal().catch((error: unknown) => console.error('not removed', error))
}

function serverOf(holder: Holder, number: number): PostgresServer | RedisServer {
  const server = holder.owned.get(number)
  if (!server) throw new Error('Only a server that was started for this test may be killed')
  return server
}

/** The three logins, on the server's own address. */
function urlsOf(server: PostgresServer, name: string): DatabaseUrls {
  const login = (user: string, password: string) => {
    const url = new URL(server.adminUrl)
    url.username = user
    url.password = password
    url.pathname = name
    return url.href
  }
  return {
    ownerUrl: login('golden_hour_owner', server.secrets.owner),
    serviceUrl: login('golden_hour_service', server.secrets.service),
    adminUrl: server.adminUrl,
    name,
  }
}

function copyDatabase(server: PostgresServer, source: string, name: string): Promise<void> {
  return asAdmin(
    server.adminUrl,
    `create database ${name} template ${source} owner golden_hour_owner strategy ${server.ours ? 'file_copy' : 'wal_log'}`,
  )
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
