import { createHash, randomBytes } from 'node:crypto'
import type { ForceInForce, Row } from './demo-force-store.ts'
import { inventName, type Sex } from './demo-names.ts'
import type { DemoUnit } from './demo-units.ts'
import type { SeededRandom } from './seeded-random.ts'

/** Everybody of the demo force signs in with this. For the demo only, and said so wherever it is shown. */
export const DEMO_PASSWORD = 'golden-hour'

/** Outside systems that the demo plays, each with one narrow scope of the same name. */
export const systemAccounts = ['telephony', 'avl', 'terminals'] as const
/** A token in plain for each outside system. */
export type AccountTokens = Record<(typeof systemAccounts)[number], string>

/** Members of the control room, by what they do in the invented history. */
export type Room = {
  handlers: Person[]
  desks: Person[]
  supervisors: Person[]
  /** by area; the one without areas under '' */
  dispatchers: Map<string, Person>
}
type Person = { id: string; name: string }

/** Staff of every role, and one sign-in for each crew. */
export function makeStaff(
  random: SeededRandom,
  force: ForceInForce,
  units: readonly DemoUnit[],
  passwordHash: string,
  now: Date,
): { room: Room; rows: Row<'staff'>[] } {
  const rows: Row<'staff'>[] = []
  const centreOf = (areaId: string) => force.areas.find(({ id }) => id === areaId)?.centreId ?? null
  const centre = (index: number) => force.centreIds[index % force.centreIds.length] ?? null

  const add = (
    username: string,
    role: string,
    more: Partial<Row<'staff'>> & { name?: string } = {},
    from = random,
  ): Person => {
    const sex: Sex = from.chance(0.55) ? 'female' : 'male'
    const { givenNames, familyName } = inventName(from, sex, from.integer(23, 58))
    const { name = `${givenNames.split(' ')[0]} ${familyName}`, ...columns } = more
    const id = from.uuid(now.getTime())
    rows.push({
      id,
      username,
      display_name: name,
      role,
      centre_id: columns.centre_id ?? null,
      areas: columns.areas ?? [],
      unit_id: columns.unit_id ?? null,
      password_hash: passwordHash,
      created_at: now.toISOString(),
    })
    return { id, name }
  }

  const handlers = [0, 1, 2, 3].map((index) => add(`handler${index + 1}`, 'call-handler', { centre_id: centre(index) }))
  const desks = [0, 1].map((index) => add(`desk${index + 1}`, 'front-desk', { centre_id: centre(index) }))
  const dispatchers = new Map(
    force.areas.map(({ id }) => [id, add(`dispatch.${id}`, 'dispatcher', { centre_id: centreOf(id), areas: [id] })]),
  )
  dispatchers.set('', add('dispatch.force', 'dispatcher', { centre_id: centre(0) }))
  const supervisors = [0, 1, 2].map((index) =>
    add(`supervisor${index + 1}`, 'supervisor', { centre_id: centre(index) }),
  )
  add('admin', 'administrator')
  for (const { id, callsign } of units) add(callsign.toLowerCase(), 'unit', { unit_id: id, name: `${callsign} crew` })
  // a stream of their own: nobody else of the force is another person because of them
  const unitsOfAreas = random.fork('ppu')
  for (const { id } of force.areas) add(`ppu.${id}`, 'ppu', { areas: [id] }, unitsOfAreas)
  return { room: { handlers, desks, supervisors, dispatchers }, rows }
}

/**
 * Accounts of the outside systems. Tokens are secrets and never come from the seed; only their SHA-256 goes
 * into the database.
 */
export function makeSystemAccounts(
  random: SeededRandom,
  now: Date,
): { tokens: AccountTokens; rows: Row<'system_account'>[] } {
  const token = () => `gh_${randomBytes(32).toString('base64url')}`
  const tokens: AccountTokens = { telephony: token(), avl: token(), terminals: token() }
  const rows = systemAccounts.map((name) => ({
    id: random.uuid(now.getTime()),
    name,
    scopes: [name],
    token_hash: createHash('sha256').update(tokens[name]).digest(),
    created_at: now.toISOString(),
  }))
  return { tokens, rows }
}
