/** Everything an import of one file has to say for itself. No value of any row is in it. */
export type ImportOutcome = {
  file: string
  kind: string
  source: string
  encoding: string
  /** what `line` counts */
  counted: 'line' | 'feature'
  dryRun: boolean
  /** the same file with the same mapping was read to its end before: nothing was done now */
  importedBefore: { at: string; by: string } | null
  /** an earlier import of it was cut short: the line with which this one went on */
  takenUpAtLine: number | null
  /** it was told to stop: the same command goes on with this line */
  stoppedBeforeLine: number | null
  /** of the whole file, whatever was read by whichever run */
  rows: { read: number; in: number; there: number; rejected: number }
  /** those of this run */
  rowsNow: number
  seconds: number
  /** of memory that the process had at most */
  megabytes: number
  rejections: ReadonlyArray<{ field: string; because: string; rows: number; lines: number[] }>
  rejectedFile: string | null
  notes: Readonly<Record<string, number>>
}

/** The report in words, a line for each fact. */
export function wordsOf(outcome: ImportOutcome): string[] {
  const { rows, dryRun, seconds, rowsNow, rejectedFile, counted } = outcome
  const said = (many: number) => many.toLocaleString('en-GB')
  const speed =
    rowsNow > 0 && seconds > 0 ? ` in ${seconds.toFixed(1)} s (${said(Math.round(rowsNow / seconds))} a second)` : ''
  const counts = `${said(rows.read)} rows read, ${said(rows.in)} ${dryRun ? 'would come in' : 'in'}, ${said(rows.there)} there already, ${said(rows.rejected)} rejected`
  return [
    `${outcome.file}: ${outcome.kind} from ${outcome.source}${dryRun ? ', looked at only: nothing was written' : ''}`,
    ...(outcome.importedBefore
      ? [`  imported before, ${outcome.importedBefore.at} by ${outcome.importedBefore.by}: nothing was done now`]
      : []),
    ...(outcome.takenUpAtLine === null ? [] : [`  taken up again with ${counted} ${outcome.takenUpAtLine}`]),
    `  ${counts}${speed}`,
    ...outcome.rejections.map(
      ({ field, because, rows: many, lines }) =>
        `  ${said(many)} rejected: ${field} ${because} (${counted}${lines.length === 1 ? '' : 's'} ${lines.join(', ')}${many > lines.length ? ', ...' : ''})`,
    ),
    ...Object.entries(outcome.notes).map(([note, times]) => `  ${said(times)} ${note}`),
    ...(rejectedFile === null
      ? []
      : [`  the rejected rows, each with its ${counted}, field and reason, are in ${rejectedFile}`]),
    ...(outcome.stoppedBeforeLine === null
      ? []
      : [`  stopped before ${counted} ${outcome.stoppedBeforeLine}: the same command goes on from there`]),
  ]
}
