import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openHttpSource, openSimulatedSource } from '../../src/gateways/index.ts'
import { type Finding, saveSources, sourceQuestion } from '../../src/history/index.ts'
import { temporaryFolder } from '../support/control-room.ts'
import { makeCertificate } from '../support/hand-made-certificates.ts'
import { openSmallForce, records, type SmallForce } from './small-force.ts'

const NUMBER = '+447700900123'
const HANDSHAKE_FAILURE = Buffer.from([21, 3, 3, 0, 2, 2, 40])

/** A force with one outside system that is connected and one that is not. */
async function openWithSource(
  t: Test,
  known: Parameters<typeof openSimulatedSource>[0]['known'] = {},
  withinMs = 20_000,
  keys: Parameters<typeof openHttpSource>[3] = {},
  needs: Pick<Parameters<typeof openSimulatedSource>[0], 'token' | 'tls'> = {},
) {
  const force = await openSmallForce(t)
  const simulated = await openSimulatedSource({ known, ...needs })
  t.teardown(() => simulated.close())
  const sources = [openHttpSource('pnc', simulated.url, withinMs, keys)]
  await saveSources(force.db, [
    { code: 'pnc', name: 'PNC', kinds: ['person', 'phone', 'premises', 'pair'], connected: true },
    { code: 'rms', name: 'RMS', kinds: ['phone'], connected: false },
  ])
  const checks = () => force.own(`select * from check_run order by requested_at, source`)
  return { force, simulated, sources, checks }
}

const of = (rows: Record<string, unknown>[], source: string) => rows.filter((row) => row['source'] === source)
const named = async (
  { own }: SmallForce,
  incidentId: string,
  name: string,
  role = 'victim',
  bornOn: string | null = null,
) =>
  String(
    (
      await own(
        `insert into incident_person (id, incident_id, role, name, born_on) values (gen_random_uuid(), $1, $2, $3, $4) returning id`,
        [incidentId, role, name, bornOn],
      )
    )[0]?.['id'],
  )

t.test('a connected system is asked beside our own records; its answer is a check of its own', async (t) => {
  const { force, simulated, sources, checks } = await openWithSource(t, {
    'Anna Example': [
      { kind: 'marker', headline: 'Wanted', danger: true, people: [{ name: 'Anna Example', bornOn: '1990-01-02' }] },
    ],
  })
  const incidentId = await records(force.own).incident()
  const namedId = await named(force, incidentId, 'Anna Example', 'victim', '1990-01-02')
  const told: unknown[] = []
  await force.ask({ kind: 'person', query: 'Anna Example', bornOn: '1990-01-02', namedId, incidentId })
  await force.doJobs({ sources, onChecked: async (_work, { checkId }) => void told.push(checkId) })
  const rows = await checks()
  t.match(of(rows, 'force-records'), [{ state: 'no_trace', attempt: 1 }])
  const [outside] = of(rows, 'pnc')
  t.match(outside, { state: 'hit', query: 'Anna Example', started_at: Date, finished_at: Date, duration_ms: Number })
  t.match(outside?.['findings'], [{ headline: 'Wanted', danger: true, source: 'PNC' }] as Partial<Finding>[])
  t.same(told.length, 2)
  t.match(simulated.asked, [{ id: outside?.['id'], kind: 'person', subject: 'Anna Example', bornOn: '1990-01-02' }])
  t.match(
    await force.own(`select op, detail from audit where op = 'disclosure'`),
    [{ op: 'disclosure', detail: { source: 'pnc' } }],
    'what was told to whom is on the audit',
  )
  t.match(
    await force.own(`select data ->> 'sourceName' as name from journal where type = 'check-completed' order by name`),
    [{ name: 'Force records' }, { name: 'PNC' }],
  )
})

t.test('a number, an address and a pair are asked as the contract says', async (t) => {
  const { force, simulated, sources } = await openWithSource(t)
  const known = records(force.own)
  const premises = await known.premises('914')
  const incidentId = await known.incident({ premises_id: premises })
  await force.ask({ kind: 'phone', query: NUMBER, contactId: await known.contact({ number: NUMBER }) })
  await force.ask({ kind: 'premises', query: premises, incidentId })
  await force.doJobs({ sources })
  t.match(simulated.asked.map(({ subject }) => subject).sort(), [NUMBER, '914 example street'])
  for (const question of simulated.asked) {
    const { id: _id, subject: _subject, ...rest } = question
    t.ok(sourceQuestion.safeParse(rest).success)
  }
})

const wrongs = [
  ['malformed', 'failed'],
  ['wrong-person', 'failed'],
  ['down', 'source_unavailable'],
  ['busy', 'source_unavailable'],
] as const
for (const [behaviour, state] of wrongs) {
  t.test(`a system that is ${behaviour} is ${state}, and never no trace`, async (t) => {
    const { force, simulated, sources, checks } = await openWithSource(t)
    simulated.behave(behaviour)
    const faults: unknown[] = []
    await force.ask({ kind: 'person', query: 'Anna Example' })
    await force.doJobs({ sources, onFault: (fault) => void faults.push(fault) })
    t.match(of(await checks(), 'pnc'), [{ state, findings: null }])
    t.match(faults, [{ kind: 'person', source: 'pnc', state, name: 'SourceFault' }])
    t.notMatch(JSON.stringify(faults), /Anna/)
  })
}

t.test('one that does not accept our token is said to have refused us, and never no trace', async (t) => {
  const file = join(temporaryFolder(), 'token')
  writeFileSync(file, 'an-old-token\n')
  const { force, simulated, sources, checks } = await openWithSource(
    t,
    {},
    20_000,
    { token: { file } },
    { token: 'new' },
  )
  const faults: unknown[] = []
  const ask = async () => {
    await force.ask({ kind: 'phone', query: NUMBER })
    await force.doJobs({ sources, onFault: (fault) => void faults.push(fault) })
    const standing = `select check_view(k) as view from check_run k where source = 'pnc' and superseded_by is null`
    return (await force.own(standing)).at(-1)?.['view']
  }
  t.match(await ask(), { state: 'failed', refused: true })
  t.match(simulated.asked, { length: 0 }, 'it was told nothing it could read')
  rmSync(file)
  t.match(await ask(), { state: 'failed', refused: true }, 'a token that is gone is a refusal too')
  t.match(faults, [{ refused: true }, { refused: true }])
  t.notMatch(JSON.stringify(faults), /an-old-token|77009/)
  t.match(
    await force.own(
      `select data -> 'refused' as refused from journal where type = 'check-completed' and data ->> 'source' = 'pnc'`,
    ),
    [{ refused: true }, { refused: true }],
  )
  t.same(await force.own(`select 1 from job where kind = 'retry-check'`), [], 'asking again mends nothing')
  writeFileSync(file, 'new\n')
  t.match(await ask(), { state: 'no_trace', refused: false }, 'renewed without a restart')
  t.equal(of(await checks(), 'pnc').length, 3)
})

t.test(
  'a certificate: shown to a system that wants one; another is refused; a false system is told nothing',
  async (t) => {
    const [ours, theirs, other] = [makeCertificate('ours'), makeCertificate('theirs'), makeCertificate('other')]
    const folder = temporaryFolder()
    const pathOf = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const authorityFile = pathOf('theirs.pem', theirs.cert)
    const keysOf = (name: string, { cert, key }: typeof ours) => ({
      certificate: { certFile: pathOf(`${name}.pem`, cert), keyFile: pathOf(`${name}.key`, key) },
      authorityFile,
    })
    const simulated = await openSimulatedSource({ known: {}, tls: { ...theirs, clientCert: ours.cert } })
    t.teardown(() => simulated.close())
    const ask = (keys: Parameters<typeof openHttpSource>[3]) =>
      openHttpSource('pnc', simulated.url, 20_000, keys)
        .ask(randomUUID(), { kind: 'phone', number: NUMBER }, AbortSignal.timeout(20_000))
        .catch((error: unknown) => error)
    t.match(await ask(keysOf('ours', ours)), { entries: [] })
    t.equal(simulated.asked.length, 1)
    t.match(await ask(keysOf('other', other)), { name: 'SourceFault', because: 'refused' })
    t.match(await ask({ authorityFile }), { name: 'SourceFault', because: 'refused' }, 'none at all')
    t.match(await ask({ ...keysOf('ours', ours), authorityFile: pathOf('other.pem', other.cert) }), {
      because: 'unreachable',
    })
    t.equal(simulated.asked.length, 1, 'nobody else was told')
    const renewed = openHttpSource('pnc', simulated.url, 20_000, keysOf('renewed', other))
    const askAgain = () =>
      renewed
        .ask(randomUUID(), { kind: 'phone', number: NUMBER }, AbortSignal.timeout(20_000))
        .catch((error: unknown) => error)
    t.match(await askAgain(), { because: 'refused' })
    pathOf('renewed.pem', ours.cert)
    t.match(await askAgain(), { because: 'refused' }, 'half of the pair is still the old one')
    pathOf('renewed.key', ours.key)
    t.match(await askAgain(), { entries: [] }, 'renewed without a restart')
    t.throws(() => openHttpSource('pnc', simulated.url, 1, { authorityFile: join(folder, 'none') }))
    // as older systems say it: TLS alert 40, which may be of the certificate that was shown
    const older = createServer((socket) => void socket.once('data', () => socket.end(HANDSHAKE_FAILURE)))
    await new Promise<void>((resolve) => older.listen(0, '127.0.0.1', resolve))
    t.teardown(() => older.close())
    const askOlder = (keys: Parameters<typeof openHttpSource>[3]) =>
      openHttpSource('pnc', `https://127.0.0.1:${(older.address() as AddressInfo).port}`, 20_000, keys)
        .ask(randomUUID(), { kind: 'phone', number: NUMBER }, AbortSignal.timeout(20_000))
        .catch((error: unknown) => error)
    t.match(await askOlder(keysOf('ours', ours)), { because: 'refused' })
    t.match(await askOlder({ authorityFile }), { because: 'unreachable' }, 'we showed none')
  },
)

t.test('a slow system is unavailable when its own limit is over; our own records have long answered', async (t) => {
  const { force, simulated, sources, checks } = await openWithSource(t, {}, 50)
  simulated.behave('slow', 600_000)
  await force.ask({ kind: 'phone', query: NUMBER })
  await force.doJobs({ sources })
  const rows = await checks()
  t.match(of(rows, 'force-records'), [{ state: 'no_trace' }])
  t.match(of(rows, 'pnc'), [{ state: 'source_unavailable' }])
})

t.test('a system that this node has no address of is unavailable', async (t) => {
  const { force, checks } = await openWithSource(t)
  await force.ask({ kind: 'phone', query: NUMBER })
  await force.doJobs()
  t.match(of(await checks(), 'pnc'), [{ state: 'source_unavailable' }])
})

t.test(
  'what could not be reached is asked again by itself, so often and no oftener; every attempt stays',
  async (t) => {
    const { force, simulated, sources, checks } = await openWithSource(t)
    simulated.behave('down')
    await force.ask({ kind: 'phone', query: NUMBER })
    const waits: number[] = []
    for (let round = 0; round < 6; round += 1) {
      await force.doJobs({ sources })
      const [waiting] = await force.own(
        `select extract(epoch from due_at - clock_timestamp())::int as wait from job where kind = 'retry-check' and done_at is null`,
      )
      if (waiting) waits.push(Number(waiting['wait']))
      await force.own(`update job set due_at = now() where kind = 'retry-check' and done_at is null`)
    }
    const attempts = of(await checks(), 'pnc')
    t.match(
      attempts.map(({ attempt, state }) => [attempt, state]),
      [1, 2, 3, 4, 5].map((attempt) => [attempt, 'source_unavailable']),
    )
    t.equal(attempts.filter((row) => row['superseded_by'] === null).length, 1, 'only the last stands')
    t.ok(
      waits.length === 4 && waits.every((wait, index) => wait <= ([10, 30, 120, 600][index] ?? 0) && wait > 0),
      'as the force says',
    )
  },
)

t.test('a retry that is answered takes the place; of a closed incident nothing is asked again', async (t) => {
  const { force, simulated, sources, checks } = await openWithSource(t)
  simulated.behave('busy')
  const incidentId = await records(force.own).incident()
  await force.ask({ kind: 'phone', query: NUMBER, incidentId })
  await force.doJobs({ sources })
  simulated.behave('well')
  await force.own(`update job set due_at = now() where kind = 'retry-check'`)
  await force.doJobs({ sources })
  const [first, second] = of(await checks(), 'pnc')
  t.match(first, { state: 'source_unavailable', superseded_by: second?.['id'] })
  t.match(second, { state: 'no_trace', attempt: 2, requested_by: 'asked again by itself', superseded_by: null })

  simulated.behave('busy')
  await force.ask({ kind: 'phone', query: NUMBER, incidentId })
  await force.doJobs({ sources })
  await force.own(`update incident set status = 'closed', closed_at = now(), closing_category = 'x' where id = $1`, [
    incidentId,
  ])
  await force.own(`update job set due_at = now(), done_at = null where kind = 'retry-check'`)
  await force.doJobs({ sources })
  t.equal(of(await checks(), 'pnc').length, 3)
})

t.test('a node that dies while it asks leaves who looks: asked again, then given up, never for ever', async (t) => {
  const { force, simulated, sources, checks } = await openWithSource(t)
  await force.ask({ kind: 'phone', query: NUMBER })
  const [check] = of(await checks(), 'pnc')
  await force.own(`update check_run set state = 'running', started_at = now() where id = $1`, [check?.['id']])
  await force.own(
    `update job set variant = 'watch', payload = '{"watches":2}', due_at = now() where kind = 'ask-source'`,
  )
  await force.doJobs({ sources })
  t.match(of(await checks(), 'pnc'), [{ state: 'no_trace' }], 'asked again')
  t.equal(simulated.asked.length, 1)

  const again = await force.ask({ kind: 'phone', query: '+447700900999' })
  await force.own(
    `update job set variant = 'watch', payload = '{"watches":3}' where kind = 'ask-source' and done_at is null`,
  )
  await force.doJobs({ sources })
  t.ok(again)
  t.match(of(await checks(), 'pnc').at(-1), { state: 'failed' }, 'three times is enough')
})

t.test('what is asked again keeps what was known until it has answered, with when it was found', async (t) => {
  const { force, simulated, sources } = await openWithSource(t, {
    [NUMBER]: [{ kind: 'marker', headline: 'Weapons', danger: true }],
  })
  const incidentId = await records(force.own).incident()
  await force.ask({ kind: 'phone', query: NUMBER, incidentId })
  await force.doJobs({ sources })
  simulated.behave('busy')
  await force.ask({ kind: 'phone', query: NUMBER, incidentId })
  const standing = async () =>
    (
      await force.own(`select check_view(k) as view from check_run k where source = 'pnc' and superseded_by is null`)
    )[0]?.['view'] as { state: string; earlierState: string; earlierAt: string; findings: Finding[] }
  t.match(await standing(), { state: 'not_started', earlierState: 'hit', findings: [{ headline: 'Weapons' }] })
  await force.doJobs({ sources })
  t.match(await standing(), {
    state: 'source_unavailable',
    earlierState: 'hit',
    earlierAt: String,
    findings: [{ headline: 'Weapons' }],
  })
})

t.test('when a unit is sent, only what was asked too long ago is asked again', async (t) => {
  const { force, sources, checks } = await openWithSource(t)
  const known = records(force.own)
  const incidentId = await known.incident()
  await known.contact({ number: NUMBER, incident_id: incidentId })
  await force.ask({ kind: 'phone', query: NUMBER, incidentId })
  await force.doJobs({ sources })
  const send = () => force.inWork(async (work) => work.later({ kind: 'refresh-checks', subjectId: incidentId }))
  await send()
  await force.doJobs({ sources })
  t.equal((await checks()).length, 2, 'fresh enough')
  await force.own('alter table check_run disable trigger keep_check')
  await force.own(
    `update check_run set finished_at = now() - interval '11 minutes', requested_at = now() - interval '11 minutes'`,
  )
  await force.own('alter table check_run enable trigger keep_check')
  await send()
  await force.doJobs({ sources })
  t.match(
    (await checks()).slice(2).map(({ source, requested_by, state }) => [source, requested_by, state]),
    [
      ['force-records', 'unit sent', 'no_trace'],
      ['pnc', 'unit sent', 'no_trace'],
    ],
  )
})
