import t from 'tap'
import {
  cellOf,
  endOfFeature,
  findFeatures,
  findNextFeature,
  scanBrackets,
  skipBetween,
  startScan,
} from './geojson-scan-rules.ts'

const bytes = (text: string) => Buffer.from(text)

t.test(
  'an object ends where its brackets do, whatever stands in its texts, and in however many pieces it comes',
  async (t) => {
    const text = '{"a":"}\\"{","b":[{"c":1}]} ,{}'
    t.equal(scanBrackets(bytes(text), startScan(0)), text.indexOf(' ,'))
    for (let cut = 1; cut < text.indexOf(' ,'); cut += 1) {
      const state = startScan(0)
      t.equal(scanBrackets(bytes(text).subarray(0, cut), state), undefined)
      t.equal(scanBrackets(bytes(text), state), text.indexOf(' ,'), `cut at ${cut}`)
    }
    t.equal(skipBetween(bytes(text), text.indexOf(' ,')), text.lastIndexOf('{'))
    t.equal(skipBetween(bytes('  '), 0), 2)
  },
)

t.test('the features of a collection, whatever stands before them', async (t) => {
  const text =
    '{ "type": "FeatureCollection", "na\\"me": "features", "n": 1, "crs": {"type":"name"}, "bbox":[1,2], "features": [{}]}'
  const found = findFeatures(bytes(text))
  t.same(found, { at: text.indexOf('[{') + 1, crs: { type: 'name' } })
  for (const none of [
    '',
    '[]',
    '{}',
    '{"type":"Feature"}',
    '{"features":{}}',
    '{"features"',
    '{"a" 1}',
    '{"a":[1',
    '{"a":1',
  ])
    t.equal(findFeatures(bytes(none)), undefined, none)
})

t.test('the next feature is found by its first words', async (t) => {
  t.equal(findNextFeature(bytes('{"type":"Feature", x { "type" : "Feature"}'), 1), 21)
  t.equal(findNextFeature(bytes('{"type":"Feature"'), 1), undefined)
})

t.test(
  'a feature ends with its brackets, or, where one is missing, before the next: no more is read for it',
  async (t) => {
    const whole = '{"type":"Feature","properties":{"a":{"b":1}}}'
    t.same(endOfFeature(bytes(`${whole},${whole}`), startScan(0), 1), { end: whole.length, isWhole: true })
    const open = `${whole.slice(0, -1)},`
    t.same(endOfFeature(bytes(open + whole), startScan(0), 1), { end: open.length, isWhole: false })
    t.equal(endOfFeature(bytes(open), startScan(0), 1), undefined, 'neither is to be seen yet')
  },
)

t.test('cells by the paths of properties', async (t) => {
  const feature = {
    id: 7,
    properties: { Name: 'A', 'a.b': 1, a: { b: 2, c: { d: true } }, list: ['x', 2], none: null, object: [{ z: 1 }] },
  }
  const cell = (path: string) => cellOf(feature, path, ';')
  t.same(['Name', 'a.b', 'a.c.d', 'list', 'none', 'away', 'Name.length', '$id', 'object', 'toString'].map(cell), [
    ...['A', '1', 'true', 'x;2', undefined, undefined, undefined, '7', '{"z":1}', undefined],
  ])
  t.equal(cellOf({ properties: null }, 'a', ';'), undefined)
})
