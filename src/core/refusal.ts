/** One field of a request that is not as it must be. `pointer` is a JSON pointer into the body. */
export type FieldProblem = { pointer: string; detail: string }

/**
 * The service says no, for a reason of the trade or of the request. `code` is `noun/reason` and one of
 * the refusals table (`src/http/refusals.ts`), which gives the status and the public title. Never a fault.
 */
export class Refusal extends Error {
  readonly code: string
  readonly more: Record<string, unknown>

  constructor(code: string, detail: string, more: Record<string, unknown> = {}) {
    super(detail)
    this.name = 'Refusal'
    this.code = code
    this.more = more
  }
}
