import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { DeskClient } from './control-room.ts'
import { wholeThrive as thrive, wholeResult } from './way-of-a-call.ts'

/** Who tries: desks that are signed in, and systems with their own account. */
export type Attackers = Record<
  'handler' | 'frontDesk' | 'dispatcher' | 'crew' | 'administrator' | 'telephony' | 'terminals' | 'ownSupervisor',
  DeskClient
>

/**
 * What an attempt is made on: `ready`, nothing but the right is missing to close it; `passed-on`, and another
 * opened it from the supervisor's call; `asked`, a lower grade was asked for and waits; `deployed`, a unit is on its way. All were taken by the supervisor who is among the attackers.
 */
export type Target = {
  id: string
  kind: 'ready' | 'passed-on' | 'asked' | 'deployed'
  contactId: string
  deploymentId: string | null
}

export type Attempt = {
  name: string
  on: Target['kind']
  /** whoever tries is known and aims at one incident: it must be on its log, and on the supervisors' list */
  isKnown: boolean
  run: (target: Target, by: Attackers) => Promise<unknown>
}

const closing = { closingCategory: 'error', result: wholeResult }
const remote = { suspectAbsent: true, safePlace: true, consents: true }
const whoTries = [
  'handler',
  'frontDesk',
  'dispatcher',
  'crew',
  'administrator',
  'telephony',
  'terminals',
  'ownSupervisor',
] as const

/** The doors that end or lessen an incident. */
const doors: readonly { name: string; path: string; body: object; on: Target['kind'] }[] = [
  { name: 'close', path: 'close', body: closing, on: 'ready' },
  { name: 'retype', path: 'type', body: { type: 'theft', reason: 'wrong type' }, on: 'ready' },
  { name: 'unflag', path: 'flags/clear', body: { flag: 'domesticAbuse', reason: 'not so' }, on: 'ready' },
  { name: 'approve a lower grade', path: 'lower-grade/decision', body: { approve: true, reason: 'x' }, on: 'asked' },
]

/** Doors that there are not: an incident is never deleted, merged, cancelled or closed with others. */
const noDoors: readonly { method: string; path: (id: string) => string; body?: (id: string) => object }[] = [
  { method: 'DELETE', path: (id) => `/incidents/${id}` },
  { method: 'PUT', path: (id) => `/incidents/${id}`, body: () => ({ status: 'closed' }) },
  { method: 'POST', path: (id) => `/incidents/${id}/merge`, body: (id) => ({ otherId: id }) },
  { method: 'POST', path: (id) => `/incidents/${id}/cancel`, body: () => ({ reason: 'x' }) },
  { method: 'POST', path: (id) => `/incidents/${id}/duplicate`, body: (id) => ({ of: id }) },
  { method: 'DELETE', path: (id) => `/incidents/${id}/flags/domesticAbuse` },
  { method: 'DELETE', path: (id) => `/incidents/${id}/log` },
]
const bulkDoors = [
  { method: 'POST', path: '/incidents/close', body: (id: string) => ({ ids: [id], ...closing }) },
  { method: 'PATCH', path: '/incidents', body: (id: string) => [{ id, status: 'closed' }] },
  { method: 'DELETE', path: '/incidents', body: (id: string) => ({ ids: [id] }) },
]

/** What nobody may write over, each under the name that a screen or the database knows it by. */
const overwrites = [
  { status: 'closed' },
  { grade: '4' },
  { type: 'theft' },
  { flags: { domesticAbuse: false, repeatVictim: false, vulnerable: false } },
  { domestic_abuse: false },
  { locked: false },
  { closedAt: '2020-01-01T00:00:00Z' },
  { handlerId: null },
  { summary: 'x', closingCategory: 'error' },
]

/** Headers that some other system would take for who somebody is, or for another order. */
const headers: readonly Record<string, string>[] = [
  { 'x-role': 'supervisor' },
  { 'x-user': 'supervisor2', 'x-forwarded-user': 'supervisor2', 'remote-user': 'supervisor2' },
  { authorization: 'Basic c3VwZXJ2aXNvcjI6eA==' },
  { 'x-original-url': '/incidents', 'x-rewrite-url': '/incidents' },
  { date: 'Thu, 01 Jan 2015 00:00:00 GMT', 'x-request-start': '1' },
]

const frames = [
  { frame: 'close-incident', closing },
  { frame: 'command', method: 'POST', path: 'close', body: closing },
  { frame: 'ev', type: 'incident-closed', seq: 1 },
  { frame: 'receipt', seq: 1, status: 'closed' },
]

/** Every attempt over the doors of the service, by role and path. */
export function listAttempts(): Attempt[] {
  return [
    ...doors.flatMap(({ name, path, body, on }) =>
      whoTries.map(
        (who): Attempt =>
          known(`${name} as ${who}`, on, ({ id }, by) => by[who].ask('POST', `/incidents/${id}/${path}`, body)),
      ),
    ),
    ...(['crew', 'administrator', 'telephony', 'terminals'] as const).map((who) =>
      known(`ask for a lower grade as ${who}`, 'ready', ({ id }, by) =>
        by[who].ask('POST', `/incidents/${id}/lower-grade`, { grade: '3', reason: 'x', thrive, remote }),
      ),
    ),
    ...(['handler', 'dispatcher', 'frontDesk', 'ownSupervisor'] as const).map((who) =>
      known(`grade it lower as ${who}`, 'ready', ({ id }, by) =>
        by[who].ask('POST', `/incidents/${id}/grade`, { grade: '3', reason: 'x' }),
      ),
    ),
    ...overwrites.map((change) =>
      known(`write over ${Object.keys(change).join(' and ')}`, 'ready', ({ id }, by) =>
        by.handler.ask('PATCH', `/incidents/${id}`, change),
      ),
    ),
    ...noDoors.map(({ method, path, body }) =>
      known(`${method} ${path('<it>')}`, 'ready', ({ id }, by) => by.dispatcher.ask(method, path(id), body?.(id))),
    ),
    ...bulkDoors.map(({ method, path, body }) =>
      unknown(`${method} ${path} with its id`, ({ id }, by) => by.ownSupervisor.ask(method, path, body(id))),
    ),
    ...headers.map((more) =>
      known(`close with ${Object.keys(more).join(', ')}`, 'ready', ({ id }, by) =>
        by.handler.askWith(more, 'POST', `/incidents/${id}/close`, closing),
      ),
    ),
    ...frames.map((frame) =>
      unknown(`a frame ${frame.frame} on the live feed`, async ({ id }, by) => {
        const { socket } = by.handler
        if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ ...frame, incidentId: id }))
        await wait(20)
      }),
    ),
    known('retype it and then close it', 'ready', async ({ id }, by) => {
      await by.handler.ask('POST', `/incidents/${id}/type`, { type: 'theft', reason: 'x' })
      return by.dispatcher.ask('POST', `/incidents/${id}/close`, closing)
    }),
    known('unflag it and then close it', 'ready', async ({ id }, by) => {
      for (const flag of ['domesticAbuse', 'repeatVictim', 'vulnerable'])
        await by.dispatcher.ask('POST', `/incidents/${id}/flags/clear`, { flag, reason: 'x' })
      return by.dispatcher.ask('POST', `/incidents/${id}/close`, closing)
    }),
    known('join its contact to another and close what is left', 'ready', async ({ id, contactId }, by) => {
      const other = await by.handler.must<{ id: string }>(201, 'POST', '/incidents', { type: 'theft' })
      await by.handler.ask('POST', `/incidents/${other.id}/contacts`, { contactId })
      return by.dispatcher.ask('POST', `/incidents/${id}/close`, closing)
    }),
    known('link it as a duplicate and close it', 'ready', async ({ id }, by) => {
      const other = await by.handler.must<{ id: string }>(201, 'POST', '/incidents', { type: 'theft' })
      await by.handler.ask('POST', `/incidents/${id}/links`, { otherId: other.id, reason: 'duplicate' })
      return by.dispatcher.ask('POST', `/incidents/${id}/close`, closing)
    }),
    known(
      'have another answer the contact, so that the supervisor seems not to have taken it',
      'passed-on',
      async ({ id, contactId }, by) => {
        await by.handler.ask('POST', `/contacts/${contactId}/answer`)
        return by.ownSupervisor.ask('POST', `/incidents/${id}/close`, closing)
      },
    ),
    known('clear the unit with a result, then close', 'deployed', async ({ id, deploymentId }, by) => {
      for (const step of ['mobile', 'at-scene', 'close', 'clear'])
        await by.terminals.ask('POST', `/deployments/${deploymentId}/steps`, { step, text: 'Closed: no trace' })
      return by.dispatcher.ask('POST', `/incidents/${id}/close`, closing)
    }),
    known('two at once', 'ready', ({ id }, by) =>
      Promise.all([
        by.ownSupervisor.ask('POST', `/incidents/${id}/close`, closing),
        by.dispatcher.ask('POST', `/incidents/${id}/close`, closing),
        by.handler.ask('POST', `/incidents/${id}/flags/clear`, { flag: 'domesticAbuse', reason: 'x' }),
      ]),
    ),
    known('ask for the lower grade and approve it oneself', 'deployed', async ({ id }, by) => {
      await by.ownSupervisor.ask('POST', `/incidents/${id}/lower-grade`, { grade: '3', reason: 'x', thrive, remote })
      return by.ownSupervisor.ask('POST', `/incidents/${id}/lower-grade/decision`, { approve: true, reason: 'x' })
    }),
  ]
}

function known(name: string, on: Target['kind'], run: Attempt['run']): Attempt {
  return { name, on, isKnown: true, run }
}

function unknown(name: string, run: Attempt['run']): Attempt {
  return { name, on: 'ready', isKnown: false, run }
}
