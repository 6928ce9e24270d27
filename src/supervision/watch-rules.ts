/** What the three tests of the watch list look at (CR-26). Instants in milliseconds. */
export type Watched = {
  grade: string | null
  proposedGrade: string | null
  /** positions in the order of grades; smaller is more urgent */
  gradePosition: number | null
  proposedPosition: number | null
  /** of the first grade it had */
  firstPosition: number | null
  /** its grade is one that domestic abuse may have */
  gradeAllowsDomesticAbuse: boolean
  attendBy: number | null
  arrivedAt: number | null
  unitsGoing: number
  hasOwner: boolean
  /** times that were promised, and are past */
  promisesBroken: number
  checksUnanswered: number
  unreadBriefings: number
  reasonsOwed: number
  summaryLength: number
  peopleNamed: number
  domesticAbuse: boolean
}

/** One test with why, in words: what is not as it should be, or what makes it so. */
export type WatchTest = { test: 'correct' | 'timely' | 'detailed'; ok: boolean; because: string[] }

/** Fewer characters than this are not an account of what happened. */
const SHORTEST_ACCOUNT = 40

/** Is the response correct, is it timely, is there enough on the log (HMIC 2014, CR-26)? */
export function testIncident(watched: Watched, now: number): WatchTest[] {
  const correct: string[] = []
  if (watched.grade === null) correct.push('It has no grade')
  else if (
    watched.proposedPosition !== null &&
    watched.gradePosition !== null &&
    watched.gradePosition > watched.proposedPosition
  ) {
    correct.push(`Graded ${watched.grade}, proposed ${watched.proposedGrade ?? ''}`)
  }
  if (watched.gradePosition !== null && watched.firstPosition !== null && watched.gradePosition > watched.firstPosition)
    correct.push('The grade was lowered')
  if (watched.domesticAbuse && watched.grade !== null && !watched.gradeAllowsDomesticAbuse)
    correct.push('Domestic abuse, and nobody is to go')
  if (watched.reasonsOwed > 0) correct.push('Another unit than the first was sent, and nobody has said why')
  const timely: string[] = []
  if (watched.arrivedAt === null && watched.unitsGoing === 0) timely.push('No unit is going')
  if (watched.arrivedAt === null && watched.unitsGoing === 0 && !watched.hasOwner)
    timely.push('No dispatcher has taken it')
  if (watched.attendBy !== null && watched.arrivedAt === null && now > watched.attendBy)
    timely.push('Nobody arrived in time')
  if (watched.attendBy !== null && watched.arrivedAt !== null && watched.arrivedAt > watched.attendBy)
    timely.push('The first unit arrived late')
  if (watched.promisesBroken > 0) timely.push('A promised contact was not made')
  const detailed: string[] = []
  if (watched.checksUnanswered > 0) detailed.push('A history check did not answer')
  if (watched.unreadBriefings > 0) detailed.push('A crew has not read its briefing')
  if (watched.summaryLength < SHORTEST_ACCOUNT) detailed.push('There is hardly any account of what happened')
  if (watched.domesticAbuse && watched.peopleNamed === 0) detailed.push('Nobody is named')
  return [
    judged('correct', correct, `Graded ${watched.grade ?? ''}, no lower than proposed`),
    judged(
      'timely',
      timely,
      watched.arrivedAt === null ? 'A unit is going, and there is time' : 'The first unit was there in time',
    ),
    judged('detailed', detailed, 'The checks answered, the crews have read, and there is an account'),
  ]
}

function judged(test: WatchTest['test'], wrong: string[], right: string): WatchTest {
  return { test, ok: wrong.length === 0, because: wrong.length === 0 ? [right] : wrong }
}
