import { z } from 'zod'
import type { DefinitionBook } from '../definitions/index.ts'
import { type App, give, orderOf, readingOrderOf } from '../http/index.ts'
import type { Desk } from '../journal/index.ts'
import { addressMatchView, contactView } from './contact.ts'
import {
  answerContact,
  changeContact,
  type FindProtected,
  type IsHidden,
  type MatchAddress,
  receiveContact,
  showContact,
  showWaitingContacts,
  tellAddressMatch,
  tellNetworkLocation,
} from './contact-commands.ts'
import {
  addressMatchQuery,
  answerBody,
  answersGiven,
  contactBody,
  contactChangeBody,
  contactParams,
  contactWithChecks,
  toldNetworkLocation,
} from './contact-contract.ts'
import { answerQuestion } from './question-answer-commands.ts'

/**
 * `findProtected`: the protected place that a telephone is surely at; `isHidden`: whether where it is leaves only masked;
 * `matchAddress`: an address held against a place.
 */
export type ContactDeps = {
  desk: Desk & { book: DefinitionBook }
  findProtected: FindProtected
  isHidden: IsHidden
  matchAddress: MatchAddress
}

/** Contacts: received from other systems and counters, answered, added to, listed while they wait. */
export function contactRoutes(app: App, { desk, ...asked }: ContactDeps): void {
  app.post(
    '/contacts',
    {
      config: { right: 'contacts:receive' },
      schema: { summary: 'Hand over a contact', body: contactBody, response: { 200: contactView, 201: contactView } },
    },
    async (request, reply) => give(reply, await receiveContact(desk, orderOf(request), request.body)),
  )
  app.get(
    '/contacts/waiting',
    {
      config: { right: 'contacts:work' },
      schema: {
        summary: 'Contacts that are not part of an incident yet',
        response: { 200: z.array(contactWithChecks) },
      },
    },
    async (request, reply) => give(reply, await showWaitingContacts(desk, readingOrderOf(request))),
  )
  app.get(
    '/contacts/:contactId',
    {
      config: { right: 'contacts:work' },
      schema: { summary: 'One contact with its checks', params: contactParams, response: { 200: contactWithChecks } },
    },
    async (request, reply) => give(reply, await showContact(desk, readingOrderOf(request), request.params.contactId)),
  )
  app.get(
    '/contacts/:contactId/network-location',
    {
      config: { right: 'contacts:work', tellsProtected: true },
      schema: {
        summary: 'Where the network says the telephone is, also at a protected address; for whoever has the call',
        params: contactParams,
        response: { 200: toldNetworkLocation },
      },
    },
    async (request, reply) =>
      give(
        reply,
        await tellNetworkLocation(desk, readingOrderOf(request), request.params.contactId, asked.findProtected),
      ),
  )
  app.get(
    '/contacts/:contactId/address-match',
    {
      config: { right: 'contacts:work' },
      schema: {
        summary: 'Whether the address that the network gives is that of a place, or another, and how far',
        params: contactParams,
        querystring: addressMatchQuery,
        response: { 200: addressMatchView },
      },
    },
    async (request, reply) => {
      const { params, query } = request
      return give(reply, await tellAddressMatch(desk, readingOrderOf(request), params.contactId, query.placeId, asked))
    },
  )
  app.post(
    '/contacts/:contactId/answer',
    {
      config: { right: 'contacts:work' },
      schema: { summary: 'Take a contact', params: contactParams, response: { 200: contactWithChecks } },
    },
    async (request, reply) => give(reply, await answerContact(desk, orderOf(request), request.params.contactId)),
  )
  app.post(
    '/contacts/:contactId/answers',
    {
      config: { right: 'contacts:work' },
      schema: {
        summary: 'Take down the answer to one guided question',
        params: contactParams,
        body: answerBody,
        response: { 200: answersGiven, 201: answersGiven },
      },
    },
    async (request, reply) =>
      give(reply, await answerQuestion(desk, orderOf(request), request.params.contactId, request.body)),
  )
  app.patch(
    '/contacts/:contactId',
    {
      config: { right: 'contacts:receive' },
      schema: {
        summary: 'Add what is learnt of a contact',
        params: contactParams,
        body: contactChangeBody,
        response: { 200: contactWithChecks },
      },
    },
    async (request, reply) =>
      give(reply, await changeContact(desk, orderOf(request), request.params.contactId, request.body)),
  )
}
