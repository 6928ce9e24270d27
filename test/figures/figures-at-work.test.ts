import t from 'tap'
import type { FigureListView, FiguresView } from '../../src/figures/figure-contract.ts'
import { openControlRoom } from '../support/control-room.ts'
import { openOwnerPool } from '../support/owner-pool.ts'
import { open, recommended, send, sendFirst, step, wholeResult } from '../support/way-of-a-call.ts'

t.setTimeout(120_000)
const room = await openControlRoom(t)
const owner = openOwnerPool({ connectionString: room.ownerUrl, max: 1 })
t.teardown(() => owner.end())
const [telephony, terminals, handler, north, one, two] = await Promise.all([
  room.account('telephony'),
  room.account('terminals'),
  room.signIn('handler1'),
  room.signIn('dispatch.north'),
  room.signIn('supervisor1'),
  room.signIn('supervisor2'),
])
await north.follow()
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date())
const days = `from=2026-01-01&to=${today > '2027' ? today : '2027-12-31'}`
const read = <T = FiguresView>(path: string) => one.must<T>(200, 'GET', `/reports/${path}`)
const groupsOf = (view: FiguresView, id: string) => view.figures.find((figure) => figure.id === id)?.groups ?? []
const metOf = (view: FiguresView, id: string) => {
  const [all] = groupsOf(view, id)
  return `${all?.share?.met ?? '-'} of ${all?.n ?? 0}`
}

t.test('what the room did is counted from its own journal, and imported history is not', async (t) => {
  const contact = await telephony.must<{ id: string }>(201, 'POST', '/contacts', {
    channel: '999',
    number: '07700 900142',
  })
  await handler.must(200, 'POST', `/contacts/${contact.id}/answer`)
  const abuse = await open(handler, { contactId: contact.id, type: 'domestic', grade: '1' })
  const first = await sendFirst(north, abuse.id)
  await step(terminals, first.id, 'acknowledge', 'mobile', 'at-scene')
  const before = await read(`figures?${days}`)

  await step(terminals, first.id, 'clear')
  const theft = await open(handler, { grade: '2' })
  const { id, candidates } = await recommended(north, theft.id)
  const second = await send(north, theft.id, { id, candidates: candidates.slice(1) })
  await north.must(200, 'POST', `/deployments/${second.id}/reason`, { reasonCode: 'local-knowledge' })
  await step(terminals, second.id, 'stand-down')
  await two.must(200, 'POST', `/incidents/${abuse.id}/close`, { closingCategory: 'domestic', result: wholeResult })

  const now = await read(`figures?${days}`)
  t.equal(metOf(now, 'domestic-abuse-contacts'), '1 of 1')
  t.equal(metOf(now, 'domestic-abuse-incidents'), '1 of 2')
  t.equal(metOf(now, 'closures'), '1 of 2')
  t.equal(metOf(now, 'not-first-sent'), '1 of 2')
  t.equal(metOf(now, 'briefed-before-arrival'), '0 of 1', 'the crew arrived without having read it')
  t.equal(metOf(now, 'clocks-met'), '1 of 1')
  t.match(groupsOf(now, 'time-to-attend'), [{ n: 1, spread: null, tooFew: true }], 'too few to tell')
  t.match(groupsOf(await read(`figures?${days}&by=detail`), 'not-first-sent'), [
    { key: 'local-knowledge', name: /Crew knows/ },
  ])
  t.match(groupsOf(await read(`figures?${days}&by=grade`), 'time-to-grade'), [
    { key: '1' },
    { key: '2', name: 'Priority' },
  ])
  t.match(groupsOf(await read(`figures?${days}&by=centre`), 'closures'), [{ key: 'penrith', n: 2 }])

  const again = await read(`figures?${days}&asOf=${before.asOf}`)
  t.same(again, before, 'as of then it is as it was')
  t.equal(metOf(again, 'closures'), '0 of 1')

  const behind = await read<FigureListView>(`behind?${days}&figure=closures&part=met`)
  t.match(behind, { total: 1, rows: [{ incidentId: abuse.id, reference: abuse.reference, value: 1 }] })
})

t.test('files and paper name the instant and the definitions, and nothing in them runs', async (t) => {
  const figures = await one.ask<string>('GET', `/reports/figures.csv?${days}&by=grade`)
  t.match(figures.headers.get('content-type'), 'text/csv')
  t.match(figures.body, /^figure,requirement,by,part,counted/)
  t.match(figures.body, /Time to attend.*2026-11\r\n/)
  const behind = await one.ask<string>('GET', `/reports/behind.csv?${days}&figure=domestic-abuse-incidents`)
  t.equal(behind.body.trim().split('\r\n').length, 3)
  for (const path of [
    `sheet?day=${today}&areaId=north`,
    `pack?quarter=${today.slice(0, 4)}-${Math.ceil(Number(today.slice(5, 7)) / 3)}`,
  ]) {
    const { status, body, headers } = await one.ask<string>('GET', `/reports/${path}`)
    t.equal(status, 200, path)
    t.match(headers.get('content-security-policy'), "default-src 'none'; style-src 'self'")
    t.match(body, /As of 20.*definitions 2026-11 of 2014-01-01/)
    t.notMatch(body, /<script|style="/)
  }
  t.match((await one.ask<string>('GET', '/reports/print.css')).body, '@page')
})

t.test(
  'supervisors read all, everybody else only what is his or her own, and by officer it is on the audit',
  async (t) => {
    const admin = await room.signIn('admin')
    for (const [who, name] of [
      [handler, 'handler'],
      [north, 'dispatcher'],
      [admin, 'administrator'],
    ] as const) {
      for (const path of ['figures', 'behind', 'figures.csv', 'repeats', 'sheet', 'pack'])
        t.equal((await who.ask('GET', `/reports/${path}?${days}&figure=closures`)).status, 403, `${name}, ${path}`)
    }
    t.equal((await admin.ask('GET', `/reports/own?${days}`)).status, 403)
    const own = await handler.must<FiguresView>(200, 'GET', `/reports/own?${days}`)
    t.match(groupsOf(own, 'time-to-grade'), [{ n: 2 }])
    t.match(groupsOf(own, 'time-to-dispatch'), [], 'another sent the units')
    t.equal(
      (await handler.ask('GET', `/reports/own?${days}&officerId=${first(await one.must(200, 'GET', '/session'))}`))
        .status,
      400,
    )

    const count = async () =>
      Number(
        (await owner.query<{ count: string }>(`select count(*) from audit where subject_type = 'staff-figures'`))
          .rows[0]?.count,
      )
    t.equal(await count(), 0)
    const byOfficer = await read(`figures?${days}&by=officer`)
    t.match(groupsOf(byOfficer, 'time-to-grade'), [{ n: 2, name: /\w+ \w+|handler/i }])
    t.equal(await count(), 1)
    const repeats = await read<{ subjects: unknown[] }>(`repeats?${days}&kind=victims&reason=weekly+tasking`)
    t.same(repeats.subjects, [])
    t.equal((await owner.query(`select from audit where reason = 'weekly tasking'`)).rowCount, 1)
  },
)

t.test('a question that cannot be asked names its field', async (t) => {
  const bad: Record<string, string> = {
    'figures?from=2026-02-30&to=2026-03-01': '/querystring/from',
    'figures?from=2026-03-02&to=2026-03-01': '/querystring/to',
    [`figures?${days}&asOf=2099-01-01T00:00:00Z`]: '/querystring/asOf',
    [`figures?${days}&by=surname`]: '/querystring/by',
    [`figures?${days}&areaId=a%00b`]: '/querystring/areaId',
    [`behind?${days}`]: '/querystring/figure',
    [`behind?${days}&figure=closures&offset=-1`]: '/querystring/offset',
    [`repeats?${days}&kind=victims`]: '/querystring/reason',
    'pack?quarter=2026-5': '/querystring/quarter',
  }
  for (const [path, pointer] of Object.entries(bad)) {
    const { status, body } = await one.ask<{ errors: { pointer: string }[] }>('GET', `/reports/${path}`)
    t.equal(status, 400, path)
    t.equal(body.errors[0]?.pointer, pointer, path)
  }
})

t.test('a force without definitions of figures has none, and no fault', async (t) => {
  await owner.query(`delete from definition where kind = 'figure-definitions'`)
  t.match(await read(`figures?${days}`), { definitions: null, figures: [] })
  t.match(await read<FigureListView>(`behind?${days}&figure=closures`), { total: 0, rows: [] })
  t.equal((await one.ask('GET', `/reports/sheet?day=${today}`)).status, 200)
  t.equal((await one.ask('GET', `/reports/behind.csv?${days}&figure=closures`)).status, 200)
})

const first = (session: Record<string, unknown>) => String(session['id'])
