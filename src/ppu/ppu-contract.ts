import { z } from 'zod'

const instant = z.string().nullable()
/** An entry of the queue: nothing of what a caller said. Instants are ISO strings. */
export const ppuEntry = z.strictObject({
  incidentId: z.uuid(),
  reference: z.string(),
  areaId: z.string().nullable(),
  status: z.enum(['open', 'closed']),
  type: z.string(),
  grade: z.string().nullable(),
  repeatVictim: z.boolean(),
  vulnerable: z.boolean(),
  because: z.enum(['attended', 'closed']),
  queuedAt: z.string(),
  acknowledgedAt: instant,
  acknowledgedBy: z.string().nullable(),
})
export type PpuEntry = z.output<typeof ppuEntry>

/** What nobody has acknowledged, the oldest first; then what was acknowledged within a week, the newest first. */
export const ppuQueueView = z.array(ppuEntry)
export const ppuParams = z.strictObject({ incidentId: z.uuid() })

const about = { entry: ppuEntry }

/** Events of this room. */
export const ppuEvents = {
  'ppu-queued': z.strictObject(about),
  'ppu-acknowledged': z.strictObject(about),
} as const
