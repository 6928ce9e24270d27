import type { ScriptedCall } from './shift-call.ts'
import type { ShiftClient } from './shift-client.ts'
import type { ShiftRoom } from './shift-room.ts'

/** Calls under way to the service at one time; while it is away the others wait in the network. */
const MOST_UNDER_WAY = 16

/** The telephone switch: hands every call over until it is acknowledged, whatever happens to the service. */
export class Telephony {
  readonly #room: ShiftRoom
  readonly #client: ShiftClient
  readonly #prefix: string
  readonly #onAcknowledged: (contactId: string, call: ScriptedCall) => void
  #underWay = 0
  #onFree: (() => void) | undefined

  /** `prefix` makes this shift's references its own: the same real call comes again in another shift. */
  constructor(
    room: ShiftRoom,
    client: ShiftClient,
    prefix: string,
    onAcknowledged: (contactId: string, call: ScriptedCall) => void,
  ) {
    this.#room = room
    this.#client = client
    this.#prefix = prefix
    this.#onAcknowledged = onAcknowledged
  }

  get underWay(): number {
    return this.#underWay
  }

  /** Rings; returns when there is room for the next one, which may be before this one is acknowledged. */
  async ring(call: ScriptedCall): Promise<void> {
    this.#underWay += 1
    this.#room.tally.sent()
    this.#room.run(() => this.#handOver(call).finally(() => this.#free()))
    if (this.#underWay < MOST_UNDER_WAY) return
    await new Promise<void>((resolve) => {
      this.#onFree = resolve
    })
  }

  async #handOver(call: ScriptedCall): Promise<void> {
    const externalRef = `${this.#prefix}/${call.id}`
    const body = {
      channel: call.channel,
      kind: call.kind,
      number: call.number ?? (call.channel === '999' || call.channel === '101' ? 'withheld' : null),
      callerName: call.callerName,
      callerRole: call.callerRole,
      firstWords: call.firstWords,
      networkLocation: networkLocationOf(call),
      externalRef,
      presentedAt: new Date().toISOString(),
    }
    const { id } = await this.#client.command<{ id: string }>('POST', '/contacts', body, externalRef)
    this.#room.tally.acknowledged(externalRef, id)
    this.#onAcknowledged(id, call)
  }

  #free(): void {
    this.#underWay -= 1
    this.#onFree?.()
    this.#onFree = undefined
  }
}

/** What the network says of where a 999 call comes from: a handset's own fix for half, a mast for the others. */
function networkLocationOf({ channel, number, where, whichHouse }: ScriptedCall): Record<string, unknown> | null {
  if (channel !== '999') return null
  const isFix = number !== null && whichHouse < 0.5
  // to about a hundred metres or a mile: never the house itself
  const places = isFix ? 3 : 2
  return {
    source: isFix ? 'aml' : 'cell',
    lat: Number(where.lat.toFixed(places)),
    lon: Number(where.lon.toFixed(places)),
    radiusMetres: isFix ? 60 : 1_500,
    fixedAt: new Date().toISOString(),
  }
}
