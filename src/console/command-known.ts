import { listDeploymentsOf } from './board-rules.ts'
import { verbsFor } from './command-grammar-rules.ts'
import type { Known } from './command-slot-rules.ts'
import type { Desk, Screen } from './desk.ts'
import { nameOf } from './force-words.ts'

/** What the command line knows of this desk now; the newest incidents first. */
export function knownAt({ board, words }: Desk, screen: Screen): Known {
  return {
    verbs: verbsFor(screen.sendsUnits),
    incidents: [...board.incidents.values()]
      .sort((a, b) => Date.parse(b.openedAt) - Date.parse(a.openedAt))
      .map(({ id, reference, grade, locked, type, location }) => ({
        ...{ id, reference, grade, locked },
        name: [nameOf(words.types, type), location.text].filter((part) => part !== '').join(', '),
      })),
    units: [...board.units.values()]
      .map(({ id, callsign, state }) => ({ id, callsign, name: nameOf(words.unitStates, state) }))
      .sort((a, b) => (a.callsign < b.callsign ? -1 : 1)),
    grades: words.grades.map(({ id, name }) => ({ code: id, name })),
    types: words.types,
    // those of a deployment are set by its steps; an emergency has its own key
    states: words.unitStates.filter(({ deployment, emergency }) => ['none', 'free'].includes(deployment) && !emergency),
    categories: words.closingCategories,
    openId: screen.openId(),
  }
}

/** Who is going to an incident, and how many it needs; null where there is no recommendation. */
export function goingTo({ board }: Desk, incidentId: string) {
  const recommendation = board.recommendations.get(incidentId)
  if (!recommendation) return null
  const going = listDeploymentsOf(board, incidentId).filter(({ releasedAt }) => releasedAt === null)
  return { callsigns: going.map(({ callsign }) => callsign), needed: recommendation.unitsNeeded }
}
