import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { SetUpError } from '../db/index.ts'
import { builtFolder, markOfSources } from './console-sources.ts'

/** A built file as it is kept in memory: as it is, and packed. */
export type BuiltFile = { body: Buffer; packed: Buffer }

/** Every built file under its path from the page: `index.html`, `console/...`. */
export type BuiltConsole = ReadonlyMap<string, BuiltFile>

const run = promisify(execFile)

/**
 * The console as its sources are now: read, and built first where they were never built. The builder is a process of
 * its own, so that its memory goes with it. @throws SetUpError when it is not built and cannot be
 */
export async function openBuiltConsole(): Promise<BuiltConsole> {
  const folder = join(builtFolder, markOfSources())
  try {
    return readBuilt(folder)
  } catch (error) {
    // never built, or thrown away by a builder of other sources while we read
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  await buildIt()
  return readBuilt(folder)
}

function readBuilt(folder: string): BuiltConsole {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.gz'))
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    names.map((name) => [
      relative(folder, name),
      { body: readFileSync(name), packed: readFileSync(`${name}.gz`) } satisfies BuiltFile,
    ]),
  )
}

async function buildIt(): Promise<void> {
  await run(process.execPath, [join(import.meta.dirname, 'build-console.ts')]).catch((error: { stderr?: string }) => {
    const because = error.stderr ?? ''
    throw new SetUpError(
      /Cannot find package 'vite'/.test(because)
        ? 'The console is not built, and its builder is not installed: npm ci with the development packages, or bring dist/console.'
        : `The console cannot be built: ${because.trim().split('\n')[0]}`,
    )
  })
}
