import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readCsv } from '../core/index.ts'
import { readDemoPlan } from './demo-plan.ts'
import { type RealCall, replayTable, type ScriptedCall } from './shift-call.ts'
import { scriptCall } from './shift-call-rules.ts'
import { isDayOfData } from './shift-day-rules.ts'
import type { ShiftStreets } from './shift-streets.ts'

/** The calls of a day, in the order in which they come. */
export type CallBook = {
  /** `today` is the local day they are played on. @throws RangeError when the data do not hold that day */
  callsOf: (day: string, today: string) => ScriptedCall[]
}

/** Opens the real calls (San Diego, January 2023) and what makes them ours. */
export function openCallBook(dataFolder: string, streets: ShiftStreets): CallBook {
  const file = join(dataFolder, 'force', 'replay-call-types.json')
  const table = replayTable.parse(JSON.parse(readFileSync(file, 'utf8')))
  const { showcases } = readDemoPlan(dataFolder)
  return {
    callsOf: (day, today) => {
      if (!isDayOfData(day))
        throw new RangeError(`There are no calls of ${day}: the data hold 2023-01-01 to 2023-01-20.`)
      return readRealCalls(dataFolder, day).map((call) => scriptCall(call, { table, streets, showcases, today }))
    },
  }
}

/** The calls of one day as San Diego recorded them, by time. */
export function readRealCalls(dataFolder: string, day: string): RealCall[] {
  const file = join(dataFolder, 'san-diego-police-cfs-2023-01', 'pd_calls_for_service_2023_datasd_first20days.csv.gz')
  const columns = [
    'incident_num',
    'date_time',
    'address_number_primary',
    'address_dir_primary',
    'address_road_primary',
    'address_sfx_primary',
    'address_dir_intersecting',
    'address_road_intersecting',
    'address_sfx_intersecting',
    'call_type',
    'disposition',
    'priority',
  ] as const
  const calls: RealCall[] = []
  for (const row of readCsv(gunzipSync(readFileSync(file)).toString('utf8'), columns)) {
    if (!row.date_time.startsWith(day)) continue
    const [hours = 0, minutes = 0, seconds = 0] = row.date_time.slice(11).split(':').map(Number)
    calls.push({
      id: row.incident_num,
      atSeconds: hours * 3_600 + minutes * 60 + seconds,
      block: columns
        .slice(2, 9)
        .map((column) => row[column])
        .filter(Boolean)
        .join(' '),
      callType: row.call_type,
      disposition: row.disposition,
      priority: row.priority,
    })
  }
  return calls.sort((a, b) => a.atSeconds - b.atSeconds || (a.id < b.id ? -1 : 1))
}
