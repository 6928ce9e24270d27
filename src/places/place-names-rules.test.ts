import t from 'tap'
import { normaliseAddress } from './address-rules.ts'
import { findNames, makePlaceNames, settlementName, typedWords } from './place-names-rules.ts'

const gazetteer = [
  ['Green Road', 'Kendal LA9'],
  ['Green Road', 'The Green Millom LA18'],
  ['Harraby Green Road', 'Carlisle CA1'],
  ['Kendal', 'town'],
  ['Kendal Road', 'Windermere'],
  ['Penrith', 'town'],
  ['Penarth Street', 'Barrow in Furness'],
  ['Spar', 'Shap shop convenience store'],
  ['Crown Inn', 'Shap pub inn'],
  ['Cockermouth', 'town'],
  ['Wordsworth House', 'Cockermouth attraction'],
  ['The Green', 'Dalston'],
] as const
const names = makePlaceNames(
  gazetteer.map(([name, where]) => ({
    place: `${name}, ${where}`,
    name: normaliseAddress(name).split(' '),
    around: normaliseAddress(`${name} ${where}`).split(' '),
  })),
)
const find = (text: string, most = 10) =>
  findNames(names, typedWords(names, normaliseAddress(text).split(' ')), most).map(({ place }) => place)

t.test('the best first, with and without slips', async (t) => {
  t.equal(find('green road kendal')[0], 'Green Road, Kendal LA9')
  t.equal(find('gren raod kendl')[0], 'Green Road, Kendal LA9')
  t.equal(find('green road millom')[0], 'Green Road, The Green Millom LA18')
  t.equal(find('kendel')[0], 'Kendal, town')
  t.equal(find('penrth')[0], 'Penrith, town')
  t.equal(find('cokermoth')[0], 'Cockermouth, town')
  t.equal(find('crown')[0], 'Crown Inn, Shap pub inn')
  t.equal(find('pub shap')[0], 'Crown Inn, Shap pub inn')
  t.equal(find('the green')[0], 'The Green, Dalston')
  t.equal(find('cock')[0], 'Cockermouth, town', 'as it is typed')
})

t.test('equal fits stay in the order they were given, and no more than asked for', async (t) => {
  t.same(find('green road', 2), ['Green Road, Kendal LA9', 'Green Road, The Green Millom LA18'])
  t.equal(find('green road', 1).length, 1)
})

t.test('nothing fits, nothing is found; and each search begins anew', async (t) => {
  t.same(find('zzzzzz'), [])
  t.same(find('crown'), find('crown'))
  t.same(findNames(names, [], 10), [])
  t.same(findNames(makePlaceNames<string>([]), typedWords(makePlaceNames<string>([]), ['kendal']), 10), [])
})

t.test('of a thousand that fit, the short list has the best', async (t) => {
  const many = makePlaceNames([
    ...Array.from({ length: 1_000 }, (_, i) => ({
      place: `long ${i}`,
      name: ['church', 'hall', `n${i}`],
      around: ['church', 'hall', `n${i}`],
    })),
    { place: 'the one', name: ['church', 'hall'], around: ['church', 'hall'] },
  ])
  t.equal(findNames(many, typedWords(many, ['church', 'hall']), 5)[0]?.place, 'the one')
})

t.test('words are known or not', async (t) => {
  t.match(typedWords(names, ['kendal', 'kenda', 'zz']), [
    { word: 'kendal', known: true },
    { word: 'kenda', known: false },
    { word: 'zz', known: false },
  ])
})

t.test("a town's name without what only tells it from others", async (t) => {
  t.same(settlementName(['barrow', 'in', 'furness']), ['barrow'])
  t.same(settlementName(['grange', 'over', 'sands']), ['grange'])
  t.same(settlementName(['kirkby', 'stephen']), ['kirkby', 'stephen'])
  t.same(settlementName(['over', 'water']), ['over', 'water'], 'the word at its beginning is its name')
})

t.test('a word that sounds alike is found, and goes before one that does not', async (t) => {
  const heard = makePlaceNames(
    ['Braithwaite', 'Branthwaite', 'Whicham', 'Seascale', 'Seescale'].map((name) => {
      const written = [normaliseAddress(name)]
      return { place: name, name: written, around: written }
    }),
  )
  const findHeard = (text: string) => findNames(heard, typedWords(heard, [text]), 5).map(({ place }) => place)
  t.same(findHeard('brathwaite'), ['Braithwaite', 'Branthwaite'])
  t.same(findHeard('witcham'), ['Whicham'])
  t.same(findHeard('whicham'), ['Whicham'])
  t.same(findHeard('seascale'), ['Seascale'], 'a word that the gazetteer has is meant as it was typed')
  t.same(findHeard('x'.repeat(60)), [], 'longer than any word')
})

t.test('a word that is one shop’s name is nearly always a slip for a town', async (t) => {
  const around = (name: string, at: number) => [normaliseAddress(name), `n${at}`]
  const many = makePlaceNames([
    { place: 'Kendall', name: ['kendall'], around: ['kendall', 'croft'] },
    ...Array.from({ length: 60 }, (_, at) => ({
      place: `in Kendal ${at}`,
      name: [`n${at}`],
      around: around('Kendal', at),
    })),
  ])
  const [typed] = typedWords(many, ['kendall'])
  t.ok((typed?.quality('kendal') ?? 0) > 0.7)
  t.equal(typed?.quality('zzz'), 0)
})
