import websocket from '@fastify/websocket'
import { Refusal } from '../core/index.ts'
import { type App, actorOf, mustHold } from '../http/index.ts'
import type { ConsoleRoom } from './console-room.ts'
import { LARGEST_FRAME_BYTES } from './stream-rules.ts'

/**
 * GET /live: the websocket of every console. The front desk's hooks run before the upgrade: token, right and,
 * for a cookie, the origin; a request that fails them is answered as any other and never upgraded.
 */
export function liveRoutes(app: App, { room }: { room: ConsoleRoom }): void {
  void app.register(websocket, {
    options: { maxPayload: LARGEST_FRAME_BYTES, perMessageDeflate: false },
    // ws closes a socket that breaks the protocol by itself, with the code that says why
    errorHandler: (_error, _socket, request) => request.log.info('console connection error'),
    preClose: async () => {
      room.stop()
      app.websocketServer.close()
    },
  })
  // The front desk refuses before @fastify/websocket has marked the request, and that marks what it destroys: a
  // refused upgrade, on any route, would keep its socket for ever.
  app.addHook('onResponse', async (request) => {
    if (request.headers.upgrade !== undefined) request.raw.socket.destroy()
  })
  // in a plugin of its own: it is loaded after the one above, whose hook must see the route
  void app.register(async (scope) => {
    scope.route({
      method: 'GET',
      url: '/live',
      config: { right: 'live:connect' },
      // the front desk may know a session from a second ago; a socket that stays open begins with what is so now
      onRequest: async (request) => {
        request.actor = await room.confirm(actorOf(request).tokenHash)
        if (!request.actor) throw new Refusal('session/none', 'The session has ended')
        mustHold(request.actor, 'live:connect')
      },
      handler: async () => {
        throw new Refusal('request/unknown-route', 'Only a websocket is answered here')
      },
      wsHandler: (socket, request) => {
        const { actor, tokenHash } = actorOf(request)
        room.seat(socket, actor, tokenHash)
      },
    })
  })
}
