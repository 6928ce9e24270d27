import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { connect, createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dockerAnswers } from './docker-engine.ts'

/** A Redis made for one test, that keeps nothing. */
export type RedisServer = {
  url: string
  kill: () => Promise<void>
  /** after `kill`, empty, on the same address */
  revive: () => Promise<void>
  stop: () => Promise<void>
}

const IMAGE = 'redis:8'

/** `redis-server` where it is installed, else a container where an engine answers, else nothing. */
export async function findRedis(): Promise<RedisServer | undefined> {
  const program = findProgram('redis-server') ?? findProgram('valkey-server')
  if (program) return await localRedis(program)
  if (await dockerAnswers()) return await containerRedis()
  return undefined
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/usr/sbin']
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

async function localRedis(program: string): Promise<RedisServer> {
  const port = await freePort()
  const start = async () => {
    const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/']
    const child = spawn(program, options, { stdio: 'ignore' })
    await untilPong(child, port)
    return child
  }
  let running = await start()
  const kill = async () => {
    if (running.exitCode !== null || running.signalCode !== null) return
    const gone = once(running, 'exit')
    running.kill('SIGKILL')
    await gone
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    revive: async () => {
      running = await start()
    },
    stop: kill,
  }
}

async function containerRedis(): Promise<RedisServer> {
  const { GenericContainer } = await import('testcontainers')
  // its own port is given, not drawn: a restarted container is to be found where it was
  const port = await freePort()
  const container = await new GenericContainer(IMAGE)
    .withCommand(['redis-server', '--save', '', '--appendonly', 'no'])
    .withExposedPorts({ container: 6379, host: port })
    .start()
  return {
    url: `redis://${container.getHost()}:${port}`,
    kill: async () => void (await container.stop({ remove: false, timeout: 0 })),
    revive: () => container.restart(),
    stop: async () => void (await container.stop()),
  }
}

async function untilPong(child: ChildProcess, port: number): Promise<void> {
  const giveUpAt = Date.now() + 10_000
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`)
    if (await answersPing(port)) return
    await sleep(20)
  }
  child.kill('SIGKILL')
  throw new Error('redis-server did not answer in 10 s')
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.setTimeout(500, () => socket.destroy())
    socket.once('data', (data) => {
      socket.destroy()
      resolve(data.toString().startsWith('+PONG'))
    })
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}
