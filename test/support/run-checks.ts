import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname, join } from 'node:path'
import { root } from './keeper-address.ts'

// `npm run check`: everything that can be said of the repository without running the product. Two at a time,
// the long ones first; each says nothing while it is content, and its whole say when it is not.

const checks: readonly (readonly [name: string, command: string, ...parts: string[]])[] = [
  ['types', 'tsc', '--noEmit', '--project', '.'],
  ['lint with types', 'eslint', '--max-warnings=0', 'src', 'test', 'migrations'],
  ['database types', 'node', 'test/support/database-types.ts', '--check'],
  ['dead code', 'knip', '--no-progress'],
  ['import rules', 'depcruise', '--output-type=err-long', 'src', 'test', 'migrations'],
  ['format and lint', 'biome', 'ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=20', '.'],
  ['documents', 'node', 'src/generate-documents.ts', '--check'],
]
const AT_ONCE = 2

const path = [dirname(process.execPath), join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter)
const waiting = [...checks]
const red: string[] = []

await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await run(...next)
  }),
)
console.log(red.length === 0 ? `${checks.length} checks passed` : `red: ${red.join(', ')}`)
process.exitCode = red.length === 0 ? 0 : 1

async function run(name: string, command: string, ...parts: string[]): Promise<void> {
  const startedAt = performance.now()
  const child = spawn(command, parts, {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.on('error', (error) => (said += `${error.message}\n`))
  const [code] = (await once(child, 'close')) as [number | null]
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${seconds} s  ${name}`)
  if (code === 0) return
  red.push(name)
  console.log(`\n${said.trimEnd()}\n`)
}
