import { globSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { root } from './support/keeper-address.ts'

// The tests that stand beside the code in src, all in this one process: each in its own took longer to start than to
// run. One alone: `npm test -- src/units/unit-rules.test.ts`.
const files = globSync('src/**/*.test.ts', { cwd: root }).sort()
for (const file of files) {
  t.comment(file)
  await import(join(root, file))
}
t.ok(files.length > 100, `${files.length} files`)
