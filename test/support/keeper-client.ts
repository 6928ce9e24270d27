import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { keeperAddress } from './keeper-address.ts'
import type { KeeperAnswer, KeeperQuestion, KeeperReply } from './keeper-protocol.ts'
import { plainNode } from './plain-node.ts'

/** One process's hold on the test servers. What was asked for through it is removed when it ends, however it ends. */
export type Lease = {
  ask: <Op extends KeeperQuestion['op']>(question: Extract<KeeperQuestion, { op: Op }>) => Promise<KeeperAnswer[Op]>
  /** resolves when everything of this lease is gone */
  end: () => Promise<void>
}

const PATIENCE_MS = 90_000
const AGAIN_MS = 3_000

/** Reaches the keeper of this working copy; starts it when there is none. */
export async function openLease(): Promise<Lease> {
  const { socket, log } = keeperAddress()
  const giveUpAt = Date.now() + PATIENCE_MS
  let startedAt = 0
  while (Date.now() < giveUpAt) {
    const reached = await reach(socket)
    if (reached) return reached
    if (Date.now() - startedAt > AGAIN_MS) {
      startKeeper(log)
      startedAt = Date.now()
    }
    await sleep(50)
  }
  throw new Error(`The keeper of the test servers did not answer in ${PATIENCE_MS / 1000} s: see ${log}`)
}

/** Undefined where nobody listens, or where the keeper that listens is on its way out. */
function reach(address: string): Promise<Lease | undefined> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('error', () => resolve(undefined))
    socket.once('close', () => resolve(undefined))
    const lines = createInterface({ input: socket })
    // a reset connection is reported by readline too; the socket's own handlers deal with it
    lines.on('error', () => undefined)
    lines.once('line', () => resolve(leaseOf(socket, lines)))
  })
}

function leaseOf(socket: Socket, lines: ReturnType<typeof createInterface>): Lease {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  let last = 0
  // a test that has finished is not kept alive by its lease
  socket.unref()
  lines.on('line', (line) => {
    const reply = JSON.parse(line) as KeeperReply
    const asked = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (waiting.size === 0) socket.unref()
    if (reply.ok) asked?.resolve(reply.answer as never)
    else asked?.reject(new Error(reply.message))
  })
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The keeper of the test servers went away'))
    waiting.clear()
  })
  const ask: Lease['ask'] = (question) =>
    new Promise((resolve, reject) => {
      const id = ++last
      socket.ref()
      waiting.set(id, { resolve, reject })
      socket.write(`${JSON.stringify({ id, ...question })}\n`)
    })
  return {
    ask,
    end: async () => {
      await ask({ op: 'end' })
      socket.destroy()
    },
  }
}

/** The keeper outlives the test that started it, and is no part of its coverage. */
function startKeeper(log: string): void {
  const output = openSync(log, 'a')
  spawn(...plainNode(join(import.meta.dirname, 'server-keeper.ts')), {
    detached: true,
    stdio: ['ignore', output, output],
  }).unref()
  closeSync(output)
}
