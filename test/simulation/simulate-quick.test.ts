import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { simulate } from '../../src/simulation/simulate.ts'

const run = async (...args: string[]) => {
  let told = ''
  await simulate(
    args,
    (text) => {
      told += text
    },
    () => undefined,
  )
  return told
}
const short = ['--quick', '--seeds', '2', '--days', '1', '--fleets', '30']

t.test('a quick run writes tables, figures and plots, the same bytes each time', async (t) => {
  const parent = t.testdir({ one: {}, two: {} })
  const folders = [join(parent, 'one'), join(parent, 'two')]
  const told: string[] = []
  for (const folder of folders) told.push(await run(...short, '--out', folder))
  t.equal(told[0], told[1])
  t.match(told[0], /\| grade 1 late, times nearest-by-road \|/)
  const [one = '', two = ''] = folders
  const files = readdirSync(one).sort()
  t.same(files, [
    'figures.json',
    'figures.md',
    'grade-1-late.svg',
    'grade-1-mean.svg',
    'grade-2-mean.svg',
    'response-rural.svg',
    'response-urban.svg',
  ])
  for (const file of files)
    t.equal(readFileSync(join(one, file), 'utf8'), readFileSync(join(two, file), 'utf8'), `${file} is the same`)
  const { results } = JSON.parse(readFileSync(join(one, 'figures.json'), 'utf8')) as {
    results: Array<{ policy: string; late1: { mean: number } }>
  }
  t.equal(results.length, 10)
  t.ok(results.every(({ late1 }) => late1.mean >= 0 && late1.mean <= 100))
  for (const file of files.filter((name) => name.endsWith('.svg'))) {
    const svg = readFileSync(join(one, file), 'utf8')
    t.match(svg, /^<svg xmlns/)
    t.notMatch(svg, /NaN|undefined|Infinity/, `${file} has a place for everything`)
  }
})

t.test("somebody's own policy stands beside the base and ours", async (t) => {
  const folder = t.testdir({})
  const file = join(folder, 'first-come.js')
  writeFileSync(file, 'export const choose = (call, units) => units.find(({ mayGo, isFree }) => mayGo && isFree)\n')
  const told = await run(...short, '--policy', file)
  t.match(told, /\| 30 units \| nearest-by-road \| divert-and-cover \| first-come \|/)
})

t.test('the weights of cover are tried one after the other', async (t) => {
  const folder = t.testdir({})
  const told = await run(...short, '--weights', '0,300', '--out', folder)
  t.match(told, /cover at 0 s\/% \| cover at 300 s\/%/)
  t.same(readdirSync(folder).sort(), ['cover-weight.md', 'cover-weight.svg'])
})

t.test('cover may be reckoned by zones, as the service does', async (t) => {
  const folder = t.testdir({ 'none.js': 'export const choose = () => undefined\n' })
  const policy = join(folder, 'none.js')
  const [exact, zoned] = [await run(...short, '--policy', policy), await run(...short, '--policy', policy, '--zones')]
  const lateOf = (told: string) => told.split('\n').find((line) => line.startsWith('| grade 1 mean, min'))
  t.not(lateOf(exact), lateOf(zoned), 'it is another reckoning')
  t.equal(lateOf(exact)?.split('|')[2], lateOf(zoned)?.split('|')[2], 'and nothing else changes')
})

t.test('what makes no sense is refused in words', async (t) => {
  const folder = t.testdir({ 'empty.js': 'export const other = 1\n' })
  await t.rejects(run('--seeds', 'many'), /--seeds many/)
  await t.rejects(run('--days', '1.5'), /whole numbers/)
  await t.rejects(run(...short, '--fleets', '400'), /1 to 61 units/)
  await t.rejects(run(...short, '--policy', join(folder, 'empty.js')), /no function choose/)
})
