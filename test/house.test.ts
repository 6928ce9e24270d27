import { execFile } from 'node:child_process'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ESLint } from 'eslint'
import t from 'tap'
import {
  type Findings,
  findEnvironment,
  findHastyReads,
  findLockGaps,
  findLong,
  findMachinePaths,
  findMisnamed,
  findRegistries,
  findSkipped,
  findTelephones,
  findUnsigned,
  type HouseFile,
} from './support/house-checks.ts'
import { root } from './support/keeper-address.ts'

const run = promisify(execFile)

/** What may stand at the top, apart from the tools' dotfiles. */
const AT_THE_TOP = [
  ...['src', 'migrations', 'test', 'data', 'docs', 'node_modules'],
  ...['README.md', 'LICENSE', 'NOTICE', 'Dockerfile', 'docker-compose.yml', 'package.json', 'package-lock.json'],
  ...['tsconfig.json', 'biome.json', 'knip.json', 'eslint.config.js'],
  // built, and in no commit
  'dist',
]

const patterns = ['{src,test,migrations,docs}/**/*.{ts,md,json,sql,css,html}', 'data/**/*.{md,json,txt}', '*', '.ci/*']
const files: HouseFile[] = globSync(patterns, { cwd: root, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'package-lock.json')
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({ path: file.slice(root.length + 1), text: readFileSync(file, 'utf8') }))

const seeded = (path: string, text: string): HouseFile => ({ path, text })
/** Written so that this file holds none of what it forbids. */
const joined = (...parts: string[]) => parts.join('')

t.test('the checks below have something to read', async (t) => {
  const count = (pattern: RegExp) => files.filter(({ path }) => pattern.test(path)).length
  t.ok(count(/^src\/.*\.ts$/) > 30, `${count(/^src\/.*\.ts$/)} files of code`)
  t.ok(count(/\.test\.ts$/) > 5, `${count(/\.test\.ts$/)} tests`)
  t.ok(count(/^src\/.*README\.md$/) > 5, `${count(/^src\/.*README\.md$/)} door signs`)
  t.ok(count(/^migrations\/.*\.sql$/) > 2, `${count(/^migrations\/.*\.sql$/)} migrations`)
  t.ok(count(/^Dockerfile$/) === 1, 'and what stands at the top')
})

/** Each check, what it finds in a bad example, and that it finds nothing in ours. */
const checks: readonly {
  name: string
  find: (files: readonly HouseFile[]) => Findings
  bad: HouseFile[]
  finds: RegExp[]
}[] = [
  {
    name: 'every folder of src has its door sign',
    find: findUnsigned,
    bad: [
      seeded('src/unsigned/a.ts', ''),
      seeded('src/titled/a.ts', ''),
      seeded('src/titled/README.md', '# Titled\n'),
      seeded('src/signed/a.ts', ''),
      seeded('src/signed/README.md', 'Who opens the door, and to whom.\n'),
    ],
    finds: [/^src\/titled\/README.md does not begin/, /^src\/unsigned has no README/],
  },
  {
    name: 'no file is two rooms in one',
    find: findLong,
    bad: [seeded('src/a/long.ts', 'x\n'.repeat(401)), seeded('src/a/whole.ts', 'x\n'.repeat(400))],
    finds: [/^src\/a\/long.ts has 401 lines/],
  },
  {
    name: 'a file is found by its name alone',
    find: findMisnamed,
    bad: [
      ...['src/a/unitRules.ts', 'src/a/same.ts', 'test/b/same.ts', 'src/a/index.ts', 'src/b/index.ts'].map((path) =>
        seeded(path, ''),
      ),
    ],
    finds: [/^src\/a\/unitRules.ts is not kebab-case/, /^test\/b\/same.ts has the name of src\/a\/same.ts/],
  },
  {
    name: 'the environment is read in config.ts alone',
    find: findEnvironment,
    bad: [
      seeded('src/a/reads.ts', joined('const port = process', '.env.PORT')),
      seeded('src/a/takes.ts', joined('import { env } from ', "'node:process'")),
      seeded('src/config.ts', joined('process', '.env')),
    ],
    finds: [/^src\/a\/reads.ts/, /^src\/a\/takes.ts/],
  },
  {
    name: 'no test is skipped',
    find: findSkipped,
    bad: [
      seeded('src/a/a.test.ts', joined('t.sk', "ip('later')")),
      seeded('test/b.test.ts', joined("t.test('x', { sk", 'ip: true }, run)')),
      seeded('test/c.test.ts', joined('t.on', "ly('this', run)")),
      seeded('test/d.test.ts', "t.test('skips nothing', run)"),
    ],
    finds: [/^src\/a\/a.test.ts:1/, /^test\/b.test.ts:1/, /^test\/c.test.ts:1/],
  },
  {
    name: 'a test waits for what a page shows',
    find: findHastyReads,
    bad: [
      seeded('test/console/a.test.ts', "  t.equal(await send.isDisabled(), true, 'nothing is drawn yet')\n"),
      seeded(
        'test/console/b.test.ts',
        "  t.match(\n    await page.locator('.a').first().textContent(),\n    /x/,\n  )\n",
      ),
      seeded('test/console/c.test.ts', '  await comes(t, () => send.isDisabled(), true)\n  t.same(faults, [])\n'),
    ],
    finds: [/^test\/console\/a.test.ts/, /^test\/console\/b.test.ts/],
  },
  {
    name: 'nothing names a path of one machine',
    find: findMachinePaths,
    bad: [seeded('docs/a.md', joined('see /ho', 'me/me/copy')), seeded('docs/b.md', 'see /contacts/home/x')],
    finds: [/^docs\/a.md:1/],
  },
  {
    name: 'every telephone number is one of Ofcom’s for drama',
    find: findTelephones,
    bad: [
      seeded('test/a.ts', joined("'+44", "7911123456'")),
      seeded('test/b.ts', joined("'0", "1539123456'")),
      seeded('test/c.ts', "'+447700900123', '02079460999', '08081570001', '00441632960500'"),
    ],
    finds: [/^test\/a.ts has \+44/, /^test\/b.ts has 01539/],
  },
]

for (const { name, find, bad, finds } of checks) {
  t.test(name, async (t) => {
    const found = find(bad)
    t.equal(found.length, finds.length, 'it finds what was seeded, and nothing beside')
    t.match(found, finds)
    t.same(find(files), [], 'and nothing in the house')
  })
}

t.test('the lock file names no registry', async (t) => {
  const lock = (more: object) => JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0', ...more } } })
  t.match(findRegistries(lock({ resolved: 'https://registry.example/a-1.0.0.tgz' })), [/registry\.example/])
  t.match(findRegistries(lock({ resolved: 'git+ssh://git@example/a.git' })), [/git\+ssh/])
  t.same(findRegistries(lock({ funding: { url: 'https://example.org/thanks' } })), [])
  const ours = readFileSync(join(root, 'package-lock.json'), 'utf8')
  t.ok(Object.keys((JSON.parse(ours) as { packages: object }).packages).length > 100, 'it has our packages')
  t.same(findRegistries(ours), [])
  t.notMatch(readFileSync(join(root, '.npmrc'), 'utf8'), /registry\s*=\s*\S*:\/\//)
})

t.test('the lock file is whole, for every platform', async (t) => {
  const wanting = { 'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0', 'a-darwin': '1.0.0' } } }
  const beside = { 'node_modules/a/node_modules/a-linux': {}, 'node_modules/a-darwin': {} }
  t.match(findLockGaps(JSON.stringify({ packages: wanting })), [/^a-linux/, /^a-darwin/])
  t.same(findLockGaps(JSON.stringify({ packages: { ...wanting, ...beside } })), [])
  t.same(findLockGaps(readFileSync(join(root, 'package-lock.json'), 'utf8')), [])
})

t.test('nothing stands at the top but what has a reason to', async (t) => {
  const there = readdirSync(root).filter((name) => !name.startsWith('.'))
  t.ok(there.includes('src') && there.includes('package.json'), 'this is the top')
  t.same(
    there.filter((name) => !AT_THE_TOP.includes(name)),
    [],
  )
})

t.test('there are these scripts, and no others to learn', async (t) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  t.same(Object.keys(scripts), [
    'dev',
    'start',
    'build',
    'test',
    'check',
    'fix',
    'generate',
    'bench',
    'migrate',
    'replay',
    'import:roads',
    'import:history',
    'import:gazetteer',
    'simulate',
    'simulate:source',
    'simulate:transfer',
    'bench:console',
    'bench:dispatch',
    'bench:match',
    'bench:reports',
  ])
})

type Cruise = { summary: { totalCruised: number; violations: { rule: { name: string }; from: string }[] } }

async function cruise(cwd: string): Promise<Cruise> {
  const program = join(root, 'node_modules/.bin/depcruise')
  const parts = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', 'src']
  // it ends with the number of its violations
  const { stdout } = await run(process.execPath, [program, ...parts], { cwd, maxBuffer: 1 << 28 }).catch(
    (error: unknown) => error as { stdout: string },
  )
  return JSON.parse(stdout) as Cruise
}

t.test('the import rules were read with open eyes', async (t) => {
  const code = files.filter(({ path }) => /^src\/.*\.ts$/.test(path)).length
  const { summary } = await cruise(root)
  t.ok(summary.totalCruised >= code, `${summary.totalCruised} modules read, ${code} files there`)
})

t.test('every import rule is reported when it is broken', async (t) => {
  const broken: Record<string, string> = {
    // one file for each rule, named as the rule is, and what those need
    'src/a/first.ts': "import '../b/inner.ts'",
    'src/wiring.ts': "import './b/wiring-store.ts'",
    'src/b/inner.ts': 'export const b = 1',
    'src/b/index.ts': "export { b } from './inner.ts'",
    'src/b/wiring-store.ts': 'export const b = 1',
    'src/a/held-rules.ts': "import '../db/index.ts'",
    'src/db/index.ts': 'export const db = 1',
    'src/a/impure-rules.ts': "import './a-store.ts'\nimport { readFileSync } from 'node:fs'\nvoid readFileSync",
    'src/a/a-store.ts': 'export const a = 1',
    'src/a/impure-contract.ts': "import './a-store.ts'\nimport { Kysely } from 'kysely'\nvoid Kysely",
    'src/a/speaks-sql.ts': "import { Kysely } from 'kysely'\nvoid Kysely",
    'src/a/a-commands.ts': "import { sql } from 'kysely'\nvoid sql",
    'src/a/knows-fastify.ts': "import { fastify } from 'fastify'\nvoid fastify",
    'src/a/a-routes.ts': "import './a-store.ts'",
    'src/core/trade.ts': "import '../b/index.ts'",
    'src/a/one.ts': "import './two.ts'",
    'src/a/two.ts': "import './one.ts'",
    'src/a/tested.ts': "import '../../test/a.ts'\nimport { fc } from 'fast-check'\nvoid fc",
    'test/a.ts': 'export const a = 1',
    'src/app.ts': 'export const app = 1',
    'src/a/joins.ts': "import '../app.ts'",
    'src/console/screen.ts': "import '../b/index.ts'\nimport '../a/reaches.ts'",
    'src/a/reaches.ts': "import { readFileSync } from 'node:fs'\nvoid readFileSync",
    'src/gateways/index.ts': 'export const g = 1',
    'src/a/calls.ts': "import '../gateways/index.ts'",
    'src/a/lost.ts': "import './nowhere.ts'",
    'package.json': JSON.stringify({
      type: 'module',
      dependencies: { kysely: '*', fastify: '*' },
      devDependencies: { 'fast-check': '*' },
    }),
    'tsconfig.json': readFileSync(join(root, 'tsconfig.json'), 'utf8').replace(
      '"@tsconfig',
      `"${root}/node_modules/@tsconfig`,
    ),
  }
  const { summary } = await cruise(t.testdir(asFolders(broken)))
  const reported = new Set(summary.violations.map(({ rule }) => rule.name))
  const config = (await import(join(root, '.dependency-cruiser.cjs'))) as { default: { forbidden: { name: string }[] } }
  const rules = config.default.forbidden.map(({ name }) => name)
  t.ok(rules.length >= 8)
  t.same(
    rules.filter((name) => !reported.has(name)),
    [],
    'none is blind',
  )
})

/** `{ 'a/b': text }` as `{ a: { b: text } }`, which tap's testdir takes. */
type Folder = { [name: string]: string | Folder }
function asFolders(paths: Record<string, string>): Folder {
  const top: Folder = {}
  for (const [path, text] of Object.entries(paths)) {
    const parts = path.split('/')
    const name = parts.pop() ?? path
    let folder = top
    for (const part of parts) {
      const inner = folder[part] ?? {}
      folder[part] = inner
      folder = inner as Folder
    }
    folder[name] = text
  }
  return top
}

t.test('the linter sees a promise that nobody awaits, and a value of any type', async (t) => {
  const eslint = new ESLint({ cwd: root })
  const bad = `
    import { openDatabase } from './index.ts'
    export function forget(text: string): unknown {
      openDatabase('postgres://x').selectFrom('area').selectAll().execute()
      const parsed = JSON.parse(text)
      throw 'a word'
    }`
  const [read] = await eslint.lintText(bad, { filePath: join(root, 'src/db/migrate.ts') })
  const rules = new Set(read?.messages.map(({ ruleId }) => ruleId?.replace('@typescript-eslint/', '')))
  for (const rule of ['no-floating-promises', 'no-unsafe-assignment', 'only-throw-error']) t.ok(rules.has(rule), rule)
})
