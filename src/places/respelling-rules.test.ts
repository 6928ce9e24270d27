import t from 'tap'
import { makeLocalNames, respell } from './respelling-rules.ts'

const local = makeLocalNames(
  [
    { said: ['Spatry'], name: 'Aspatria' },
    { said: ['Bruff by Sands'], name: 'Burgh by Sands' },
    { said: ['Bruff'], name: 'Brough' },
  ],
  (name) => name.toLowerCase().replace(' by ', ' '),
)
const known = new Set(['whitehaven', 'white', 'haven', 'green', 'road', 'kendal', 'gate', 'botchergate'])
const ways = (text: string) =>
  respell(text.split(' '), local, (word) => known.has(word)).map((words) => words.join(' '))

t.test('as typed first, then with the names of the map', async (t) => {
  t.same(ways('queen street spatry'), ['queen street spatry', 'queen street aspatria'])
  t.same(ways('bruff'), ['bruff', 'brough'])
  t.same(ways('bruff sands'), ['bruff sands', 'burgh sands'], 'the longest saying first')
})

t.test('two words that are one, and one that is two', async (t) => {
  t.same(ways('white haven'), ['white haven', 'whitehaven'])
  t.same(ways('greenroad kendal'), ['greenroad kendal', 'green road kendal'])
  t.same(ways('greenhaven'), ['greenhaven', 'green haven'])
  t.same(ways('green road'), ['green road'])
})

t.test('short words, known words and figures stay in one piece', async (t) => {
  t.same(ways('roadgo'), ['roadgo'])
  t.same(ways('whitehaven'), ['whitehaven'])
  t.same(ways('a5910000'), ['a5910000'])
  t.same(ways('zzzzzzzzz'), ['zzzzzzzzz'])
  t.same(ways('6 road'), ['6 road'])
  t.same(
    respell([], local, () => true),
    [[]],
  )
})

t.test('no more than four ways', async (t) => {
  t.ok(ways('white haven greenroad greenroad white haven').length <= 4)
})
