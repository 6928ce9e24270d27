/** One file's share in the summary that tap writes (istanbul's json-summary). */
export type FileCoverage = Record<'lines' | 'statements' | 'functions' | 'branches', { pct: number | 'Unknown' }>

/** What share of all lines the tests must run, in percent. The rules must be whole; see below. */
export const LEAST_LINES = 80

/**
 * What is wanting: each `*-rules.ts` must be run whole, lines and branches, because a line of a rule that
 * no test runs is a case that nobody thought of; the rest must reach the threshold together. A file of
 * rules that no test loaded is not in the summary at all, so their list comes from the disk.
 */
export function findWants(summary: Record<string, FileCoverage>, rulesFiles: readonly string[]): string[] {
  const wants: string[] = []
  for (const file of rulesFiles) {
    const found = summary[file]
    if (!found) {
      wants.push(`${file}: no test loads these rules`)
      continue
    }
    for (const kind of ['lines', 'functions', 'branches'] as const) {
      const { pct } = found[kind]
      if (pct !== 100) wants.push(`${file}: ${pct} % of ${kind}, and rules are tested whole`)
    }
  }
  const lines = summary['total']?.lines.pct
  if (typeof lines !== 'number') wants.push('no coverage was measured')
  else if (lines < LEAST_LINES) wants.push(`${lines} % of all lines, and at least ${LEAST_LINES} % are asked`)
  return wants
}
