import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrationsFolder } from '../../migrations/index.ts'

/** The root of the repository, with no slash at its end. */
export const root = join(import.meta.dirname, '../..')

/**
 * Where the keeper of this working copy listens and works. Another copy, other migrations or other outside
 * servers give another keeper, so that nobody is handed a database of yesterday's schema.
 */
export function keeperAddress(): { socket: string; folder: string; log: string } {
  const hash = createHash('sha256')
  hash.update(
    JSON.stringify([root, process.getuid?.() ?? 0, process.env['TEST_DATABASE_URL'], process.env['REDIS_URL']]),
  )
  for (const name of readdirSync(migrationsFolder).sort()) hash.update(readFileSync(join(migrationsFolder, name)))
  const name = `golden-hour-test-${hash.digest('hex').slice(0, 12)}`
  const folder = join(tmpdir(), name)
  // Linux has sockets without a file: nothing is left behind by a kill, and the name is taken or free, never stale
  const socket = process.platform === 'linux' ? `\0${name}` : `${folder}.sock`
  return { socket, folder, log: `${folder}.log` }
}
