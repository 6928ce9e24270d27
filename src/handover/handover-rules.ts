import { type Actor, Refusal } from '../core/index.ts'
import type { HandoverChange, HandoverHead, HandoverPicture } from './handover.ts'

/** Whether this person may draft or take over for a desk of these areas. */
export function worksDesk(
  { role, areas }: Pick<Actor, 'role' | 'areas'>,
  desk: { scope: 'area' | 'centre'; areas: readonly string[] },
): boolean {
  if (role === 'supervisor') return true
  return (
    role === 'dispatcher' &&
    desk.scope === 'area' &&
    (areas.length === 0 || desk.areas.every((one) => areas.includes(one)))
  )
}

type Signing = {
  head: Pick<HandoverHead, 'role' | 'outgoingAt' | 'incomingAt' | 'superseded'>
  draftedById: string
  mayTakeDesk: boolean
}

/** Why this signature is not taken; undefined: it is. The incoming is another person, of the same role or a supervisor. */
export function refuseSigning(
  { head, draftedById, mayTakeDesk }: Signing,
  as: 'outgoing' | 'incoming',
  { id, role }: Pick<Actor, 'id' | 'role'>,
  takenOn: string,
): Refusal | undefined {
  if (head.superseded) return new Refusal('handover/superseded', 'Another was drafted in its place')
  if (head[`${as}At`] !== null) return new Refusal('handover/signed', `The ${as} shift has signed`)
  if (as === 'outgoing')
    return id === draftedById ? undefined : new Refusal('handover/not-yours', 'It is signed by whoever drafted it')
  if (head.outgoingAt === null) return new Refusal('handover/order', 'The outgoing shift signs first')
  if (id === draftedById) return new Refusal('handover/second-person', 'The incoming shift is another person')
  if (!mayTakeDesk || (role !== head.role && role !== 'supervisor'))
    return new Refusal('handover/not-yours', 'It is another desk')
  if (takenOn.trim() === '')
    return new Refusal('handover/nothing-taken-on', 'Say what you have taken on', {
      errors: [{ pointer: '/takenOn', detail: 'say what you have taken on' }],
    })
  return undefined
}

/** What is otherwise than it was drafted, in the order of what matters: incidents, promises, warnings. */
export function listChanges(before: HandoverPicture, now: HandoverPicture): HandoverChange[] {
  return [
    ...compare(before.incidents, now.incidents, ({ incidentId }) => incidentId, {
      added: (one) => `New: ${one.reference}, ${gradeWords(one.grade)}`,
      gone: ({ reference }) => `Not open here any more: ${reference}`,
      changed: sayIncident,
    }),
    ...compare(before.promises, now.promises, ({ actionId }) => actionId, {
      added: ({ reference, text }) => `New promise, ${reference}: ${text}`,
      gone: ({ reference, text }) => `Promise kept or over, ${reference}: ${text}`,
      changed: (was, is) =>
        was.dueAt === is.dueAt ? undefined : `Promise due at another time, ${is.reference}: ${is.text}`,
    }),
    ...compare(before.exceptions, now.exceptions, ({ id }) => id, {
      added: (one) => `New warning: ${named(one)}`,
      gone: (one) => `Warning over: ${named(one)}`,
      changed: (was, is) => (was.inHand === is.inHand ? undefined : `In hand, ${is.inHand}: ${named(is)}`),
    }),
    ...compare(before.roads, now.roads, ({ id }) => id, {
      added: ({ name, because }) => `Road closed or slow: ${name}, ${because}`,
      gone: ({ name }) => `Road open again: ${name}`,
      changed: () => undefined,
    }),
    ...compare(before.unitsMissing, now.unitsMissing, ({ unitId }) => unitId, {
      added: ({ callsign }) => `Unit missing: ${callsign}`,
      gone: ({ callsign }) => `Unit not missing any more: ${callsign}`,
      changed: () => undefined,
    }),
  ]
}

type Incident = HandoverPicture['incidents'][number]

function sayIncident(was: Incident, is: Incident): string | undefined {
  const said = [
    was.grade !== is.grade && `${gradeWords(is.grade)} (was ${was.grade ?? 'none'})`,
    was.attendBy !== is.attendBy && 'another clock',
    was.units !== is.units && `${is.units} ${is.units === 1 ? 'unit' : 'units'} (was ${was.units})`,
    was.type !== is.type && `type ${is.type}`,
    was.locked !== is.locked && (is.locked ? 'locked' : 'not locked any more'),
  ].filter((one) => one !== false)
  return said.length === 0 ? undefined : `${is.reference}: ${said.join(', ')}`
}

const gradeWords = (grade: string | null) => (grade === null ? 'not graded' : `grade ${grade}`)

function named({ reference, because }: { reference: string | null; because: string }): string {
  return reference === null ? because : `${reference}, ${because}`
}

function compare<T extends object>(
  before: readonly T[],
  now: readonly T[],
  keyOf: (one: T) => string,
  say: { added: (one: T) => string; gone: (one: T) => string; changed: (was: T, is: T) => string | undefined },
): HandoverChange[] {
  const [was, is] = [before, now].map((list) => new Map(list.map((one) => [keyOf(one), one]))) as [
    Map<string, T>,
    Map<string, T>,
  ]
  const line = (one: T, words: string | undefined): HandoverChange[] => {
    const incidentId = 'incidentId' in one && typeof one.incidentId === 'string' ? one.incidentId : null
    return words === undefined ? [] : [{ words, incidentId }]
  }
  return [
    ...now.flatMap((one) => (was.has(keyOf(one)) ? [] : line(one, say.added(one)))),
    ...before.flatMap((one) => (is.has(keyOf(one)) ? [] : line(one, say.gone(one)))),
    ...now.flatMap((one) => {
      const earlier = was.get(keyOf(one))
      return earlier ? line(one, say.changed(earlier, one)) : []
    }),
  ]
}
