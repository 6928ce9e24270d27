import { readFileSync } from 'node:fs'
import t from 'tap'
import { handMadeGraph, handMadeSpeeds } from '../../test/support/hand-made-roads.ts'
import { isOnPass, isSingleTrack, timeRoads } from './road-speed-rules.ts'
import { type Pass, roadSpeeds } from './road-speeds.ts'

const places = { A: [0, 0], B: [1000, 0] } as Record<string, [number, number]>
const speeds = handMadeSpeeds()
const by = (speed: number) => ({ ...speeds.profiles.normal.minor, rural: speed })
const mileMetres = 1609.344

t.test('miles an hour: a mile at 60 takes a minute', async (t) => {
  const graph = handMadeGraph(places, [{ between: 'A-B', metres: mileMetres }])
  const profile = { ...speeds.profiles.normal, minor: by(60) }
  const times = timeRoads(graph, { ...speeds, profiles: { normal: profile, 'blue-light': profile } }, 'normal')
  t.same([...times.roadMs], [60_000])
})

t.test('town, country, one-way and ramp have speeds of their own, by class and profile', async (t) => {
  const graph = handMadeGraph(places, [
    { between: 'A-B', class: 'trunk', metres: mileMetres },
    { between: 'A-B', class: 'trunk', metres: mileMetres, oneway: true },
    { between: 'A-B', class: 'trunk', metres: mileMetres, urban: true },
    { between: 'A-B', class: 'trunk', metres: mileMetres, urban: true, oneway: true },
    { between: 'A-B', class: 'trunk', metres: mileMetres, urban: true, oneway: true, ramp: true },
  ])
  const trunk = { rural: 50, ruralOneway: 60, urban: 30, urbanOneway: 40, ramp: 36 }
  const fast = { rural: 100, ruralOneway: 120, urban: 60, urbanOneway: 80, ramp: 72 }
  const both = {
    ...speeds,
    profiles: {
      normal: { ...speeds.profiles.normal, trunk },
      'blue-light': { ...speeds.profiles.normal, trunk: fast },
    },
  }
  t.same([...timeRoads(graph, both, 'normal').roadMs], [72_000, 60_000, 120_000, 90_000, 100_000])
  t.same([...timeRoads(graph, both, 'blue-light').roadMs], [36_000, 30_000, 60_000, 45_000, 50_000])
})

t.test('an unclassified minor road outside towns is single-track', async (t) => {
  const graph = handMadeGraph(places, [
    { between: 'A-B', unclassified: true },
    { between: 'A-B', unclassified: true, urban: true },
    { between: 'A-B' },
    { between: 'A-B', unclassified: true, class: 'service' },
  ])
  t.same(
    [0, 1, 2, 3].map((road) => isSingleTrack(graph, road)),
    [true, false, false, false],
  )
  const slow = timeRoads(graph, { ...speeds, singleTrack: { normal: 0.5, 'blue-light': 1 } }, 'normal')
  t.same([...slow.roadMs], [200_000, 100_000, 100_000, 100_000])
})

t.test('a pass: every condition that is given must hold', async (t) => {
  const graph = handMadeGraph(places, [{ between: 'A-B', name: 'High Pass', ref: 'A592', class: 'primary' }])
  const pass = { name: 'High', factor: 0.5, shut: false }
  const cases: Array<[Partial<Pass>, boolean]> = [
    [{ names: ['Low Pass', 'High Pass'] }, true],
    [{ names: ['Low Pass'] }, false],
    [{ refs: ['A592'] }, true],
    [{ refs: ['A6'], names: ['High Pass'] }, false],
    [{ classes: ['minor'], names: ['High Pass'] }, false],
    [{ classes: ['minor', 'primary'], names: ['High Pass'] }, true],
    [{ box: [-3.01, 54.49, -2.9, 54.51] }, true],
    [{ box: [-3.01, 54.51, -2.9, 54.52] }, false],
    [{ box: [-3.2, 54.49, -3.1, 54.51] }, false],
  ]
  for (const [more, expected] of cases)
    t.equal(isOnPass(graph, 0, { ...pass, ...more }), expected, JSON.stringify(more))
  const passes = [
    { ...pass, names: ['High Pass'] },
    { ...pass, names: ['High Pass'], shut: true },
    { ...pass, names: ['x'] },
  ]
  const times = timeRoads(graph, { ...speeds, passes }, 'normal')
  t.same([...times.roadMs], [400_000], 'two passes on one road slow it twice')
  t.same([...times.shut], [1])
})

t.test('a steep road, up or down: the slowest that applies, and not once more for its pass', async (t) => {
  const graph = handMadeGraph(places, [
    { between: 'A-B', gradientPerCent: 12 },
    { between: 'A-B', gradientPerCent: -25 },
    { between: 'A-B', gradientPerCent: 25, name: 'High Pass' },
    { between: 'A-B', gradientPerCent: 12, name: 'High Pass' },
    { between: 'A-B', gradientPerCent: 300 },
    { between: 'A-B' },
  ])
  const steep = {
    ...speeds,
    gradients: [
      { fromPerCent: 10, factor: 0.8 },
      { fromPerCent: 20, factor: 0.4 },
    ],
    passes: [{ name: 'High', names: ['High Pass'], factor: 0.5, shut: false }],
  }
  t.same([...timeRoads(graph, steep, 'normal').roadMs], [125_000, 250_000, 250_000, 200_000, 250_000, 100_000])
})

t.test("the force's own speeds can be read, and blue light is nowhere slower", async (t) => {
  const force = roadSpeeds.parse(
    JSON.parse(readFileSync(`${import.meta.dirname}/../../data/force/road-speeds.json`, 'utf8')),
  )
  for (const [roadClass, normal] of Object.entries(force.profiles.normal)) {
    const fast = force.profiles['blue-light'][roadClass as 'minor']
    for (const key of ['rural', 'ruralOneway', 'urban', 'urbanOneway', 'ramp'] as const)
      t.ok(fast[key] >= normal[key], `${roadClass} ${key}`)
  }
  t.throws(
    () => roadSpeeds.parse({ ...force, passes: [{ name: 'anywhere', factor: 0.5, shut: false }] }),
    /names, refs or a box/,
  )
  t.throws(() => roadSpeeds.parse({ ...force, singleTrack: { normal: 1.5, 'blue-light': 1 } }))
  t.throws(() => roadSpeeds.parse({ ...force, profiles: { normal: force.profiles.normal } }), 'both profiles')
})
