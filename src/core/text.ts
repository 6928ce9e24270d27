/** How deep a request's JSON may nest: far more than any form of ours, far less than a call stack. */
export const DEEPEST_JSON = 32

/**
 * Text as Postgres and JSON can keep it: NUL and lone surrogates become U+FFFD, nothing else changes.
 * A call is never refused because of its characters (CRD/1 P1).
 */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD')
}

/**
 * `cleanText` on every string of a JSON value, keys included; the value given is not changed.
 * @throws TooDeep when it nests deeper than `DEEPEST_JSON`
 */
export function cleanJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (value === null || typeof value !== 'object') return value
  if (depth >= DEEPEST_JSON) throw new TooDeep()
  if (Array.isArray(value)) return value.map((inner) => cleanJson(inner, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), cleanJson(inner, depth + 1)]))
}

/** The value nests deeper than `DEEPEST_JSON`. */
export class TooDeep extends Error {
  override readonly name = 'TooDeep'
}

/** JSON as it is, or undefined: other people's text is often none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
