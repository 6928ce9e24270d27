import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { newId, Refusal, theService } from '../core/index.ts'
import { isBreachOf } from '../db/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order } from '../journal/index.ts'
import { hashPassword, proofOf } from './password.ts'
import type { staffBody, staffEvents } from './staff-contract.ts'
import { endSession, getSignInRecord, isStaff, listUnknownDuty, saveSession, saveStaff } from './staff-store.ts'

/** A shift: after this many hours a session ends by itself. */
export const SESSION_HOURS = 12

/**
 * Signs a person in. Both outcomes are audited; which of name and password was wrong is not told.
 * @returns the token for the cookie, never stored in clear
 */
export async function signIn(
  desk: Desk,
  wish: { username: string; password: string; areas: string[] },
  hashToken: (token: string) => Buffer,
): Promise<{ token: string; expiresAt: Date }> {
  const record = await getSignInRecord(desk.db, wish.username)
  const proof = await proofOf(record?.made_with, wish.password)
  const order = { actor: theService, tokenHash: Buffer.alloc(0), idempotencyKey: null, fingerprint: Buffer.alloc(0) }
  const answer = await command(desk, order, async ({ trx, audit }) => {
    const token = `gh_${randomBytes(32).toString('base64url')}`
    const expiresAt =
      record &&
      (await saveSession(trx, {
        id: newId(),
        staffId: record.staff_id,
        tokenHash: hashToken(token),
        areas: wish.areas,
        hours: SESSION_HOURS,
        proof,
      }))
    audit({
      op: 'sign-in',
      subjectType: 'staff',
      subjectId: record?.staff_id ?? null,
      reason: expiresAt ? 'signed in' : 'wrong name or password',
    })
    return expiresAt ? { status: 201, body: { token, expiresAt } } : { status: 401, body: undefined }
  })
  if (!answer.body) throw new Refusal('session/wrong-password', 'The name or the password is not right')
  return answer.body
}

/** Ends the session of this token. */
export async function signOut(desk: Desk, tokenHash: Buffer): Promise<void> {
  await endSession(desk.db, tokenHash)
}

/** Adds or changes a member of staff; taking somebody off ends every session at once. @throws Refusal staff/unknown */
export async function keepStaff(
  desk: Desk,
  order: Order,
  staffId: string | undefined,
  body: z.output<typeof staffBody>,
): Promise<Answer<{ id: string }>> {
  if (!staffId && !body.password) {
    throw new Refusal('request/invalid', 'A new member of staff needs a password', {
      errors: [{ pointer: '/password', detail: 'needed for a new member of staff' }],
    })
  }
  const errors = await listUnknownDuty(desk.db, body)
  if (errors.length > 0) throw new Refusal('request/invalid', 'A place of duty is not known', { errors })
  const passwordHash = body.password ? await hashPassword(body.password) : ''
  try {
    return await command(desk, order, async ({ trx, tokenHash, record, audit }) => {
      if (staffId && !(await isStaff(trx, staffId))) throw new Refusal('staff/unknown', 'There is no such person')
      const id = staffId ?? newId()
      await saveStaff(trx, tokenHash, { id, passwordHash, ...body })
      audit({
        op: staffId ? 'alteration' : 'collection',
        subjectType: 'staff',
        subjectId: id,
        reason: 'staff kept',
        detail: { role: body.role, active: body.active },
      })
      record({
        type: 'staff-changed',
        audience: 'administration',
        data: { staffId: id, role: body.role, active: body.active },
      } satisfies EventOf<typeof staffEvents>)
      return { status: staffId ? 200 : 201, body: { id } }
    })
  } catch (error) {
    if (isBreachOf(error, 'staff_username_key'))
      throw new Refusal('staff/username-taken', 'Somebody has that user name')
    throw error
  }
}
