import type { z } from 'zod'
import { type FieldProblem, Refusal } from '../core/index.ts'

/**
 * Checks one part of a request and names each field that is not as it must be, unknown keys too.
 * @throws Refusal request/invalid with `errors: [{ pointer, detail }]`
 */
export function checked<S extends z.ZodType>(schema: S, value: unknown, part: string): z.output<S> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const errors = read.error.issues.slice(0, 50).flatMap((issue) => fieldProblems(issue, part))
  throw new Refusal(
    'request/invalid',
    errors
      .map((error) => `${error.pointer}: ${error.detail}`)
      .slice(0, 3)
      .join('; ')
      .slice(0, 500),
    { errors },
  )
}

function fieldProblems(issue: z.core.$ZodIssue, part: string): FieldProblem[] {
  const path = issue.path
    .map((step) => `/${String(step).slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
  const base = part === 'body' ? '' : `/${part}`
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: `${base}${path}/${key.slice(0, 64)}`,
      detail: 'there is no such field',
    }))
  }
  return [{ pointer: `${base}${path}` || '/', detail: issue.message }]
}
