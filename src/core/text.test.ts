import t from 'tap'
import { cleanJson, cleanText, DEEPEST_JSON, parseJson } from './text.ts'

t.test('a call is never refused for its characters: what cannot be stored becomes U+FFFD', async (t) => {
  t.equal(cleanText('a\u0000b\ud800c'), 'a\uFFFDb\uFFFDc')
  t.equal(cleanText('Lôn 🚓 \u202e'), 'Lôn 🚓 \u202e')
  t.same(cleanJson({ 'k\u0000': ['\udc00', 1, null, true] }), { 'k\uFFFD': ['\uFFFD', 1, null, true] })
})
t.test('what nests deeper than any form is refused, not followed', async (t) => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
  t.same(cleanJson(nested(DEEPEST_JSON)), nested(DEEPEST_JSON))
  t.throws(() => cleanJson(nested(DEEPEST_JSON + 1)), { name: 'TooDeep' })
})
t.test('what is no JSON is undefined, and throws nothing', async (t) => {
  t.same(parseJson('{"a":[1]}'), { a: [1] })
  for (const text of ['', '{"a":', 'no']) t.equal(parseJson(text), undefined)
})
