import type { ToldNetworkLocation } from '../contacts/contact-contract.ts'
import type { Desk } from './desk.ts'
import type { WhereDraft } from './draft.ts'
import { nowhere } from './draft-rules.ts'

/**
 * Where a telephone at a protected place is, for whoever has the call; the asking is on the audit. The place itself is
 * chosen where it is sure, as from the search: its address is on no screen and in no draft.
 */
export async function askHiddenPosition(desk: Desk, contactId: string): Promise<WhereDraft | undefined> {
  const answer = await desk.ask<ToldNetworkLocation>(`/contacts/${contactId}/network-location`)
  if (!answer.ok) {
    desk.done(answer.problem.title)
    return undefined
  }
  const { protectedPlace, networkLocation } = answer.body
  if (protectedPlace)
    return { ...nowhere, text: protectedPlace.label, placeId: protectedPlace.placeId, from: 'network' }
  if (!networkLocation || networkLocation.lat === null) return undefined
  const { lat, lon } = networkLocation
  return { ...nowhere, lat, lon, text: 'Position of the telephone', from: 'network' }
}
