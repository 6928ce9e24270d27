import type { FastifyBaseLogger } from 'fastify'
import { type Actor, newId } from '../core/index.ts'
import { openDatabase } from '../db/index.ts'
import { Sessions } from '../http/index.ts'
import { ConsoleRoom, type PositionFeed, type RoomMetrics } from './console-room.ts'
import type { Snapshot } from './console-socket.ts'
import type { Hints } from './hints.ts'
import { PresenceBook } from './presence-book.ts'
import { ReceiptDesk } from './receipt-commands.ts'
import { Relay, type RelayMetrics } from './relay.ts'

/** What the live feed of one process is made from. */
export type LiveFeedOptions = {
  /** login of the service: the feed has connections of its own */
  serviceUrl: string
  /** a whole picture for this person with its epoch and number, from one repeatable-read transaction */
  takeSnapshot: (actor: Actor) => Promise<Snapshot>
  /** the last look at an event before it goes out: what must not be told is masked here */
  mask?: (data: unknown, incidentId: string | null) => unknown
  positions?: PositionFeed
  hints: Hints
  log: FastifyBaseLogger
  /** told who holds the tokens of open consoles, each second */
  sessions?: Sessions
}

/** The live feed of one process, started. */
export type LiveFeed = {
  room: ConsoleRoom
  /** something was committed here: this node looks now, others are given a hint */
  wake: () => void
  metrics: () => { relay: RelayMetrics; room: RoomMetrics }
  /** Says goodbye to every console, writes the receipts that came, and lets go of the store. */
  stop: () => Promise<void>
}

/** Few, and its own: commands that fill their pool do not silence the consoles, and replays do not starve commands. */
const CONNECTIONS = 6
const CHANNEL = 'journal'

/** Starts the feed at the journal's head. @throws when the store cannot be read */
export async function openLiveFeed({
  serviceUrl,
  takeSnapshot,
  mask,
  positions,
  hints,
  log,
  sessions: alsoTold,
}: LiveFeedOptions): Promise<LiveFeed> {
  const db = openDatabase(serviceUrl, CONNECTIONS)
  const relay = new Relay(db, serviceUrl, log, mask)
  const receipts = new ReceiptDesk(db, log)
  const sessions = new Sessions(db, alsoTold)
  const presence = new PresenceBook({
    hints,
    nodeId: newId(),
    findArea: async (incidentId) => {
      const row = await db.selectFrom('incident').select('area_id').where('id', '=', incidentId).executeTakeFirst()
      return row && { areaId: row.area_id }
    },
  })
  const room = new ConsoleRoom({ db, relay, receipts, sessions, takeSnapshot, positions, presence, log })
  try {
    await relay.start()
  } catch (error) {
    await db.destroy()
    throw error
  }
  hints.subscribe(CHANNEL, () => relay.wake())
  receipts.start()
  room.start()
  return {
    room,
    wake: () => {
      relay.wake()
      hints.publish(CHANNEL, '')
    },
    metrics: () => ({ relay: relay.metrics(), room: room.metrics() }),
    stop: async () => {
      room.stop()
      await relay.stop()
      await receipts.stop()
      await db.destroy()
    },
  }
}
