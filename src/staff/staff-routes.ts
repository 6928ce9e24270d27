import { z } from 'zod'
import { Refusal } from '../core/index.ts'
import { type App, actorOf, give, hashToken, orderOf, SESSION_COOKIE, type Sessions } from '../http/index.ts'
import type { Desk } from '../journal/index.ts'
import { listStaff } from './staff-board.ts'
import { keepStaff, SESSION_HOURS, signIn, signOut } from './staff-commands.ts'
import { actorView, signInBody, staffBody, staffView } from './staff-contract.ts'

const params = z.strictObject({ staffId: z.uuid() })

/** Counts attempts under a key over a window, across nodes when there is Redis. */
export type CountAttempt = (key: string, windowSeconds: number) => Promise<number>

/** Signing in and out, who am I, and the administrator's keeping of staff. */
export function staffRoutes(
  app: App,
  { desk, sessions, countAttempt }: { desk: Desk; sessions: Sessions; countAttempt: CountAttempt },
): void {
  app.post(
    '/session',
    { config: { right: 'public' }, schema: { summary: 'Sign in', body: signInBody, response: { 201: actorView } } },
    async (request, reply) => {
      const tries = await countAttempt(`sign-in/${request.body.username.toLowerCase()}/${request.ip}`, 60)
      if (tries > 10) {
        void reply.header('retry-after', '60')
        throw new Refusal('request/too-many', 'Too many attempts to sign in; wait a minute')
      }
      const { token } = await signIn(desk, request.body, hashToken)
      const actor = await sessions.find(hashToken(token))
      if (!actor) throw new Error('a new session opens nothing')
      void reply.setCookie(SESSION_COOKIE, token, {
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'strict',
        maxAge: SESSION_HOURS * 3600,
      })
      const { sessionId: _session, scopes: _scopes, ...view } = actor
      return reply.code(201).send(view)
    },
  )

  app.get(
    '/session',
    { config: { right: 'session:own' }, schema: { summary: 'Who is signed in', response: { 200: actorView } } },
    async (request) => {
      const { sessionId: _session, scopes: _scopes, ...view } = actorOf(request).actor
      return view
    },
  )

  app.delete(
    '/session',
    { config: { right: 'session:own' }, schema: { summary: 'Sign out', response: { 204: z.null() } } },
    async (request, reply) => {
      const { tokenHash } = actorOf(request)
      await signOut(desk, tokenHash)
      sessions.forget(tokenHash)
      return reply.clearCookie(SESSION_COOKIE, { path: '/', secure: true }).code(204).send(null)
    },
  )

  app.get(
    '/staff',
    { config: { right: 'staff:keep' }, schema: { summary: 'All staff', response: { 200: z.array(staffView) } } },
    async () => listStaff(desk.db),
  )

  app.post(
    '/staff',
    {
      config: { right: 'staff:keep' },
      schema: {
        summary: 'Add a member of staff',
        body: staffBody,
        response: { 201: z.strictObject({ id: z.uuid() }) },
      },
    },
    async (request, reply) => give(reply, await keepStaff(desk, orderOf(request), undefined, request.body)),
  )

  app.put(
    '/staff/:staffId',
    {
      config: { right: 'staff:keep' },
      schema: {
        summary: 'Change a member of staff',
        params,
        body: staffBody,
        response: { 200: z.strictObject({ id: z.uuid() }) },
      },
    },
    async (request, reply) =>
      give(reply, await keepStaff(desk, orderOf(request), request.params.staffId, request.body)),
  )
}
