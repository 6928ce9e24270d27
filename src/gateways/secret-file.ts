import { readFile } from 'node:fs/promises'
import type { Secret } from '../config.ts'

/** What may be in a header: printable, no spaces. */
const SENDABLE = /^[\x21-\x7e]+$/

/**
 * The secret as it is now: a file is read each time, so that a renewed one needs no restart.
 * @throws when the file cannot be read or holds nothing that could be sent; what it throws holds nothing of it
 */
export async function readSecret(secret: Secret): Promise<string> {
  const text = 'value' in secret ? secret.value : (await readFile(secret.file, 'utf8')).trim()
  if (!SENDABLE.test(text)) throw new Error('The secret is empty, or has characters that cannot be sent.')
  return text
}
