import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { demandSurface } from '../../src/dispatch/index.ts'
import { Agenda } from '../../src/simulation/agenda.ts'
import { type CrimePoint, readCrimePoints } from '../../src/simulation/crime-points.ts'
import { groupDemand } from '../../src/simulation/demand-grouping.ts'
import { spellsOf } from '../../src/simulation/duty-spells.ts'
import { curvePlot, dotPlot } from '../../src/simulation/plots.ts'
import { pickFleet, readPosts } from '../../src/simulation/unit-posts.ts'
import { seededNumbers } from '../support/plain-dijkstra.ts'

const dataFolder = join(import.meta.dirname, '..', '..', 'data')

t.test('the agenda gives events by instant, and of one instant in their order', async (t) => {
  const agenda = new Agenda<string>()
  t.throws(() => agenda.take(), RangeError)
  const random = seededNumbers(3)
  const put = Array.from({ length: 500 }, (_, order) => ({ atMs: Math.floor(random() * 40), event: `${order}` }))
  for (const { atMs, event } of put) agenda.put(atMs, event)
  const taken: typeof put = []
  while (!agenda.isEmpty) taken.push(agenda.take())
  const wanted = [...put].sort((a, b) => a.atMs - b.atMs || Number(a.event) - Number(b.event))
  t.same(
    taken.map(({ atMs, event }) => ({ atMs, event })),
    wanted,
  )
})

t.test('spells of duty run over midnight, and begin before the first day', async (t) => {
  const hour = 3_600_000
  t.same(spellsOf(['06:00-14:00', '22:00-06:00'], 0), [
    { fromMs: -18 * hour, toMs: -10 * hour },
    { fromMs: -2 * hour, toMs: 6 * hour },
    { fromMs: 6 * hour, toMs: 14 * hour },
    { fromMs: 22 * hour, toMs: 30 * hour },
  ])
  t.same(spellsOf(['16:00-00:00'], -1), [{ fromMs: -8 * hour, toMs: 0 }])
})

t.test('grouping loses no weight, keeps classes apart, and stands on real points', async (t) => {
  const at = (lat: number, lon: number, rows: number, areaClass: 'urban' | 'rural' = 'urban'): CrimePoint => ({
    lat,
    lon,
    rows,
    areaClass,
  })
  const near = [at(54.9, -2.9, 5), at(54.9002, -2.9, 7), at(54.9001, -2.9, 1, 'rural')]
  t.same(groupDemand(near, 9), [
    { at: near[2], weight: 1 },
    { at: near[1], weight: 12 },
  ])
  const far = [at(54.1, -3, 1), at(54.2, -3, 10), at(54.9, -3, 10)]
  t.same(groupDemand(far, 2), [
    { at: far[1], weight: 11 },
    { at: far[2], weight: 10 },
  ])
  t.equal(groupDemand([at(54.1, -3, 1), at(54.9, -3, 1, 'rural')], 1).length, 2, 'none of its class is left to join')
})

t.test('the demand points of the force are those that make-demand.ts makes', async (t) => {
  const file = join(dataFolder, 'force', 'demand.json')
  const { points } = demandSurface.parse(JSON.parse(readFileSync(file, 'utf8')))
  const made = groupDemand(readCrimePoints(dataFolder), points.length)
  t.same(
    points,
    made.map(({ at, weight }) => ({ lat: at.lat, lon: at.lon, weight, areaClass: at.areaClass })),
  )
  t.ok(points.length >= 200 && points.length <= 400)
})

t.test('a fleet keeps the shares of the kinds', async (t) => {
  const posts = readPosts(dataFolder)
  const share = (units: typeof posts) => units.filter(({ kind }) => kind === 'response').length / units.length
  for (const units of [20, 40, 60]) {
    const fleet = pickFleet(posts, units)
    t.equal(new Set(fleet.map(({ callsign }) => callsign)).size, units)
    t.ok(Math.abs(share(fleet) - share(posts)) < 0.05, `${units}: ${share(fleet)} and ${share(posts)}`)
  }
  t.throws(() => pickFleet(posts, posts.length + 1), RangeError)
})

t.test('plots say their words and put larger figures farther on', async (t) => {
  const dots = dotPlot(
    'Late & later',
    'per cent',
    ['40'],
    [
      { label: 'a < b', x: 5, half: 1, series: 0 },
      { label: 'c', x: 10, half: null, series: 0 },
    ],
  )
  t.match(dots, 'Late &amp; later')
  t.match(dots, 'a &lt; b')
  const [small, large] = [...dots.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x))
  t.ok(small !== undefined && large !== undefined && small < large)
  const curve = curvePlot(
    'Curve',
    { x: 'x', y: 'y', xMost: 2, yMost: 4 },
    [
      {
        label: 'one',
        points: [
          [0, 0],
          [2, 4],
        ],
        series: 0,
        dashed: true,
      },
    ],
    [{ x: 1, label: 'mark' }],
  )
  t.match(curve, /points="64\.0,372\.0 736\.0,80\.0"/)
  t.match(curve, 'mark')
})
