import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from './keeper-address.ts'
import { openLease } from './keeper-client.ts'

// Writes src/db/tables.ts from a freshly migrated database; with --check, says whether it is as it would be
// written. Part of `npm run generate` and of `npm run check`.

const lease = await openLease()
const { ownerUrl } = await lease.ask({ op: 'database', template: 'bare' })
const verify = process.argv.includes('--check') ? ['--verify'] : []
const codegen = spawn(
  process.execPath,
  [join(root, 'node_modules/.bin/kysely-codegen'), '--url', ownerUrl, ...verify],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  },
)
const [code] = (await once(codegen, 'close')) as [number | null]
await lease.end()
process.exitCode = code ?? 1
