import { z } from 'zod'
import { type App, give, orderOf, readingOrderOf } from '../http/index.ts'
import type { Answer, Desk } from '../journal/index.ts'
import { endProtection, protectPlace, tellProtectedPlace } from './protecting-commands.ts'
import { listProtectedPlaces } from './protection-board.ts'
import { tellAddress } from './protection-commands.ts'
import {
  addressParams,
  addressQuery,
  endProtectionBody,
  placeProtection,
  protectBody,
  protectedPlaceParams,
  protectedPlaceView,
  toldAddress,
  toldPlace,
} from './protection-contract.ts'
import type { AddressShield } from './shield-board.ts'

/** What the rooms' last look is kept up to date by. */
export type ProtectionDeps = { desk: Desk; shield: Pick<AddressShield, 'refresh'> }

/**
 * The one door through which a protected address leaves, to whoever is entitled, with its audit row; and the list of what
 * is protected, kept by supervisors and administrators.
 */
export function protectionRoutes(app: App, { desk, shield }: ProtectionDeps): void {
  app.get(
    '/incidents/:incidentId/protected-address',
    {
      config: { right: 'addresses:protected', tellsProtected: true },
      schema: {
        summary: 'The address of an incident at a protected place, for whoever works it; on the audit',
        params: addressParams,
        querystring: addressQuery,
        response: { 200: toldAddress },
      },
    },
    async (request, reply) =>
      give(reply, await tellAddress(desk, readingOrderOf(request), request.params.incidentId, request.query.unitId)),
  )

  // this node masks it before it answers, the others within five seconds
  const afterwards = async <T>(answer: Answer<T>) => {
    await shield.refresh()
    return answer
  }
  app.get(
    '/protected-places',
    {
      config: { right: 'places:protect' },
      schema: {
        summary: 'What is protected, since when, why, and when it is looked at again; without addresses',
        response: { 200: z.array(protectedPlaceView) },
      },
    },
    async () => listProtectedPlaces(desk.db),
  )
  app.get(
    '/protected-places/:placeId',
    {
      config: { right: 'places:protect', tellsProtected: true },
      schema: {
        summary: 'One protected place with its address and its history; on the audit',
        params: protectedPlaceParams,
        response: { 200: toldPlace },
      },
    },
    async (request, reply) =>
      give(reply, await tellProtectedPlace(desk, readingOrderOf(request), request.params.placeId)),
  )
  app.post(
    '/protected-places',
    {
      config: { right: 'places:protect' },
      schema: {
        summary: 'Take a place under protection, or say anew why and until when it is looked at again',
        body: protectBody,
        response: { 200: placeProtection },
      },
    },
    async (request, reply) => give(reply, await afterwards(await protectPlace(desk, orderOf(request), request.body))),
  )
  app.post(
    '/protected-places/:placeId/end',
    {
      config: { right: 'places:protect' },
      schema: {
        summary: 'Take a place off protection; what was is kept',
        params: protectedPlaceParams,
        body: endProtectionBody,
        response: { 200: placeProtection },
      },
    },
    async (request, reply) =>
      give(
        reply,
        await afterwards(await endProtection(desk, orderOf(request), request.params.placeId, request.body.reason)),
      ),
  )
}
