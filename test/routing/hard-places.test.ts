import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openRouter, type Place, type RoadChange, type TravelTime } from '../../src/routing/index.ts'

const places = {
  penrith: { lat: 54.664, lon: -2.753 },
  kendal: { lat: 54.328, lon: -2.746 },
  barrow: { lat: 54.112, lon: -3.226 },
  biggar: { lat: 54.091, lon: -3.243 },
  northWalney: { lat: 54.131, lon: -3.262 },
  millom: { lat: 54.211, lon: -3.271 },
  grange: { lat: 54.193, lon: -2.91 },
  ulverston: { lat: 54.195, lon: -3.095 },
  ambleside: { lat: 54.432, lon: -2.963 },
  eskdale: { lat: 54.397, lon: -3.275 },
  alston: { lat: 54.812, lon: -2.439 },
  bowness: { lat: 54.362, lon: -2.92 },
  farSawrey: { lat: 54.352, lon: -2.965 },
  wray: { lat: 54.401, lon: -2.965 },
  howtown: { lat: 54.571, lon: -2.866 },
  glenridding: { lat: 54.545, lon: -2.951 },
} satisfies Record<string, Place>

// the M6 by Shap, between junctions 39 and 40: the carriageways are metres apart
const m6 = { lat: 54.5853, lon: -2.7017 }
const northbound = { ...m6, headingDegrees: 340 }
const southbound = { ...m6, headingDegrees: 160 }

const closedPass = (id: string, pass: string): RoadChange => ({
  id,
  name: 'Snow',
  kind: 'closed',
  factor: 0,
  where: { pass },
})

t.test('hard places, through the worker and from labels', async (t) => {
  const prepared = Promise.withResolvers<unknown>()
  const router = await openRouter({
    dataFolder: join(import.meta.dirname, '..', '..', 'data'),
    onPrepared: prepared.resolve,
  })
  t.teardown(() => router.close())
  await prepared.promise

  /** The unit's own label, and the same asked for by its position: one answer. */
  async function drive(from: Place, to: Place): Promise<TravelTime> {
    router.moveUnit('unit', from)
    const [byLabel] = await router.timesOfUnits(to, [{ unitId: 'unit', profile: 'normal' }])
    const [byPlace] = await router.travelTimes(to, [from])
    t.same(byLabel, byPlace)
    return byLabel as TravelTime
  }
  const minutes = (time: TravelTime) => (time.known ? time.seconds / 60 : Number.NaN)
  const km = (time: TravelTime) => (time.known ? time.metres / 1000 : Number.NaN)
  const within = (t: Test, figure: number, low: number, high: number, what: string) =>
    t.ok(figure >= low && figure <= high, `${what}: ${figure.toFixed(1)} in ${low} to ${high}`)

  await t.test('round the Duddon and the Leven', async (t) => {
    within(t, km(await drive(places.barrow, places.millom)), 35, 41, 'Barrow to Millom, km (11 by line)')
    within(t, km(await drive(places.ulverston, places.millom)), 27, 32, 'Ulverston to Millom, km')
    within(t, km(await drive(places.grange, places.ulverston)), 21, 27, 'Grange to Ulverston, km (12 by line)')
  })

  await t.test('over the one bridge to Walney, and along it', async (t) => {
    within(t, km(await drive(places.barrow, places.biggar)), 4, 6, 'Barrow to Biggar, km')
    within(t, km(await drive(places.barrow, places.northWalney)), 4.5, 7, 'Barrow to North Walney, km')
    within(t, minutes(await drive(places.northWalney, places.biggar)), 8, 18, 'from end to end, minutes')
  })

  await t.test('both sides of Windermere and of Ullswater', async (t) => {
    within(t, km(await drive(places.bowness, places.farSawrey)), 14, 23, 'Bowness to Far Sawrey, km (3 by line)')
    within(t, km(await drive(places.bowness, places.wray)), 12, 18, 'Bowness to Wray, km (5 by line)')
    within(t, km(await drive(places.howtown, places.glenridding)), 18, 23, 'Howtown to Glenridding, km (6 by line)')
  })

  await t.test('Hardknott open and closed, Hartside closed, and open again', async (t) => {
    const [overHardknott, overHartside] = [
      await drive(places.ambleside, places.eskdale),
      await drive(places.penrith, places.alston),
    ]
    within(t, minutes(overHardknott), 38, 65, 'Ambleside to Eskdale, minutes')
    within(t, minutes(overHartside), 30, 45, 'Penrith to Alston, minutes')
    t.notOk('delayedBy' in overHardknott)

    const began = performance.now()
    const changed = await router.setRoadChanges([
      closedPass('hardknott', 'Hardknott and Wrynose'),
      closedPass('hartside', 'Hartside'),
    ])
    t.ok(performance.now() - began < 2_000, 'in force within two seconds')
    t.equal(changed.matched.length, 2)
    for (const { roads, metres } of changed.matched) t.ok(roads > 5 && metres > 10_000, `${roads} roads, ${metres} m`)
    const round = await drive(places.ambleside, places.eskdale)
    within(t, km(round), 40, 60, 'Ambleside to Eskdale by Broughton, km')
    t.same(round.delayedBy, ['hardknott'])
    // the way by Brampton leaves the county, and with it the network: no number is made up for it
    t.same(await drive(places.penrith, places.alston), {
      known: false,
      because: 'unreachable',
      delayedBy: ['hartside'],
    })
    t.notOk('delayedBy' in (await drive(places.barrow, places.millom)), 'others are not delayed')

    t.same(await router.setRoadChanges([]), { version: 2, matched: [] })
    t.same(await drive(places.ambleside, places.eskdale), overHardknott)
    t.same(await drive(places.penrith, places.alston), overHartside)
  })

  await t.test('the M6 between junctions: the carriageway that the heading says', async (t) => {
    const [near, far] = [await drive(places.penrith, southbound), await drive(places.penrith, northbound)]
    within(t, minutes(near), 5, 10, 'Penrith to the southbound side, minutes')
    within(t, minutes(far), 15, 22, 'Penrith to the northbound side, round by junction 39, minutes')
    t.ok(minutes(await drive(places.kendal, northbound)) + 5 < minutes(await drive(places.kendal, southbound)))
    t.ok(minutes(await drive(northbound, places.penrith)) + 5 < minutes(await drive(southbound, places.penrith)))
    t.notOk('atBestSeconds' in near)

    const unsure = await drive(places.penrith, m6)
    t.ok(unsure.known && near.known && far.known)
    t.ok(unsure.known && far.known && Math.abs(unsure.seconds - far.seconds) < 3, 'the slower')
    t.ok(unsure.known && near.known && Math.abs((unsure.atBestSeconds ?? 0) - near.seconds) < 3, 'at best the faster')
    const unsureUnit = await drive(m6, places.penrith)
    t.ok(unsureUnit.known && (unsureUnit.atBestSeconds ?? 0) + 300 < unsureUnit.seconds, 'nor does it know of a unit')
  })

  await t.test('the M6 closed: the other way, or slowed: longer', async (t) => {
    const usual = await drive(places.kendal, places.penrith)
    const where = { road: 'M6', near: m6, withinMetres: 3_000 }
    await router.setRoadChanges([{ id: 'crash', name: 'Crash', kind: 'closed', factor: 0, where }])
    const closed = await drive(places.kendal, places.penrith)
    await router.setRoadChanges([{ id: 'queue', name: 'Queue', kind: 'slowed', factor: 0.5, where }])
    const slowed = await drive(places.kendal, places.penrith)
    await router.setRoadChanges([])
    t.ok(minutes(usual) < minutes(slowed) && minutes(slowed) <= minutes(closed))
    t.same([usual.delayedBy, slowed.delayedBy, closed.delayedBy], [undefined, ['queue'], ['crash']])
  })
})
