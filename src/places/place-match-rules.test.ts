import t from 'tap'
import { allowedSlips, countSlips, fitOf, isInOrder, matchPlace, wordQuality, wordWeight } from './place-match-rules.ts'

const typed = (text: string, known: string[] = []) =>
  text.split(' ').map((word) => {
    const one = { word, known: known.includes(word) }
    return { ...one, quality: (asked: string) => wordQuality(one, asked) }
  })
const words = (text: string) => text.split(' ')

t.test('slips of the keyboard are counted: wrong, missing, added, changed places', async (t) => {
  const cases: Array<[string, string, number, number]> = [
    ['kendal', 'kendal', 1, 0],
    ['kendel', 'kendal', 1, 1],
    ['kendl', 'kendal', 1, 1],
    ['kenddal', 'kendal', 1, 1],
    ['kednal', 'kendal', 1, 1],
    ['raod', 'road', 1, 1],
    ['ab', 'ba', 1, 1],
    ['kandel', 'kendal', 1, 2],
    ['kandel', 'kendal', 2, 2],
    ['cockermoth', 'cockermouth', 2, 1],
    ['cokermoth', 'cockermouth', 2, 2],
    ['whitheaven', 'whitehaven', 2, 1],
    ['wihtehavne', 'whitehaven', 2, 2],
    ['abcdefgh', 'stuvwxyz', 2, 3],
    ['abcd', 'abcdefg', 2, 3],
    ['', 'ab', 2, 2],
  ]
  for (const [a, b, most, wanted] of cases) t.equal(countSlips(a, b, most), wanted, `${a} ${b}`)
})

t.test('long words may have more slips, short and numbered ones none', async (t) => {
  const slips = (word: string, known = false) => allowedSlips({ word, known })
  t.same([slips('rd'), slips('hed'), slips('hed', true), slips('spar', true)], [0, 1, 0, 1])
  t.same([slips('kendel'), slips('cockermo'), slips('a591'), slips('ca11')], [1, 2, 0, 0])
})

t.test('the word itself, its beginning, a slip, in that order; another word is nothing', async (t) => {
  const quality = (text: string, word: string, known = false) => wordQuality({ word: text, known }, word)
  const order = [
    quality('kendal', 'kendal'),
    quality('kenda', 'kendal'),
    quality('ken', 'kendal'),
    quality('kendel', 'kendal'),
    quality('jendal', 'kendal'),
    quality('kendel', 'kendal', true),
  ]
  t.equal(order[0], 1)
  t.same(
    order,
    [...order].sort((a, b) => b - a),
  )
  t.ok(order.every((one) => one > 0))
  t.equal(quality('penrith', 'kendal'), 0)
  t.equal(quality('kendallll', 'kendal'), 0)
  t.equal(quality('r', 'road'), 0, 'one letter is no beginning')
  t.equal(quality('a59l', 'a591'), 0)
  t.equal(quality('hall', 'hal1'), 0, 'no slip makes a number of a word')
  t.ok(quality('barow', 'barrow') > quality('barow', 'brow'), 'a slip weighs less in a long word')
})

t.test('the name should be what was typed, no more and no less', async (t) => {
  const road = typed('green road')
  const exact = matchPlace(road, words('green road'), words('green road kendal'))
  const more = matchPlace(road, words('harraby green road'), words('harraby green road carlisle'))
  t.ok(exact > 0.99 && more < exact)
  const kendal = typed('green road kendal')
  const there = matchPlace(kendal, words('green road'), words('green road kendal'))
  t.ok(there > matchPlace(kendal, words('green road'), words('green road millom')))
  t.ok(there > 0.95, 'where it is counts nearly as much as its name')
  t.ok(matchPlace(typed('gren raod'), words('green road'), []) > 0.6)
})

t.test('what a place is finds it, its name better', async (t) => {
  const pub = matchPlace(typed('pub shap'), words('crown inn'), words('crown inn shap pub inn'))
  t.ok(pub > 0.5)
  t.ok(
    matchPlace(typed('pub shap', ['shap']), words('the ship'), words('the ship allonby pub inn')) < pub,
    'Shap is a place, so it is no slip for Ship',
  )
  t.equal(matchPlace([], words('crown inn'), []), 0)
  t.equal(matchPlace(typed('crown'), [], words('crown')) > 0, true)
  t.ok(matchPlace(typed('the'), words('the'), []) > 0.9, 'a name of connectors alone')
})

t.test('words that say little weigh little', async (t) => {
  t.ok(wordWeight('stricklandgate') > wordWeight('road'))
  t.ok(wordWeight('road') > wordWeight('of'))
  t.equal(fitOf(1, 1), 1)
  t.equal(fitOf(1, 2), 1)
  t.equal(fitOf(0, 1), 0)
})

t.test('a street is in order when its words were typed one behind the other', async (t) => {
  const said = typed('12 carlisle road brampton')
  t.ok(isInOrder(said, words('carlisle road')))
  t.notOk(isInOrder(said, words('brampton road')))
  t.ok(isInOrder(typed('back of the fell lane'), words('fell lane')))
  t.notOk(isInOrder(typed('police station penrith'), words('police station')), 'only streets are told apart by it')
  t.ok(isInOrder(typed('carlise road'), words('carlisle road')), 'with a slip')
  t.notOk(isInOrder(said, words('the')), 'a connector is no name')
})
