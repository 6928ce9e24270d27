import t from 'tap'
import { localClock, localDay, wallInstants } from '../../src/core/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { openOwnerPool } from '../support/owner-pool.ts'
import { type Incident, open, spots } from '../support/way-of-a-call.ts'

/** Log numbers of a day without a hole, over real HTTP: openings, blocks for paper, and paper logs entered later (B14, F20). */
const room = await openControlRoom(t)
const owner = openOwnerPool({ connectionString: room.ownerUrl })
t.teardown(() => owner.end())
const [handler, second, supervisor, other] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('handler2'),
  room.signIn('supervisor1'),
  room.signIn('supervisor2'),
])

type Block = { id: string; day: string; first: number; last: number; open: number[] }
type Account = {
  hours: number
  last: number
  counts: Record<string, number>
  numbers: { number: number; state: string; incidentId: string | null; at: string; writtenAt: string | null }[]
  holes: number[]
}
const today = () => localDay(new Date())
/** The day on which the sheets below were written, also just after midnight. */
const paperDay = () => localDay(new Date(Date.now() - 31 * 60_000))
const reserve = (more: Record<string, unknown> = {}, desk = supervisor) =>
  desk.ask<Block>('POST', '/log-number-blocks', { day: paperDay(), size: 5, reason: 'Upgrade at two', ...more })
const accountOf = (day: string) => supervisor.must<Account>(200, 'GET', `/log-numbers/${day}`)
const minutesAgo = (minutes: number) => {
  const at = new Date(Date.now() - minutes * 60_000)
  const [day, clock] = [localDay(at), localClock(at)]
  const [first, next] = wallInstants(day, clock)
  return { day, clock, ...(next && { which: Number(first) > at.getTime() - 60_000 ? 'first' : 'second' }) }
}
/** A sheet as it was filled in; the hour that comes twice is named as well. */
const sheet = (number: number, more: Record<string, unknown> = {}) => ({
  number,
  written: minutesAgo(30),
  type: 'theft',
  summary: 'Shop window broken, somebody ran off.',
  location: spots.carlisle,
  ...more,
})
const enter = (block: Block, number: number, more: Record<string, unknown> = {}, desk = handler) =>
  desk.ask<Incident & { openedAt: string }>('POST', `/log-number-blocks/${block.id}/paper-logs`, sheet(number, more))
const numberOf = ({ reference }: Pick<Incident, 'reference'>) => Number(reference.split('/')[0])

t.test(
  'two openings and a reservation at once: every number is given once, and the block is in one piece',
  async (t) => {
    const before = await accountOf(today())
    const blocks: Block[] = []
    const given: number[] = []
    for (let round = 0; round < 6; round += 1) {
      const [one, two, block] = await Promise.all([open(handler), open(second), reserve({ day: today() })])
      t.equal(block.status, 201)
      blocks.push(block.body)
      given.push(numberOf(one), numberOf(two))
    }
    const reserved = blocks.flatMap((block) => block.open)
    t.equal(new Set([...given, ...reserved]).size, 6 * 7, 'none twice')
    t.ok(blocks.every(({ first, last, open: still }) => last - first === 4 && still.length === 5))
    const after = await accountOf(today())
    t.equal(after.last, before.last + 6 * 7)
    t.same(after.holes, [])
    t.equal(after.counts['reserved'], 30)
  },
)

t.test(
  'a paper log: under its number, with the time as written, checked and graded; entered stands beside',
  async (t) => {
    const { body: block } = await reserve()
    const { rows } = await owner.query<{ id: string }>(`select id from staff where username = 'supervisor2'`)
    const answer = await enter(block, block.first + 1, {
      type: 'domestic',
      grade: '2',
      takenBy: rows[0]?.id,
      people: [{ role: 'victim', name: 'Ada Brackenrigg' }],
      lines: [{ written: minutesAgo(20), by: 'M Bell', text: 'Rang again, he has gone.' }],
    })
    t.equal(answer.status, 201, JSON.stringify(answer.body))
    const incident = answer.body
    t.equal(numberOf(incident), block.first + 1)
    t.ok(Date.now() - Date.parse(incident.openedAt) > 29 * 60_000, 'opened when it was written')
    t.ok(incident.locked, 'and what it is about is flagged')
    const log = await supervisor.must<{ entries: { text: string; at: string; detail: Record<string, string> }[] }>(
      200,
      'GET',
      `/incidents/${incident.id}`,
    )
    const line = log.entries.find(({ text }) => text.includes('M Bell: Rang again'))
    t.ok(
      line && Date.parse(line.at) - Date.parse(String(line.detail['writtenAt'])) > 19 * 60_000,
      'both instants are kept',
    )
    const account = await accountOf(block.day)
    t.match(
      account.numbers.find(({ number }) => number === block.first + 1),
      { state: 'paper', incidentId: incident.id, writtenAt: String },
    )
    t.match(await enter(block, block.first + 1), { status: 409, body: { type: '/problems/log-number/used' } })
    const close = { closingCategory: 'domestic', result: {} }
    t.match(
      await other.ask('POST', `/incidents/${incident.id}/close`, close),
      { status: 403, body: { type: '/problems/incident/own-call' } },
      'whoever took it on paper took the call',
    )
  },
)

t.test('what is not used is accounted for, with a reason, and never used again', async (t) => {
  const { body: block } = await reserve({ size: 4 })
  const path = `/log-number-blocks/${block.id}/unused`
  const [a, b, c, d] = block.open as [number, number, number, number]
  await enter(block, a)
  t.match(await handler.ask('POST', path, { numbers: [b], how: 'void', reason: 'x' }), { status: 403 })
  const wrong = await supervisor.ask('POST', path, { numbers: [b, a], how: 'returned', reason: 'Blank' })
  t.match(wrong, { status: 409, body: { type: '/problems/log-number/used' } })
  t.same((await accountOf(block.day)).numbers.filter(({ number }) => number === b)[0]?.state, 'reserved', 'all or none')
  await supervisor.must(200, 'POST', path, { numbers: [b], how: 'void', reason: 'Coffee over it' })
  t.match(await supervisor.must(200, 'POST', path, { numbers: [c, d], how: 'returned', reason: 'Blank' }), { open: [] })
  t.match(await enter(block, b), { status: 409, body: { type: '/problems/log-number/accounted' } })
  t.match(await enter(block, d + 1), { status: 409, body: { type: '/problems/log-number/not-reserved' } })
  const account = await accountOf(block.day)
  t.same(
    account.numbers.filter(({ number }) => number >= a && number <= d).map(({ state }) => state),
    ['paper', 'void', 'returned', 'returned'],
  )
  t.same(account.holes, [])
  await t.rejects(owner.query(`delete from log_number_unused`), /append-only/)
})

t.test('one sheet is entered by two while the supervisor calls it void: one of the three is told yes', async (t) => {
  const { body: block } = await reserve({ size: 6 })
  for (const number of block.open) {
    const answers = await Promise.all([
      enter(block, number),
      enter(block, number, {}, second),
      supervisor.ask('POST', `/log-number-blocks/${block.id}/unused`, {
        numbers: [number],
        how: 'void',
        reason: 'Gone',
      }),
    ])
    t.equal(answers.filter(({ status }) => status < 300).length, 1, answers.map(({ status }) => status).join(' '))
    t.equal(answers.filter(({ status }) => status === 409).length, 2)
  }
})

t.test('numbers of tomorrow are kept back tonight; limits and times that cannot be', async (t) => {
  const tomorrow = localDay(new Date(Date.now() + 26 * 3_600_000))
  const { body: block } = await reserve({ day: tomorrow, size: 3, reason: 'Paper goes over midnight' })
  t.same([block.first, block.last], [1, 3])
  t.match(await accountOf(tomorrow), { last: 3, counts: { reserved: 3 }, holes: [] })
  t.match(await reserve({ size: 101 }), { status: 400, body: { errors: [{ pointer: '/size' }] } })
  t.match(await reserve({ day: '2031-01-01' }), { status: 400, body: { errors: [{ pointer: '/day' }] } })
  t.match(await reserve({}, handler), { status: 403 })
  const { body: mine } = await reserve()
  t.match(await enter(mine, mine.first, { written: { day: '2027-03-28', clock: '01:30' } }), {
    status: 400,
    body: { type: '/problems/log-number/time', errors: [{ pointer: '/written' }] },
  })
  t.match(
    await enter(mine, mine.first, { lines: [{ written: { day: today(), clock: '24:00' }, by: 'x', text: 'x' }] }),
    {
      status: 400,
    },
  )
  t.match(await enter(mine, mine.first, { takenBy: mine.id }), {
    status: 404,
    body: { errors: [{ pointer: '/takenBy' }] },
  })
  t.match(await handler.ask('POST', `/log-number-blocks/${tomorrow}/paper-logs`, sheet(1)), { status: 400 })
  t.equal((await supervisor.must<Account>(200, 'GET', '/log-numbers/2026-10-25')).hours, 25)
  t.equal((await supervisor.must<Account>(200, 'GET', '/log-numbers/2027-03-28')).hours, 23)
})
