import type { AlarmKind } from '../supervision/alarm-kind.ts'
import type { Alarm } from './alarm-rules.ts'
import { say } from './words/say.ts'

/** What a desk has heard: when each alarm was first there, and when it sounded last. Milliseconds. */
export type Heard = {
  readonly first: ReadonlyMap<string, number>
  readonly emergencyAt: number
  readonly soundedAt: number
  /** something came that has not sounded yet */
  readonly owed: boolean
}

/** Nothing yet. */
export const nothingHeard: Heard = { first: new Map(), emergencyAt: -Infinity, soundedAt: -Infinity, owed: false }

const EMERGENCY_EVERY_MS = 5_000
/** More alarms than this in ten minutes are a flood (EEMUA 191): told by kind, with one sound in thirty seconds. */
const MOST_IN_TEN_MINUTES = 10
const TEN_MINUTES_MS = 600_000
const FLOOD_SOUND_EVERY_MS = 30_000

/**
 * What sounds now, and what was heard after it. `open` are the alarms that nobody has acknowledged and nobody has shelved;
 * `news`: something else came that sounds once, such as a new call of the most urgent grade.
 */
export function hear(
  heard: Heard,
  open: readonly Alarm[],
  now: number,
  news: boolean,
): { heard: Heard; tone?: 'emergency' | 'three' } {
  const fresh = open.filter(({ key, sound }) => sound !== 'none' && !heard.first.has(key))
  const there = new Set(open.map(({ key }) => key))
  const lately = [...heard.first].filter(([key, at]) => now - at < TEN_MINUTES_MS || there.has(key))
  const first = new Map([...lately, ...fresh.map(({ key }) => [key, now] as const)])
  const owed = heard.owed || news || fresh.some(({ sound }) => sound === 'three')
  if (open.some(({ sound }) => sound === 'emergency') && now - heard.emergencyAt >= EMERGENCY_EVERY_MS)
    return { heard: { ...heard, first, owed, emergencyAt: now }, tone: 'emergency' }
  const wait = isFlood({ ...heard, first }, now) ? FLOOD_SOUND_EVERY_MS : 0
  if (!owed || now - heard.soundedAt < wait) return { heard: { ...heard, first, owed } }
  return { heard: { ...heard, first, owed: false, soundedAt: now }, tone: 'three' }
}

/** Whether there are more alarms than anybody can answer one by one. */
export function isFlood({ first }: Pick<Heard, 'first'>, now: number): boolean {
  return [...first.values()].filter((at) => now - at < TEN_MINUTES_MS).length > MOST_IN_TEN_MINUTES
}

/** A row of the strip: one alarm, or in a flood all of one kind. */
export type AlarmRow = Alarm & { all: readonly Alarm[] }

/** The rows of the strip; in a flood each kind is one row, and an emergency always stands by itself. */
export function rowsOf(alarms: readonly Alarm[], flood: boolean): AlarmRow[] {
  const single = (alarm: Alarm): AlarmRow => ({ ...alarm, all: [alarm] })
  if (!flood) return alarms.map(single)
  const kinds = [...new Set(alarms.map(({ kind }) => kind))]
  return kinds.flatMap((kind) => {
    const all = alarms.filter((alarm) => alarm.kind === kind)
    const [one] = all
    if (!one || kind === 'emergency' || all.length === 1) return all.map(single)
    return [
      { ...one, key: `many/${kind}`, words: say(`alarm.many-${kind}`, { count: all.length }), incidentId: null, all },
    ]
  })
}

/** Kinds of alarm that may be shelved, as they are said. */
export const shelvable: readonly Exclude<AlarmKind, 'emergency'>[] = ['waiting', 'more-units', 'unseen', 'late']

/** The alarms without those that are shelved; an emergency never is (CONSOLES 1.3). */
export function unshelved(alarms: readonly Alarm[], shelved: readonly { kind: AlarmKind }[]): Alarm[] {
  return alarms.filter(({ kind }) => kind === 'emergency' || !shelved.some((one) => one.kind === kind))
}
