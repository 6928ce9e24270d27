import type { SeededRandom } from './seeded-random.ts'

/** How long a crew is at a scene, in seconds: half of them leave sooner than the first number, and never sooner than the second. */
const AT_SCENE: Record<string, readonly [median: number, least: number]> = {
  domestic: [3_900, 1_200],
  violence: [2_400, 600],
  weapon: [3_000, 600],
  robbery: [3_600, 900],
  sexual: [5_400, 1_800],
  burglary: [2_700, 600],
  'mental-health': [4_500, 900],
  missing: [3_600, 600],
  'sudden-death': [6_000, 1_800],
  'rtc-injury': [4_500, 1_200],
  'rtc-damage': [1_800, 300],
  alarm: [720, 180],
  abandoned: [600, 120],
  'asb-nuisance': [720, 180],
}
const ELSEWHERE = [1_500, 240] as const
/** No crew stays longer than this in the replay; longer ones would be relieved. */
const LONGEST_AT_SCENE = 10_800

/** Seconds a crew deals with an incident of that type: most are short, a few very long. */
export function atSceneSeconds(type: string, random: SeededRandom): number {
  const [median, least] = AT_SCENE[type] ?? ELSEWHERE
  return Math.min(LONGEST_AT_SCENE, Math.max(least, median * Math.exp(0.55 * normal(random))))
}

/** Seconds that things take people who do them every day. */
export const humanSeconds = {
  /** the telephone rings; long enough that somebody who is signed in can take it first */
  answer: (random: SeededRandom) => between(random, 8, 16),
  /** until where it is has been said */
  untilWhere: (random: SeededRandom) => between(random, 10, 30),
  /** until it can be opened */
  untilWhat: (random: SeededRandom) => between(random, 10, 35),
  /** between opening and grading, with the proposal on the screen */
  grade: (random: SeededRandom) => between(random, 3, 10),
  /** the rest of the call */
  untilEnd: (random: SeededRandom) => between(random, 10, 60),
  /** from the recommendation on the screen to the unit sent; somebody who is signed in has this long to act first */
  dispatch: (random: SeededRandom, isEmergency: boolean) =>
    isEmergency ? between(random, 20, 28) : between(random, 25, 40),
  /** looking again after a refusal */
  lookAgain: (random: SeededRandom) => between(random, 3, 6),
  acknowledge: (random: SeededRandom) => between(random, 5, 15),
  readBriefing: (random: SeededRandom) => between(random, 8, 25),
  setOff: (random: SeededRandom) => between(random, 5, 20),
  /** from the last unit's clearing to the log's closing */
  close: (random: SeededRandom) => between(random, 60, 300),
  /** until somebody has dealt with what nobody is sent to, by telephone */
  resolveByTelephone: (random: SeededRandom) => between(random, 300, 1_500),
} as const

function between(random: SeededRandom, from: number, to: number): number {
  return from + random.fraction() * (to - from)
}

/** Normal deviate by the transform of Box and Muller. */
function normal(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction())
}
