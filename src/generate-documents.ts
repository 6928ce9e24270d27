import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import swagger from '@fastify/swagger'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'
import pino from 'pino'
import { z } from 'zod'
import { buildApp, type Resources } from './app.ts'
import { openDatabase } from './db/index.ts'
import { DefinitionBook } from './definitions/index.ts'
import { refusals, Sessions } from './http/index.ts'
import { clientFrame, eventCatalogue, serverFrame } from './live/index.ts'
import { buildDataFolder } from './service.ts'

const docs = join(import.meta.dirname, '..', 'docs')
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
  version: string
}

/** Every document that is made from the code, by its file name in docs/. */
export async function makeDocuments(): Promise<Record<string, string>> {
  return {
    'openapi.json': json(await makeOpenApi()),
    'asyncapi.json': json(makeAsyncApi()),
    'problems.md': makeProblems(),
  }
}

/** Builds the app as it is, without a store behind it, and reads its contracts. */
async function makeOpenApi(): Promise<unknown> {
  const db = openDatabase('postgres://nobody@127.0.0.1:1/none')
  const nothing = {} as Resources['desk']
  const app = await buildApp({
    config: { allowedOrigins: [], trustProxy: false, dataFolder: '' },
    desk: { ...nothing, db, book: new DefinitionBook(db) },
    sessions: new Sessions(db),
    live: { room: { stop: () => undefined } } as unknown as Resources['live'],
    shield: { mask: (value) => value, refresh: async () => undefined, findPlaceOf: () => null },
    countAttempt: () => Promise.resolve(0),
    readiness: [],
    figures: [],
    log: pino({ level: 'silent' }),
    checkAnswers: false,
    dataFolder: buildDataFolder,
    consoleFiles: new Map(),
    beforeRoutes: async (instance) => {
      await instance.register(swagger, {
        openapi: {
          openapi: '3.1.0',
          info: {
            title: 'Golden Hour',
            version,
            description:
              'Control-room call triage and dispatch. Every command needs an `Idempotency-Key`; every error is a problem (RFC 9457) described in problems.md. The live feed at /live is described in asyncapi.json.',
            license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
          },
          components: {
            securitySchemes: {
              session: { type: 'apiKey', in: 'cookie', name: '__Host-golden-hour' },
              account: { type: 'http', scheme: 'bearer' },
            },
          },
          security: [{ session: [] }, { account: [] }],
        },
        transform: createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: 'any' } }),
      })
    },
  })
  await app.ready()
  const document = app.swagger()
  await app.close()
  await db.destroy()
  return document
}

function makeAsyncApi(): unknown {
  const registry = z.registry<{ id: string }>()
  for (const [type, schema] of Object.entries(eventCatalogue)) registry.add(schema, { id: type })
  registry.add(serverFrame, { id: 'server-frame' })
  registry.add(clientFrame, { id: 'client-frame' })
  const { schemas } = z.toJSONSchema(registry, {
    io: 'output',
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
  })
  const bare = Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const { $schema: _draft, $id: _id, ...rest } = schema as Record<string, unknown>
      return [id, rest]
    }),
  )
  const messages = Object.fromEntries(
    ['server-frame', 'client-frame', ...Object.keys(eventCatalogue)].map((id) => [
      id,
      { name: id, payload: { $ref: `#/components/schemas/${id}` } },
    ]),
  )
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Golden Hour live feed (CRD/1)',
      version,
      description:
        'What the service promises its consoles: docs/delivery.md. Events ride in `ev` frames; `type` names one of the messages below and `data` is its payload.',
    },
    channels: {
      live: {
        address: '/live',
        messages: Object.fromEntries(Object.keys(messages).map((id) => [id, { $ref: `#/components/messages/${id}` }])),
      },
    },
    operations: {
      follow: {
        action: 'send',
        channel: { $ref: '#/channels/live' },
        summary: 'Service to console',
        messages: Object.keys(messages)
          .filter((id) => id !== 'client-frame')
          .map((id) => ({ $ref: `#/channels/live/messages/${id}` })),
      },
      answer: {
        action: 'receive',
        channel: { $ref: '#/channels/live' },
        summary: 'Console to service',
        messages: [{ $ref: '#/channels/live/messages/client-frame' }],
      },
    },
    components: { messages, schemas: bare },
  }
}

function makeProblems(): string {
  const lines = Object.entries(refusals).map(
    ([code, page]) => `## \`${code}\`\n\n**${page.status}: ${page.title}.** ${page.help}\n`,
  )
  return `# Problems\n\nEvery error answer is \`application/problem+json\` (RFC 9457); its \`type\` is \`/problems/\` and one of these codes.\nMade from \`src/http/refusals.ts\`.\n\n${lines.join('\n')}`
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

if (import.meta.main) {
  mkdirSync(docs, { recursive: true })
  const wrong: string[] = []
  for (const [name, text] of Object.entries(await makeDocuments())) {
    const file = join(docs, name)
    if (process.argv.includes('--check')) {
      let stands = ''
      try {
        stands = readFileSync(file, 'utf8')
      } catch {
        stands = ''
      }
      if (stands !== text) wrong.push(name)
    } else writeFileSync(file, text)
  }
  if (wrong.length > 0) {
    process.stderr.write(`docs/ is not what the code says: ${wrong.join(', ')}. Run npm run generate.\n`)
    process.exit(1)
  }
}
