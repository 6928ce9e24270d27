import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import cookie from '@fastify/cookie'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify'
import plugin from 'fastify-plugin'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { type Actor, cleanJson, Refusal } from '../core/index.ts'
import type { Answer, Order } from '../journal/index.ts'
import { registerProblems } from './problem.ts'
import { mustHold, type Right, rights } from './rights.ts'
import { hashToken, SESSION_COOKIE, type Sessions } from './session-store.ts'
import { checked } from './validation.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** the right a route asks for; without one the service does not start */
    right?: Right
    /** its answer tells what is masked everywhere else: it asks who may, and writes the audit row */
    tellsProtected?: true
  }
  interface FastifyRequest {
    actor: Actor | undefined
    tokenHash: Buffer | undefined
  }
}

/** What the front desk needs to know the callers of the interface. */
export type FrontDeskOptions = {
  sessions: Sessions
  allowedOrigins: readonly string[]
  checkAnswers: boolean
  /** the last look at every answer: what must not be told is masked here; `incidentId`: what the whole of it is about */
  mask?: (payload: unknown, incidentId: string | null) => unknown
}

/**
 * The front desk: reads tokens, asks rights, cleans text, checks forms, and turns errors into problems.
 * Deny by default: a route that declares no right stops the start.
 */
export const frontDesk = plugin<FrontDeskOptions>(async (app, options) => {
  await app.register(cookie)
  // JSON only: text would reach the forms as one long string
  app.removeContentTypeParser('text/plain')
  registerProblems(app)
  app.decorateRequest('actor', undefined)
  app.decorateRequest('tokenHash', undefined)

  app.setValidatorCompiler(({ schema, httpPart }) => (value) => {
    try {
      return { value: checked(schema as z.ZodType, value, httpPart ?? 'body') }
    } catch (error) {
      return { error: error as Error }
    }
  })
  app.setSerializerCompiler(({ schema }) => (value) => {
    if (options.checkAnswers) (schema as z.ZodType).parse(JSON.parse(JSON.stringify(value)))
    return JSON.stringify(value)
  })
  // a Refusal thrown by the validator reaches the handler as it is
  app.setSchemaErrorFormatter((errors) => errors as unknown as Error)

  app.addHook('onRoute', (route) => {
    const right = route.config?.right
    if (!right || !(right in rights)) throw new Error(`${String(route.method)} ${route.url} declares no right`)
  })

  app.addHook('onRequest', async (request) => {
    const right = request.routeOptions.config.right
    if (right === 'public' || (!right && !request.is404)) return
    const bearer = /^Bearer (\S{16,200})$/.exec(request.headers.authorization ?? '')?.[1]
    const token = bearer ?? request.cookies[SESSION_COOKIE]
    if (!right) {
      // there is nothing at this address; who tried is known all the same
      if (token) request.tokenHash = hashToken(token)
      if (request.tokenHash) request.actor = await options.sessions.find(request.tokenHash).catch(() => undefined)
      return
    }
    if (!token) throw new Refusal('session/none', 'There is no session')
    if (!bearer) mustBeOurPage(request, options.allowedOrigins)
    request.tokenHash = hashToken(token)
    request.actor = await options.sessions.find(request.tokenHash)
    if (!request.actor) throw new Refusal('session/none', 'The session has ended')
    mustHold(request.actor, right)
  })

  const { mask } = options
  if (mask) {
    app.addHook('preSerialization', async (request, _reply, payload) =>
      request.routeOptions.config.tellsProtected ? payload : mask(payload, incidentOf(request)),
    )
  }

  app.addHook('preValidation', async (request) => {
    if (request.body !== undefined) request.body = cleanJson(request.body)
  })
})

function incidentOf({ params }: FastifyRequest): string | null {
  const { incidentId } = (params ?? {}) as { incidentId?: unknown }
  return typeof incidentId === 'string' ? incidentId : null
}

/** Cookies prove who, not that the person meant it: a foreign page is turned away (also at the upgrade). */
export function mustBeOurPage(request: FastifyRequest, allowedOrigins: readonly string[]): void {
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (origin === undefined) {
    if (site === undefined || site === 'same-origin' || site === 'none') return
  } else if (allowedOrigins.includes(origin) || origin.replace(/^https?:\/\//, '') === host) return
  throw new Refusal('request/origin', 'The request came from another site')
}

/** Whoever asks; a route with a right always has one. */
export function actorOf(request: FastifyRequest): { actor: Actor; tokenHash: Buffer } {
  const { actor, tokenHash } = request
  if (!actor || !tokenHash) throw new Refusal('session/none', 'There is no session')
  return { actor, tokenHash }
}

/**
 * The order of a command: who, and the `Idempotency-Key` with a fingerprint of the whole request.
 * @throws Refusal request/key-missing
 */
export function orderOf(request: FastifyRequest): Order {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new Refusal('request/key-missing', 'Send an Idempotency-Key of 1 to 128 printable characters', {
      errors: [{ pointer: '/headers/idempotency-key', detail: 'missing, too long, or not printable ASCII' }],
    })
  }
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest()
  return { ...actorOf(request), idempotencyKey: key, fingerprint }
}

/** The order of a reading: it changes nothing but the audit, so it needs no key. */
export function readingOrderOf(request: FastifyRequest): Order {
  return { ...actorOf(request), idempotencyKey: null, fingerprint: Buffer.alloc(0) }
}

/** Sends what a command answered. */
export function give<T>(reply: FastifyReply, answer: Answer<T>): FastifyReply {
  return reply.code(answer.status).send(answer.body)
}

/** The instance that routes register on: schemas are zod. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>
