import { sql, type Transaction } from 'kysely'
import type { Database } from '../db/index.ts'

/** Lights a board; the database asks whether the token's holder may. */
export async function saveWallboard(
  trx: Transaction<Database>,
  tokenHash: Buffer,
  board: { id: string; name: string; tokenHash: Buffer },
): Promise<void> {
  await sql`select save_wallboard(${tokenHash}, ${board.id}, ${board.name}, ${board.tokenHash})`.execute(trx)
}

/** Ends a board. False: there is none of that id that is lit. */
export async function saveEnded(trx: Transaction<Database>, tokenHash: Buffer, id: string): Promise<boolean> {
  const { rows } = await sql<{ ended: boolean }>`select end_wallboard(${tokenHash}, ${id}) as ended`.execute(trx)
  return rows[0]?.ended ?? false
}
