import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { cy } from '../../src/console/words/cy.ts'
import { enGb } from '../../src/console/words/en-gb.ts'
import { say, speak, spoken } from '../../src/console/words/say.ts'
import { root } from '../support/keeper-address.ts'

/** The browser's own page, as far as words need it. */
const page = { lang: '' }
Object.assign(globalThis, { document: { documentElement: page } })

const sources = globSync('src/console/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

/** Keys of the catalogue that no source says; `say(\`crew.step-${step}\`)` says each that begins so. */
function findUnsaid(keys: readonly string[], texts: readonly string[]): string[] {
  const said = texts.flatMap((text) => [...text.matchAll(/\bsay\(\s*(?:'([^']+)'|`([^`$]+)\$\{[^}]+\}`)/g)])
  return keys.filter(
    (key) => !said.some(([, whole, start]) => whole === key || (start !== undefined && key.startsWith(start))),
  )
}

/** Texts that begin as people's words do and stand in a source, not in the catalogue; names of keys are none. */
function countWords(text: string): number {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replaceAll(/^import .*$/gm, '')
  const keys = /^.(?:Enter|Escape|Minus|Arrow\w+|Key[A-Z]|Digit\d|POST|PUT|Home|End).$/
  return [...code.matchAll(/'[A-Z][^'\n]*[a-z][^'\n]*'|`[A-Z][^`]*`/g)].filter(([found]) => !keys.test(found)).length
}

t.test('every key is said somewhere, and one that nobody says is found', async (t) => {
  const texts = sources.map(({ text }) => text)
  t.same(findUnsaid(Object.keys(enGb), texts), [])
  t.same(findUnsaid(['frame.none', 'crew.step-fly', 'crew.title'], texts), ['frame.none'], 'a seeded one')
})

t.test('words are said in the language chosen, and in English where it has none', async (t) => {
  t.equal(say('link.live'), 'Live')
  t.equal(say('queue.waiting', { count: 2, since: '14:03' }), 'Not sent yet, 2 waiting, since 14:03')
  speak('cy')
  t.same([say('link.live'), page.lang, spoken()], ['Yn fyw', 'cy', 'cy'])
  t.match(say('link.not-live-since', { since: '14:03:22' }), /14:03:22/)
  t.equal(say('crew.title'), 'Crew', 'not translated yet')
  speak('en-GB')
  t.same([say('frame.sign-out'), page.lang], ['Sign out', 'en-GB'])
})

t.test('a language has no key that English does not have, and no key says nothing', async (t) => {
  t.same(
    Object.keys(cy).filter((key) => !(key in enGb)),
    [],
  )
  const never = { count: 1, units: 1, version: 1, read: 1, entries: 1, from: 1 }
  const some = new Proxy(never, { get: (of, name) => (name in of ? of[name as keyof typeof of] : 'x') })
  for (const count of [1, 2]) {
    never.count = count
    never.units = count
    for (const [key, words] of [...Object.entries(enGb), ...Object.entries(cy)]) {
      const said = typeof words === 'string' ? words : (words as (values: unknown) => string)(some)
      t.ok(said.trim().length > 0 && !said.includes('undefined') && !said.includes('!'), key)
    }
  }
})

t.test('how many words still stand in the panels', async (t) => {
  const left = sources.map(({ path, text }) => ({ path, count: countWords(text) })).filter(({ count }) => count > 0)
  t.comment(`${left.reduce((sum, { count }) => sum + count, 0)} texts in ${left.length} files are not in the catalogue`)
  const moved = [
    'sign-in-form',
    'desk-frame',
    'crew-console',
    'crew-reply',
    'alarm-rules',
    'audit-panel',
    'shelving-panel',
    'sounds',
  ]
  t.same(
    left.filter(({ path }) => moved.some((name) => path === `src/console/${name}.ts`)),
    [],
    'what has moved stays moved',
  )
  t.equal(countWords(`h('p', {}, 'No unit is going')`), 1)
})
