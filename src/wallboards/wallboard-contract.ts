import { z } from 'zod'

/** Lights a board. `tokenHash` is the SHA-256 of its token, in hexadecimal: the token itself is never sent. */
export const lightBody = z.strictObject({
  /** where it hangs: "Penrith, north wall" */
  name: z.string().trim().min(1).max(80),
  tokenHash: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
})
export const wallboardParams = z.strictObject({ wallboardId: z.uuid() })

/** A board as it is kept. */
export const wallboardKept = z.strictObject({ id: z.uuid(), name: z.string(), lit: z.boolean() })
