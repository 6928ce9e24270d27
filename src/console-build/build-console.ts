import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'vite'
import { builtFolder, markOfSources, sourcesFolder } from './console-sources.ts'

/** All JavaScript of every role together, packed, without what draws maps, and with it (CONSOLES A5); bytes. */
const MOST_JAVASCRIPT = 150 * 1024
const MOST_WITH_MAP = 300 * 1024
/** The part that draws maps, loaded with the first map of a page. */
const MAP_PART = /^open-layers-map-/
/** What that part is made of, besides ours. */
const FROM_PACKAGES = /\/node_modules\/(ol|pmtiles|fflate|rbush|quickselect|pbf|earcut|@mapbox|@petamoriken)\//
/** What a build is called until it is whole. */
const MAKING = '.making-'
/** So old, in milliseconds, nobody is making it any more: its build was ended from outside. */
const ABANDONED_MS = 600_000
/** So old, in milliseconds, what was built of other sources may go: until then a start beside us may be reading it. */
const OUTDATED_MS = 86_400_000

/**
 * `npm run build`: builds the console into `dist/console/<mark>`, beside what is there, and puts it in its place whole.
 * Two that build at once do not meet; what was built of other sources goes when it is old.
 */
async function main(): Promise<void> {
  const mark = markOfSources()
  const making = join(builtFolder, `${MAKING}${randomUUID()}`)
  mkdirSync(making, { recursive: true })
  try {
    await build({
      configFile: false,
      root: sourcesFolder,
      base: '/',
      publicDir: false,
      logLevel: 'warn',
      plugins: [onlyOurSources, textNotHtml],
      build: {
        outDir: making,
        emptyOutDir: true,
        assetsDir: 'console',
        // in the page's policy there is no room for data: addresses, nor for code inside the page
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        target: 'esnext',
        reportCompressedSize: false,
      },
    })
    const packed = pack(making)
    if (packed.javascript > MOST_JAVASCRIPT)
      throw new Error(
        `the console has ${inKibibytes(packed.javascript)} of packed JavaScript, and 150 KiB are the most`,
      )
    if (packed.javascript + packed.map > MOST_WITH_MAP)
      throw new Error(
        `with its map the console has ${inKibibytes(packed.javascript + packed.map)}, and 300 KiB are the most`,
      )
    place(making, mark)
    tidy(mark)
    say(
      `Console: ${packed.files} files, JavaScript ${inKibibytes(packed.javascript)} packed of 150 KiB, with the map ${inKibibytes(packed.javascript + packed.map)} of 300 KiB, styles ${inKibibytes(packed.styles)}.`,
    )
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}

/**
 * The library for maps sets two texts as HTML, which the page's policy forbids: it measures a letter, and would name the
 * sources of a map, which we do ourselves. It sets them as text.
 */
const textNotHtml: Plugin = {
  name: 'text-not-html',
  transform(code, id) {
    if (!/\/node_modules\/ol\//.test(id) || !code.includes('.innerHTML')) return undefined
    return { code: code.replaceAll('.innerHTML =', '.textContent ='), map: null }
  },
}

/** A module from elsewhere would change without the mark's changing. */
const onlyOurSources: Plugin = {
  name: 'only-our-sources',
  generateBundle() {
    const strangers = [...this.getModuleIds()].filter(
      (id) => id.startsWith('/') && !id.startsWith(`${sourcesFolder}/`) && !FROM_PACKAGES.test(id),
    )
    if (strangers.length > 0) this.error(`the console's mark does not see ${strangers.join(', ')}`)
  },
}

/** Packs each file once, so that no request waits for it. @returns bytes of packed JavaScript without the map, of the map, of styles */
function pack(folder: string) {
  const sum = { files: 0, javascript: 0, map: 0, styles: 0 }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const packed = gzipSync(readFileSync(path), { level: 9 })
    writeFileSync(`${path}.gz`, packed)
    sum.files += 1
    if (path.endsWith('.js')) sum[MAP_PART.test(entry.name) ? 'map' : 'javascript'] += packed.length
    if (path.endsWith('.css')) sum.styles += packed.length
  }
  return sum
}

/** A rename onto a folder that has something in it fails: somebody built the same in the meantime. */
function place(making: string, mark: string): void {
  try {
    renameSync(making, join(builtFolder, mark))
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Throws away what nobody wants any more. Others build and tidy beside us: what cannot go now goes another time. */
function tidy(mark: string): void {
  for (const name of readdirSync(builtFolder)) {
    if (name === mark) continue
    const path = join(builtFolder, name)
    const keptMs = name.startsWith(MAKING) ? ABANDONED_MS : OUTDATED_MS
    try {
      const changedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
      if (Date.now() - changedMs >= keptMs) rmSync(path, { recursive: true, force: true })
    } catch {
      // it is in use, or not ours
    }
  }
}

function inKibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`The console cannot be built: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
