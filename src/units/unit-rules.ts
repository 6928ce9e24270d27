import { Refusal } from '../core/index.ts'

/** A state of the force's own table. */
export type StateDefinition = {
  code: string
  name: string
  onDuty: boolean
  deployable: boolean
  emergency: boolean
  deployment: 'none' | 'free' | 'committed' | 'mobile' | 'at-scene'
}

/** How far the deployment of a committed unit has come. */
type CommittedStep = 'committed' | 'mobile' | 'at-scene'

/** Whether a unit in this state has called for help. */
export function isEmergency(code: string, states: readonly StateDefinition[]): boolean {
  return states.some((state) => state.emergency && state.code === code)
}

/**
 * Whether a unit may be put into a state by hand (DOMAIN B13). A committed unit keeps the state of its
 * deployment; only an emergency goes through whatever it is doing, and it ends with the state that its deployment has.
 */
export function setState(
  unit: { callsign: string; state: string; step: CommittedStep | null },
  to: string,
  states: readonly StateDefinition[],
): StateDefinition | Refusal {
  const state = states.find(({ code }) => code === to)
  if (!state) {
    return new Refusal('definition/unknown', 'The force has no such unit state', {
      errors: [{ pointer: '/state', detail: 'not a unit state in force' }],
    })
  }
  if (state.emergency) return state
  if (unit.step !== null && state.deployment === unit.step && isEmergency(unit.state, states)) return state
  if (state.deployment !== 'none' && state.deployment !== 'free') {
    return new Refusal('unit/state', `${state.name} is set by the steps of a deployment`)
  }
  if (unit.step !== null)
    return new Refusal('unit/state', `${unit.callsign} is committed: clear or stand it down first`)
  return state
}

/** The state that goes with a step of a deployment. @throws Error when the force's table has none: a fault of the data */
export function stateFor(
  step: 'free' | 'committed' | 'mobile' | 'at-scene',
  states: readonly StateDefinition[],
): StateDefinition {
  const state = states.find(({ deployment }) => deployment === step)
  if (!state) throw new Error(`the unit states in force have none for ${step}`)
  return state
}
