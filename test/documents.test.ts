import specs from '@asyncapi/specs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import t from 'tap'
import { makeDocuments } from '../src/generate-documents.ts'
import { rights } from '../src/http/index.ts'

const documents = await makeDocuments()
const read = (name: string) => JSON.parse(documents[name] ?? 'null') as Record<string, unknown>

t.test('the interface is valid OpenAPI 3.1, and a spoiled one is not', async (t) => {
  const document = read('openapi.json')
  t.equal(document['openapi'], '3.1.0')
  t.ok(Object.keys(document['paths'] as object).length > 25)
  const judge = async (candidate: Record<string, unknown>) => (await new Validator().validate(candidate)).valid
  t.equal(await judge(document), true)
  t.equal(await judge({ ...document, paths: { 'no-slash': { get: 1 } } }), false)
})

t.test('the live feed is valid AsyncAPI 3.0, and a spoiled one is not', async (t) => {
  const document = read('asyncapi.json')
  const ajv = new Ajv({
    meta: false,
    validateSchema: false,
    strict: false,
    validateFormats: true,
    allErrors: false,
    unicodeRegExp: false,
  })
  formats.default(ajv)
  const validate = ajv.compile(specs.schemas['3.0.0'] as object)
  t.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 3)))
  t.notOk(validate({ ...document, channels: 7 }))
  const messages = (document['components'] as { messages: object }).messages
  for (const type of [
    'recommendation-made',
    'deployment-made',
    'briefing-added',
    'contact-received',
    'officer-emergency',
  ])
    t.ok(type in messages, type)
})

t.test('every right is held by somebody, and none by a role that does not exist', async (t) => {
  for (const [right, { roles }] of Object.entries(rights)) {
    if (right !== 'public') t.ok(roles.length > 0, right)
  }
})
