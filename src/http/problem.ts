import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type FieldProblem, Refusal, TooDeep } from '../core/index.ts'
import { asRefusal, describeFault, isNotRecorded } from '../db/index.ts'
import { findRefusalPage } from './refusals.ts'

/** The body of every error answer (RFC 9457). */
export type Problem = {
  type: string
  title: string
  status: number
  detail?: string
  instance: string
  errors?: FieldProblem[]
} & Record<string, unknown>

/** Fastify's own complaints about a request, as refusals of ours. */
const fastifyCodes: Record<string, string> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request/media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request/too-large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request/malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request/malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request/malformed',
  FST_ERR_BAD_URL: 'request/malformed',
  FST_ERR_MAX_PARAM_LENGTH: 'request/invalid',
}

/** Turns any error into the refusal it means; undefined for a fault of ours. */
export function refusalOf(thrown: unknown): Refusal | undefined {
  const error = asRefusal(thrown)
  if (error instanceof Refusal) return error
  if (error instanceof TooDeep)
    return new Refusal('request/too-deep', 'The body nests more than 32 levels', {
      errors: [{ pointer: '', detail: 'nests too deeply' }],
    })
  if (isNotRecorded(error)) return new Refusal('service/not-recorded', 'The store did not take it')
  if (!(error instanceof Error)) return undefined
  const { code, statusCode } = error as FastifyError
  if (code in fastifyCodes || statusCode === 400) {
    return new Refusal(fastifyCodes[code] ?? 'request/malformed', error.message, {
      errors: [{ pointer: '', detail: error.message }],
    })
  }
  if (statusCode === 429) return new Refusal('request/too-many', error.message)
  return undefined
}

/** The problem document of a refusal. */
export function problemOf(refusal: Refusal, instance: string): Problem {
  const page = findRefusalPage(refusal.code)
  if (!page) return { type: 'about:blank', title: 'Something went wrong here', status: 500, instance }
  return {
    type: `/problems/${refusal.code}`,
    title: page.title,
    status: page.status,
    detail: refusal.message,
    instance,
    ...refusal.more,
  }
}

/** One place where errors become answers: a refusal is INFO and a problem, a fault ERROR and says nothing inside. */
export function registerProblems(app: FastifyInstance): void {
  const answer = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = refusalOf(error)
    if (refusal) request.log.info({ refusal: refusal.code }, 'refused')
    else request.log.error({ fault: describeFault(error) }, 'fault')
    const problem = refusal
      ? problemOf(refusal, request.id)
      : { type: 'about:blank', title: 'Something went wrong here', status: 500, instance: request.id }
    return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  }
  app.setErrorHandler(answer)
  app.setNotFoundHandler((request, reply) =>
    answer(new Refusal('request/unknown-route', 'There is nothing at this address'), request, reply),
  )
}
