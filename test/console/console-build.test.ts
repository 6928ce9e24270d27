import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { builtFolder, markOfSources } from '../../src/console-build/console-sources.ts'
import { openBuiltConsole } from '../../src/console-build/index.ts'
import { root } from '../support/keeper-address.ts'

const run = promisify(execFile)

t.test(
  'the console is built of its sources, whole, once; of others anew; of strangers and without end never',
  async (t) => {
    // as in the image: the page's sources and what builds them, and nothing that they only take types from
    const copy = t.testdir({})
    for (const part of ['src/console', 'src/console-build'])
      cpSync(join(root, part), join(copy, part), { recursive: true, filter: (path) => !path.endsWith('.test.ts') })
    cpSync(join(root, 'package.json'), join(copy, 'package.json'))
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    const build = () => run(process.execPath, [join(copy, 'src/console-build/build-console.ts')])
    const built = () => readdirSync(join(copy, 'dist/console'))

    const [one, other] = await Promise.all([build(), build()])
    for (const { stdout } of [one, other])
      t.match(
        stdout,
        /^Console: \d+ files, JavaScript [\d.]+ KiB packed of 150 KiB, with the map [\d.]+ KiB of 300 KiB/,
      )
    t.same(built(), [markOfSources()], 'two at once leave one, under the mark that the service looks for')
    const page = join(copy, 'dist/console', markOfSources(), 'index.html')
    t.notMatch(readFileSync(page, 'utf8'), /<script(?![^>]*src=)|<style|\son\w+=|https?:|data:/)

    appendFileSync(join(copy, 'src/console/console.css'), '\n.more { margin: 0 }\n')
    const beside = ['.making-now', '.making-then', 'of-last-week']
    for (const name of beside) mkdirSync(join(copy, 'dist/console', name))
    const lastWeek = Date.now() / 1_000 - 7 * 86_400
    for (const name of beside.slice(1)) utimesSync(join(copy, 'dist/console', name), lastWeek, lastWeek)
    // listed, and gone when it is looked at: as one that another builder has just put in its place
    symlinkSync('nowhere', join(copy, 'dist/console/.making-gone'))
    await build()
    const [making, ...marks] = built().sort()
    t.equal(making, '.making-now', 'what somebody makes is left alone, and what nobody makes any more goes')
    t.equal(marks.length, 2)
    t.ok(marks.includes(markOfSources()), 'of other sources what is old goes, and what somebody may be reading stays')

    writeFileSync(join(copy, 'src/stranger.ts'), 'export const stranger = document.title')
    const start = join(copy, 'src/console/start-page.ts')
    const text = readFileSync(start, 'utf8')
    writeFileSync(start, `import { stranger } from '../stranger.ts'\nvoid stranger.length\n${text}`)
    await t.rejects(build(), /cannot be built:(.|\n)*mark does not see .*stranger\.ts/)
    writeFileSync(start, `${text}\ndocument.title = '${randomBytes(200_000).toString('base64')}'\n`)
    await t.rejects(build(), /packed JavaScript, and 150 KiB are the most/)
    t.same(built().sort(), [making, ...marks], 'what could not be built leaves nothing, and what was built is there')
  },
)

t.test('a start that changes nothing builds nothing', async (t) => {
  await openBuiltConsole()
  const before = readdirSync(builtFolder)
  t.ok(before.includes(markOfSources()))
  const files = await openBuiltConsole()
  t.same(readdirSync(builtFolder), before)
  t.ok(files.has('index.html'))
  t.notOk([...files.keys()].some((name) => name.endsWith('.gz')))
})
