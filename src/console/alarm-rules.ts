import type { AlarmKind } from '../supervision/alarm-kind.ts'
import type { UnitView } from '../units/unit.ts'
import type { Board } from './board.ts'
import type { Escalation, ForceWords } from './force-words.ts'
import type { QueueRow } from './queue-rules.ts'
import { elapsed } from './time-words-rules.ts'
import { say } from './words/say.ts'

/** How an alarm sounds: an emergency 3 + 2 pulses every five seconds, three pulses once, or not at all. */
export type AlarmSound = 'emergency' | 'three' | 'none'
/**
 * Something this desk must answer now. Everything else is a quiet mark in a list. The key of one that comes
 * again by time carries a number, so that it is acknowledged for this time only.
 */
export type Alarm = {
  key: string
  kind: AlarmKind
  words: string
  incidentId: string | null
  sound: AlarmSound
}

type AlarmFacts = { board: Board; rows: readonly QueueRow[]; words: ForceWords; role: string; now: number }

/**
 * The alarms of a desk that dispatches or supervises, the gravest first. After how long, and whose, is the force's: what the
 * service raises by definition `escalation` sounds here by the same numbers, also while nobody answers. Without one in force
 * nothing alarms that needs a number.
 */
export function listAlarms(facts: AlarmFacts): Alarm[] {
  return [...emergencies(facts), ...moreUnits(facts), ...withoutUnit(facts), ...unseen(facts), ...lateSoon(facts)]
}

/** Units whose officer needs help now, by the force's own state table. */
export function unitsInEmergency(board: Board, words: ForceWords): UnitView[] {
  return [...board.units.values()].filter(({ state }) =>
    words.unitStates.some(({ code, emergency }) => emergency && code === state),
  )
}

function emergencies({ board, words, now }: AlarmFacts): Alarm[] {
  return unitsInEmergency(board, words).map((unit) => ({
    key: `emergency/${unit.id}/${unit.stateAt}`,
    kind: 'emergency',
    words: say('alarm.emergency', {
      callsign: unit.callsign,
      since: elapsed(now - Date.parse(unit.stateAt)),
      on: unit.commitment?.reference ?? '',
    }),
    incidentId: unit.commitment?.incidentId ?? null,
    sound: 'emergency',
  }))
}

/** After how many seconds a role is told of this, by the force's chain; undefined: never. */
function toldAfter(
  escalation: Escalation | undefined,
  kind: Escalation['exceptions'][number]['kind'],
  grade: string | null,
  role: string,
): number | undefined {
  const rule = escalation?.exceptions.find((one) => one.kind === kind)
  const line = rule?.after.find(({ grades }) => grades === undefined || (grade !== null && grades.includes(grade)))
  const posts = escalation?.posts.filter(({ roles }) => roles.some((one) => one === role)).map(({ code }) => code) ?? []
  const step = rule?.chain.find(({ post }) => posts.includes(post))
  return line && step && line.seconds + step.afterSeconds
}

/** Which time of sounding this is, when what nobody answers sounds again; always the first when it does not. */
function round(seconds: number, { escalation }: ForceWords): number {
  const again = escalation?.alarms?.againSeconds
  return again === undefined ? 0 : Math.floor(seconds / again)
}

const named = ({ reference, location }: QueueRow['incident']) => `${reference} ${location.text}`

/** A crew asks for more units, until so many were sent after it. */
function moreUnits({ board, words, role, now }: AlarmFacts): Alarm[] {
  const all = [...board.deployments.values()]
  return all.flatMap(({ id, callsign, incidentId, releasedAt, moreUnits: asked }): Alarm[] => {
    const incident = board.incidents.get(incidentId)
    if (!asked || releasedAt !== null || !incident) return []
    const sent = all.filter((one) => one.incidentId === incidentId && one.assignedAt > asked.askedAt).length
    const waited = (now - Date.parse(asked.askedAt)) / 1_000
    if (sent >= asked.units || waited < (toldAfter(words.escalation, 'more-units-wanted', incident.grade, role) ?? 0))
      return []
    return [
      {
        key: `more-units/${id}/${asked.askedAt}/${round(waited, words)}`,
        kind: 'more-units',
        words: say('alarm.more-units', {
          callsign,
          units: asked.units,
          waited: elapsed(waited * 1_000),
          incident: named(incident),
        }),
        incidentId,
        sound: 'three',
      },
    ]
  })
}

function withoutUnit({ rows, words, role, now }: AlarmFacts): Alarm[] {
  return rows.flatMap((row): Alarm[] => {
    const { incident } = row
    const waited = row.since === null ? 0 : (now - row.since) / 1_000
    const from = toldAfter(words.escalation, 'incident-unassigned', incident.grade, role)
    if (!row.waiting || row.position !== 1 || from === undefined || waited < from) return []
    return [
      {
        key: `waiting/${incident.id}/${round(waited, words)}`,
        kind: 'waiting',
        words: say('alarm.waiting', {
          grade: String(incident.grade),
          waited: elapsed(waited * 1_000),
          incident: named(incident),
        }),
        incidentId: incident.id,
        sound: 'three',
      },
    ]
  })
}

/** Nobody has it on a screen: an alarm after the service's fifteen seconds (CRD/1 P5). */
function unseen({ board }: AlarmFacts): Alarm[] {
  return board.unseen
    .filter(({ alarm }) => alarm)
    .map((one) => ({
      key: `unseen/${one.seq}`,
      kind: 'unseen',
      words: say('alarm.unseen', {
        what: `${one.type.replaceAll('-', ' ')} ${board.incidents.get(one.incidentId ?? '')?.reference ?? ''}`.trim(),
      }),
      incidentId: one.incidentId,
      sound: 'three',
    }))
}

function lateSoon({ rows, words, now }: AlarmFacts): Alarm[] {
  return rows.flatMap((row): Alarm[] => {
    const { attendBy, id, grade } = row.incident
    const line = words.escalation?.alarms?.targetLeft.find(({ grades }) => grade !== null && grades.includes(grade))
    if (!row.left || attendBy === null || !line || Date.parse(attendBy) - now > line.seconds * 1_000) return []
    const left = row.left.late ? row.left.words : say('alarm.target-in', { left: row.left.words })
    return [
      {
        key: `late/${id}/${row.left.late}`,
        kind: 'late',
        words: say('alarm.late', { left, grade: String(grade), incident: named(row.incident) }),
        incidentId: id,
        sound: 'none',
      },
    ]
  })
}
