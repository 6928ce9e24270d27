import { WebSocket } from 'ws'
import { type Following, follow, openFollowing } from '../../src/live/follow-rules.ts'
import { type ClientFrame, type ServerFrame, serverFrame } from '../../src/live/frame.ts'

/** How long a test waits for something that must come, in milliseconds; only a test that fails takes it. */
const PATIENCE_MS = 20_000

/** A console as the browser's is: checks each frame against the protocol, and proves for itself that nothing is missing. */
export class TestConsole {
  readonly socket: WebSocket
  readonly frames: ServerFrame[] = []
  /** when each of `frames` came */
  readonly heardAt: number[] = []
  following: Following = openFollowing(performance.now())
  holes = 0
  /** numbers it has from the last snapshot and every event since */
  seqs: number[] = []
  readonly closed: Promise<{ code: number; reason: string; at: number }>
  readonly #waiting = new Set<() => void>()

  constructor(url: string, headers: Record<string, string>, autoPong: boolean) {
    this.socket = new WebSocket(url, { headers, autoPong })
    this.socket.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: String(reason), at: performance.now() }))
    })
    this.socket.on('message', (data) => {
      const frame = serverFrame.parse(JSON.parse(String(data)))
      this.frames.push(frame)
      this.heardAt.push(performance.now())
      const { following, hole } = follow(this.following, frame, performance.now())
      this.following = following
      if (hole) this.holes += 1
      if (frame.frame === 'ev') this.seqs.push(frame.seq)
      if (frame.frame === 'reset') this.seqs = [...(frame.snapshot as { seqs: number[] }).seqs]
      for (const look of [...this.#waiting]) look()
    })
    void this.closed.then(() => {
      for (const look of [...this.#waiting]) look()
    })
  }

  send(frame: ClientFrame): void {
    this.socket.send(JSON.stringify(frame))
  }

  /** Says where it left off: by itself, or as given. */
  resume(epoch: string | null = this.following.epoch, seq: number | null = this.following.seq): this {
    this.following = { ...this.following, epoch, seq }
    this.send({ frame: 'resume', epoch, seq })
    return this
  }

  /** Continues from where another socket of this desk stood. */
  continueFrom(other: TestConsole): this {
    this.seqs = [...other.seqs]
    return this.resume(other.following.epoch, other.following.seq)
  }

  /** Waits until it is so. @throws after twenty seconds, or when the socket is closed and it is not so */
  until(what: string, isSo: (console: TestConsole) => boolean): Promise<this> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        this.#waiting.delete(look)
        clearTimeout(timer)
        settle()
      }
      const look = () => {
        if (isSo(this)) end(() => resolve(this))
        else if (this.socket.readyState === WebSocket.CLOSED) end(() => reject(new Error(`closed before: ${what}`)))
      }
      const timer = setTimeout(() => end(() => reject(new Error(`never: ${what}`))), PATIENCE_MS)
      this.#waiting.add(look)
      look()
    })
  }

  untilLive(): Promise<this> {
    return this.until('live', ({ following }) => following.live)
  }

  untilSeq(seq: number): Promise<this> {
    return this.until(`seq ${seq}`, ({ following }) => (following.seq ?? -1) >= seq)
  }

  untilFrame<F extends ServerFrame['frame']>(kind: F): Promise<this> {
    return this.until(kind, ({ frames }) => frames.some(({ frame }) => frame === kind))
  }

  of<F extends ServerFrame['frame']>(kind: F): Extract<ServerFrame, { frame: F }>[] {
    return this.frames.filter((frame): frame is Extract<ServerFrame, { frame: F }> => frame.frame === kind)
  }

  terminate(): void {
    this.socket.terminate()
  }
}
