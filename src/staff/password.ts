import { createHash } from 'node:crypto'
import { hash } from '@node-rs/argon2'

/** OWASP's parameters for argon2id: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** How somebody's proof is made whom nobody is: an unknown name costs as long as a wrong password. */
const nobody = hash('nobody has this password', options).then((encoded) => partsOf(encoded).madeWith)

/** argon2id, in the encoded form that carries its parameters; the database keeps its last part, the proof, only sealed. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, options)
}

/**
 * What begins a session: the last part of the encoded form, which no table holds (migration 0018, `seal_password`).
 * @param madeWith the encoded form without that part; undefined: the name is unknown, and that takes as long
 */
export async function proofOf(madeWith: string | undefined, password: string): Promise<string> {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)$/.exec(madeWith ?? (await nobody))
  const [, memoryCost, timeCost, parallelism, salt] = found ?? []
  if (salt === undefined) return proofOf(undefined, password)
  const encoded = await hash(password, {
    memoryCost: Number(memoryCost),
    timeCost: Number(timeCost),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
  })
  const { proof } = partsOf(encoded)
  return madeWith === undefined ? '' : proof
}

/** Whether this is the password that was sealed, as the database keeps it: for the owner's own programs. */
export async function isSealedPassword(sealed: string, password: string): Promise<boolean> {
  const { madeWith, proof } = partsOf(sealed)
  const seal = createHash('sha256')
    .update(await proofOf(madeWith, password))
    .digest('hex')
  return proof === `sealed:${seal}`
}

function partsOf(encoded: string): { madeWith: string; proof: string } {
  const end = encoded.lastIndexOf('$')
  return { madeWith: encoded.slice(0, end), proof: encoded.slice(end + 1) }
}
