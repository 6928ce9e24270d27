import type { Board } from './board.ts'

/** Something of this desk that fits what was looked for; `incidentId` null: a unit that is on nothing. */
export type Found = { kind: 'incident' | 'unit'; id: string; incidentId: string | null; words: string }

/** How many are shown. */
const MOST_FOUND = 8

/**
 * Incidents, units and telephone numbers of this desk's own board that have every word that was said. Nothing else is
 * asked: whoever looks sees here what they may see already, so that a search needs no audit row.
 */
export function find(said: string, board: Board, typeName: (code: string) => string): Found[] {
  const words = said
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const digits = said.replace(/\D/g, '').replace(/^0+/, '')
  const isNumber = digits.length >= LEAST_DIGITS && /^[\d\s+()]+$/.test(said)
  const byNumber = new Set(
    [...board.contacts.values()]
      .filter(({ number, incidentId }) => isNumber && incidentId !== null && number?.includes(digits))
      .map(({ incidentId }) => incidentId),
  )
  const incidents = [...board.incidents.values()]
    .map((incident) => ({
      incident,
      words: [incident.reference, typeName(incident.type), incident.location.text].filter(Boolean).join(', '),
    }))
    .filter(({ incident, words: text }) => byNumber.has(incident.id) || has(text))
    .map(({ incident: { id }, words: text }): Found => ({ kind: 'incident', id, incidentId: id, words: text }))
  const units = [...board.units.values()]
    .filter(({ callsign, station }) => has(`${callsign} ${station}`))
    .map(({ id, callsign, station, commitment }): Found => {
      const at = commitment === null ? station : commitment.reference
      return { kind: 'unit', id, incidentId: commitment?.incidentId ?? null, words: `${callsign}, ${at}` }
    })
  return [...incidents, ...units].slice(0, MOST_FOUND)
}
/** Fewer digits than these are in every second number. */
const LEAST_DIGITS = 6
