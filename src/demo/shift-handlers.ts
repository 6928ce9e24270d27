import type { IncidentView } from '../incidents/index.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { ScriptedCall } from './shift-call.ts'
import { ProblemAnswer, type ShiftClient } from './shift-client.ts'
import { humanSeconds } from './shift-delay-rules.ts'
import type { ShiftEvent } from './shift-events.ts'
import {
  type ChosenPlace,
  chooseGrade,
  choosePlace,
  type FoundCheck,
  type FoundPlace,
  findSame,
  houseOf,
  listEarlier,
} from './shift-handling-rules.ts'
import type { ShiftRoom } from './shift-room.ts'

type Waiting = { contactId: string; call: ScriptedCall }
type Near = Array<{ incident: IncidentView; metres: number }>

/** How far around a second call about the same thing is looked for, in metres. */
const SAME_THING_METRES = 300
/** A second call may be sooner than the first one's log: looked for again after so long. */
const ASK_AGAIN_SECONDS = 30
const ASK_AGAIN_MS = 300

/**
 * The call handlers. They work what telephony hands over, once it is on their screens, and leave alone what
 * somebody else has answered. What other people enter is theirs.
 */
export class HandlerRoom {
  readonly #room: ShiftRoom
  readonly #free: ShiftClient[]
  readonly #desks: number
  readonly #queue: Waiting[] = []
  /** acknowledged, and not on a screen yet */
  readonly #acknowledged = new Map<string, ScriptedCall>()
  /** on a screen, and not acknowledged to telephony yet; or nobody of ours rang */
  readonly #shown = new Set<string>()
  /** how far each of ours is; taken: somebody else answered it first */
  readonly #state = new Map<string, 'waiting' | 'answered' | 'taken'>()

  constructor(room: ShiftRoom, desks: ShiftClient[]) {
    this.#room = room
    this.#free = [...desks]
    this.#desks = desks.length
  }

  /** Calls that nobody has begun to work. */
  get waiting(): number {
    return this.#queue.length + this.#acknowledged.size
  }

  get isIdle(): boolean {
    return this.waiting === 0 && this.#free.length === this.#desks
  }

  /** Telephony has been told that the service has this contact. */
  acknowledged(contactId: string, call: ScriptedCall): void {
    if (this.#shown.delete(contactId)) this.#enqueue({ contactId, call })
    else this.#acknowledged.set(contactId, call)
  }

  /** A picture: contacts in it that telephony handed over can be worked. */
  load(snapshot: unknown): void {
    const { contacts = [] } = snapshot as { contacts?: Array<{ id: string }> }
    for (const { id } of contacts) if (this.#acknowledged.has(id)) this.#show(id)
  }

  /** One event of the live feed. */
  take(event: ShiftEvent): void {
    if (event.type === 'contact-received') this.#show(event.data.contact.id)
    else if (event.type === 'contact-changed' || event.type === 'contact-linked') {
      const { id, answeredAt } = event.data.contact
      if (answeredAt !== null && this.#state.get(id) === 'waiting') this.#state.set(id, 'taken')
    }
  }

  #show(contactId: string): void {
    const call = this.#acknowledged.get(contactId)
    if (call) {
      this.#acknowledged.delete(contactId)
      this.#enqueue({ contactId, call })
    } else if (!this.#state.has(contactId)) this.#remember(contactId)
  }

  /** Contacts of other people are never acknowledged to us: the oldest are let go. */
  #remember(contactId: string): void {
    this.#shown.add(contactId)
    const [oldest] = this.#shown
    if (this.#shown.size > 1_000 && oldest !== undefined) this.#shown.delete(oldest)
  }

  #enqueue(waiting: Waiting): void {
    this.#state.set(waiting.contactId, 'waiting')
    // 999 first; otherwise as they came
    const place = waiting.call.channel === '999' ? this.#queue.findIndex(({ call }) => call.channel !== '999') : -1
    if (place === -1) this.#queue.push(waiting)
    else this.#queue.splice(place, 0, waiting)
    this.#begin()
  }

  #begin(): void {
    const waiting = this.#queue[0]
    const desk = this.#free[0]
    if (!waiting || !desk) return
    this.#queue.shift()
    this.#free.shift()
    this.#room.run(() =>
      this.#work(desk, waiting).finally(() => {
        this.#free.push(desk)
        this.#state.delete(waiting.contactId)
        this.#begin()
      }),
    )
  }

  async #work(desk: ShiftClient, { contactId, call }: Waiting): Promise<void> {
    const { clock, tally } = this.#room
    const random = this.#room.random.fork(`handling/${call.id}`)
    await clock.sleep(humanSeconds.answer(random))
    if (this.#state.get(contactId) === 'taken') return tally.left()
    this.#state.set(contactId, 'answered')
    await desk.command('POST', `/contacts/${contactId}/answer`)
    await clock.sleep(humanSeconds.untilWhere(random))
    const where = (await this.#findHome(desk, contactId, call)) ?? (await this.#find(desk, call))
    await clock.sleep(humanSeconds.untilWhat(random))
    const same = call.duplicate ? await this.#findSame(desk, call, where) : undefined
    if (same !== undefined) await this.#join(desk, contactId, call, same, random)
    else await this.#open(desk, contactId, call, where, random)
    if (call.channel !== '999' && call.channel !== '101') return
    await clock.sleep(humanSeconds.untilEnd(random))
    await desk.command('PATCH', `/contacts/${contactId}`, { ended: true })
  }

  /** The phone check knows an earlier incident at somebody's home: the caller is asked whether it is there again. */
  async #findHome(desk: ShiftClient, contactId: string, call: ScriptedCall): Promise<ChosenPlace | undefined> {
    if (!call.atHouse || call.namesHouse || call.number === null || call.kind !== 'voice') return undefined
    const { checks } = await desk.get<{ checks: FoundCheck[] }>(`/contacts/${contactId}`)
    for (const earlier of listEarlier(checks)) {
      const { incident } = await desk.get<{ incident: IncidentView }>(`/incidents/${earlier}`)
      const house = houseOf(incident.location)
      if (house) return house
    }
    return undefined
  }

  /** Where it is: a house or a street of the gazetteer, or what the network says when nobody spoke. */
  async #find(desk: ShiftClient, call: ScriptedCall): Promise<ChosenPlace> {
    const { number, street, locality, lat, lon } = call.where
    if (call.kind !== 'voice' && !call.atHouse) return { placeId: null, lat, lon, text: 'Where the network has it' }
    const text = call.namesHouse ? `${number ?? ''} ${street}, ${locality}` : `${street}, ${locality}`
    const near = call.namesHouse ? '' : `&nearLat=${lat}&nearLon=${lon}`
    const found = await desk.get<{ places: FoundPlace[] }>(
      `/places?text=${encodeURIComponent(text.slice(0, 200))}${near}&limit=30`,
    )
    return choosePlace(found.places, call)
  }

  /** The incident that it is about, when somebody has rung already; the first caller may still be on the line. */
  async #findSame(desk: ShiftClient, call: ScriptedCall, { lat, lon }: ChosenPlace): Promise<string | undefined> {
    if (lat === null || lon === null) return undefined
    const path = `/incidents/near?lat=${lat}&lon=${lon}&metres=${SAME_THING_METRES}`
    const same = findSame(await desk.get<Near>(path), call)
    if (same !== undefined) return same
    await this.#room.clock.sleep(ASK_AGAIN_SECONDS, { atLeastMs: ASK_AGAIN_MS })
    return findSame(await desk.get<Near>(path), call)
  }

  async #join(
    desk: ShiftClient,
    contactId: string,
    call: ScriptedCall,
    incidentId: string,
    random: SeededRandom,
  ): Promise<void> {
    const body = { contactId, worse: random.chance(0.1), summary: call.summary }
    try {
      await desk.command('POST', `/incidents/${incidentId}/contacts`, body)
      this.#room.tally.joined()
    } catch (error) {
      // closed a moment ago: then it is a new one
      if (!(error instanceof ProblemAnswer) || error.code !== 'incident/closed') throw error
      await this.#open(
        desk,
        contactId,
        call,
        { placeId: null, lat: call.where.lat, lon: call.where.lon, text: call.where.street },
        random,
      )
    }
  }

  async #open(
    desk: ShiftClient,
    contactId: string,
    call: ScriptedCall,
    location: ChosenPlace,
    random: SeededRandom,
  ): Promise<void> {
    const { tally, clock, ours } = this.#room
    const sendNow = call.happeningNow && call.grade === null && random.chance(0.25)
    const incident = await desk.command<IncidentView>('POST', '/incidents', {
      contactId,
      type: call.type,
      summary: call.summary,
      location,
      happeningNow: call.happeningNow,
      domesticAbuse: call.domesticAbuse,
      people: call.people,
      needs: { questions: answersOf(call, random) },
      ...(sendNow ? { grade: '1', gradeReason: 'Sent at once' } : {}),
    })
    ours.add(incident.id)
    tally.opened(incident.id)
    if (sendNow) return tally.graded(incident.id, '1', this.#room.deploys('1'))
    await clock.sleep(humanSeconds.grade(random))
    await this.#grade(desk, incident, call)
  }

  async #grade(desk: ShiftClient, incident: IncidentView, call: ScriptedCall): Promise<void> {
    const { tally } = this.#room
    const chosen = chooseGrade(incident, call)
    const send = async (grade: string, reason: string) => {
      tally.grading(incident.id)
      await desk.command('POST', `/incidents/${incident.id}/grade`, { grade, reason })
      tally.graded(incident.id, grade, this.#room.deploys(grade))
    }
    try {
      await send(chosen, chosen === incident.proposal.grade ? '' : 'Resolved without sending anybody')
    } catch (error) {
      // somebody graded it meanwhile, or a check found why it may not be that low: then as proposed
      if (!(error instanceof ProblemAnswer)) throw error
      tally.refused(error.code)
      if (error.code === 'grade/lower') return
      const now = await desk.get<{ incident: IncidentView }>(`/incidents/${incident.id}`)
      await send(now.incident.proposal.grade ?? '2', 'As proposed')
    }
  }
}

/** Asked as the force's question set has them; some are skipped, and stay open. */
function answersOf(call: ScriptedCall, random: SeededRandom): Record<string, string | null> {
  if (call.kind !== 'voice' || call.channel === 'officer') return {}
  const maybe = (answer: string) => (random.chance(0.8) ? answer : null)
  return {
    'safe-now': maybe('Yes'),
    'happening-now': call.happeningNow ? 'Yes' : 'No',
    injured: maybe(random.chance(0.15) ? 'Yes, not badly' : 'No'),
    ...(call.domesticAbuse
      ? { children: maybe(random.chance(0.4) ? 'Yes' : 'No'), history: maybe(random.chance(0.5) ? 'Yes' : 'No') }
      : {}),
  }
}
