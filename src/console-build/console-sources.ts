import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** The modules, the page and the styles of every console. */
export const sourcesFolder = join(root, 'src/console')
/** Under it one folder for each state of the sources that was built and is wanted. */
export const builtFolder = join(root, 'dist/console')

/** Parts of that folder which no browser is sent. */
const NOT_BUILT = /\.test\.ts$|-routes\.ts$|\.md$/

/** The sources' mark: other words in any of them, another way to build them, or another builder give another one. */
export function markOfSources(): string {
  const hash = createHash('sha256')
  const take = (name: string, text: string) => hash.update(`${name} ${Buffer.byteLength(text)}\n${text}`)
  for (const entry of listFiles())
    if (!NOT_BUILT.test(entry)) take(entry, readFileSync(join(sourcesFolder, entry), 'utf8'))
  take('build', readFileSync(join(import.meta.dirname, 'build-console.ts'), 'utf8'))
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>
  }
  for (const name of ['vite', 'ol', 'pmtiles']) take(name, devDependencies[name] ?? '')
  return hash.digest('hex').slice(0, 16)
}

/** Files under the folder, by their path from it with `/`, in one order on every machine. */
function listFiles(): string[] {
  return readdirSync(sourcesFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(sourcesFolder, join(parentPath, name)).replaceAll('\\', '/'))
    .sort()
}
