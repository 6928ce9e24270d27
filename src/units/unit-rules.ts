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

/**
 * Whether a unit may be put into a state by hand (DOMAIN B13). A committed unit keeps the state of its
 * deployment; only an emergency goes through whatever it is doing.
 */
export function setState(
  unit: { callsign: string; committed: boolean },
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
  if (state.deployment !== 'none' && state.deployment !== 'free') {
    return new Refusal('unit/state', `${state.name} is set by the steps of a deployment`)
  }
  if (unit.committed) return new Refusal('unit/state', `${unit.callsign} is committed: clear or stand it down first`)
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
