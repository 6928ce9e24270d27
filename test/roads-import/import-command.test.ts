import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { PbfWriter } from 'pbf'
import t from 'tap'
import { showProgress } from '../../src/core/import-progress.ts'
import { blob, type HandMadeThings, handMadeExtract } from '../support/hand-made-extract.ts'
import { root } from '../support/keeper-address.ts'

const rutland = readFileSync(join(root, 'data', 'rutland-osm-pbf-2018', 'rutland-latest.osm.pbf'))

const lane: HandMadeThings = {
  nodes: { 1: { at: [54.5, -3] }, 2: { at: [54.51, -3] } },
  ways: { 7: { nodes: [1, 2], tags: { highway: 'tertiary' } } },
}

async function command(cwd: string, ...words: string[]) {
  const child = spawn(process.execPath, [join(root, 'src/roads-import/import-roads.ts'), ...words], { cwd })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

t.test('a good file: the report on one stream, plain progress on the other', async (t) => {
  const folder = t.testdir({})
  writeFileSync(join(folder, 'lane-latest.osm.pbf'), handMadeExtract(lane))
  const { code, out, err } = await command(folder, 'lane-latest.osm.pbf')
  t.equal(code, 0)
  t.match(out, /^lane-latest\.osm\.pbf, OpenStreetMap of 2026-01-02\n/)
  t.match(out, /tertiary +1 roads +1\.1 km/)
  t.match(out, /2 junctions, 0 of them outside/)
  t.match(out, /lane-latest-road-graph written in [\d.]+ s with at most \d+ MB of memory\n$/)
  t.match(err, /^reading ways: [\d.]+ s\nreading nodes: [\d.]+ s\njoining roads: [\d.]+ s\nwriting: [\d.]+ s\n$/)
  t.same(readdirSync(folder).sort(), ['lane-latest-road-graph', 'lane-latest.osm.pbf'])
})

const good = handMadeExtract(lane)
const badHeader = new PbfWriter()
badHeader.writeStringField(1, 'OSMData')
const garbage = Buffer.concat([
  handMadeExtract({ nodes: lane.nodes }),
  blob('OSMData', Buffer.from([0x12, 0xff, 0xff])),
])

/** What is in the file, and the sentence it gets. */
const bad: ReadonlyArray<readonly [name: string, bytes: Buffer, sentence: RegExp]> = [
  ['cut.osm.pbf', rutland.subarray(0, 700_000), /^cut\.osm\.pbf is cut off: .* ends at 700000\. Download it again\.$/m],
  ['stub.osm.pbf', good.subarray(0, good.length - 1), /is cut off/],
  ['photo.osm.pbf', Buffer.from('\u0089PNG\r\n\u001a\n, and more of it than a header has'), /is not an OpenStreetMap/],
  ['map.osm', Buffer.from('<?xml version="1.0"?><osm version="0.6"></osm>'), /is not an OpenStreetMap extract in/],
  ['zipped.osm.pbf', gzipSync(good), /is not an OpenStreetMap extract in/],
  ['tiny.osm.pbf', Buffer.from('ab'), /is not an OpenStreetMap extract in/],
  ['nothing.osm.pbf', Buffer.alloc(0), /^nothing\.osm\.pbf is empty\.$/m],
  ['headless.osm.pbf', blob('OSMData', badHeader), /is not an OpenStreetMap extract in/],
  [
    'empty.osm.pbf',
    handMadeExtract({ nodes: {} }),
    /^empty\.osm\.pbf holds no road that can be driven: it has 0 ways/m,
  ],
  [
    'paths.osm.pbf',
    handMadeExtract({ ...lane, ways: { 7: { nodes: [1, 2], tags: { highway: 'path' } } } }),
    /holds no road that can be driven: it has 0 ways that are roads and 1 that are not for cars/,
  ],
  [
    'history.osm.pbf',
    handMadeExtract(lane, { needs: ['HistoricalInformation'] }),
    /needs HistoricalInformation, which/,
  ],
  ['packed.osm.pbf', handMadeExtract(lane, { pack: 'lz4' }), /is packed in a way this program does not know/],
  ['spoilt.osm.pbf', spoil(good), /^spoilt\.osm\.pbf is damaged/m],
  ['garbage.osm.pbf', garbage, /^garbage\.osm\.pbf is damaged/m],
]

/** A byte of the last block's contents is another. */
function spoil(bytes: Buffer): Buffer {
  const spoilt = Buffer.from(bytes)
  for (let i = spoilt.length - 12; i < spoilt.length; i += 1) spoilt[i] = (spoilt[i] ?? 0) ^ 0xff
  return spoilt
}

t.test('bad files get one sentence and leave nothing behind', async (t) => {
  const folder = t.testdir({})
  for (const [name, bytes, sentence] of bad) {
    writeFileSync(join(folder, name), bytes)
    const { code, out, err } = await command(folder, name, '--out', 'roads')
    t.equal(code, 1, name)
    t.match(err, sentence)
    t.notMatch(err, /\n {4}at /, 'no stack')
    t.equal(out, '')
  }
  t.same(readdirSync(folder).sort(), bad.map(([name]) => name).sort(), 'no folder, whole or half')
})

t.test('an earlier import stays when the next one fails', async (t) => {
  const folder = t.testdir({})
  writeFileSync(join(folder, 'lane.osm.pbf'), good)
  writeFileSync(join(folder, 'cut.osm.pbf'), good.subarray(0, good.length - 1))
  t.equal((await command(folder, 'lane.osm.pbf', '--out', 'roads')).code, 0)
  const before = readFileSync(join(folder, 'roads', 'edges.csv.gz'))
  t.equal((await command(folder, 'cut.osm.pbf', '--out', 'roads')).code, 1)
  t.ok(readFileSync(join(folder, 'roads', 'edges.csv.gz')).equals(before))
})

t.test('wrong words are answered with the right ones', async (t) => {
  const folder = t.testdir({ 'area.geojson': '{"type":"Point","coordinates":[0,0]}', 'no.geojson': 'no' })
  writeFileSync(join(folder, 'lane.osm.pbf'), good)
  const cases: Array<[words: string[], code: number, said: RegExp]> = [
    [[], 1, /^Name one file\.\n\nnpm run import:roads -- file\.osm\.pbf/],
    [['a.pbf', 'b.pbf'], 1, /^Name one file/],
    [['--colour', 'a.pbf'], 1, /Unknown option '--colour'/],
    [['away.osm.pbf'], 1, /^There is no file away\.osm\.pbf\.$/m],
    [['.'], 1, /^\. is not a file\.$/m],
    [['lane.osm.pbf', '--within', 'area.geojson'], 1, /^area\.geojson holds no GeoJSON polygon in degrees\.$/m],
    [['lane.osm.pbf', '--within', 'no.geojson'], 1, /cannot be read as GeoJSON/],
    [['lane.osm.pbf', '--out', '.'], 1, /^\. holds area\.geojson: name another folder with --out\.$/m],
    [['--help'], 0, /--within keeps the roads of an area/],
  ]
  for (const [words, code, said] of cases) {
    const answer = await command(folder, ...words)
    t.equal(answer.code, code, words.join(' '))
    t.match(answer.out + answer.err, said)
  }
})

t.test('on a terminal the bar fills in its line; elsewhere a part is a line', async (t) => {
  let clock = 0
  const said = (isTTY: boolean) => {
    let text = ''
    const progress = showProgress({ isTTY, columns: 60, write: (more: string) => (text += more) }, () => clock)
    progress.end()
    progress.begin('reading ways')
    for (const share of [0.25, 0.26, 1]) {
      progress.update(share)
      clock += 60
    }
    progress.begin('reading nodes')
    progress.update(0.5)
    progress.end()
    return text
  }
  t.equal(said(false), 'reading ways: 0.2 s\nreading nodes: stopped at 50 %\n')
  const bar = said(true)
  t.match(bar, '\rreading ways               [######..................]  25 %')
  t.match(bar, '\rreading ways               [########################] 100 %')
  t.notMatch(bar, '26 %', 'drawn ten times a second at most')
  t.match(bar, '\rreading nodes              [############............]  50 %')
  for (const line of bar.split(/[\r\n]+/)) t.ok(line.length < 60, 'no line wraps')
  t.equal(bar.match(/\n/g)?.length, 2)
})
