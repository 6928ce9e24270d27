import { rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { keeperAddress } from './keeper-address.ts'
import type { KeeperQuestion } from './keeper-protocol.ts'
import { TestServers } from './test-servers.ts'

// The process that keeps the servers of a test run. Test files come and go, two at a time, each in its own
// process, and any of them may be killed: so none of them owns a server. A test file holds a socket to the
// keeper; when the socket closes, for whatever reason, what was made for it is removed, and when the last
// one has closed, the servers are stopped and the keeper ends.

const LINGER_MS = 10_000

const { socket: address, folder, log } = keeperAddress()
const servers = new TestServers(folder)
const leases = new Set<Socket>()
let lingerMs = LINGER_MS
let lingering: NodeJS.Timeout | undefined
let leaving = false

const door = createServer((socket) => {
  if (leaving) return socket.destroy()
  clearTimeout(lingering)
  leases.add(socket)
  const release = servers.newHolder(socket)
  // a client that was killed resets the connection: `close` follows and is all that matters
  socket.on('error', () => undefined)
  const lines = createInterface({ input: socket })
  lines.on('error', () => undefined)
  lines.on('line', (line) => void answer(socket, JSON.parse(line) as KeeperQuestion & { id: number }))
  socket.on('close', () => {
    void release().finally(() => {
      leases.delete(socket)
      if (leases.size > 0) return
      clearTimeout(lingering)
      lingering = setTimeout(() => void leave(), lingerMs)
    })
  })
  socket.write('hello\n')
  return socket
})

async function answer(socket: Socket, question: KeeperQuestion & { id: number }): Promise<void> {
  if (question.op === 'no-linger') lingerMs = 0
  const reply = await servers.answer(socket, question).then(
    (given) => ({ id: question.id, ok: true, answer: given }),
    (error: unknown) => ({
      id: question.id,
      ok: false,
      message: error instanceof Error ? error.message : String(error),
    }),
  )
  if (!socket.destroyed) socket.write(`${JSON.stringify(reply)}\n`)
}

async function leave(): Promise<void> {
  if (leaving) return
  leaving = true
  await servers.stop()
  rmSync(folder, { recursive: true, force: true })
  rmSync(log, { force: true })
  process.exit(0)
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave())
door.on('error', (error: NodeJS.ErrnoException) => {
  // another keeper was quicker: the client will find it
  if (error.code === 'EADDRINUSE') process.exit(0)
  throw error
})
if (!address.startsWith('\0')) rmSync(address, { force: true })
door.listen(address, () => {
  lingering = setTimeout(() => void leave(), LINGER_MS)
})
