import type { DispatchRules } from '../definitions/index.ts'
import { holds, type Line, type Need, type UnitFacts } from './need.ts'
import { inWords } from './time-band-rules.ts'

type FitnessRule = DispatchRules['fitness'][number]

/** The rule of a unit that is going to this very incident, or is there. */
export const GOING_HERE = 'unit/going-here'

/** What the rules say of one unit for one need. */
export type Fitness = {
  /** why it may not be recommended; empty when it may */
  bars: Line[]
  /** what is preferred and it does not meet */
  wants: Line[]
  /** what that costs, in seconds of road time */
  wantsSeconds: number
  /** only a supervisor may send it: a tactical commander's decision */
  needsCommander: boolean
  /** may not go alone */
  notAlone: boolean
}

/**
 * Judges one unit by the force's rules (DOMAIN B12, CR-22) and by what holds in every force: nobody is sent off
 * shift, without a crew, in a state that is not deployable, or to somebody the crew is connected with.
 */
export function judge(need: Need, unit: UnitFacts, rules: DispatchRules): Fitness {
  const asked = rules.fitness.flatMap((rule) => {
    const isAsked = (rule.of.length === 0 || rule.of.includes(unit.kind)) && holds(rule.when, need)
    const missing = isAsked ? missingOf(rule.asks, need, unit) : undefined
    return missing === undefined ? [] : [{ rule, text: say(rule.otherwise, need, unit, missing) }]
  })
  const required = asked.filter(({ rule }) => rule.binding === 'required')
  const preferred = asked.filter(({ rule }) => rule.binding === 'preferred')
  return {
    bars: [
      ...barsOfAnyForce(need, unit, rules),
      ...required.map(({ rule, text }) => ({ rule: rule.id, text })),
      ...commitmentBar(need, unit, rules),
    ],
    wants: preferred
      .filter(({ text }, index) => preferred.findIndex((other) => other.text === text) === index)
      .map(({ rule, text }) => ({ rule: rule.id, text })),
    wantsSeconds: preferred.reduce((sum, { rule }) => sum + rule.worthSeconds, 0),
    needsCommander: required.some(({ rule }) => rule.asks.what === 'commander'),
    notAlone: required.some(({ rule }) => rule.asks.what === 'company'),
  }
}

function barsOfAnyForce(need: Need, unit: UnitFacts, rules: DispatchRules): Line[] {
  const bars: Line[] = []
  if (unit.shiftSecondsLeft <= 0) bars.push({ rule: 'unit/off-shift', text: 'Off shift' })
  if (unit.crewSize === 0) bars.push({ rule: 'unit/no-crew', text: 'No crew booked on' })
  if (need.excludedUnitIds.includes(unit.id))
    bars.push({ rule: 'unit/related', text: 'Crew is connected with somebody involved' })
  if (!rules.grades.some(({ grade }) => grade === need.grade))
    bars.push({ rule: 'grade/no-rule', text: `No rule of the force sends a unit to grade ${need.grade}` })
  return bars
}

/** A unit that is committed may go only as a divert: to something more urgent, before it is at the scene. */
function commitmentBar(need: Need, { commitment, state }: UnitFacts, rules: DispatchRules): Line[] {
  if (!commitment)
    return state.deployable ? [] : [{ rule: 'unit/state', text: `Its state is ${state.name.toLowerCase()}` }]
  const { reference, step, gradePosition } = commitment
  if (commitment.incidentId === need.incidentId)
    return [{ rule: GOING_HERE, text: step === 'at-scene' ? 'Already there' : 'Already going' }]
  if (step === 'at-scene') return [{ rule: 'unit/at-scene', text: `At the scene of ${reference}` }]
  if (gradePosition === null || gradePosition <= need.gradePosition)
    return [{ rule: 'unit/as-urgent', text: `Going to ${reference}, which is as urgent` }]
  if (!rules.grades.some(({ grade, mayDivert }) => grade === need.grade && mayDivert))
    return [{ rule: 'unit/no-divert', text: `Going to ${reference}; not diverted for grade ${need.grade}` }]
  return []
}

/** What the unit lacks of this, in words that may be empty; undefined: it lacks nothing. */
function missingOf(asks: FitnessRule['asks'], need: Need, unit: UnitFacts): string | undefined {
  const lacking = (...skills: string[]) => {
    const missing = [...new Set(skills)].filter((skill) => !unit.skills.includes(skill))
    return missing.length === 0 ? undefined : missing.map((skill) => skill.replaceAll('-', ' ')).join(', ')
  }
  const unless = (met: boolean) => (met ? undefined : '')
  switch (asks.what) {
    case 'kind':
      return unless(asks.in.includes(unit.kind))
    case 'driving':
      return unless(asks.in.includes(unit.drivingGrade))
    case 'free':
      return unless(unit.commitment === null)
    case 'commander':
    case 'company':
      return ''
    case 'crew':
      return unless(unit.crewSize >= asks.atLeast)
    case 'skill':
      return lacking(asks.skill)
    case 'skills-asked':
      return lacking(...need.skills)
    case 'language-asked': {
      const language = need.language?.trim().toLowerCase() ?? ''
      const skill = asks.skills[language] === undefined ? `language-${language}` : asks.skills[language]
      return language === '' || skill === null ? undefined : lacking(skill)
    }
    case 'officer-sex-asked':
      return need.officerSex === null || unit.crewSexes.includes(need.officerSex) ? undefined : need.officerSex
    case 'shift-left':
      return unit.shiftSecondsLeft >= asks.seconds ? undefined : inWords(unit.shiftSecondsLeft)
    case 'on-duty-at-most':
      return unit.onDutySeconds <= asks.seconds ? undefined : inWords(unit.onDutySeconds)
    case 'state-not':
      return unless(!asks.in.includes(unit.state.code))
  }
}

/** {missing} and {time} are the same word: what a rule lacks is a thing or a time. */
function say(otherwise: string, need: Need, unit: UnitFacts, missing: string): string {
  return otherwise
    .replaceAll('{unit}', kindName(unit.kind))
    .replaceAll('{grade}', need.grade)
    .replaceAll('{missing}', missing)
    .replaceAll('{time}', missing)
}

function kindName(kind: string): string {
  return kind === 'pcso' ? 'PCSO' : `${kind.charAt(0).toUpperCase()}${kind.slice(1).replaceAll('-', ' ')} unit`
}
