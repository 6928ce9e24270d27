/** Bytes of a file, from the first to the last, both of them meant. */
export type ByteRange = { from: number; to: number }

/**
 * What of a file of this size is asked for (RFC 9110, 14.2): one range of it, the whole, or nothing that it has.
 * Several ranges at once, other units and what cannot be read are answered with the whole, as the standard lets one.
 */
export function readRange(header: string | undefined, size: number): ByteRange | 'whole' | 'none' {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return 'whole'
  // "-500": so many at the end
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < Number(first)) return 'whole'
  return from >= size ? 'none' : { from, to }
}
