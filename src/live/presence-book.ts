import type { Actor } from '../core/index.ts'
import type { Hints } from './hints.ts'
import { type Looker, mayKnowOf, type PresenceView, presenceFor } from './presence-rules.ts'

/** What another node said is believed this long without being said again, in milliseconds. */
const HEARD_FOR_MS = 3_000
const CHANNEL = 'presence'

type PresenceDeps = {
  hints: Pick<Hints, 'publish' | 'subscribe'>
  /** the area of an incident; undefined: there is no such incident */
  findArea: (incidentId: string) => Promise<{ areaId: string | null } | undefined>
  /** this node among the others */
  nodeId: string
}

/**
 * Who has which incident open, now: outside the numbered stream, in memory, best effort like positions (CRD/1 P8). What
 * a closed socket had open is gone with it; other nodes are told each second by hint, and forgotten after three.
 */
export class PresenceBook {
  readonly #deps: PresenceDeps
  readonly #here = new Map<object, Looker>()
  readonly #elsewhere = new Map<string, { lookers: Looker[]; at: number }>()
  /** the newest wish of each socket: a slow answer to an older one is not taken */
  readonly #wishes = new WeakMap<object, string | null>()
  #wasSaid = false

  constructor(deps: PresenceDeps) {
    this.#deps = deps
    deps.hints.subscribe(CHANNEL, (message) => this.#hear(message))
  }

  /** This desk has this incident open now, or none. An incident that the person may not see is nobody's business. */
  async look(socket: object, actor: Actor, incidentId: string | null): Promise<void> {
    this.#wishes.set(socket, incidentId)
    this.#here.delete(socket)
    const found = incidentId === null ? undefined : await this.#deps.findArea(incidentId)
    if (!found || incidentId === null || this.#wishes.get(socket) !== incidentId) return
    const looker = { id: actor.id, name: actor.name, incidentId, areaId: found.areaId }
    if (mayKnowOf(actor, looker)) this.#here.set(socket, looker)
  }

  /** The socket is closed. */
  leave(socket: object): void {
    this.#wishes.set(socket, null)
    this.#here.delete(socket)
  }

  /** Others who have incidents open, as this person may know it. */
  listFor(actor: Actor): PresenceView {
    const now = performance.now()
    const elsewhere = [...this.#elsewhere.values()].filter(({ at }) => now - at < HEARD_FOR_MS)
    return presenceFor(actor, [...this.#here.values(), ...elsewhere.flatMap(({ lookers }) => lookers)])
  }

  /** Once a second: what this node knows, for the others; nothing is said where nothing was. */
  tell(): void {
    const lookers = [...this.#here.values()]
    if (lookers.length > 0 || this.#wasSaid)
      this.#deps.hints.publish(CHANNEL, JSON.stringify({ node: this.#deps.nodeId, lookers }))
    this.#wasSaid = lookers.length > 0
  }

  #hear(message: string): void {
    try {
      const { node, lookers } = JSON.parse(message) as { node: string; lookers: Looker[] }
      if (node !== this.#deps.nodeId && Array.isArray(lookers))
        this.#elsewhere.set(node, { lookers, at: performance.now() })
    } catch {
      // a hint is only ever a hint
    }
  }
}
