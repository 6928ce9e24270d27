/** How many assertions a run of tap made, by tap's own count. */
export type Totals = { passed: number; failed: number; skipped: number; todo: number }

/**
 * The totals that tap writes at the end of its output, `# { total: 7, pass: 4, fail: 2, skip: 1 }`, where
 * what is zero is left out. Only the line at no indent counts: test files may print one of their own.
 * @returns undefined where there is none: tap was stopped before it had counted
 */
export function findTotals(output: string): Totals | undefined {
  const line = output.split('\n').findLast((text) => /^# \{ total: \d+[^}]*\}$/.test(text))
  if (line === undefined) return undefined
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(line)?.[1] ?? 0)
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip'), todo: count('todo') }
}

/** What the run amounts to: a run that ended badly without saying where has one failure, never none. */
export function judge(totals: Totals | undefined, exitCode: number): { line: string; ok: boolean } {
  const { passed, failed } = totals ?? { passed: 0, failed: 1 }
  const untold = exitCode !== 0 && failed === 0 ? 1 : 0
  const ok = passed > 0 && failed + untold === 0
  return { line: `${passed} passed, ${failed + untold} failed`, ok }
}

/** What several runs of tap come to; undefined when one of them was stopped before it had counted. */
export function addTotals(runs: readonly (Totals | undefined)[]): Totals | undefined {
  return runs.reduce(
    (sum, one) =>
      sum &&
      one && {
        passed: sum.passed + one.passed,
        failed: sum.failed + one.failed,
        skipped: sum.skipped + one.skipped,
        todo: sum.todo + one.todo,
      },
    { passed: 0, failed: 0, skipped: 0, todo: 0 },
  )
}

/** A run in which more files than this fail is broken, and not merely on a busy machine. */
const MAY_BE_UNSTEADY = 3

/** Whether what failed is worth a second look: tap came to its end, and only a few files failed. */
export function deservesSecondRun(totals: Totals | undefined, failedFiles: readonly string[]): boolean {
  return totals !== undefined && failedFiles.length > 0 && failedFiles.length <= MAY_BE_UNSTEADY
}

/** What passed counts once, from the first run; what fails is what still fails when it is run alone. */
export function takeSecondRun(first: Totals | undefined, second: Totals | undefined): Totals | undefined {
  return first && second && { ...first, failed: second.failed }
}
