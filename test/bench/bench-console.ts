import { WebSocket } from 'ws'
import type { Role } from '../../src/core/index.ts'
import type { ShiftClient } from '../../src/demo/shift-client.ts'
import { RECEIPTED } from '../../src/live/index.ts'

/** What a bench console tells. `at` is when the message was there, by `performance.now()`. */
export type BenchConsoleListener = {
  onRecommendation?: (text: string, at: number) => void
  onLost: (because: string) => void
}

/** Below what the service lets a console send. */
const RECEIPTS_AT_ONCE = 3
const RECEIPTS_EVERY_MS = 200
const HEAD = /^\{"frame":"ev","seq":(\d+),"prev":(\d+),"type":"([a-z-]+)"/
const HEAD_BYTES = 120

/**
 * A console that costs what a network card costs: it proves by `prev` that nothing is missing and receipts what must be
 * receipted, and reads no further than it must. A hundred whole ones in one process would be measured, not the service.
 */
export class BenchConsole {
  readonly #socket: WebSocket
  readonly #role: Role
  readonly #listener: BenchConsoleListener
  #seq = -1
  #toReceipt: number[] = []
  readonly #timer: NodeJS.Timeout

  private constructor(socket: WebSocket, role: Role, listener: BenchConsoleListener) {
    this.#socket = socket
    this.#role = role
    this.#listener = listener
    this.#timer = setInterval(() => this.#sendReceipts(), RECEIPTS_EVERY_MS)
  }

  /** Connects as this client, and resolves when it is live. */
  static async open(url: string, client: ShiftClient, role: Role, listener: BenchConsoleListener) {
    const headers = await client.identify()
    const socket = new WebSocket(new URL('/live', url.replace(/^http/, 'ws')), { headers })
    const console = new BenchConsole(socket, role, listener)
    await new Promise<void>((resolve, reject) => {
      socket.on('message', (data: Buffer) => console.#take(data, performance.now(), resolve))
      socket.once('error', reject)
      socket.once('close', (code) => listener.onLost(`closed with ${code}`))
    })
    return console
  }

  close(): void {
    clearInterval(this.#timer)
    this.#socket.removeAllListeners('close')
    this.#socket.on('error', () => undefined)
    this.#socket.terminate()
  }

  #take(data: Buffer, at: number, onLive: () => void): void {
    const head = HEAD.exec(data.toString('latin1', 0, HEAD_BYTES))
    if (head) {
      const [, seq, prev, type = ''] = head
      if (Number(prev) !== this.#seq) this.#listener.onLost(`a hole: ${prev} after ${this.#seq}`)
      this.#seq = Number(seq)
      if (type === 'recommendation-made') this.#listener.onRecommendation?.(data.toString(), at)
      if (RECEIPTED.get(type)?.includes(this.#role)) this.#toReceipt.push(this.#seq)
      return
    }
    const frame = JSON.parse(data.toString()) as { frame: string; seq?: number; to?: number; code?: number }
    if (frame.frame === 'hello') this.#socket.send('{"frame":"resume","epoch":null,"seq":null}')
    else if (frame.frame === 'reset') this.#seq = frame.seq ?? -1
    else if (frame.frame === 'skip') this.#seq = frame.to ?? this.#seq
    else if (frame.frame === 'live') onLive()
    else if (frame.frame === 'goodbye') this.#listener.onLost(`goodbye ${frame.code}`)
  }

  #sendReceipts(): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    const shownAt = new Date().toISOString()
    for (const seq of this.#toReceipt.splice(0, RECEIPTS_AT_ONCE))
      this.#socket.send(JSON.stringify({ frame: 'receipt', seq, shownAt }))
  }
}
