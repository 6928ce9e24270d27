import t from 'tap'
import { keyMap } from './key-map.ts'
import {
  chordOf,
  doingOf,
  type KeyChoice,
  keysOf,
  keyWords,
  listKeys,
  plainKeys,
  readKeyChoice,
  rekey,
} from './key-map-rules.ts'

const press = (key: string, held: { code?: string; ctrlKey?: boolean; altKey?: boolean; metaKey?: boolean } = {}) =>
  chordOf({ key, code: '', ctrlKey: false, altKey: false, metaKey: false, ...held })

t.test('a key is what is printed on it, with what is held down', async (t) => {
  t.equal(press('j'), 'j')
  t.equal(press('J'), 'j', 'also with the capitals locked')
  t.equal(press('F2'), 'F2')
  t.equal(press('≈', { altKey: true, code: 'KeyX' }), 'Alt+X')
  t.equal(press('1', { altKey: true, code: 'Digit1' }), 'Alt+1')
  t.equal(press('Enter', { altKey: true }), 'Alt+Enter')
  t.equal(press('Enter', { ctrlKey: true }), 'Ctrl+Enter')
  t.equal(press('/', { ctrlKey: true }), 'Ctrl+/')
  t.equal(press('n', { ctrlKey: true }), 'Ctrl+N')
  t.equal(press('j', { metaKey: true }), 'Meta')
})

t.test('a key does what its place says, and nothing elsewhere', async (t) => {
  t.equal(doingOf('g', 'queue', plainKeys), 'most-urgent')
  t.equal(doingOf('g', 'everywhere', plainKeys), undefined)
  t.equal(doingOf('Ctrl+/', 'everywhere', plainKeys), 'command')
})

t.test('single characters can be switched off, and what they do has another way', async (t) => {
  const off: KeyChoice = { letters: false, keys: {} }
  t.equal(doingOf('g', 'queue', off), undefined)
  t.equal(doingOf('/', 'everywhere', off), undefined)
  t.equal(doingOf('Ctrl+/', 'everywhere', off), 'command')
  t.equal(doingOf('ArrowDown', 'queue', off), 'next')
  t.same(keysOf('help', off), ['Alt+K'])
})

t.test('a key can be changed, but not to one that is taken', async (t) => {
  const changed = rekey(plainKeys, 'send', 's') as KeyChoice
  t.equal(doingOf('s', 'queue', changed), 'send')
  t.equal(doingOf('d', 'queue', changed), undefined)
  t.same(rekey(changed, 'send', 'd'), plainKeys, 'back to as it comes')
  t.match(rekey(plainKeys, 'send', 'g'), /is there already: the most urgent/)
  t.match(rekey(plainKeys, 'send', '/'), /command line/, 'what works everywhere works here too')
  t.match(rekey(plainKeys, 'send', 'F5'), /belongs to the browser/)
  t.match(rekey(plainKeys, 'answer', 'q'), /lists only/)
  t.match(rekey(plainKeys, 'open', 'o'), /stays as it is/)
  t.match(rekey(plainKeys, 'nothing' as 'open', 'o'), /stays as it is/)
  t.type(rekey(plainKeys, 'answer', 'Alt+X'), 'object', 'dispatch and calls are never on the screen together')
})

t.test('what was kept is read; what makes no sense any more is left out', async (t) => {
  t.same(readKeyChoice({ letters: false, keys: { send: 's' } }), { letters: false, keys: { send: 's' } })
  t.same(readKeyChoice({ keys: { send: 'g', gone: 'q', next: 7 } }), plainKeys)
  for (const nothing of [null, undefined, 'x', { keys: null }]) t.same(readKeyChoice(nothing), plainKeys)
})

t.test('the page of keys is the map itself, and no two keys of one place are the same', async (t) => {
  const listed = listKeys(plainKeys)
  t.equal(listed.flatMap(({ actions }) => actions).length, keyMap.length)
  t.match(listed[1]?.actions[0], { does: 'next', words: 'next', keys: ['J', '↓'], fixed: false })
  t.equal(keyWords('Alt+X'), 'Alt+X')
  for (const { place } of listed) {
    const here = keyMap
      .filter((one) => one.place === place || one.place === 'everywhere')
      .flatMap(({ keys }) => [...keys])
    t.same(here.length, new Set(here).size, place)
  }
})
