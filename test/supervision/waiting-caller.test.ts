import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { testDatabase } from '../support/index.ts'
import { timeOf } from '../support/passing-time.ts'
import { type Incident, open, recommended, spots } from '../support/way-of-a-call.ts'

/**
 * Over real HTTP, websockets and timers: an incident that should be attended within 60 minutes waits for 90, and
 * everything that anybody was told of it, with the minute (F3: in the inspections such incidents waited for hours).
 */
const database = await testDatabase(t, { template: 'demo' })
const room = await openControlRoom(t, { databaseOf: database })
const time = await timeOf(t, database)
const [handler, north, supervisor] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('dispatch.north'),
  room.signIn('supervisor1'),
])
await Promise.all([handler.follow(), north.follow(), supervisor.follow()])

type Clock = {
  starts: Record<string, string | null>
  grade: string
  attendBy: string
  firstGrade: string
  firstAttendBy: string
  gradings: { direction: string; grade: string; startedFrom: string }[]
  told: { kind: string; post: string; at: string; acknowledgedBy: string | null; resolvedAt: string | null }[]
}
const clockOf = (id: string) => supervisor.must<Clock>(200, 'GET', `/incidents/${id}/clock`)

/** Who was told what of it, in the minute in which it was: `minute kind -> post`. */
async function told(id: string): Promise<string[]> {
  const { told: all, starts } = await clockOf(id)
  const opened = Date.parse(String(starts['created']))
  const minuteOf = (at: string) => Math.floor((Date.parse(at) - opened) / 60_000)
  return all
    .map(({ kind, post, at }) => `${minuteOf(at)} ${kind} -> ${post}`)
    .sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10) || one.localeCompare(other))
}

let waits: Incident

t.test('90 minutes of a 60-minute grade: who was told what, and when', async (t) => {
  waits = await open(handler, {
    type: 'domestic',
    summary: 'An argument yesterday; he has moved out.',
    location: spots.carlisle,
    needs: { safeNumber: '+447700900142' },
    grade: '2',
  })
  const { candidates } = await recommended(north, waits.id)
  const nearest = Math.min(...candidates.flatMap(({ rank, travel }) => (rank && travel.seconds) || []))
  t.ok(nearest < 30 * 60, `somebody could be there in ${nearest} s`)

  await time.passUntil(40, waits.id)
  t.same(await told(waits.id), [
    '5 incident-unowned -> dispatcher',
    '6 incident-unowned -> supervisor',
    '10 incident-unowned -> duty-inspector',
    '15 incident-unassigned -> dispatcher',
    '16 incident-unassigned -> supervisor',
    '20 caller-waiting -> dispatcher',
    '20 incident-unassigned -> duty-inspector',
    '25 caller-waiting -> supervisor',
    '30 clock-running -> dispatcher',
    '35 caller-waiting -> duty-inspector',
  ])

  // spoken to on the safe number: that one is over, and comes again after twenty minutes
  t.match(
    await handler.must(201, 'POST', `/incidents/${waits.id}/reassessments`, {
      reached: 'spoken',
      thrive: { threat: 'He has sent messages today', vulnerability: 'Alone with two children' },
    }),
    { version: 1 },
  )
  const over = await north.until(
    ({ type, data }) =>
      type === 'exception-resolved' &&
      (data?.['exception'] as { kind?: string } | undefined)?.kind === 'caller-waiting',
  )
  t.match(over.data, { exception: { incidentId: waits.id, because: /safe number only/, resolvedAt: String } })

  await time.passUntil(90, waits.id)
  const later = (await told(waits.id)).slice(10)
  const unmeetable = Math.floor(60 - nearest / 60)
  t.same(
    later.filter((line) => !line.includes('cannot-be-met')),
    [
      '60 caller-waiting -> dispatcher',
      '60 clock-breached -> dispatcher',
      '60 clock-breached -> supervisor',
      '65 caller-waiting -> supervisor',
      '70 clock-breached -> duty-inspector',
      '75 caller-waiting -> duty-inspector',
    ],
  )
  const cannot = later.filter((line) => line.includes('cannot-be-met'))
  t.ok(cannot.length > 0, 'and before the breach, when the last unit that could have made it no longer could')
  t.ok(
    cannot.every((line) => Math.abs(Number.parseInt(line, 10) - unmeetable) <= 10),
    `${cannot.join(', ')}; by road at ${unmeetable}`,
  )
})

t.test('it is the first line for everybody, and the first clock is kept when it gets worse', async (t) => {
  const { lines } = await north.must<{ lines: { first: { incidentId: string; kind: string }; kinds: string[] }[] }>(
    200,
    'GET',
    '/exceptions',
  )
  t.match(lines[0], { first: { incidentId: waits.id } })
  t.ok(lines[0]?.kinds.includes('clock-breached'))

  const before = await clockOf(waits.id)
  await handler.must(201, 'POST', `/incidents/${waits.id}/reassessments`, { reached: 'spoken', worse: true })
  const after = await clockOf(waits.id)
  t.match(after, {
    grade: '1',
    firstGrade: '2',
    firstAttendBy: before.firstAttendBy,
    gradings: [
      { grade: '2', direction: 'first', startedFrom: 'created' },
      { grade: '1', direction: 'raised' },
    ],
  })
  t.equal(after.attendBy, before.attendBy, 'what has run out is not given more time by being raised')
  const versions = await supervisor.must<object[]>(200, 'GET', `/incidents/${waits.id}/reassessments`)
  t.match(versions, [
    { version: 1, worse: false, grade: '2', thrive: { threat: 'He has sent messages today', harm: '' } },
    { version: 2, worse: true, grade: '2' },
  ])
  const log = await supervisor.must<{ entries: { text: string }[] }>(200, 'GET', `/incidents/${waits.id}`)
  const lines2 = log.entries.map(({ text }) => text)
  t.ok(lines2.includes('Duty inspector told: The clock has run out. Nobody arrived in time, and no unit is going'))
  t.notOk(
    lines2.some((line) => line.includes('+44')),
    'no number on it',
  )
})
