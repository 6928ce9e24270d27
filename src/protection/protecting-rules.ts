import type { FieldProblem } from '../core/index.ts'

/** No house is a refuge for longer; what is before it is a slip of the hand. */
const EARLIEST = '1900-01-01'

/** What is wrong with the days of a protection; all `yyyy-mm-dd`. It is masked from the moment it is marked, whenever it began. */
export function checkDays({ from, reviewOn }: { from: string; reviewOn: string }, today: string): FieldProblem[] {
  if (from < EARLIEST) return [{ pointer: '/from', detail: `must not be before ${EARLIEST}` }]
  const detail =
    reviewOn <= today
      ? 'must be after today'
      : reviewOn < from
        ? 'must not be before the day on which it begins'
        : undefined
  return detail === undefined ? [] : [{ pointer: '/reviewOn', detail }]
}

/** Whether somebody should have looked at it again. It stays protected all the same: nothing is told because a day went by. */
export function isOverdue(reviewOn: string | null, today: string): boolean {
  return reviewOn === null || reviewOn < today
}
