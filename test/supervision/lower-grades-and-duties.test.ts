import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { testDatabase } from '../support/index.ts'
import { timeOf } from '../support/passing-time.ts'
import { type Incident, open, sendFirst, step, wholeResult, wholeThrive } from '../support/way-of-a-call.ts'

/**
 * What is made less urgent as the clock runs out (F1, F11), what is owed before closing (CR-28, CR-29), and who is told by
 * name: over real HTTP and timers.
 */
const database = await testDatabase(t, { template: 'demo' })
const room = await openControlRoom(t, { databaseOf: database })
const time = await timeOf(t, database)
const [handler, north, supervisor, inspector, terminals] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('dispatch.north'),
  room.signIn('supervisor1'),
  room.signIn('supervisor2'),
  room.account('terminals'),
])
await Promise.all([north.follow(), inspector.follow()])
const remote = { suspectAbsent: true, safePlace: true, consents: true }
type Late = { lines: { incidentId: string; secondsLeft: number; state: string; requestedBy: string; to: string }[] }

t.test('a dispatcher who would lower domestic abuse at 55 minutes', async (t) => {
  const incident = await open(handler, { type: 'domestic', summary: 'An argument yesterday.', grade: '2' })
  await time.passUntil(55, incident.id)
  const path = `/incidents/${incident.id}/lower-grade`
  t.match(await north.ask('POST', `/incidents/${incident.id}/grade`, { grade: '3' }), { status: 409 })
  const asked = { grade: '3', reason: 'She would rather be rung tomorrow' }
  t.match(await north.ask('POST', path, { ...asked, thrive: { ...wholeThrive, risk: ' ' } }), {
    status: 400,
    body: { errors: [{ pointer: '/thrive/risk' }] },
  })
  t.match(await north.ask('POST', path, { ...asked, thrive: wholeThrive, remote: { ...remote, safePlace: false } }), {
    status: 409,
    body: { type: '/problems/grade/remote-conditions', errors: [{ pointer: '/remote/safePlace' }] },
  })
  await north.must(202, 'POST', path, { ...asked, thrive: wholeThrive, remote })
  t.match(await north.ask('POST', `${path}/decision`, { approve: true, reason: 'mine' }), { status: 403 })
  t.match(await supervisor.must(200, 'GET', path), { grade: '3', from: '2', thrive: wholeThrive, remote })
  const [line] = (await supervisor.must<Late>(200, 'GET', '/supervision/late-regrades')).lines
  t.match(line, { incidentId: incident.id, state: 'waiting', to: '3' })
  t.ok((line?.secondsLeft ?? 0) > 200 && (line?.secondsLeft ?? 0) <= 300, `${line?.secondsLeft} s were left`)

  // it begins again before it is decided: then nobody may approve it
  await handler.must(200, 'PATCH', `/incidents/${incident.id}`, { happeningNow: true })
  t.match(await supervisor.ask('POST', `${path}/decision`, { approve: true, reason: 'x' }), {
    status: 409,
    body: { type: '/problems/grade/happening-now' },
  })
  t.match(await supervisor.must(200, 'POST', `${path}/decision`, { approve: false, reason: 'Somebody goes' }), {
    grade: '2',
    firstAttendBy: (await supervisor.must<{ incident: Incident }>(200, 'GET', `/incidents/${incident.id}`)).incident
      .firstAttendBy,
  })
  const attempts = await supervisor.must<{ incidentId: string; code: string; role: string }[]>(
    200,
    'GET',
    '/supervision/refused-attempts',
  )
  t.same(
    attempts.filter(({ incidentId }) => incidentId === incident.id).map(({ code, role }) => `${role} ${code}`),
    [
      'supervisor grade/happening-now',
      'dispatcher incident/locked',
      'dispatcher grade/remote-conditions',
      'dispatcher grade/lower',
    ],
  )
  const first = await open(handler, { type: 'domestic' })
  t.match(await supervisor.ask('POST', `/incidents/${first.id}/grade`, { grade: '4' }), {
    status: 403,
    body: { type: '/problems/grade/domestic-abuse' },
  })
})

t.test('an ordinary one is raised with one key, and lowered with its assessment by a dispatcher', async (t) => {
  const raised = await open(handler, { grade: '2' })
  t.match(await north.must(200, 'POST', `/incidents/${raised.id}/grade`, { grade: '1' }), { grade: '1' })
  const incident = await open(handler, { grade: '2' })
  const path = `/incidents/${incident.id}/lower-grade`
  await north.must(202, 'POST', path, { grade: '3', reason: 'Gone', thrive: wholeThrive })
  t.match(await north.must(200, 'POST', `${path}/decision`, { approve: true, reason: 'Gone' }), { grade: '3' })
  const { lines } = await supervisor.must<Late>(200, 'GET', '/supervision/late-regrades')
  t.notOk(
    lines.some(({ incidentId }) => incidentId === incident.id),
    'the clock had hardly begun',
  )
})

t.test('what is owed is told before and at the closing, with who owes it; reopened, everything is kept', async (t) => {
  const incident = await open(handler, { type: 'domestic', summary: 'Shouting next door.', grade: '2' })
  const sent = await sendFirst(north, incident.id)
  await step(terminals, sent.id, 'mobile', 'at-scene', 'clear')
  type Closing = { youMay: boolean; owed: { what: string; owedBy: string; fields: string[] }[] }
  const path = `/incidents/${incident.id}`
  const before = await supervisor.must<Closing>(200, 'GET', `${path}/closing`)
  t.equal(before.youMay, true)
  t.match(await north.must<Closing>(200, 'GET', `${path}/closing`), { youMay: false })
  t.match(
    before.owed.find(({ what }) => what === 'documents'),
    { owedBy: "crew's sergeant", fields: ['documentsConfirmedBy', 'noDocumentsBecause'] },
  )
  const closing = (result: object) => ({ closingCategory: 'domestic', result })
  const refused = await supervisor.ask<{ missing: { what: string }[]; errors: { pointer: string }[] }>(
    'POST',
    `${path}/close`,
    closing({ text: 'Attended.' }),
  )
  t.equal(refused.status, 409)
  t.same(
    refused.body.missing.map(({ what }) => what),
    ['personsSeen', 'childrenSeen', 'crimeReference', 'riskAssessmentReference', 'documents'],
  )
  t.ok(refused.body.errors.some(({ pointer }) => pointer === '/result/documentsConfirmedBy'))
  const { documentsConfirmedBy: _left, ...others } = wholeResult
  t.match(await supervisor.ask('POST', `${path}/close`, closing(others)), {
    status: 409,
    body: { missing: [{ what: 'documents' }] },
  })
  await supervisor.must(200, 'POST', `${path}/close`, closing(wholeResult))
  t.match(await supervisor.ask('GET', `${path}/closing`), { status: 409 })
  await supervisor.must(200, 'POST', `${path}/reopen`, { reason: 'More came to light' })
  t.match(await supervisor.must(200, 'GET', path), {
    incident: { status: 'open', locked: true },
    closures: [{ result: wholeResult, reopenedBecause: 'More came to light' }],
  })
})

t.test(
  'the duty inspector is told by name, first on that console; what nobody takes in hand is told again',
  async (t) => {
    type Line = { first: { id: string; incidentId: string; kind: string }; yourDuty: boolean; ids: string[] }
    t.match(await north.ask('POST', '/duties/duty-inspector/take', {}), { status: 403 })
    t.match(await inspector.ask('POST', '/duties/dispatcher/take', {}), { status: 404 })
    await inspector.must(200, 'POST', '/duties/duty-inspector/take', {})
    t.match(await supervisor.ask('POST', '/duties/duty-inspector/take', {}), { status: 409 })
    t.match(await supervisor.must(200, 'GET', '/duties'), [
      { post: 'duty-inspector', holder: { name: String }, yours: false },
    ])

    const urgent = await open(handler, { grade: '1' })
    const waits = await open(handler, { grade: '2' })
    const told = async () =>
      (
        await time.client.query<{ post: string; to: string | null; minute: number }>(
          `select post, told_to_name as to, floor(extract(epoch from t.at - i.opened_at) / 60)::int as minute
         from exception_told t join exception x on x.id = t.exception_id join incident i on i.id = x.incident_id
         where i.id = $1 and kind = 'incident-unowned' order by step`,
          [waits.id],
        )
      ).rows
    await time.passUntil(41, waits.id)
    t.match(await told(), [
      { post: 'dispatcher', to: null, minute: 5 },
      { post: 'supervisor', to: null, minute: 6 },
      { post: 'duty-inspector', to: String, minute: 10 },
      { post: 'duty-inspector', to: String, minute: 40 },
    ])
    await time.passUntil(3, urgent.id)
    const place = async (desk: typeof north, of: Incident) =>
      (await desk.must<{ lines: Line[] }>(200, 'GET', '/exceptions')).lines.findIndex(
        ({ first }) => first.incidentId === of.id,
      )
    const [theirs, urgentOfTheirs] = [await place(inspector, waits), await place(inspector, urgent)]
    t.ok(theirs >= 0 && theirs < urgentOfTheirs, `${theirs} before ${urgentOfTheirs} on the console of that duty`)
    t.ok((await place(supervisor, urgent)) < (await place(supervisor, waits)), 'others see the most urgent first')
    t.match((await inspector.must<{ lines: Line[] }>(200, 'GET', '/exceptions')).lines[theirs], { yourDuty: true })

    const { rows } = await time.client.query<{ id: string }>(
      `select id from exception where incident_id = $1 and kind = 'incident-unowned'`,
      [waits.id],
    )
    const id = rows[0]?.id ?? ''
    await inspector.must(200, 'POST', `/exceptions/${id}/acknowledge`)
    await time.passUntil(60, waits.id)
    t.equal((await told()).length, 4, 'in hand: nobody is told again')
    await time.passUntil(63, waits.id)
    await inspector.until(
      ({ type, data }) =>
        type === 'exception-came-back' && (data?.['exception'] as { id: string } | undefined)?.id === id,
    )
    t.match((await told()).slice(4), [{ post: 'duty-inspector', minute: 61 }])
    t.match(await inspector.must(200, 'POST', `/exceptions/${id}/acknowledge`), { cameBack: 1 })

    await supervisor.must(200, 'POST', '/duties/duty-inspector/take', { relieve: true })
    t.match(await inspector.ask('POST', '/duties/nobody/end'), { status: 404 })
    t.match(await inspector.ask('POST', '/duties/duty-inspector/end'), { status: 200 }, 'any supervisor may')
    t.match(await supervisor.ask('POST', '/duties/duty-inspector/end'), { status: 409 })
    t.match(await supervisor.must(200, 'GET', '/duties'), [{ holder: null }])
  },
)
