import { hideWholly, labelOf, type ProtectedPlace } from '../protection/index.ts'
import type { BriefingFacts } from './briefing-rules.ts'

/**
 * What is known of an incident at a protected place, without the address (CR-14): taken out before anything is
 * composed, so that no shortening can leave half of it. Where it is said is the town.
 */
export function withholdAddress(facts: BriefingFacts, place: ProtectedPlace): BriefingFacts {
  const { incident, needs, checks, people, contacts } = facts
  const known = { needs, checks, people, contacts }
  return {
    ...facts,
    ...(hideIn(known, place) as typeof known),
    incident: { ...(hideIn(incident, place) as typeof incident), locationText: labelOf(place) },
  }
}

function hideIn(value: unknown, place: ProtectedPlace): unknown {
  if (typeof value === 'string') return hideWholly(value, place)
  if (Array.isArray(value)) return value.map((inner) => hideIn(inner, place))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hideIn(inner, place)]))
}
