/** The body as text; undefined when it is longer than `most` bytes, and the rest is not taken. */
export async function readUpTo(body: AsyncIterable<Uint8Array> | null, most: number): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let bytes = 0
  // leaving the loop early cancels the rest
  for await (const part of body ?? []) {
    bytes += part.length
    if (bytes > most) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
