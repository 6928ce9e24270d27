import type { z } from 'zod'
import { Refusal } from '../core/index.ts'
import type { CaughtRoads, Router } from '../routing/index.ts'
import type { ChangedPlace } from './road-change.ts'
import {
  MOST_NAMED,
  MOST_STRETCHES,
  type nearbyRoadsQuery,
  type nearbyRoadsView,
  type previewView,
} from './road-change-contract.ts'
import { whereOf } from './roads-in-force.ts'

/** Who knows the roads. */
export type RoadKnower = { router: Pick<Router, 'tryRoadChange' | 'roadsNear' | 'route'> }

/** What a change at this place is about, by the rules of the changes in force. @throws Refusal road/not-answering */
export async function getCaught({ router }: RoadKnower, place: ChangedPlace): Promise<CaughtRoads> {
  return answered(await router.tryRoadChange(whereOf(place)))
}

/** What a change would catch, before anybody makes it. @throws Refusal road/not-answering */
export async function previewRoadChange(desk: RoadKnower, place: ChangedPlace): Promise<z.output<typeof previewView>> {
  const { stretches, metres, named } = await getCaught(desk, place)
  return {
    roads: stretches.length,
    metres: Math.round(metres),
    named: named.slice(0, MOST_NAMED).map((one) => ({ ...one, metres: Math.round(one.metres) })),
    names: named.length,
    stretches: stretches.slice(0, MOST_STRETCHES),
  }
}

/** The roads round a place, to draw on. @throws Refusal road/not-answering */
export async function listRoadsNear(
  { router }: RoadKnower,
  { lat, lon, radiusMetres, limit }: z.output<typeof nearbyRoadsQuery>,
): Promise<z.output<typeof nearbyRoadsView>> {
  const middle = { lat, lon }
  return { middle, unit: 0.00001, ...answered(await router.roadsNear(middle, { radiusMetres, most: limit })) }
}

function answered<T>(answer: T | undefined): T {
  if (answer === undefined) throw new Refusal('road/not-answering', 'The road network gave no answer')
  return answer
}
