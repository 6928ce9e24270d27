import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { openRouter, type Router, type RouterOptions } from '../../src/routing/index.ts'

const root = join(import.meta.dirname, '..', '..')
const dataFolder = join(root, 'data')
const speedsFile = join(dataFolder, 'force', 'road-speeds.json')
const barrow = { lat: 54.112, lon: -3.226 }
const millom = { lat: 54.211, lon: -3.271 }
const bootle = { lat: 54.283, lon: -3.371 }
const atSea = { lat: 54.2, lon: -4.5 }

t.test('questions and answers, in order, by either profile', async (t) => {
  const router = await openRouter({ dataFolder })
  t.teardown(() => router.close())
  const { version } = JSON.parse(readFileSync(speedsFile, 'utf8')) as { version: string }
  t.equal(router.speedsVersion, version)
  const answers = await Promise.all([
    router.travelTimes(millom, [barrow, atSea, bootle]),
    router.travelTimes(atSea, [barrow, bootle]),
    router.travelTimes(millom, [barrow], 'blue-light'),
    router.travelTimes(millom, []),
  ])
  t.match(answers, [
    [{ known: true }, { known: false, because: 'off-network' }, { known: true }],
    [{ because: 'off-network' }, { because: 'off-network' }],
    [{ known: true }],
    [],
  ])
  const [[normal], , [blue]] = answers
  t.ok(normal?.known && blue?.known && blue.seconds < normal.seconds * 0.9, 'blue light is faster')
  const route = await router.route(barrow, millom)
  t.ok(route && normal?.known && Math.abs(route.seconds - normal.seconds) < 0.01)
  t.equal(await router.route(barrow, atSea), undefined)

  const places = [barrow, millom, bootle]
  const alone = await Promise.all(places.map((place) => router.travelTimes(place, places)))
  const crowd = await Promise.all(
    Array.from({ length: 60 }, (_, i) => router.travelTimes(places[i % 3] ?? barrow, places)),
  )
  t.ok(
    crowd.every((answer, i) => JSON.stringify(answer) === JSON.stringify(alone[i % 3])),
    'many at once: each gets its own answer',
  )
})

/** A force with one road, from A to B, that is read in no time. */
function smallForce(t: Test): { folder: string; a: typeof barrow; b: typeof barrow } {
  const nodes = 'id,lon,lat,main_scc\n0,-3,54,1\n1,-3,54.01,1\n'
  const columns =
    'id,from,to,class,subclass,oneway,ramp,structure,service_road,name,ref,urban,length_m,default_mph,polyline5'
  // from 54 N 3 W, a hundredth of a degree to the north
  const edges = `${columns}\n0,0,1,minor,,0,0,,0,,,0,1112,28,_{qhI~|hQo}@?\n`
  const folder = t.testdir({
    force: { 'road-speeds.json': readFileSync(speedsFile) },
    'cumbria-road-graph': { 'nodes.csv.gz': gzipSync(nodes), 'edges.csv.gz': gzipSync(edges) },
  })
  return { folder, a: { lat: 54, lon: -3 }, b: { lat: 54.01, lon: -3 } }
}

/** A router with our hand on the threads it starts. */
async function openWithHand(folder: string, options: Partial<RouterOptions> = {}) {
  const threads: Worker[] = []
  const losses: Error[] = []
  const router = await openRouter({
    dataFolder: folder,
    onWorkerLost: (error) => losses.push(error),
    startWorker: (sources) => {
      const thread = new Worker(join(root, 'src', 'routing', 'routing-worker.ts'), { workerData: sources })
      threads.push(thread)
      return thread
    },
    ...options,
  })
  return { router, threads, losses }
}

/** Asks until the router knows: a new worker reads the network again. */
async function knows(router: Router, force: ReturnType<typeof smallForce>): Promise<boolean> {
  for (let i = 0; i < 200; i += 1) {
    const [time] = await router.travelTimes(force.a, [force.b])
    if (time?.known) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

t.test('the worker dies with questions open: router-failed, and a new one answers the next', async (t) => {
  const force = smallForce(t)
  const { router, threads, losses } = await openWithHand(force.folder)
  t.teardown(() => router.close())
  t.match(await router.travelTimes(force.a, [force.b]), [{ known: true }])
  // the thread is busy for seconds with the first, so that the others are open when it dies
  const busy = router.travelTimes(force.a, new Array<typeof force.b>(2_000_000).fill(force.b))
  const open = [router.travelTimes(force.a, [force.b, force.a]), router.travelTimes(force.b, [force.a])]
  const openRoute = router.route(force.a, force.b)
  await threads[0]?.terminate()
  t.same(await Promise.all(open), [
    [
      { known: false, because: 'router-failed' },
      { known: false, because: 'router-failed' },
    ],
    [{ known: false, because: 'router-failed' }],
  ])
  t.equal(await openRoute, undefined)
  t.match((await busy)[0], { known: false, because: 'router-failed' })
  t.match(await router.travelTimes(force.a, [force.b]), [{ known: true }], 'waits for the new worker')
  t.equal(threads.length, 2)
  t.match(losses, [{ message: /ended with/ }])
})

t.test('a question that never ends does not hold the others for ever', async (t) => {
  const force = smallForce(t)
  const { router, threads, losses } = await openWithHand(force.folder, { answerWithinMs: 1_000 })
  t.teardown(() => router.close())
  // six million units keep a thread for much longer than a second
  const monster = await router.travelTimes(force.a, new Array<typeof force.b>(6_000_000).fill(force.b))
  t.match(monster[0], { known: false, because: 'router-failed' })
  t.match(losses, [{ message: /no answer within 1000 ms/ }])
  t.ok(await knows(router, force), 'a new worker answers')
  t.equal(threads.length, 2)
})

t.test('a question that cannot be answered fails alone', async (t) => {
  const force = smallForce(t)
  const { router, threads } = await openWithHand(force.folder)
  t.teardown(() => router.close())
  const unknownProfile = 'on foot' as 'normal'
  t.same(await router.travelTimes(force.a, [force.b], unknownProfile), [{ known: false, because: 'router-failed' }])
  t.equal(await router.route(force.a, force.b, unknownProfile), undefined)
  t.match(await router.travelTimes(force.a, [force.b]), [{ known: true }])
  t.equal(threads.length, 1, 'by the same worker')
})

t.test('a worker that cannot read any more is tried again, and nobody waits for it', async (t) => {
  const force = smallForce(t)
  const { router, threads, losses } = await openWithHand(force.folder)
  t.teardown(() => router.close())
  const speeds = join(force.folder, 'force', 'road-speeds.json')
  writeFileSync(speeds, '{')
  await threads[0]?.terminate()
  t.match(await router.travelTimes(force.a, [force.b]), [{ known: false, because: 'router-failed' }])
  copyFileSync(speedsFile, speeds)
  t.ok(await knows(router, force), 'once the file is right again')
  t.ok(losses.length >= 2)
})

t.test('a network that cannot be read is an error at once, in one sentence', async (t) => {
  await t.rejects(openRouter({ dataFolder: t.testdir({}) }), {
    message: /^The road network could not be opened: .*road-speeds.json/,
  })
  const force = smallForce(t)
  writeFileSync(join(force.folder, 'cumbria-road-graph', 'nodes.csv.gz'), gzipSync('id,lon\n'))
  await t.rejects(openRouter({ dataFolder: force.folder }), { message: /no column lat, main_scc/ })
})

t.test('after closing, every answer is router-failed, also those still open', async (t) => {
  const force = smallForce(t)
  const router = await openRouter({ dataFolder: force.folder })
  const open = router.travelTimes(force.a, [force.b])
  await router.close()
  t.match(await open, [{ because: 'router-failed' }])
  t.match(await router.travelTimes(force.a, [force.b]), [{ because: 'router-failed' }])
  t.equal(await router.route(force.a, force.b), undefined)
  await router.close()
})
