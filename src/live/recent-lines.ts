import type { JournalEvent } from '../journal/index.ts'
import type { Addressed } from './audience-rules.ts'
import { mustBeReceipted } from './receipt-rules.ts'

/** An event as it goes out to every socket: stringified once, `seq` and `prev` are put before `rest`. */
export type Line = Addressed & {
  seq: number
  at: Date
  mustBeReceipted: boolean
  /** the frame's text after `prev`, with its closing brace */
  rest: string
}

/** Stringifies an event once, for all sockets. */
export function toLine(event: JournalEvent): Line {
  const { seq, at, type, incidentId, areaId, unitIds, audience, data } = event
  const fields = { type, at, ...(incidentId === null ? {} : { incidentId }), data }
  const direction = (data as { direction?: unknown } | null)?.direction
  return {
    seq,
    at,
    type,
    incidentId,
    areaId,
    unitIds,
    audience,
    mustBeReceipted: mustBeReceipted(type, typeof direction === 'string' ? direction : null),
    rest: `,${JSON.stringify(fields).slice(1)}`,
  }
}

/** The text of the `ev` frame for a socket that was last told `prev`. */
export function evText(line: Line, prev: number): string {
  return `{"frame":"ev","seq":${line.seq},"prev":${prev}${line.rest}`
}

/** Put on a socket before it is looked at again whether the network takes it. */
const SLICE_CHARACTERS = 131_072

/** The lines in order, in slices of about 128 KiB; one long line is a slice of its own. */
export function* slicesOf(lines: readonly Line[]): Generator<readonly Line[]> {
  for (let from = 0; from < lines.length; ) {
    let to = from
    for (let characters = 0; to < lines.length && characters < SLICE_CHARACTERS; to += 1) {
      characters += lines[to]?.rest.length ?? 0
    }
    yield lines.slice(from, to)
    from = to
  }
}

const MOST_LINES = 2_000
const MOST_CHARACTERS = 8_388_608

/**
 * The newest events, without holes. When a switch or a node fails, every console comes back at once and asks
 * for the same few hundred events: they are answered from here, not with a query each.
 */
export class RecentLines {
  #lines: Line[] = []
  #first = 0
  #characters = 0

  /** Adds the next lines; the caller has checked that they follow on. */
  push(lines: readonly Line[]): void {
    for (const line of lines) {
      this.#lines.push(line)
      this.#characters += line.rest.length
    }
    while (this.#lines.length - this.#first > MOST_LINES || this.#characters > MOST_CHARACTERS) {
      this.#characters -= this.#lines[this.#first]?.rest.length ?? 0
      this.#first += 1
    }
    if (this.#first > MOST_LINES) {
      this.#lines = this.#lines.slice(this.#first)
      this.#first = 0
    }
  }

  /** At most `limit` lines after `seq`; undefined when the next one is not here. */
  after(seq: number, limit: number): readonly Line[] | undefined {
    const first = this.#lines[this.#first]
    if (!first || seq + 1 < first.seq) return undefined
    const from = this.#first + seq + 1 - first.seq
    return from < this.#lines.length ? this.#lines.slice(from, from + limit) : undefined
  }

  /** The store is another one. */
  clear(): void {
    this.#lines = []
    this.#first = 0
    this.#characters = 0
  }
}
