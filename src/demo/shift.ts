import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { localDay, newId } from '../core/index.ts'
import { openRouter } from '../routing/index.ts'
import { SeededRandom } from './seeded-random.ts'
import type { ScriptedCall } from './shift-call.ts'
import { type CallBook, openCallBook } from './shift-calls.ts'
import { isEnded, ShiftClock } from './shift-clock.ts'
import { Closer } from './shift-closer.ts'
import { CrewRoom } from './shift-crews.ts'
import { dayAfter, dayPlayedFor, secondsOfDay } from './shift-day-rules.ts'
import { Dispatcher } from './shift-dispatchers.ts'
import { HandlerRoom } from './shift-handlers.ts'
import { Leftovers } from './shift-leftovers.ts'
import { VehicleLocations } from './shift-positions.ts'
import { ShiftRoom } from './shift-room.ts'
import { openShiftStreets } from './shift-streets.ts'
import { Supervisor } from './shift-supervisors.ts'
import { type ShiftReport, ShiftTally } from './shift-tally.ts'
import { Telephony } from './shift-telephony.ts'

export type { ShiftReport } from './shift-tally.ts'

/** Roles that the shift plays; telephony rings in any case. */
export const playableRoles = ['handlers', 'dispatchers', 'crews', 'supervisors'] as const
export type PlayableRole = (typeof playableRoles)[number]

export type ShiftOptions = {
  /** of the service */
  url: string
  /** tokens of the outside systems, as the demo force wrote them */
  accountsFile: string
  /** `data/` of this build */
  dataFolder: string
  /** how many times as fast as the clock; Infinity: as fast as the service takes it, everything else compressed */
  speed: number
  /** a day of the data, 2023-01-01 to 2023-01-20, played once from midnight; without it from now on, day after day */
  day?: string
  /** no more than so many calls, and then the shift ends */
  calls?: number
  onLog?: (line: string) => void
  playRoles?: readonly PlayableRole[]
}

/** A shift that is being played. */
export type ShiftHandle = {
  /** the report, when everything of the day is worked or the shift was stopped; rejects when it could not begin */
  done: Promise<ShiftReport>
  stop: () => Promise<void>
}

const accounts = z.object({ telephony: z.string(), avl: z.string(), terminals: z.string() })

const HANDLERS = ['handler1', 'handler2', 'handler3', 'handler4']
const DISPATCHERS = ['dispatch.north', 'dispatch.west', 'dispatch.south']
/** So many calls of just before it begins ring at once, one every so many seconds: a room is not empty at first. */
const HEAD_START_CALLS = 6
const HEAD_START_APART = 6
/** At full speed as many calls wait for a handler at most: more would only wait. */
const MOST_WAITING = 6
/** Nothing has moved for this long: what is unfinished stays so, and is in the report. */
const STALLED_SECONDS = 4 * 3_600
const STALLED_MS = 45_000
const LOOK_MS = 100

/**
 * Plays a shift through the public interface, as telephony, control room, vehicles and crews would: real calls of
 * one day on Cumbrian streets (DESIGN §7). It touches no database and survives restarts of the service.
 */
export async function startShift(options: ShiftOptions): Promise<ShiftHandle> {
  const ending = new AbortController()
  const clock = new ShiftClock(options.speed, ending.signal)
  const tally = new ShiftTally()
  const { onLog = () => undefined } = options
  const room = new ShiftRoom({ url: options.url, clock, tally, random: new SeededRandom(`shift/${newId()}`), onLog })
  const play = playAll(room, options)
  const done = play
    .catch((error: unknown) => {
      if (!isEnded(error)) throw error
    })
    .finally(async () => {
      ending.abort()
      await room.settle()
      room.close()
    })
    .then(() => tally.report(room.ours))
  // a rejection is whoever waits for `done`'s; without anybody it must not end the process
  done.catch((error: unknown) =>
    onLog(`shift: it could not be played: ${error instanceof Error ? error.message : String(error)}`),
  )
  return {
    done,
    stop: async () => {
      ending.abort()
      await done.catch(() => undefined)
    },
  }
}

async function playAll(room: ShiftRoom, options: ShiftOptions): Promise<void> {
  const { clock } = room
  const tokens = accounts.parse(JSON.parse(readFileSync(options.accountsFile, 'utf8')))
  const plays = new Set<PlayableRole>(options.playRoles ?? playableRoles)
  const streets = openShiftStreets(options.dataFolder)
  const book = openCallBook(options.dataFolder, streets)
  const router = plays.has('crews') ? await openRouter({ dataFolder: options.dataFolder }) : undefined
  try {
    const handlers = plays.has('handlers') ? await seatHandlers(room, options.day === undefined) : undefined
    if (plays.has('supervisors')) await seatSupervisor(room)
    if (plays.has('dispatchers')) await seatDispatchers(room)
    const crews = router && (await seatCrews(room, tokens, router, streets))
    const telephony = new Telephony(room, room.open({ token: tokens.telephony }), newId(), (contactId, call) =>
      handlers?.acknowledged(contactId, call),
    )
    const isFree = () => !clock.isCompressed || (handlers?.waiting ?? 0) + telephony.underWay < MOST_WAITING
    room.say(`shift: playing at ${clock.isCompressed ? 'full speed' : `${clock.speed} times the clock`}`)
    await ring(room, telephony, callsToPlay(options, book), isFree)
    await until(room, () => telephony.underWay === 0 && (handlers?.isIdle ?? true))
    room.say(`shift: every call is handled; ${room.ours.size} incidents are being worked`)
    if (crews && plays.has('dispatchers') && plays.has('supervisors'))
      await until(room, () => room.ours.size === 0 && crews.isIdle)
  } finally {
    await router?.close()
  }
}

type TimedCall = { call: ScriptedCall; atSeconds: number }

/** The calls in order, each at its second of the shift: one day, or from now on day after day. */
function* callsToPlay({ day, calls = Number.POSITIVE_INFINITY }: ShiftOptions, book: CallBook): Generator<TimedCall> {
  let left = calls
  if (day !== undefined) {
    for (const call of book.callsOf(day, localDay(new Date())).slice(0, left)) yield { call, atSeconds: call.atSeconds }
    return
  }
  let today = localDay(new Date())
  let from = secondsOfDay(new Date())
  let midnight = -from
  for (;;) {
    const all = book.callsOf(dayPlayedFor(today), today)
    const isFirstDay = from > 0
    const past = all.filter(({ atSeconds }) => atSeconds < from).length
    const first = isFirstDay ? Math.max(0, past - HEAD_START_CALLS) : 0
    for (const [place, call] of all.slice(first).entries()) {
      if (left <= 0) return
      left -= 1
      const soonest = isFirstDay ? Math.min(place, HEAD_START_CALLS) * HEAD_START_APART : 0
      yield { call: { ...call, id: `${today}/${call.id}` }, atSeconds: Math.max(midnight + call.atSeconds, soonest) }
    }
    today = dayAfter(today)
    midnight += 86_400
    from = 0
  }
}

async function ring(
  room: ShiftRoom,
  telephony: Telephony,
  calls: Iterable<TimedCall>,
  isFree: () => boolean,
): Promise<void> {
  const { clock } = room
  for (const { call, atSeconds } of calls) {
    if (clock.isCompressed) while (!isFree()) await clock.sleep(0, { atLeastMs: 5 })
    else if (atSeconds > clock.now()) await clock.sleep(atSeconds - clock.now())
    clock.signal.throwIfAborted()
    await telephony.ring(call)
  }
}

/** Waits until it is so, or until nothing has moved for longer than anything of the shift takes. */
async function until(room: ShiftRoom, isSo: () => boolean): Promise<void> {
  const { clock, tally } = room
  const patienceMs = Math.max(STALLED_MS, (STALLED_SECONDS / clock.speed) * 1_000)
  while (!isSo()) {
    if (performance.now() - tally.movedAt > patienceMs)
      return room.say('shift: nothing moves any more; what is unfinished stays so')
    await clock.sleep(0, { atLeastMs: LOOK_MS })
  }
}

async function seatHandlers(room: ShiftRoom, takesUpLeftovers: boolean): Promise<HandlerRoom> {
  const desks = HANDLERS.map((username) => room.open({ username }))
  const [first] = desks
  if (!first) throw new Error('a room without handlers')
  await room.learnGrades(first)
  const handlers = new HandlerRoom(room, desks)
  await room.follow(first, 'handlers', {
    onReset: (snapshot) => handlers.load(snapshot),
    onEvent: (event) => handlers.take(event),
  })
  if (takesUpLeftovers) room.run(() => new Leftovers(room, first).watch())
  return handlers
}

async function seatDispatchers(room: ShiftRoom): Promise<void> {
  await Promise.all(
    DISPATCHERS.map(async (username, index) => {
      const client = room.open({ username })
      await room.learnGrades(client)
      const closer = new Closer(room, client, {
        locked: false,
        as: 'byDispatchers',
        find: (id) => dispatcher.board.incidents.get(id),
      })
      const dispatcher: Dispatcher = new Dispatcher(room, client, username, { takesUnplaced: index === 0, closer })
      await room.follow(client, username, {
        onReset: (snapshot) => dispatcher.load(snapshot),
        onEvent: (event) => dispatcher.take(event),
      })
    }),
  )
}

async function seatSupervisor(room: ShiftRoom): Promise<void> {
  const client = room.open({ username: 'supervisor1' })
  await room.learnGrades(client)
  const closer = new Closer(room, client, {
    locked: true,
    as: 'bySupervisors',
    find: (id) => supervisor.board.incidents.get(id),
  })
  const supervisor: Supervisor = new Supervisor(room, closer)
  await room.follow(client, 'supervisor', {
    onReset: (snapshot) => supervisor.load(snapshot),
    onEvent: (event) => supervisor.take(event),
  })
}

async function seatCrews(
  room: ShiftRoom,
  tokens: z.output<typeof accounts>,
  router: Awaited<ReturnType<typeof openRouter>>,
  streets: ReturnType<typeof openShiftStreets>,
): Promise<CrewRoom> {
  const client = room.open({ token: tokens.terminals })
  await room.learnGrades(client)
  const locations = new VehicleLocations(room, room.open({ token: tokens.avl }))
  const crews = new CrewRoom(room, { client, router, locations, streets, patrols: room.clock.speed <= 60 })
  locations.start()
  await room.follow(client, 'terminals', {
    onReset: (snapshot) => crews.load(snapshot),
    onEvent: (event) => crews.take(event),
  })
  return crews
}
