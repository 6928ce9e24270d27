import type { Candidate, Travel } from './dispatch.ts'

/** What has to be met: the incident as far as it decides who may go. */
export type Need = {
  grade: string
  gradePosition: number
  /** seconds until the attendance clock runs out; negative when it has */
  secondsLeft: number
  domesticAbuse: boolean
  violence: boolean
  happeningNow: boolean
  skills: readonly string[]
  officerSex: 'female' | 'male' | null
  excludedUnitIds: readonly string[]
}

/** A unit on duty as the ranking sees it. */
export type UnitFacts = {
  id: string
  callsign: string
  kind: string
  drivingGrade: string
  skills: readonly string[]
  crewSize: number
  crewSexes: readonly string[]
  state: { name: string; deployable: boolean; deployment: string }
  shiftSecondsLeft: number
  positionAgeSeconds: number | null
  travel: Travel
  commitment: {
    incidentId: string
    reference: string
    grade: string | null
    gradePosition: number | null
    step: 'assigned' | 'acknowledged' | 'mobile' | 'at-scene'
    watched: boolean
  } | null
}

/** The force's own rules (definition 'dispatch-rules'). */
export type DispatchRules = {
  grades: ReadonlyArray<{
    grade: string
    eligibleKinds: readonly string[]
    drivingGrades: readonly string[]
    mayDivert: boolean
  }>
  neverAutomatic: readonly string[]
  notAloneToViolence: readonly string[]
  officersWhenViolent: number
  shiftEndSeconds: number
  stalePositionSeconds: number
  preferredSkills: ReadonlyArray<{ when: 'domestic-abuse' | 'violence'; skill: string }>
}

/** Times nearer to each other than this, in seconds, are as good as the same: fitness decides. */
const AS_GOOD_AS = 30

/**
 * Every unit on duty, ranked by road time and then fitness, each with its reasons (CR-21, CR-22, DOMAIN B12).
 * The fastest fit unit is first; a divert from a watched incident ranks behind units that are free; an
 * unknown time ranks last; who is not eligible follows with the rule that says so. Nothing is assigned here.
 */
export function rankUnits(
  need: Need,
  units: readonly UnitFacts[],
  rules: DispatchRules,
): { candidates: Candidate[]; unitsNeeded: number; warnings: string[] } {
  const judged = units.map((unit) => ({
    unit,
    bars: barsOf(need, unit, rules),
    skills: missingSkills(need, unit, rules),
  }))
  const fit = judged.filter(({ bars }) => bars.length === 0).sort((a, b) => order(a, b, rules))
  const unfit = judged
    .filter(({ bars }) => bars.length > 0)
    .sort((a, b) => seconds(a.unit) - seconds(b.unit) || compareText(a.unit.callsign, b.unit.callsign))
  const first = fit[0]?.unit
  const candidates = [
    ...fit.map(({ unit, skills }, index) =>
      line(unit, index + 1, [...reasons(unit, index, first, rules), ...skills], need, rules),
    ),
    ...unfit.map(({ unit, bars }) => line(unit, null, bars, need, rules)),
  ]
  const unitsNeeded = countNeeded(
    need,
    fit.map(({ unit }) => unit),
    rules,
  )
  return {
    candidates,
    unitsNeeded,
    warnings: warningsOf(
      need,
      fit.map(({ unit }) => unit),
      unitsNeeded,
    ),
  }
}

/** Why this unit may not be recommended; empty when it may. */
function barsOf(need: Need, unit: UnitFacts, rules: DispatchRules): string[] {
  const rule = rules.grades.find(({ grade }) => grade === need.grade)
  const bars: string[] = []
  if (unit.shiftSecondsLeft <= 0) bars.push('Off shift')
  if (unit.crewSize === 0) bars.push('No crew booked on')
  if (need.excludedUnitIds.includes(unit.id)) bars.push('Crew is connected with somebody involved')
  if (rules.neverAutomatic.includes(unit.kind)) bars.push(`${kindName(unit.kind)}: a tactical commander decides`)
  else if (!rule?.eligibleKinds.includes(unit.kind))
    bars.push(`${kindName(unit.kind)} is not sent to grade ${need.grade}`)
  if (rule && !rule.drivingGrades.includes(unit.drivingGrade))
    bars.push(`Driver is not trained to respond to grade ${need.grade}`)
  if ((need.violence || need.domesticAbuse) && rules.notAloneToViolence.includes(unit.kind)) {
    bars.push(`${kindName(unit.kind)} is not sent alone to ${need.domesticAbuse ? 'domestic abuse' : 'violence'}`)
  }
  if (unit.commitment) {
    const { commitment } = unit
    const lessUrgent = commitment.gradePosition !== null && commitment.gradePosition > need.gradePosition
    if (commitment.step === 'at-scene') bars.push(`At the scene of ${commitment.reference}`)
    else if (!lessUrgent) bars.push(`Going to ${commitment.reference}, which is as urgent`)
    else if (!rule?.mayDivert) bars.push(`Going to ${commitment.reference}; not diverted for grade ${need.grade}`)
  } else if (!unit.state.deployable) bars.push(`Its state is ${unit.state.name.toLowerCase()}`)
  return bars
}

type Judged = { unit: UnitFacts; skills: string[] }

function order(a: Judged, b: Judged, rules: DispatchRules): number {
  const late = (unit: UnitFacts) => Number(unit.shiftSecondsLeft < rules.shiftEndSeconds)
  const watched = (unit: UnitFacts) => Number(unit.commitment?.watched ?? false)
  const band = (unit: UnitFacts) => Math.floor(seconds(unit) / AS_GOOD_AS)
  if (!a.unit.travel.known || !b.unit.travel.known) {
    return Number(b.unit.travel.known) - Number(a.unit.travel.known) || compareText(a.unit.callsign, b.unit.callsign)
  }
  return (
    watched(a.unit) - watched(b.unit) ||
    band(a.unit) - band(b.unit) ||
    Number(a.unit.commitment !== null) - Number(b.unit.commitment !== null) ||
    a.skills.length - b.skills.length ||
    late(a.unit) - late(b.unit) ||
    seconds(a.unit) - seconds(b.unit) ||
    compareText(a.unit.callsign, b.unit.callsign)
  )
}

/** What somebody asked for or the force prefers and this unit does not have, said plainly. */
function missingSkills(need: Need, unit: UnitFacts, rules: DispatchRules): string[] {
  const wanted = [
    ...need.skills,
    ...rules.preferredSkills
      .filter(({ when }) => (when === 'violence' ? need.violence : need.domesticAbuse))
      .map(({ skill }) => skill),
  ]
  const missing = [...new Set(wanted)]
    .filter((skill) => !unit.skills.includes(skill))
    .map((skill) => `Without ${skill.replaceAll('-', ' ')}`)
  if (need.officerSex && !unit.crewSexes.includes(need.officerSex)) missing.push(`No ${need.officerSex} officer aboard`)
  return missing
}

function reasons(unit: UnitFacts, index: number, first: UnitFacts | undefined, rules: DispatchRules): string[] {
  const said: string[] = []
  if (unit.travel.known) {
    if (index === 0) said.push(`Nearest fit unit: ${inWords(unit.travel.seconds)} by road`)
    else if (first?.travel.known) {
      const more = unit.travel.seconds - first.travel.seconds
      said.push(
        more >= AS_GOOD_AS ? `${inWords(more)} farther than ${first.callsign}` : `About as near as ${first.callsign}`,
      )
    }
  } else said.push(unknownTime[unit.travel.because])
  if (unit.commitment) {
    said.push(
      `Would leave ${unit.commitment.reference}, grade ${unit.commitment.grade ?? 'none'}${unit.commitment.watched ? ', which is watched' : ''}`,
    )
  }
  if (unit.positionAgeSeconds !== null && unit.positionAgeSeconds > rules.stalePositionSeconds) {
    said.push(`Position is ${inWords(unit.positionAgeSeconds)} old`)
  }
  if (unit.shiftSecondsLeft < rules.shiftEndSeconds) said.push(`Shift ends in ${inWords(unit.shiftSecondsLeft)}`)
  if (unit.crewSize === 1) said.push('Single-crewed')
  return said
}

const unknownTime: Record<Extract<Travel, { known: false }>['because'], string> = {
  'off-network': 'Its position is off the road network: time unknown',
  unreachable: 'No road leads from there: time unknown',
  'too-far': 'Farther away than is reckoned',
  'router-failed': 'The road times did not answer: time unknown',
  'no-position': 'It has never reported a position: time unknown',
}

function line(unit: UnitFacts, rank: number | null, because: string[], need: Need, rules: DispatchRules): Candidate {
  const { commitment } = unit
  return {
    unitId: unit.id,
    callsign: unit.callsign,
    kind: unit.kind,
    rank,
    travel: unit.travel,
    positionAgeSeconds: unit.positionAgeSeconds,
    crewSize: unit.crewSize,
    because,
    divertFrom:
      commitment === null
        ? null
        : {
            incidentId: commitment.incidentId,
            reference: commitment.reference,
            grade: commitment.grade,
            watched: commitment.watched,
          },
    needsCommander: rules.neverAutomatic.includes(unit.kind),
    notAlone: (need.violence || need.domesticAbuse) && rules.notAloneToViolence.includes(unit.kind),
  }
}

/** Domestic abuse or violence that is happening now needs a pair of officers: one double crew, or two units. */
function countNeeded(need: Need, fit: readonly UnitFacts[], rules: DispatchRules): number {
  if (!need.happeningNow || !(need.domesticAbuse || need.violence)) return 1
  let officers = 0
  let units = 0
  for (const unit of fit) {
    officers += unit.crewSize
    units += 1
    if (officers >= rules.officersWhenViolent) return units
  }
  return Math.max(1, Math.min(8, rules.officersWhenViolent))
}

function warningsOf(need: Need, fit: readonly UnitFacts[], unitsNeeded: number): string[] {
  const warnings: string[] = []
  const times = fit.flatMap(({ travel }) => (travel.known ? [travel.seconds] : []))
  const best = times.length > 0 ? Math.min(...times) : undefined
  if (best === undefined) warnings.push('No fit unit with a known road time')
  else if (best > need.secondsLeft) {
    const left =
      need.secondsLeft > 0 ? `within the ${inWords(need.secondsLeft)} that are left` : 'in time: the clock has run out'
    warnings.push(`No unit can be there ${left}; the nearest needs ${inWords(best)}`)
  }
  if (fit.length < unitsNeeded)
    warnings.push(`${unitsNeeded} ${unitsNeeded === 1 ? 'unit is' : 'units are'} needed and ${fit.length} can go`)
  return warnings
}

function seconds(unit: UnitFacts): number {
  return unit.travel.known ? unit.travel.seconds : Number.MAX_SAFE_INTEGER
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function kindName(kind: string): string {
  return kind === 'pcso' ? 'PCSO' : `${kind.charAt(0).toUpperCase()}${kind.slice(1).replaceAll('-', ' ')} unit`
}

/** A duration as it is said: "50 s", "7 min", "1 h 20 min". */
export function inWords(duration: number): string {
  if (duration < 90) return `${Math.max(0, Math.round(duration))} s`
  const minutes = Math.round(duration / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
