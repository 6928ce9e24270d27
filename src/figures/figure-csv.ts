import type { FigureListView, FiguresView } from './figure-contract.ts'
import { csvLine } from './formula-safe-rules.ts'

const HEAD = [
  ...['figure', 'requirement', 'by', 'part', 'counted', 'met', 'percent', 'mean seconds', 'median seconds'],
  ...['90 in 100 within', '95 in 100 within', 'longest seconds', 'from', 'to', 'as of', 'definitions'],
]

/** Figures as CSV, a line at a time; each line says as of when and by which definitions. */
export function* figuresAsCsv({ figures, definitions, from, to, asOf, by }: FiguresView): Generator<string> {
  yield csvLine(HEAD)
  for (const { name, requirement, groups } of figures) {
    for (const { name: part, n, share, spread } of groups) {
      const told = [share?.met ?? null, share?.percent ?? null, spread?.mean ?? null, spread?.median ?? null]
      const ends = [spread?.p90 ?? null, spread?.p95 ?? null, spread?.longest ?? null]
      yield csvLine([name, requirement, by, part, n, ...told, ...ends, from, to, asOf, definitions?.version ?? null])
    }
  }
}

/** What is behind a number as CSV, page after page of the same instant, so that none has to fit in memory. */
export async function* listAsCsv(
  definitions: string,
  listPage: (offset: number) => Promise<FigureListView>,
): AsyncGenerator<string> {
  yield csvLine(['incident', 'reference', 'contact', 'at', 'value', 'as of', 'definitions'])
  for (let offset = 0; ; ) {
    const { rows, total, asOf } = await listPage(offset)
    for (const row of rows)
      yield csvLine([row.incidentId, row.reference, row.contactId, row.at, row.value, asOf, definitions])
    offset += rows.length
    if (rows.length === 0 || offset >= total) return
  }
}
