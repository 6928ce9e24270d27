import { briefingEvents } from '../briefings/index.ts'
import { contactEvents } from '../contacts/index.ts'
import { dispatchEvents } from '../dispatch/index.ts'
import { handoverEvents } from '../handover/index.ts'
import { historyEvents } from '../history/index.ts'
import { incidentEvents } from '../incidents/index.ts'
import type { EventSchemas } from '../journal/index.ts'
import { logNumberEvents } from '../log-numbers/index.ts'
import { ppuEvents } from '../ppu/index.ts'
import { protectionEvents } from '../protection/index.ts'
import { qualityEvents } from '../quality/index.ts'
import { roadEvents } from '../roads/index.ts'
import { staffEvents } from '../staff/index.ts'
import { supervisionEvents } from '../supervision/index.ts'
import { transferEvents } from '../transfers/index.ts'
import { unitEvents } from '../units/index.ts'
import { liveEvents } from './live-contract.ts'

/** The events of every room, by room. Each room that records events is listed here. */
export const eventRooms: Readonly<Record<string, EventSchemas>> = {
  contacts: contactEvents,
  protection: protectionEvents,
  history: historyEvents,
  incidents: incidentEvents,
  'log-numbers': logNumberEvents,
  units: unitEvents,
  dispatch: dispatchEvents,
  roads: roadEvents,
  briefings: briefingEvents,
  supervision: supervisionEvents,
  quality: qualityEvents,
  handover: handoverEvents,
  ppu: ppuEvents,
  transfers: transferEvents,
  staff: staffEvents,
  live: liveEvents,
}

/** Every event there is: its name to the schema of its data. For AsyncAPI, and to check the journal. */
export const eventCatalogue: EventSchemas = Object.fromEntries(gather(eventRooms))

/** @throws Error when two rooms use one name */
export function gather(rooms: Readonly<Record<string, EventSchemas>>): Map<string, EventSchemas[string]> {
  const all = new Map<string, EventSchemas[string]>()
  for (const [room, events] of Object.entries(rooms)) {
    for (const [type, schema] of Object.entries(events)) {
      if (all.has(type)) throw new Error(`${room} records ${type}, and so does another room`)
      all.set(type, schema)
    }
  }
  return all
}
