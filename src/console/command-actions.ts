import type { DeploymentView } from '../dispatch/dispatch.ts'
import type { IncidentView } from '../incidents/incident.ts'
import type { UnitView } from '../units/unit.ts'
import { listDeploymentsOf } from './board-rules.ts'
import { type Command, isLower } from './command-grammar-rules.ts'
import type { Order } from './command-sender.ts'
import type { Known } from './command-slot-rules.ts'
import { type Desk, problemWords, type Screen } from './desk.ts'
import type { WhereDraft } from './draft.ts'
import { undoLogLine, undoSending, undoUnitState } from './undo-rules.ts'

/** What a command is done with: the place it names, and whether the person pressed Enter a second time knowing why not. */
export type Acting = { desk: Desk; screen: Screen; known: Known; where: WhereDraft; insists: boolean; help: () => void }

/** Why it was not done, for the line to say; undefined: done. `again`: a second Enter does it all the same. */
export type NotDone = { words: string; again: boolean } | undefined

/** Does what a command says, through the same orders as the panels: the service decides, and a refusal is said. */
export function act(command: Command, acting: Acting): Promise<NotDone> {
  const { desk, screen, known } = acting
  const { incident, text, grade } = command
  const about = known.incidents.find(({ id }) => id === incident)?.reference ?? ''
  const callsign = known.units.find(({ id }) => id === command.units[0])?.callsign ?? ''
  const post = (what: string, path: string, body: unknown) => order(desk, { what, method: 'POST', path, body })
  const shown = (part?: 'briefing') => {
    screen.show?.(incident, part)
    return Promise.resolve(undefined)
  }
  switch (command.verb) {
    case 'n':
      return openNew(command, acting)
    case 'd':
      return sendUnits(command, acting)
    case 's':
      return setState(command, callsign, desk)
    case 'a':
      return write(`${about}: added to the log`, about, incident, { kind: 'note', text }, desk)
    case 'g':
      return isLower(grade, known.incidents.find(({ id }) => id === incident)?.grade ?? null, known)
        ? post(`${about}: asked for grade ${grade}`, `/incidents/${incident}/lower-grade`, { grade, reason: text })
        : post(`${about}: grade ${grade}`, `/incidents/${incident}/grade`, { grade, reason: text })
    case 'b':
      return shown('briefing')
    case 'p':
      return write(`${about}: briefing passed to ${callsign}`, about, incident, passedTo(callsign), desk)
    case 'k':
      return post(`${callsign}: crew is well`, `/units/${command.units[0]}/welfare`, { answer: 'well' })
    case 'j':
      return post(`${about} linked`, `/incidents/${incident}/links`, {
        otherId: command.other,
        reason: 'The same thing, said at the desk',
      })
    case 'c':
      return close(command, about, acting)
    case 'm':
      return moveMap(command, acting)
    case '?':
      acting.help()
      return Promise.resolve(undefined)
    case 'f':
      // the line itself shows what was found
      return Promise.resolve(undefined)
  }
}

/** The line on the log that says that a crew was told by voice (CONSOLES D8); its instant is the service's. */
export function passedTo(callsign: string): { kind: 'note'; text: string } {
  return { kind: 'note', text: `Briefing passed to ${callsign} by voice` }
}

async function order(desk: Desk, what: Order): Promise<NotDone> {
  const answer = await desk.order(what)
  if (!answer.ok) return { words: problemWords(answer.problem), again: false }
  desk.done(what.what)
  return undefined
}

async function setState({ units: [unitId = ''], state }: Command, callsign: string, desk: Desk): Promise<NotDone> {
  const what = `State of ${callsign}: ${state}`
  const before = desk.board.units.get(unitId)
  const answer = await desk.order<UnitView>({ what, method: 'PUT', path: `/units/${unitId}/state`, body: { state } })
  if (!answer.ok) return { words: problemWords(answer.problem), again: false }
  desk.done(what)
  if (before) desk.offerUndo(undoUnitState(before, answer.body))
  return undefined
}

async function write(what: string, reference: string, id: string, body: object, desk: Desk): Promise<NotDone> {
  const answer = await desk.order<{ id: string }>({ what, method: 'POST', path: `/incidents/${id}/log`, body })
  if (!answer.ok) return { words: problemWords(answer.problem), again: false }
  desk.done(what)
  desk.offerUndo(undoLogLine(id, answer.body.id, reference, desk.now()))
  return undefined
}

/** As the call on the screen where there is one that is not sent yet; else as an incident without a call. */
async function openNew({ grade, type, text }: Command, { desk, screen, where }: Acting): Promise<NotDone> {
  if (await screen.sendCall?.({ grade, type, where, summary: text })) return undefined
  const { placeId, lat, lon } = where
  const answer = await desk.order<IncidentView>({
    what: `New incident, grade ${grade}`,
    method: 'POST',
    path: '/incidents',
    body: {
      contactId: null,
      ...{ type, grade, summary: text },
      location: { placeId, text: where.text, ...(placeId === null ? { lat, lon } : { lat: null, lon: null }) },
    },
  })
  if (!answer.ok) return { words: problemWords(answer.problem), again: false }
  desk.done(`${answer.body.reference} sent to dispatch, grade ${grade}`)
  screen.show?.(answer.body.id)
  return undefined
}

/** Each in turn, with the recommendation that this desk has; what was sent stays sent when a later one is refused. */
async function sendUnits({ incident, units }: Command, { desk, screen, known, insists }: Acting): Promise<NotDone> {
  const sent = new Set<string>()
  for (const unitId of units) {
    const recommendation = desk.board.recommendations.get(incident)
    if (!recommendation) return { words: 'It has no recommendation yet: it comes with grade and place', again: false }
    for (const one of listDeploymentsOf(desk.board, incident)) if (one.releasedAt === null) sent.add(one.unitId)
    if (sent.has(unitId)) continue
    const callsign = known.units.find(({ id }) => id === unitId)?.callsign ?? ''
    const answer = await desk.order<DeploymentView>({
      what: `Send ${callsign}`,
      method: 'POST',
      path: `/incidents/${incident}/deployments`,
      body: {
        recommendationId: recommendation.id,
        unitId,
        reasonCode: null,
        additional: insists || sent.size >= recommendation.unitsNeeded,
        divert: null,
      },
    })
    if (!answer.ok) {
      const { type } = answer.problem
      // a divert says what it costs, and is decided there
      if (type.endsWith('/unit/divert-needed')) screen.show?.(incident, 'recommendation')
      return { words: problemWords(answer.problem), again: type.endsWith('/recommendation/met') }
    }
    sent.add(unitId)
    const reference = known.incidents.find(({ id }) => id === incident)?.reference ?? ''
    desk.offerUndo(undoSending(answer.body, reference))
    desk.done(`${callsign} assigned to ${reference}, with its briefing`)
    // the reason for another than the first is asked beside the incident
    if (answer.body.reasonOwed) screen.show?.(incident)
  }
  return undefined
}

async function close({ incident, category, text }: Command, about: string, { desk, screen }: Acting): Promise<NotDone> {
  const answer = await desk.order({
    what: `Close ${about}`,
    method: 'POST',
    path: `/incidents/${incident}/close`,
    body: { closingCategory: category, result: { text } },
  })
  if (answer.ok) {
    desk.done(`${about} closed`)
    return undefined
  }
  screen.show?.(incident, 'closing')
  const missing = answer.problem.missing?.map(({ detail }) => detail).join('; ')
  return { words: missing ?? problemWords(answer.problem), again: false }
}

function moveMap({ units: [unitId], incident, place }: Command, { desk, screen, where }: Acting): Promise<NotDone> {
  const unit = unitId === undefined ? undefined : (desk.positions.get(unitId) ?? desk.board.units.get(unitId)?.position)
  const { lat, lon } = place === '' ? (unit ?? desk.board.incidents.get(incident)?.location ?? nowhere) : where
  if (lat === null || lon === null || !screen.moveMap)
    return Promise.resolve({ words: 'Nobody knows a point for that', again: false })
  screen.moveMap({ lat, lon })
  return Promise.resolve(undefined)
}
const nowhere = { lat: null, lon: null }
