import type { z } from 'zod'
import type { briefingEvents } from '../briefings/briefing-contract.ts'
import type { contactEvents } from '../contacts/contact-contract.ts'
import type { dispatchEvents } from '../dispatch/dispatch-contract.ts'
import type { handoverEvents } from '../handover/handover-contract.ts'
import type { historyEvents } from '../history/history-contract.ts'
import type { incidentEvents } from '../incidents/incident-contract.ts'
import type { liveEvents } from '../live/live-contract.ts'
import type { logNumberEvents } from '../log-numbers/log-number-contract.ts'
import type { ppuEvents } from '../ppu/ppu-contract.ts'
import type { protectionEvents } from '../protection/protection-contract.ts'
import type { qualityEvents } from '../quality/quality-contract.ts'
import type { roadEvents } from '../roads/road-change-contract.ts'
import type { staffEvents } from '../staff/staff-contract.ts'
import type { supervisionEvents } from '../supervision/exception-contract.ts'
import type { transferEvents } from '../transfers/transfer-contract.ts'
import type { unitEvents } from '../units/unit-contract.ts'

type Schemas = typeof contactEvents &
  typeof protectionEvents &
  typeof historyEvents &
  typeof incidentEvents &
  typeof unitEvents &
  typeof dispatchEvents &
  typeof briefingEvents &
  typeof roadEvents &
  typeof supervisionEvents &
  typeof qualityEvents &
  typeof staffEvents &
  typeof logNumberEvents &
  typeof handoverEvents &
  typeof ppuEvents &
  typeof transferEvents &
  typeof liveEvents

/** One event of the live feed, by its type, as each room's contract says it. */
export type BoardEvent = {
  [K in keyof Schemas]: { type: K; seq: number; at: string; data: z.output<Schemas[K]> }
}[keyof Schemas]
