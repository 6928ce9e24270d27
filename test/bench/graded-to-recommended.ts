import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { SeededRandom } from '../../src/demo/seeded-random.ts'
import { ProblemAnswer, type ShiftClient } from '../../src/demo/shift-client.ts'
import type { IncidentView } from '../../src/incidents/index.ts'
import type { Ground } from './bench-ground.ts'
import { contest, type Measure, timed } from './bench-measure.ts'
import { BenchRoom } from './bench-room.ts'
import { BenchService } from './bench-service.ts'

const CALLS_A_SECOND = 5
/** Seconds of calls that are played first and not counted, and of those that are. */
const LENGTH = { whole: { warmUp: 5, counted: 60 }, quick: { warmUp: 2, counted: 8 } }
/** How long a handler listens before grading: the automatic checks are done by then, as they are in a real call. */
const LISTENING_MS = 1_500
const COMMIT_EVERY_MS = 250

/** A call as it is in the force's own history: what it was about, from where, from which number. */
type Call = {
  number: string | null
  type: string
  domestic_abuse: boolean
  premises_id: string | null
  lat: number
  lon: number
}

/**
 * From the moment a handler's grade leaves to the recommendation with its briefing on the socket of the area's dispatcher:
 * HTTP, the search over all units on duty, the briefing, the commit of all of it, the journal, the relay to twenty
 * consoles. Calls come at random moments, five in a second; the rival is one row committed in the same minute.
 */
export function measureRecommending(ground: Ground): Promise<Measure[]> {
  return measureWith(ground, { consoles: 20, limits: { p50: 15, p99: 60 } })
}

/** The same with a hundred consoles open. */
export function measureRecommendingToMany(ground: Ground): Promise<Measure[]> {
  return measureWith(ground, { consoles: 100, limits: { p50: 5, p99: 25 } })
}

async function measureWith(
  ground: Ground,
  { consoles, limits }: { consoles: number; limits: { p50: number; p99: number } },
): Promise<Measure[]> {
  const { quick, onEnd, say } = ground
  const { warmUp, counted } = quick ? LENGTH.quick : LENGTH.whole
  const folder = ground.folder('force')
  const service = await BenchService.startAgain(ground, folder)
  const { ownerUrl, adminUrl } = await ground.postgres(folder)
  const room = await BenchRoom.open(service, ownerUrl, consoles)
  onEnd(() => room.close())

  const random = new SeededRandom('graded to recommended')
  const calls = await listCalls(ownerUrl, (warmUp + counted) * CALLS_A_SECOND)
  const commits = await sampleCommits(ground, adminUrl)
  say(`${room.consoles} consoles, ${calls.length} calls in ${warmUp + counted} s ...`)
  const began = performance.now()
  const samples: number[] = []
  const play = async (call: Call, index: number, atSeconds: number) => {
    await wait(began + atSeconds * 1_000 - performance.now())
    const milliseconds = await gradeOne(room, call, index)
    if (atSeconds >= warmUp) samples.push(milliseconds)
  }
  await Promise.all(calls.map((call, index) => play(call, index, random.fraction() * (warmUp + counted))))
  await commits.stop()
  if (room.lost.length > 0) throw new Error(`consoles lost their feed: ${room.lost.join(', ')}`)
  return contest({
    name: `graded to recommendation on the dispatcher’s socket, ${consoles} consoles`,
    samples,
    limits,
    rival: { name: 'one synchronous commit', samples: commits.samples },
  })
}

/** One call from ring to recommendation. @returns milliseconds from sending the grade */
async function gradeOne(room: BenchRoom, call: Call, index: number): Promise<number> {
  const handler = room.handler(index)
  const contact = await room.telephony.command<{ id: string }>('POST', '/contacts', {
    channel: '999',
    number: call.number,
  })
  const incident = await handler.command<IncidentView>('POST', '/incidents', {
    contactId: contact.id,
    type: call.type,
    summary: 'The caller says what happened, and that it may happen again.',
    happeningNow: index % 2 === 0,
    domesticAbuse: call.domestic_abuse,
    location: call.premises_id
      ? { placeId: call.premises_id }
      : { lat: call.lat, lon: call.lon, text: 'where the caller stands' },
  })
  await wait(LISTENING_MS)
  const proposed = incident.proposal.grade === '1' || incident.flags.domesticAbuse ? '1' : '2'
  const recommended = room.awaitRecommendation(incident)
  const sentAt = await grade(handler, incident.id, proposed)
  return (await recommended) - sentAt
}

/** Grades as proposed; the checks may have made a grade 1 binding meanwhile. @returns when the grade that counted was sent */
async function grade(handler: ShiftClient, incidentId: string, to: string): Promise<number> {
  const sentAt = performance.now()
  try {
    await handler.command('POST', `/incidents/${incidentId}/grade`, { grade: to })
    return sentAt
  } catch (error) {
    if (to === '1' || !(error instanceof ProblemAnswer && error.code === 'grade/binding')) throw error
    return grade(handler, incidentId, '1')
  }
}

/** Calls of the invented history, drawn at random but the same each time. */
async function listCalls(ownerUrl: string, count: number): Promise<Call[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<Call>(
      `select c.number, i.type, i.domestic_abuse, i.premises_id, i.lat, i.lon
       from incident i join contact c on c.incident_id = i.id
       where i.imported and i.lat is not null order by md5(i.day_number || i.local_day::text) limit $1`,
      [count],
    )
    return rows
  } finally {
    await client.end()
  }
}

/** Commits one row every so often beside the load, on the same Postgres, until it is stopped. */
async function sampleCommits(
  { onEnd }: Ground,
  adminUrl: string,
): Promise<{ samples: number[]; stop: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  onEnd(() => client.end())
  await client.query('create table if not exists bench_commit (n int)')
  const samples: number[] = []
  const ending = new AbortController()
  const sampling = (async () => {
    while (!ending.signal.aborted) {
      samples.push(await timed(() => client.query('insert into bench_commit values (1)')))
      await wait(COMMIT_EVERY_MS)
    }
  })()
  const stop = async () => {
    ending.abort()
    await sampling
  }
  // undone before the connection is: nothing is sent on one that is closed
  onEnd(stop)
  return { samples, stop }
}
