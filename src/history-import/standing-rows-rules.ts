import { RowProblem } from '../importing/index.ts'
import type { TableRow } from './history-rows.ts'

/** What stands until it is ended, by its table: a warning, what was agreed, an order. */
export type Standing = 'marker' | 'response_plan' | 'protection_order'

/**
 * What a row is about, which no later file changes; and what the newest one may say of it, by the field of the mapping
 * that says it.
 */
const parts: Readonly<
  Record<Standing, { about: readonly string[]; changing: Readonly<Record<string, string>>; another: string }>
> = {
  marker: {
    about: ['person_id', 'premises_id', 'number', 'code', 'starts_on'],
    changing: {
      ...{ text: 'text', author: 'author', confidence: 'confidence' },
      ...{ reviewOn: 'review_on', expiresOn: 'expires_on' },
    },
    another: 'is that of a marker about somebody or something else, of another code or start',
  },
  response_plan: {
    about: ['person_id', 'premises_id', 'starts_on'],
    changing: {
      ...{ plan: 'plan', codeWord: 'code_word', safeApproach: 'safe_approach', author: 'author' },
      ...{ reviewOn: 'review_on', endedOn: 'ended_on' },
    },
    another: 'is that of a plan for somebody or something else, or of another start',
  },
  protection_order: {
    about: ['protected_id', 'subject_id', 'kind', 'starts_on'],
    changing: { conditions: 'conditions', powerOfArrest: 'power_of_arrest', endsOn: 'ends_on' },
    another: 'is that of an order between others, of another kind or start',
  },
}

/** The columns that a later file may change. */
export const changingColumns = (what: Standing): string[] => Object.values(parts[what].changing)

/**
 * A row that comes again under its reference: as it is there, as it is from now on, or why it is not taken. What the
 * mapping leaves out stays: a file that has no column for the power of arrest takes none away.
 */
export function takeAgain(
  what: Standing,
  { given, there, mapped }: { given: TableRow; there: TableRow; mapped: ReadonlySet<string> },
): 'there' | TableRow | RowProblem {
  const { about, changing, another } = parts[what]
  const isOther = (column: string) => (given[column] ?? null) !== (there[column] ?? null)
  if (about.some(isOther)) return new RowProblem('reference', another)
  const changed = Object.entries(changing).flatMap(([field, column]) =>
    mapped.has(field) && isOther(column) ? [column] : [],
  )
  if (changed.length === 0) return 'there'
  return { ...given, ...there, ...Object.fromEntries(changed.map((column) => [column, given[column] ?? null])) }
}
