import type { UnitView } from '../units/unit.ts'
import type { Board } from './board.ts'
import type { ForceWords } from './force-words.ts'
import type { QueueRow } from './queue-rules.ts'
import { elapsed } from './time-words-rules.ts'

/** How an alarm sounds: an emergency 3 + 2 pulses every five seconds, three pulses once, or not at all. */
export type AlarmSound = 'emergency' | 'three' | 'none'

/**
 * Something this desk must answer now. Everything else is a quiet mark in a list. The key of one that comes
 * again by time carries a number, so that it is acknowledged for this time only.
 */
export type Alarm = {
  key: string
  kind: 'emergency' | 'waiting' | 'unseen' | 'late'
  words: string
  incidentId: string | null
  sound: AlarmSound
}

type AlarmFacts = { board: Board; rows: readonly QueueRow[]; words: ForceWords; role: string; now: number }

// What sounds at a desk is this, so that it sounds also while nobody answers; who is told next, and when, is the force's
// definition `escalation` (src/supervision).
/** A most urgent incident without a unit alarms after this, and again after each further one, in seconds. */
const NO_UNIT_SECONDS = 60
/** The supervisor hears of it from this on. */
const NO_UNIT_SUPERVISOR_SECONDS = 120
/** Seconds left, by place of the grade, at which a target that nobody has met is said. */
const TARGET_SECONDS: Readonly<Record<number, number>> = { 1: 300, 2: 900 }

/** The alarms of a desk that dispatches or supervises, the gravest first. */
export function listAlarms(facts: AlarmFacts): Alarm[] {
  return [...emergencies(facts), ...withoutUnit(facts), ...unseen(facts), ...lateSoon(facts)]
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
    words: `Officer emergency: ${unit.callsign}, ${elapsed(now - Date.parse(unit.stateAt))}${unit.commitment ? `, on ${unit.commitment.reference}` : ''}`,
    incidentId: unit.commitment?.incidentId ?? null,
    sound: 'emergency',
  }))
}

function withoutUnit({ rows, role, now }: AlarmFacts): Alarm[] {
  const from = role === 'supervisor' ? NO_UNIT_SUPERVISOR_SECONDS : NO_UNIT_SECONDS
  return rows.flatMap((row): Alarm[] => {
    const waited = row.since === null ? 0 : (now - row.since) / 1_000
    if (!row.waiting || row.position !== 1 || waited < from) return []
    const { incident } = row
    return [
      {
        key: `waiting/${incident.id}/${Math.floor(waited / NO_UNIT_SECONDS)}`,
        kind: 'waiting',
        words: `Grade ${incident.grade} waiting ${elapsed(waited * 1_000)} with no unit: ${incident.reference} ${incident.location.text}`,
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
      words:
        `No desk has shown this for 15 s: ${one.type.replaceAll('-', ' ')}${one.incidentId === null ? '' : ` ${board.incidents.get(one.incidentId)?.reference ?? ''}`}`.trim(),
      incidentId: one.incidentId,
      sound: 'three',
    }))
}

function lateSoon({ rows, now }: AlarmFacts): Alarm[] {
  return rows.flatMap((row): Alarm[] => {
    const { attendBy, id, reference, grade, location } = row.incident
    const within = TARGET_SECONDS[row.position]
    if (row.left === null || attendBy === null || within === undefined || Date.parse(attendBy) - now > within * 1_000)
      return []
    const words = row.left.late ? row.left.words : `Target in ${row.left.words}`
    return [
      {
        key: `late/${id}/${row.left.late}`,
        kind: 'late',
        words: `${words}, nobody at scene: grade ${grade} ${reference} ${location.text}`,
        incidentId: id,
        sound: 'none',
      },
    ]
  })
}
