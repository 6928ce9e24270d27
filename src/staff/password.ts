import { hash, verify } from '@node-rs/argon2'

/** OWASP's parameters for argon2id: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A hash of somebody nobody is: an unknown name costs as long as a wrong password. */
const nobody = hash('nobody has this password', options)

/** argon2id, in the encoded form that carries its parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, options)
}

/** Whether the password is right; `encoded` undefined: the name is unknown, and that takes as long. */
export async function isPassword(encoded: string | undefined, password: string): Promise<boolean> {
  const right = await verify(encoded ?? (await nobody), password)
  return encoded !== undefined && right
}
