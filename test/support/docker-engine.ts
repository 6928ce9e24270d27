import { existsSync } from 'node:fs'
import { request } from 'node:http'

const PATIENCE_MS = 500

/** Whether a Docker engine answers on this machine: asked of its socket, so that "no" costs nothing. */
export function dockerAnswers(): Promise<boolean> {
  const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock'
  const socketPath = host.startsWith('unix://') ? host.slice('unix://'.length) : undefined
  if (socketPath && !existsSync(socketPath)) return Promise.resolve(false)
  const { hostname, port } = new URL(host)
  const where = socketPath ? { socketPath } : { hostname, port }
  return new Promise((resolve) => {
    const ping = request({ ...where, path: '/_ping', timeout: PATIENCE_MS }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    ping.on('timeout', () => ping.destroy())
    ping.on('error', () => resolve(false))
    ping.end()
  })
}
