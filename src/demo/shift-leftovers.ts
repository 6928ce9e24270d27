import type { ContactView } from '../contacts/index.ts'
import type { IncidentView } from '../incidents/index.ts'
import type { ShiftClient } from './shift-client.ts'
import type { ShiftRoom } from './shift-room.ts'

/** How often the list of waiting contacts is looked at, in seconds. */
const LOOK_SECONDS = 300
/** A contact that nobody has answered for this long, or that somebody answered and left so long ago, is taken up. */
const UNANSWERED_SECONDS = 900
const LEFT_SECONDS = 3_600

/**
 * Takes up contacts that a shift before this one was stopped in the middle of, so that no call is left: they are
 * called back and written down. Whoever is signed in has had plenty of time before that.
 */
export class Leftovers {
  readonly #room: ShiftRoom
  readonly #client: ShiftClient

  constructor(room: ShiftRoom, client: ShiftClient) {
    this.#room = room
    this.#client = client
  }

  /** Looks now, and again until the shift ends. @throws AbortError then */
  async watch(): Promise<never> {
    for (;;) {
      const waiting = await this.#client.get<ContactView[]>('/contacts/waiting')
      for (const contact of waiting)
        if (isLeft(contact, Date.now())) await this.#takeUp(contact).catch((error: unknown) => this.#room.note(error))
      await this.#room.clock.sleep(LOOK_SECONDS, { atLeastMs: 1_000 })
    }
  }

  async #takeUp({ id, kind, networkLocation }: ContactView): Promise<void> {
    const { lat = null, lon = null } = networkLocation ?? {}
    await this.#client.command('POST', `/contacts/${id}/answer`)
    const incident = await this.#client.command<IncidentView>('POST', '/incidents', {
      contactId: id,
      type: kind === 'silent' || kind === 'abandoned' ? 'abandoned' : 'message',
      summary: 'Line lost before anything was written down; called back.',
      location: lat === null || lon === null ? null : { lat, lon, text: 'Where the network had it' },
    })
    this.#room.ours.add(incident.id)
    this.#room.tally.opened(incident.id)
    // a proposal that binds is for people, who are told by the service; everything else is written down and done
    const { proposal, flags } = incident
    const grade = proposal.binding || flags.domesticAbuse ? (proposal.grade ?? '2') : '4'
    await this.#client.command('POST', `/incidents/${incident.id}/grade`, {
      grade,
      reason: 'Called back: nobody is needed',
    })
    await this.#client.command('PATCH', `/contacts/${id}`, { ended: true })
  }
}

/** Whether a contact that belongs to no incident has been left by everybody. */
export function isLeft(
  { receivedAt, answeredAt }: Pick<ContactView, 'receivedAt' | 'answeredAt'>,
  now: number,
): boolean {
  const seconds = (since: string) => (now - Date.parse(since)) / 1_000
  return answeredAt === null ? seconds(receivedAt) > UNANSWERED_SECONDS : seconds(answeredAt) > LEFT_SECONDS
}
