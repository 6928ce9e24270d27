import { localDay } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { decideFlags } from '../history/index.ts'
import type { EventOf, Work } from '../journal/index.ts'
import { proposeGrade } from './grade-rules.ts'
import { getIncident } from './incident-board.ts'
import type { incidentEvents } from './incident-contract.ts'
import { readKnown, saveFlagsRaised, saveProposal } from './incident-guards-store.ts'
import { listOpenedWithin, saveLink } from './incident-store.ts'
import { type EarlierCall, findEarlierCalls, sayEscalation, sayLink } from './repeat-call-rules.ts'
import { lookForWorse } from './same-incident-commands.ts'

type Event = EventOf<typeof incidentEvents>

/**
 * Looks at what is known now: raises the flags the force's definitions call for (CR-08..10) and proposes a
 * grade with its reasons. Runs when an incident is opened, joined or changed, and when a check finishes.
 * Flags only rise here; a binding proposal stays binding.
 */
export async function assess(work: Work, incidentId: string, book: DefinitionBook): Promise<void> {
  const { trx } = work
  const incident = await getIncident(trx, incidentId)
  if (incident.status === 'closed') return
  const known = await readKnown(trx, incidentId)
  const definition = await book.get('repeat-and-vulnerable')
  const decided = decideFlags({
    incidentId,
    checks: known.checks,
    people: known.people,
    definition,
    today: localDay(new Date()),
  })
  const types = await book.get('incident-types')
  const type = types.body.find((candidate) => candidate.code === incident.type)
  if (!type) throw new Error('an incident has a type that is not in force')
  const isDomestic = incident.flags.domesticAbuse || decided.domesticAbuse || type.domesticAbuse

  const earlier = findEarlierCalls({ incidentId, domesticAbuse: isDomestic, checks: known.checks })
  const withinHours = definition.body.escalateWithinHours
  const calls = await linkEarlier(work, incident, earlier, withinHours)
  const escalation = calls.length > 0 ? sayEscalation(calls, withinHours) : undefined

  const raised = await saveFlagsRaised(
    trx,
    incidentId,
    {
      domesticAbuse: isDomestic,
      repeatVictim: decided.repeatVictim,
      vulnerable: decided.vulnerable,
      treatAsUrgent: escalation !== undefined,
    },
    newReasons(
      incident.flagsBecause,
      [
        ...decided.because,
        ...(escalation ? [{ flag: 'treatAsUrgent', because: escalation, definitionVersion: definition.version }] : []),
      ],
      type.domesticAbuse ? type.name : undefined,
    ),
  )
  const proposal = proposeGrade({
    grades: (await book.listGrades()).filter((grade) => grade.deploys),
    type,
    happeningNow: incident.happeningNow,
    domesticAbuse: isDomestic,
    // said in its own words where that is why
    treatAsUrgent: incident.flags.treatAsUrgent && escalation === undefined,
    silentOrAbandoned: known.contacts.some(({ kind }) => kind === 'silent' || kind === 'abandoned'),
    domesticAbuseMarker: decided.domesticAbuseMarker,
    worse: known.contacts.length > 1 ? await lookForWorse(work, incidentId, book) : undefined,
    reportedBefore: escalation,
  })
  const proposed = proposal !== undefined && (await saveProposal(trx, incidentId, proposal))
  if (!raised && !proposed) return
  const now = await getIncident(trx, incidentId)
  const route = { audience: 'room', incidentId, areaId: now.areaId } as const
  if (raised) {
    const reasons = [...(escalation ? [escalation] : []), ...decided.because.map((reason) => reason.because)]
    const because = reasons.join('; ') || 'by its type'
    work.record({
      type: 'incident-flagged',
      ...route,
      data: { incident: now, flag: 'checks', raised: true, because },
    } satisfies Event)
  }
  if (proposed) work.record({ type: 'grade-proposed', ...route, data: { incident: now } } satisfies Event)
}

/**
 * Links what was opened about the same number, address or person within the force's hours (F8): both stay what they are.
 * @returns every such call, linked now or before
 */
async function linkEarlier(
  work: Work,
  incident: { id: string; areaId: string | null },
  earlier: readonly EarlierCall[],
  withinHours: number,
): Promise<EarlierCall[]> {
  if (earlier.length === 0) return []
  const recent = await listOpenedWithin(
    work.trx,
    earlier.map(({ incidentId }) => incidentId),
    withinHours,
  )
  const calls = earlier.filter(({ incidentId }) => recent.includes(incidentId))
  for (const call of calls) {
    const reason = sayLink(call, withinHours)
    const link = { incidentId: incident.id, otherId: call.incidentId, reason, linkedBy: work.actor.id }
    if (!(await saveLink(work.trx, link))) continue
    work.record({
      type: 'incident-linked',
      audience: 'room',
      incidentId: incident.id,
      areaId: incident.areaId,
      data: { incidentId: incident.id, otherId: call.incidentId, reason },
    } satisfies Event)
  }
  return calls
}

function newReasons(
  before: ReadonlyArray<{ flag: string; because: string }>,
  decided: ReadonlyArray<{ flag: string; because: string; definitionVersion: string }>,
  domesticType: string | undefined,
) {
  const byType =
    domesticType === undefined
      ? []
      : [{ flag: 'domesticAbuse', because: `opened as ${domesticType}`, definitionVersion: 'type' }]
  return [...byType, ...decided].filter(
    (reason) => !before.some((old) => old.flag === reason.flag && old.because === reason.because),
  )
}
