import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { AnsweredTime, WithoutEngine } from './engine-answer-rules.ts'
import { type RoadEngine, RoadEngineFault, withOutsideEngine } from './road-engine.ts'
import type { Point, Profile, Router, TravelTime } from './routing.ts'

const to: Point = { lat: 54.5, lon: -3 }
const north = (km: number): Point => ({ lat: 54.5 + km / 111.195, lon: -3 })
const units = Array.from({ length: 25 }, (_, i) => north(25 - i))

/** Our own router: 60 s a kilometre, 40 with blue light. */
function ownRouter() {
  const asked: string[] = []
  const placed = new Map<string, Point>()
  const time = (from: Point | undefined, profile: Profile): TravelTime =>
    from
      ? { known: true, seconds: (from.lat - 54.5) * 111.195 * (profile === 'normal' ? 60 : 40), metres: 30_000 }
      : { known: false, because: 'router-failed' }
  const router = {
    get speedsVersion() {
      return '2026-11-01'
    },
    async travelTimes(_to: Point, from: readonly Point[], profile: Profile = 'normal') {
      asked.push(profile)
      return from.map((one) => time(one, profile))
    },
    moveUnit: (unitId: string, position: Point | undefined) =>
      void (position ? placed.set(unitId, position) : placed.delete(unitId)),
    timesOfUnits: async (_to: Point, list: ReadonlyArray<{ unitId: string; profile: Profile }>) =>
      list.map(({ unitId, profile }) => time(placed.get(unitId), profile)),
    setRoadChanges: async () => ({ version: 0, matched: [] }),
    tryRoadChange: async () => undefined,
    roadsNear: async () => undefined,
    route: async (_from: Point, _to: Point) => undefined,
    close: async () => void asked.push('closed'),
  } satisfies Router & Record<string, unknown>
  return { router, asked, placed }
}

type Answer = RoadEngine['travelTimes']
const twiceAsLong: Answer = async (_to, from) =>
  from.map((one) => ({ known: true, seconds: (one.lat - 54.5) * 111.195 * 120, metres: 30_000 }))

/** Wraps our own router; the engine's answer can be changed, and so can the clock. */
function wrapped(profiles: Profile[] = ['normal']) {
  const own = ownRouter()
  const engine = { answer: twiceAsLong, calls: [] as { count: number; profile: Profile }[] }
  const changes: Array<WithoutEngine | undefined> = []
  const clock = { now: 0 }
  const router = withOutsideEngine(
    own.router,
    {
      name: 'valhalla',
      profiles,
      travelTimes: (target, from, profile, signal) => {
        engine.calls.push({ count: from.length, profile })
        return engine.answer(target, from, profile, signal)
      },
    },
    { timeLimitMs: 40, now: () => clock.now, onChange: (because) => changes.push(because) },
  )
  const ask = async (profile?: Profile) => (await router.travelTimes(to, units, profile)) as AnsweredTime[]
  return { ...own, router, engine, changes, clock, ask }
}

const whose = (times: AnsweredTime[]) => times.map(({ answeredBy, withoutEngine }) => withoutEngine ?? answeredBy)

t.test('the twenty nearest are asked for outside, the others at home', async (t) => {
  const { ask, engine, router, asked } = wrapped()
  const times = await ask()
  t.same(engine.calls, [{ count: 20, profile: 'normal' }])
  t.same(whose(times), [...Array<string>(5).fill('not-asked'), ...Array<string>(20).fill('valhalla')])
  t.ok(times[24]?.known && Math.abs(times[24].seconds - 120) < 0.01)
  t.ok(times[0]?.known && Math.abs(times[0].seconds - 25 * 120) < 0.01, 'on one scale')
  t.same(await router.travelTimes(to, []), [])
  t.equal(engine.calls.length, 1, 'nobody to ask for')
  t.equal(router.speedsVersion, '2026-11-01')
  t.equal(await router.route(to, to), undefined)
  await router.close()
  t.equal(asked.at(-1), 'closed')
})

t.test('blue light is asked for as normal driving, and shortened', async (t) => {
  const { ask, engine, asked } = wrapped()
  const times = await ask('blue-light')
  t.equal(engine.calls[0]?.profile, 'normal')
  t.same(asked.sort(), ['blue-light', 'normal'])
  t.ok(times[24]?.known && Math.abs(times[24].seconds - 80) < 0.01)
  const knows = wrapped(['normal', 'blue-light'])
  await knows.ask('blue-light')
  t.equal(knows.engine.calls[0]?.profile, 'blue-light')
  t.same(knows.asked, ['blue-light'])
})

t.test('late, failed, of another shape: our own times, and the reason', async (t) => {
  const cases: Array<[Answer, WithoutEngine]> = [
    [
      async (target, from, profile) => {
        await sleep(400)
        return twiceAsLong(target, from, profile, new AbortController().signal)
      },
      'timed-out',
    ],
    [
      (_to, _from, _profile, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
      'timed-out',
    ],
    [() => Promise.reject(new RoadEngineFault('wrong-shape', 'x')), 'wrong-shape'],
    [() => Promise.reject(new RoadEngineFault('failed', 'x')), 'failed'],
    [
      () => {
        throw new TypeError('a fault of the gateway')
      },
      'failed',
    ],
    [async () => [], 'wrong-shape'],
  ]
  for (const [answer, because] of cases) {
    const { ask, engine } = wrapped()
    engine.answer = answer
    const times = await ask()
    t.same(new Set(whose(times)), new Set([because]))
    t.ok(times[24]?.known && Math.abs(times[24].seconds - 60) < 0.01, 'not stretched by anything')
  }
})

t.test('an engine that is away is left alone for ten seconds, and said once', async (t) => {
  const { ask, engine, changes, clock } = wrapped()
  engine.answer = () => Promise.reject(new RoadEngineFault('failed', 'x'))
  for (let asked = 0; asked < 5; asked += 1) await ask()
  t.equal(engine.calls.length, 3)
  t.same(changes, ['failed'])
  t.same(new Set(whose(await ask())), new Set(['resting']))
  clock.now = 10_001
  await ask()
  t.equal(engine.calls.length, 4, 'tried again')
  t.same(changes, ['failed'], 'still away: nothing new')
  engine.answer = twiceAsLong
  clock.now = 20_002
  t.equal(whose(await ask()).at(-1), 'valhalla')
  t.same(changes, ['failed', undefined])
  await ask()
  t.same(changes, ['failed', undefined])
})

t.test('one failure between answers is nothing to tell', async (t) => {
  const { ask, engine, changes } = wrapped()
  for (const answer of [twiceAsLong, () => Promise.reject(new Error('x')), twiceAsLong]) {
    engine.answer = answer
    await ask()
  }
  t.same(changes, [])
})

t.test('units that are kept by their place are asked for in the same way, each with its profile', async (t) => {
  const { router, engine, placed } = wrapped()
  router.moveUnit('a', north(2))
  router.moveUnit('b', north(4))
  router.moveUnit('gone', north(1))
  router.moveUnit('gone', undefined)
  t.same([...placed.keys()], ['a', 'b'], 'our own router knows them')
  const times = (await router.timesOfUnits(to, [
    { unitId: 'a', profile: 'normal' },
    { unitId: 'b', profile: 'blue-light' },
    { unitId: 'gone', profile: 'normal' },
  ])) as AnsweredTime[]
  t.same(whose(times), ['valhalla', 'valhalla', 'not-asked'])
  const rounded = times.map((time) => (time.known ? Math.round(time.seconds) : time.because))
  t.same(rounded, [240, 320, 'router-failed'])
  t.same(
    engine.calls.map(({ count }) => count),
    [1, 1],
  )
  const nobody = (await router.timesOfUnits(to, [{ unitId: 'gone', profile: 'normal' }])) as AnsweredTime[]
  t.same(whose(nobody), ['not-asked'])
})
