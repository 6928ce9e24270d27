import { join } from 'node:path'
import t from 'tap'
import { freshNumbers } from '../../src/demo/index.ts'
import { SeededRandom } from '../../src/demo/seeded-random.ts'
import { openCallBook, readRealCalls } from '../../src/demo/shift-calls.ts'
import { isLeft } from '../../src/demo/shift-leftovers.ts'
import { openShiftStreets } from '../../src/demo/shift-streets.ts'

const dataFolder = join(import.meta.dirname, '../../data')
const streets = openShiftStreets(dataFolder)
const book = openCallBook(dataFolder, streets)
const days = Array.from({ length: 20 }, (_, index) => `2023-01-${String(index + 1).padStart(2, '0')}`)
const calls = days.flatMap((day) => book.callsOf(day, '2026-11-22'))

t.test('every real call of the twenty days is played, at its own time', async (t) => {
  t.equal(calls.length, 26_595)
  const day = book.callsOf('2023-01-03', '2026-11-22')
  t.equal(day.length, 1_293)
  t.same(
    day.map(({ id, atSeconds }) => ({ id, atSeconds })),
    readRealCalls(dataFolder, '2023-01-03').map(({ id, atSeconds }) => ({ id, atSeconds })),
  )
  t.ok(day.every(({ atSeconds }, index) => atSeconds >= (day[index - 1]?.atSeconds ?? 0)))
})

t.test('two in a hundred are domestic abuse, which San Diego does not publish', async (t) => {
  const share = calls.filter(({ domesticAbuse }) => domesticAbuse).length / calls.length
  t.ok(share > 0.017 && share < 0.023, String(share))
})

t.test('urgency is as it was: about one in seven happens now, and to half of them somebody is sent', async (t) => {
  const now = calls.filter(({ happeningNow }) => happeningNow).length / calls.length
  const sent = calls.filter(({ grade }) => grade === null).length / calls.length
  t.ok(now > 0.11 && now < 0.18, String(now))
  t.ok(sent > 0.44 && sent < 0.55, String(sent))
})

t.test('places that people ring about again are such places here too', async (t) => {
  const real = days.slice(0, 5).flatMap((day) => readRealCalls(dataFolder, day))
  const blocks = new Set(real.map(({ block }) => block)).size
  const places = new Set(
    calls.slice(0, real.length).map(({ where }) => `${where.street}, ${where.locality}, ${where.lat}`),
  ).size
  t.ok(
    places < real.length * 0.75 && places > blocks * 0.3,
    `${places} places for ${blocks} blocks and ${real.length} calls`,
  )
})

t.test('calls come from where police are wanted: the towns first', async (t) => {
  const inTowns = calls.filter(({ where }) =>
    /Carlisle|Barrow-in-Furness|Workington|Whitehaven|Kendal/.test(where.locality),
  ).length
  t.ok(inTowns / calls.length > 0.4)
  t.ok(calls.every(({ where }) => where.lat > 54 && where.lat < 55.3 && where.lon > -3.8 && where.lon < -2.1))
})

t.test('numbers kept for tours are never rung from', async (t) => {
  const fresh = new Set(freshNumbers)
  t.notOk(calls.some(({ number }) => number !== null && fresh.has(number)))
})

t.test('a day that the data do not hold is refused by name', async (t) => {
  t.throws(() => book.callsOf('2023-02-01', '2026-11-22'), /2023-02-01/)
})

t.test('a unit patrols near where it began', async (t) => {
  const carlisle = { lat: 54.893, lon: -2.935 }
  const place = streets.near(carlisle, 2_000, new SeededRandom('patrol'))
  t.ok(place && Math.abs(place.lat - carlisle.lat) < 0.02)
  t.equal(streets.near({ lat: 54.3, lon: -5 }, 2_000, new SeededRandom('at sea')), undefined)
})

t.test('a contact is taken up when everybody has left it, and not before', async (t) => {
  const at = (minutes: number) => new Date(minutes * 60_000).toISOString()
  const now = 100 * 60_000
  t.ok(isLeft({ receivedAt: at(80), answeredAt: null }, now))
  t.notOk(isLeft({ receivedAt: at(90), answeredAt: null }, now))
  t.notOk(isLeft({ receivedAt: at(30), answeredAt: at(50) }, now))
  t.ok(isLeft({ receivedAt: at(30), answeredAt: at(31) }, now))
})
