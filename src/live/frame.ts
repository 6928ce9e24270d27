import { z } from 'zod'
import { roles } from '../core/actor.ts'

/** The protocol's name and version (docs: Control-Room Delivery 1); a console that finds another loads itself again. */
export const PROTOCOL = 'CRD/1'

const seq = z.int().min(0)
const epoch = z.uuid()
const instant = z.iso.datetime()

/** Whoever the service takes this console for; the console shows it, and rights are checked against it. */
export const you = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  areas: z.array(z.string()),
  unitId: z.uuid().nullable(),
})

/** One unit's place. Its age is `pos.time - fixedAt`, whatever the console's own clock says. */
export const unitPosition = z.object({
  unitId: z.uuid(),
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
  speedKmh: z.number().nullable(),
  heading: z.number().nullable(),
  fixedAt: instant,
})

/**
 * The first frame. When `you` is not who the console was before, its picture is of other rights: it resumes with
 * null. `you` comes again with `reset`, when rights change while the console is open.
 */
export const hello = z.object({ frame: z.literal('hello'), protocol: z.literal(PROTOCOL), epoch, seq, you })

/** One event. `prev` is the last number sent on this socket: when it is not what the console has, there is a hole. */
export const ev = z.object({
  frame: z.literal('ev'),
  seq,
  prev: seq,
  type: z.string(),
  at: instant,
  incidentId: z.uuid().optional(),
  data: z.unknown(),
})

/** Numbers this console may not see, `from` and `to` included; nothing else is said of them. */
export const skip = z.object({ frame: z.literal('skip'), from: seq, to: seq })

/** Everything up to `seq` was sent; what follows is sent as it happens. */
export const live = z.object({ frame: z.literal('live'), seq })

/** Heartbeat: the newest number there is, and the service's clock. */
export const hb = z.object({ frame: z.literal('hb'), seq, time: instant })

/**
 * Forget everything and start from this. `unreceipted` are numbers up to `seq` that no console has receipted
 * yet: receipt them when the snapshot is on screen.
 */
export const reset = z.object({
  frame: z.literal('reset'),
  epoch,
  seq,
  you,
  unreceipted: z.array(seq),
  snapshot: z.unknown(),
})

/** Where units are: only those that changed since the last `pos`; outside the numbered stream, newest wins. */
export const pos = z.object({ frame: z.literal('pos'), time: instant, units: z.array(unitPosition) })

/** Others who have incidents open, all of them, when that changes; outside the numbered stream, newest wins. */
export const presence = z.object({
  frame: z.literal('presence'),
  incidents: z.array(z.object({ incidentId: z.uuid(), by: z.array(z.object({ id: z.uuid(), name: z.string() })) })),
})

/** The last frame before the service closes the socket with this code (`closeCodes`). */
export const goodbye = z.object({ frame: z.literal('goodbye'), code: z.int(), reason: z.string() })

/** Everything the service may send. Unknown keys are ignored, so that an older console goes on. */
export const serverFrame = z.discriminatedUnion('frame', [hello, ev, skip, live, hb, reset, pos, presence, goodbye])

/** Where a console left off; both null when it has nothing yet. */
export const resume = z.strictObject({
  frame: z.literal('resume'),
  epoch: epoch.nullable(),
  seq: seq.nullable(),
})

/** The event is on screen. `shownAt` is the console's clock: it is checked for form, and never measured with. */
export const receipt = z.strictObject({
  frame: z.literal('receipt'),
  seq: seq.min(1),
  shownAt: z.iso.datetime({ offset: true }),
})

/** The console's page is alive, not only its network. */
export const pong = z.strictObject({ frame: z.literal('pong') })

/** The incident that is open on this desk; null: none. Told to whoever else may see it, gone with the socket. */
export const look = z.strictObject({ frame: z.literal('look'), incidentId: z.uuid().nullable() })

/** Everything a console may send; anything else closes it with `badFrame`. */
export const clientFrame = z.discriminatedUnion('frame', [resume, receipt, pong, look])

export type You = z.output<typeof you>
export type UnitPosition = z.output<typeof unitPosition>
export type ServerFrame = z.output<typeof serverFrame>
export type ClientFrame = z.output<typeof clientFrame>
export type Resume = z.output<typeof resume>

/** Close codes of ours, and the three of RFC 6455 that a console meets. */
export const closeCodes = {
  /** the service is stopping: connect again, to any node */
  goingAway: 1001,
  /** an inbound message over 16 KiB (RFC 6455's own code) */
  tooBig: 1009,
  /** the journal or the snapshot could not be read: connect again in a moment */
  tryAgain: 1013,
  /** a frame that is not of the protocol, or too many of them: `reason` says which */
  badFrame: 4400,
  /** the session ended or expired */
  session: 4401,
  /** the right to the live feed was taken away */
  rights: 4403,
  /** more than 1 MiB or 5 s behind: connect again and resume */
  tooSlow: 4008,
} as const
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]
