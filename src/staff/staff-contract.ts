import { z } from 'zod'
import { roles } from '../core/actor.ts'

/** A name and a password; `areas` are those this desk works now (a dispatcher's, empty: all that are his or hers). */
export const signInBody = z.strictObject({
  username: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
  areas: z.array(z.string().max(40)).max(20).default([]),
})

/** Who is signed in, as a console needs it. */
export const actorView = z.strictObject({
  kind: z.enum(['staff', 'system']),
  id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  centreId: z.string().nullable(),
  areas: z.array(z.string()),
  unitId: z.uuid().nullable(),
  expiresAt: z.string().nullable(),
})

/** A member of staff as an administrator keeps one; a new password is optional for one who is there. */
export const staffBody = z.strictObject({
  username: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-z0-9._-]+$/, 'lower-case letters, digits, dot, dash, underscore'),
  displayName: z.string().min(1).max(120),
  role: z.enum(roles).exclude(['system']),
  centreId: z.string().max(40).nullable(),
  areas: z.array(z.string().max(40)).max(20),
  unitId: z.uuid().nullable(),
  password: z.string().min(10).max(256).optional(),
  active: z.boolean(),
})

/** A member of staff as listed. */
export const staffView = z.strictObject({
  id: z.uuid(),
  username: z.string(),
  displayName: z.string(),
  role: z.enum(roles),
  centreId: z.string().nullable(),
  areas: z.array(z.string()),
  unitId: z.uuid().nullable(),
  active: z.boolean(),
})

/** Events of this room: for administrators; no incident content. */
export const staffEvents = {
  'staff-changed': z.strictObject({ staffId: z.uuid(), role: z.string(), active: z.boolean() }),
} as const
