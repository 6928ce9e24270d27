import { createHash } from 'node:crypto'

/** A row of the journal as the shift wrote it. */
export type ShiftEvent = {
  at: number
  type: string
  actorId: string
  incidentId: string | null
  data: Record<string, unknown>
}

/** A shift whose events are known: what happens to each incident is drawn, and many things of the trade happen to some. */
export function playShift(incidents: number, seed: number, from: number): ShiftEvent[] {
  const random = seeded(seed)
  const events: ShiftEvent[] = []
  for (let number = 1; number <= incidents; number += 1)
    playIncident(number, Math.floor(from + random() * 12 * HOUR), random, events)
  return events.sort((one, other) => one.at - other.at)
}

const HOUR = 3_600_000
/** An identifier that is the same each time. */
export const idOf = (...parts: readonly (string | number)[]): string => {
  const hex = createHash('sha256').update(parts.join(' ')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A small seeded generator, so that a shift can be had again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function playIncident(number: number, rings: number, random: () => number, events: ShiftEvent[]): void {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const chance = (share: number) => random() < share
  const iso = (at: number) => new Date(at).toISOString()
  const incidentId = idOf('incident', number)
  const contactId = idOf('contact', number)
  const handler = idOf('handler', pick([1, 2, 3]))
  const dispatcher = idOf('dispatcher', pick([1, 2]))
  let at = rings
  const later = (most: number) => (at += 1_000 + Math.floor(random() * most * 1_000))
  const tell = (type: string, data: Record<string, unknown>, actorId = handler, about: string | null = incidentId) =>
    events.push({ at, type, actorId, incidentId: about, data })

  const contact = {
    id: contactId,
    channel: pick(['999', '999', '101', 'web']),
    kind: 'voice',
    receivedAt: iso(at),
    presentedAt: chance(0.8) ? iso(at - Math.floor(random() * 8_000)) : null,
    answeredAt: null as string | null,
    handlerId: null as string | null,
    incidentId: null as string | null,
  }
  tell('contact-received', { contact: { ...contact } }, handler, null)
  if (chance(0.05)) return
  later(30)
  Object.assign(contact, { answeredAt: iso(at), handlerId: handler })
  tell('contact-changed', { contact: { ...contact } }, handler, null)
  later(90)
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London' }).format(at).replaceAll('/', '-')
  const incident = {
    id: incidentId,
    reference: `${number}/${local}`,
    openedAt: iso(at),
    type: 'theft',
    areaId: pick(['north', 'south', 'west', null]),
    areaClass: pick(['urban', 'rural']),
    location: { premisesId: chance(0.6) ? idOf('premises', Math.floor(random() * 12)) : null },
    flags: { domesticAbuse: chance(0.25), repeatVictim: false, vulnerable: false },
    handlerId: handler,
    firstGrade: null as string | null,
    firstAttendBy: null as string | null,
    gradedAt: null as string | null,
    closedAt: null as string | null,
    closingCategory: null as string | null,
  }
  const stands = () => ({ incident: structuredClone(incident) })
  tell('incident-opened', stands())
  contact.incidentId = incidentId
  tell('contact-linked', { contact: { ...contact }, incidentId, worse: false })
  if (chance(0.3)) {
    later(60)
    Object.assign(incident.flags, { domesticAbuse: true, repeatVictim: chance(0.5) })
    tell('incident-flagged', stands())
  }
  if (chance(0.03)) return
  later(120)
  const grade = pick(['1', '1', '2', '2', '3'])
  const opened = Date.parse(incident.openedAt)
  Object.assign(incident, {
    firstGrade: grade,
    gradedAt: iso(at),
    firstAttendBy: iso(opened + (grade === '1' ? 600_000 : HOUR)),
  })
  tell('incident-graded', { ...stands(), direction: 'first' })
  if (chance(0.1)) {
    later(300)
    tell('incident-graded', { ...stands(), direction: 'lowered' }, dispatcher)
  }
  const actionId = idOf('action', number)
  const promised = chance(0.3)
  if (promised) tell('action-added', { incidentId, actionId, dueAt: iso(at + 900_000) })
  if (grade !== '3') {
    for (let unit = 1; unit <= (chance(0.3) ? 2 : 1); unit += 1) {
      later(240)
      const deployment = {
        id: idOf('deployment', number, unit),
        assignedAt: iso(at),
        assignedBy: dispatcher,
        rankChosen: pick([1, 1, 1, 2, null]),
        notFirstBecause: null as string | null,
        atSceneAt: null as string | null,
        arrivedUnread: false,
        releaseReason: null as string | null,
      }
      const unknowns = chance(0.4) ? [{ what: 'phone', state: pick(['PENDING', 'NOT_CONNECTED']), text: '' }] : []
      tell('deployment-made', { ...stands(), deployment: { ...deployment }, briefing: { unknowns } }, dispatcher)
      if (deployment.rankChosen !== 1 && chance(0.6)) {
        later(30)
        deployment.notFirstBecause = pick(['skill', 'keep-cover'])
        tell('deployment-reasoned', { deployment: { ...deployment } }, dispatcher)
      }
      later(900)
      if (chance(0.15)) {
        deployment.releaseReason = 'diverted'
        tell('deployment-ended', { deployment: { ...deployment } }, dispatcher)
        continue
      }
      Object.assign(deployment, { atSceneAt: iso(at), arrivedUnread: chance(0.2) })
      tell('deployment-stepped', { deployment: { ...deployment }, step: 'at-scene' }, dispatcher)
      if (chance(0.1)) {
        incident.areaId = 'west'
        tell('incident-changed', stands())
      }
      later(1_200)
      deployment.releaseReason = 'cleared'
      tell('deployment-ended', { deployment: { ...deployment } }, dispatcher)
    }
  }
  if (promised && chance(0.7)) {
    later(900)
    tell('action-done', { incidentId, actionId })
  }
  if (chance(0.2)) return
  later(3_600)
  const close = () => {
    Object.assign(incident, { closedAt: iso(at), closingCategory: pick(['crime', 'advice']) })
    tell('incident-closed', { ...stands(), closedBy: 'somebody' }, idOf('supervisor', pick([1, 2])))
  }
  close()
  if (!chance(0.15)) return
  later(3_600)
  Object.assign(incident, { closedAt: null, closingCategory: null })
  tell('incident-reopened', stands())
  later(3_600)
  if (chance(0.7)) close()
}
