import pg from 'pg'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { open, recommended, spots } from '../support/way-of-a-call.ts'

const room = await openControlRoom(t)
const owner = new pg.Client({ connectionString: room.ownerUrl })
await owner.connect()
t.teardown(() => owner.end())
const [telephony, handler, other, north] = await Promise.all([
  room.account('telephony'),
  room.signIn('handler1'),
  room.signIn('handler2'),
  room.signIn('dispatch.north'),
])
await north.follow()

type Given = { code: string; asked: string; answer: string | null; definitionVersion: string; at: string; by: string }
type Briefing = {
  unknowns: Array<{ what: string; text: string }>
  body: {
    sections: Array<{ code: string; lines: Array<{ text: string }> }>
    parts: Array<{ code: string; state: string }>
  }
}
const ring = () =>
  handler.must<{ id: string }>(201, 'POST', '/contacts', {
    channel: '999',
    number: '07700 900421',
    firstWords: 'He’s back — please',
  })

t.test('the question sets in force: by type, each with its reason, dated and versioned', async (t) => {
  const { definitions } = await handler.must<{
    definitions: Record<
      string,
      {
        version: string
        body: Array<{ code: string; because: string; for: string[]; set: string; prompts?: string[] }>
      }
    >
  }>(200, 'GET', '/definitions')
  const set = definitions['question-set']
  t.equal(set?.version, '2026-11-23')
  const questions = set?.body ?? []
  t.same(
    [...new Set(questions.map((one) => one.set))],
    ['Every call', 'Domestic abuse', 'Stalking', 'Honour-based abuse', 'Concern for safety'],
  )
  t.ok(
    questions.every(({ because }) => because.length > 10),
    'each says why',
  )
  const codes = (type: string) =>
    questions.filter((one) => one.for.length === 0 || one.for.includes(type)).map(({ code }) => code)
  for (const code of [
    'suspect-where',
    'weapons',
    'children',
    'control',
    'safe-contact',
    'code-word',
    'language',
    'orders',
    'history',
  ])
    t.ok(codes('domestic').includes(code), `domestic abuse asks ${code}`)
  t.ok(codes('stalking').includes('stalking-pattern'))
  t.ok(codes('honour').includes('honour-who-knows') && codes('honour').includes('control'))
  t.ok(codes('concern').includes('concern-harm') && !codes('concern').includes('control'))
  t.notOk(codes('theft').includes('weapons'))
  t.ok(questions.find(({ code }) => code === 'control')?.prompts?.some((prompt) => prompt.startsWith('Money')))
})

t.test('every answer is taken down with its instant, before there is an incident; skipped is an answer', async (t) => {
  const { id } = await ring()
  const first = await handler.must<Given[]>(201, 'POST', `/contacts/${id}/answers`, {
    code: 'safe-now',
    answer: ' Yes ',
  })
  t.match(first, [{ code: 'safe-now', answer: 'Yes', asked: /safe to talk/, definitionVersion: '2026-11-23' }])
  await handler.must(201, 'POST', `/contacts/${id}/answers`, { code: 'weapons', answer: null })
  t.match(await handler.must<Given[]>(200, 'POST', `/contacts/${id}/answers`, { code: 'weapons', answer: null }), {
    length: 2,
  })
  const all = await handler.must<Given[]>(201, 'POST', `/contacts/${id}/answers`, {
    code: 'weapons',
    answer: 'A hammer',
  })
  t.same(
    all.map(({ code, answer }) => [code, answer]),
    [
      ['safe-now', 'Yes'],
      ['weapons', null],
      ['weapons', 'A hammer'],
    ],
    'what was put right stands beside what was said before',
  )
  const instants = all.map(({ at }) => Date.parse(at))
  t.same(
    instants,
    [...instants].sort((a, b) => a - b),
  )
  t.match(await handler.ask('POST', `/contacts/${id}/answers`, { code: 'shoe-size', answer: '9' }), {
    status: 400,
    body: { type: '/problems/definition/unknown', errors: [{ pointer: '/code' }] },
  })
  t.match(await handler.ask('POST', `/contacts/${id}/answers`, { code: 'weapons' }), { status: 400 })
  t.match(await telephony.ask('POST', `/contacts/${id}/answers`, { code: 'weapons', answer: 'x' }), { status: 403 })
})

t.test('answers and skipped questions travel with the incident, into its log and into the briefing', async (t) => {
  const { id } = await ring()
  await handler.must(201, 'POST', `/contacts/${id}/answers`, { code: 'injured', answer: 'Bleeding from the head' })
  const incident = await open(handler, {
    contactId: id,
    type: 'domestic',
    location: spots.carlisle,
    happeningNow: true,
    needs: {
      questions: {
        injured: 'Bleeding from the head',
        control: null,
        history: null,
        'code-word': 'pizza',
        language: 'Polish',
        children: 'Two, upstairs',
      },
    },
    grade: '1',
  })
  await recommended(north, incident.id)
  await handler.must(200, 'PATCH', `/incidents/${incident.id}`, { needs: { questions: { history: 'Many times' } } })
  const { answers } = await other.must<{ answers: Given[] }>(200, 'GET', `/incidents/${incident.id}`)
  t.same(
    answers.filter(({ code }) => code === 'injured').length,
    1,
    'the answer that was taken down before is not taken down again',
  )
  t.same(
    answers.filter(({ code }) => code === 'history').map(({ answer }) => answer),
    [null, 'Many times'],
  )
  t.ok(answers.every(({ at, by }) => at !== '' && by !== ''))
  const { data } = await north.event('recommendation-made', incident.id)
  const { unknowns, body } = (data as { briefing: Briefing }).briefing
  const skipped = unknowns.filter(({ text }) => text.startsWith('Skipped')).map(({ what }) => what)
  t.ok(skipped.includes('question:control') && skipped.includes('question:history'), 'also those that are not urgent')
  const told = (code: string) =>
    body.sections
      .find((section) => section.code === code)
      ?.lines.map(({ text }) => text)
      .join(' ')
  t.match(told('people'), /Bleeding from the head[\s\S]*Two, upstairs/)
  t.match(told('plan'), /pizza/)
  t.match(told('communication'), /Polish/)
  t.match(
    body.parts.map(({ code, state }) => `${code} ${state}`),
    ['happening filled'],
  )
  t.equal(body.parts.length, 9)
})

t.test('first words are kept as they were said', async (t) => {
  const { id } = await ring()
  t.match(await handler.ask('PATCH', `/contacts/${id}`, { firstWords: 'He is back' }), {
    status: 409,
    body: { type: '/problems/contact/first-words-kept', errors: [{ pointer: '/firstWords' }] },
  })
  t.match(await handler.must(200, 'GET', `/contacts/${id}`), { firstWords: 'He’s back — please' })
  const silent = await handler.must<{ id: string }>(201, 'POST', '/contacts', { channel: '999' })
  await handler.must(200, 'PATCH', `/contacts/${silent.id}`, { firstWords: 'Help' })
})

t.test('an answer is never rewritten, and the service cannot read one past its audit row', async (t) => {
  await t.rejects(owner.query(`update question_answer set answer = 'x'`), { code: 'GH001' })
  await t.rejects(owner.query(`delete from question_answer`), { code: 'GH001' })
  const service = new pg.Client({ connectionString: room.serviceUrl })
  await service.connect()
  await t.rejects(service.query('select answer from question_answer'), { code: '42501' })
  await service.end()
  const { rows } = await owner.query(`select 1 from audit where subject_type = 'answers'`)
  t.ok(rows.length > 3)
})
