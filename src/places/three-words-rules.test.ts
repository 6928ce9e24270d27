import t from 'tap'
import type { SaidWords } from './three-words.ts'
import { placeOfWords } from './three-words-rules.ts'

/** A square of three metres on the fells, as such a service says it. */
const said: SaidWords = {
  words: 'aaa.bbb.ccc',
  country: 'GB',
  point: { lat: 54.454236, lon: -3.211588 },
  southWest: { lat: 54.454222, lon: -3.211611 },
  northEast: { lat: 54.454249, lon: -3.211565 },
  nearestPlace: 'Boot, Cumbria',
}

t.test('the middle of the square, with its size and what is near it', async (t) => {
  t.same(placeOfWords('aaa.bbb.ccc', said), { point: said.point, metres: 3, nearestPlace: 'Boot, Cumbria' })
  const bigger = { ...said, northEast: { lat: 54.4543, lon: -3.2115 }, nearestPlace: null }
  t.match(placeOfWords('aaa.bbb.ccc', bigger), { metres: 9, nearestPlace: null })
})

t.test('words that lie in another country are no place of ours', async (t) => {
  t.equal(placeOfWords('aaa.bbb.ccc', { ...said, country: 'IE' }), 'abroad')
  const [point, southWest, northEast] = [said.point, said.southWest, said.northEast].map(({ lat, lon }) => ({
    lat: lat - 10,
    lon: lon + 30,
  })) as [SaidWords['point'], SaidWords['southWest'], SaidWords['northEast']]
  t.equal(placeOfWords('aaa.bbb.ccc', { ...said, point, southWest, northEast }), 'abroad', 'whatever it calls it')
  t.type(placeOfWords('aaa.bbb.ccc', { ...said, country: 'gb' }), 'object')
})

t.test('an answer that does not fit itself is not taken: other words, no square, a middle outside of it', async (t) => {
  const { point, southWest, northEast } = said
  for (const [why, wrong] of Object.entries({
    'other words': { words: 'aaa.bbb.ccd' },
    'turned round': { southWest: northEast, northEast: southWest },
    'no area': { southWest: point, northEast: point },
    'a field, no square': { northEast: { lat: 54.46, lon: -3.2 } },
    'north of it': { point: { ...point, lat: 54.46 } },
    'south of it': { point: { ...point, lat: 54.45 } },
    'east of it': { point: { ...point, lon: -3.2 } },
    'west of it': { point: { ...point, lon: -3.3 } },
  } satisfies Record<string, Partial<SaidWords>>))
    t.equal(placeOfWords('aaa.bbb.ccc', { ...said, ...wrong }), 'wrong', why)
  t.type(placeOfWords('AAA.bbb.ccc', said), 'object', 'capitals are not other words')
})
