import type { DeploymentView, Step } from '../dispatch/dispatch.ts'
import { listDeploymentsOf } from './board-rules.ts'
import type { Desk } from './desk.ts'
import { nameOf } from './force-words.ts'
import { type Child, h, type Spec } from './paint.ts'
import { clockTime } from './time-words-rules.ts'

/** The steps of a deployment in the words of the room. */
export const stepNames: Record<Step, string> = {
  acknowledge: 'Acknowledge',
  mobile: 'En route',
  'at-scene': 'At scene',
  clear: 'Clear',
  'stand-down': 'Stand down',
}

/** What may follow now, as the crew or the control room would say it. */
export function nextSteps(deployment: DeploymentView): Step[] {
  if (deployment.releasedAt) return []
  if (deployment.atSceneAt) return ['clear']
  if (deployment.mobileAt) return ['at-scene', 'stand-down']
  return deployment.acknowledgedAt
    ? ['mobile', 'at-scene', 'stand-down']
    : ['acknowledge', 'mobile', 'at-scene', 'stand-down']
}

/** Who went and is going, step by step; the control room may take a step for a crew that says it by radio. */
export function deploymentPanel(desk: Desk, incidentId: string, readBy: ReadonlyMap<string, number>): Child[] {
  const deployments = listDeploymentsOf(desk.board, incidentId)
  if (deployments.length === 0) return []
  return [
    h('h3', { key: 'head' }, 'Units'),
    ...deployments.map((deployment) => deploymentRow(desk, deployment, readBy)),
  ]
}

function deploymentRow(desk: Desk, deployment: DeploymentView, readBy: ReadonlyMap<string, number>): Spec {
  const { id, callsign, unitId, incidentId } = deployment
  const take = (step: Step) =>
    void desk.order({
      what: `${callsign}: ${stepNames[step].toLowerCase()}`,
      method: 'POST',
      path: `/deployments/${id}/steps`,
      body: { step },
    })
  const times = [
    `assigned ${clockTime(deployment.assignedAt)}`,
    deployment.acknowledgedAt && `acknowledged ${clockTime(deployment.acknowledgedAt)}`,
    deployment.mobileAt && `en route ${clockTime(deployment.mobileAt)}`,
    deployment.atSceneAt && `at scene ${clockTime(deployment.atSceneAt)}`,
    deployment.releasedAt && `${endWords(deployment)} ${clockTime(deployment.releasedAt)}`,
  ]
  const newest = desk.board.briefings.get(incidentId)?.version ?? 0
  const read = Math.max(desk.board.briefingsRead.get(`${incidentId}/${unitId}`) ?? 0, readBy.get(unitId) ?? 0)
  const reading = read === 0 ? 'Briefing not read' : read < newest ? 'Has not read what was added' : 'Briefing read'
  return h(
    'div.deployment',
    { key: id, class: deployment.releasedAt ? 'ended' : '', 'data-about': `deployment/${id}` },
    h('b.callsign', {}, callsign),
    h('span.times', {}, times.filter(Boolean).join(' · ')),
    h('span', { class: read === 0 || read < newest ? 'mark' : 'quiet-mark' }, reading),
    deployment.arrivedUnread && h('span.mark.danger-mark', {}, 'Arrived with its briefing unread'),
    deployment.notFirstBecause &&
      h('span.quiet-mark', {}, `Not the first: ${nameOf(desk.words.notFirstReasons, deployment.notFirstBecause)}`),
    deployment.reasonOwed && h('span.mark', {}, 'Not the first: reason owed'),
    h(
      'span.steps',
      {},
      nextSteps(deployment).map((step) => h('button', { key: step, onclick: () => take(step) }, stepNames[step])),
    ),
  )
}

function endWords({ releaseReason }: DeploymentView): string {
  return { cleared: 'cleared', 'stood-down': 'stood down', diverted: 'diverted' }[releaseReason ?? 'cleared']
}
