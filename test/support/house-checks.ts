/** A file of the repository: its path from the root, with `/`, and its text. */
export type HouseFile = { path: string; text: string }

/** What is wrong, one sentence each, with the path first. Empty means the house is in order. */
export type Findings = string[]

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const isCode = ({ path }: HouseFile) => path.endsWith('.ts')
const isOurs = (file: HouseFile) => isCode(file) && /^(src|test|migrations)\//.test(file.path)

/** Each folder with code in it says in the first line of its README.md what it is for, in a sentence. */
export function findUnsigned(files: readonly HouseFile[]): Findings {
  const folders = new Set(
    files
      .filter((file) => isCode(file) && /^src\/.+\//.test(file.path))
      .map(({ path }) => path.slice(0, path.lastIndexOf('/'))),
  )
  return [...folders].sort().flatMap((folder) => {
    const sign = files.find(({ path }) => path === `${folder}/README.md`)
    if (!sign) return [`${folder} has no README.md`]
    const [first = ''] = sign.text.split('\n')
    return /^\p{Lu}[^#]*\w.*[.]$/u.test(first) && first.split(' ').length >= 4
      ? []
      : [`${folder}/README.md does not begin with a sentence: ${first}`]
  })
}

/** A file longer than this is two rooms in one. */
export const MOST_LINES = 400

/** Generated, and nobody reads it. */
const GENERATED = 'src/db/tables.ts'

export function findLong(files: readonly HouseFile[]): Findings {
  return files
    .filter((file) => isOurs(file) && file.path !== GENERATED)
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines, and ${MOST_LINES} are the most`)
}

/** A file is found by its name alone: kebab-case, and no two alike but the doors. */
export function findMisnamed(files: readonly HouseFile[]): Findings {
  const ours = files.filter(isOurs)
  const misnamed = ours
    .filter(({ path }) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(nameOf(path)))
    .map(({ path }) => `${path} is not kebab-case`)
  const seen = new Map<string, string>()
  const twice = ours.flatMap(({ path }) => {
    const name = nameOf(path)
    if (name === 'index.ts') return []
    const other = seen.get(name)
    seen.set(name, path)
    return other === undefined ? [] : [`${path} has the name of ${other}`]
  })
  return [...misnamed, ...twice]
}

/** The environment is read once, in config.ts. */
export function findEnvironment(files: readonly HouseFile[]): Findings {
  return files
    .filter((file) => isCode(file) && file.path.startsWith('src/') && file.path !== 'src/config.ts')
    .filter(({ text }) =>
      /\bprocess\s*\.\s*env\b|\bprocess\s*\[\s*['"]env|\benv\b[^;]*\}\s*from\s*['"](node:)?process['"]/.test(text),
    )
    .map(({ path }) => `${path} reads the environment, which is config.ts's to read`)
}

/** No test is skipped, put off or run alone. */
export function findSkipped(files: readonly HouseFile[]): Findings {
  const skipping =
    /\b(?:t|tap|test|it|describe)\.(?:skip|todo|only)\s*\(|\{[^{}]*\b(?:skip|todo|only)\s*:\s*(?:true|['"`])/
  return linesThat(
    files.filter((file) => isOurs(file) && /\.test\.ts$|^test\//.test(file.path)),
    skipping,
    'skips a test',
  )
}

/** A page paints on its next frame: what it shows is waited for (`comes`), never read once, right after a key. */
export function findHastyReads(files: readonly HouseFile[]): Findings {
  // one assertion, which ends where the next statement begins
  const hasty =
    /\bt\.(?!not)\w+\(\s*await\b(?:(?!\n\s*(?:await|t\.|const|let)\b)[\s\S]){0,300}?\.(?:textContent|innerText|inputValue|getAttribute|all\w+Contents|all\w+Texts|count|is[A-Z][a-z]+)\(/g
  return files
    .filter(({ path }) => /^test\/console\/.*\.test\.ts$/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(hasty)].map(([found]) => `${path} reads a page once, in haste: ${found.slice(0, 80)}`),
    )
}

/** Nothing knows where somebody's working copy is. */
export function findMachinePaths(files: readonly HouseFile[]): Findings {
  return linesThat(files, /(?<![\w.:/-])\/(?:work|farm|root|home|Users|tmp)\/[\w.]+/, 'names a path of one machine')
}

/** Ofcom's numbers for radio and television drama: nobody has them, and nobody is rung by mistake. */
const DRAMA = [
  ...['1134960', '1144960', '1154960', '1164960', '1174960', '1184960', '1214960', '1314960', '1414960', '1514960'],
  ...['1614960', '2079460', '1914980', '2896496', '2920180', '1632960', '7700900', '8081570', '9098790', '3069990'],
]

/** Telephone numbers, whole and in one piece, are drama numbers. */
export function findTelephones(files: readonly HouseFile[]): Findings {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/(?<![\w.+/-])(?:\+44|0044|0)([1-9]\d{9})(?![\w.])/g)]
      .filter(([, national]) => national !== undefined && !DRAMA.some((range) => national.startsWith(range)))
      .map(([number]) => `${path} has ${number}, which may be somebody's telephone`),
  )
}

/** The lock file says what, not from where: whoever installs uses their own registry. */
export function findRegistries(lockFile: string): Findings {
  const findings: Findings = []
  const walk = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'string') {
      if (/^(git\+)?(https?|ssh):/.test(value) && !path.includes('funding'))
        findings.push(`${path.join(' ')}: ${value}`)
    } else if (value !== null && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key])
    }
  }
  walk(JSON.parse(lockFile), [])
  return findings
}

/**
 * The lock file names the optional packages of every platform, also of those it was not made on: `npm ci`
 * refuses one that does not. (npm leaves out what the registry of the day did not have.)
 */
export function findLockGaps(lockFile: string): Findings {
  const { packages } = JSON.parse(lockFile) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !placesOf(path).some((place) => `${place}node_modules/${name}` in packages))
      .map((name) => `${name}, which ${path} may want, is not in the lock file`),
  )
}

/** The folders in which Node looks for what the package at `path` imports, nearest first. */
function placesOf(path: string): string[] {
  const parts = path.split('/node_modules/')
  return ['', ...parts.map((_, index) => `${parts.slice(0, index + 1).join('/node_modules/')}/`)]
}

function linesThat(files: readonly HouseFile[], pattern: RegExp, what: string): Findings {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${what}: ${line.trim()}`] : [])),
  )
}
