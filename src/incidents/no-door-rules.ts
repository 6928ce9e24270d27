/** A request about one incident that was refused before any command of this room saw it. */
export type RefusedRequest = {
  method: string
  /** of the address, without what follows a question mark */
  path: string
  status: number
  /** there is nothing at this address */
  isUnknown: boolean
  /** the names of what the body gives, as far as it is a form */
  fields: readonly string[]
}

/** What ends or lessens an incident, by every name that a screen, the interface or the database has for it. */
const guarded: ReadonlySet<string> = new Set(
  [
    ...[
      'id',
      'status',
      'type',
      'grade',
      'gradePosition',
      'firstGrade',
      'gradedAt',
      'gradedBy',
      'attendBy',
      'firstAttendBy',
    ],
    ...['flags', 'domesticAbuse', 'repeatVictim', 'vulnerable', 'treatAsUrgent', 'flagsBecause', 'locked', 'proposal'],
    ...['openingCategory', 'closingCategory', 'closedAt', 'closedBy', 'openedAt', 'result', 'handlerId', 'deleted'],
  ].map((name) => name.toLowerCase()),
)
const address = /^\/incidents\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})((?:\/[^/]*)*)$/i

/** Which incident an address is about; undefined: none. */
export function incidentOfPath(path: string): string | undefined {
  return address.exec(path)?.[1]?.toLowerCase()
}

/**
 * What was attempted, as the log says it; undefined: nothing that would end or lessen the incident (CR-27, I3). An order
 * that there is not (deleting, merging, cancelling), writing over what only a command may change, grading without the right.
 */
export function nameAttempt({ method, path, status, isUnknown, fields }: RefusedRequest): string | undefined {
  const rest = address.exec(path)?.[2]
  if (rest === undefined || method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return undefined
  if (isUnknown) return `an order that there is not (${[method, ...wordsOf(rest)].join(' ')})`
  if (status === 403 && rest === '/grade') return 'grading'
  if (status !== 400 || method !== 'PATCH') return undefined
  const over = fields.filter((field) => guarded.has(field.replaceAll('_', '').toLowerCase()))
  return over.length === 0 ? undefined : `writing over ${over.slice(0, 5).join(', ')}`
}

/** What may stand on a log of an address that anybody may have made up: plain words, no more. */
function wordsOf(rest: string): string[] {
  return rest
    .split('/')
    .filter((part) => /^[a-z-]{2,24}$/i.test(part))
    .slice(0, 3)
}
