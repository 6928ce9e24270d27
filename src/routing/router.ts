import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { unpackTimes } from './packed-times-rules.ts'
import {
  type Place,
  type Point,
  type Profile,
  profiles,
  type RoadChange,
  type Route,
  type Router,
  type TravelTime,
} from './routing.ts'
import { type Answer, type Prepared, packPlaces, type Question, type WorkerSources } from './routing-protocol.ts'
import { UnitSlots } from './unit-slots.ts'

export type RouterOptions = {
  /** holds `cumbria-road-graph/` and `force/road-speeds.json` */
  dataFolder: string
  /** the road network, where it is another one than `cumbria-road-graph/`: such as `npm run import:roads` makes */
  graphFolder?: string | undefined
  /** where what is prepared of the network is kept for the next start; without one it is prepared at every start */
  cacheFolder?: string
  /** told when times come from labels: until then every question is searched for, which takes longer */
  onPrepared?: (prepared: Prepared) => void
  /** a question not answered within this is given up, and the worker replaced; milliseconds */
  answerWithinMs?: number
  /** told each time the worker died or hung and a new one is started */
  onWorkerLost?: (error: Error) => void
  /** starts the thread; a test puts its hand on it here */
  startWorker?: (sources: WorkerSources) => Worker
}

/** The first wait before a dead worker is replaced; doubled while the new ones die as well. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000

/** Of every distribution, Omit keeps the union. */
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

type Waiting = { question: Question; settle: (answer: Answer | undefined) => void; clock: NodeJS.Timeout }

/**
 * Opens the router: its worker has read the network when this returns, and a network or speeds that cannot be read
 * reject here. Later deaths of the worker do not: the questions it had answer `router-failed`, the next ones wait
 * for a new worker, and `onWorkerLost` hears of it.
 */
export async function openRouter(options: RouterOptions): Promise<Router> {
  const { answerWithinMs = 5_000, onWorkerLost, onPrepared, startWorker = startRoutingWorker } = options
  const sources: WorkerSources = {
    graphFolder: options.graphFolder ?? join(options.dataFolder, 'cumbria-road-graph'),
    speedsFile: join(options.dataFolder, 'force', 'road-speeds.json'),
    cacheFolder: options.cacheFolder,
  }
  const units = new UnitSlots()
  let changes: readonly RoadChange[] = []
  let changesVersion = 0
  const open = new Map<number, Waiting>()
  let worker: Worker | undefined
  let ready = false
  let speedsVersion = ''
  let lastId = 0
  let lastHeardAt = 0
  let pauseMs = FIRST_PAUSE_MS
  let restart: NodeJS.Timeout | undefined

  function settle(id: number, answer: Answer | undefined): void {
    const waiting = open.get(id)
    open.delete(id)
    clearTimeout(waiting?.clock)
    waiting?.settle(answer)
  }

  function settleAll(): void {
    for (const id of [...open.keys()]) settle(id, undefined)
  }

  function start(onReady?: () => void): void {
    const started = startWorker(sources)
    worker = started
    started.on('message', (answer: Answer) => {
      if (started !== worker) return
      if ('id' in answer) lastHeardAt = performance.now()
      if (answer.say === 'ready') {
        ready = true
        speedsVersion = answer.speedsVersion
        pauseMs = FIRST_PAUSE_MS
        started.postMessage(units.takeAll())
        if (changes.length > 0) started.postMessage({ id: 0, ask: 'road-changes', changes } satisfies Question)
        for (const { question } of open.values()) started.postMessage(question)
        onReady?.()
      } else if (answer.say === 'prepared') onPrepared?.(answer)
      else if (answer.say === 'not-prepared') onWorkerLost?.(new Error(`roads not prepared: ${answer.because}`))
      else settle(answer.id, answer.say === 'failed' ? undefined : answer)
    })
    started.once('error', (error: Error) => lose(started, error))
    started.once('exit', (code) => lose(started, new Error(`the routing worker ended with ${code}`)))
  }

  let onFirstLoss: ((error: Error) => void) | undefined

  /** Replaces a worker that served at once; one that died while reading the network, after a pause. */
  function lose(lost: Worker, error: Error): void {
    if (lost !== worker) return
    const hadServed = ready
    worker = undefined
    ready = false
    void lost.terminate()
    settleAll()
    if (onFirstLoss) {
      onFirstLoss(error)
      return
    }
    onWorkerLost?.(error)
    if (hadServed) start()
    else {
      restart = setTimeout(() => start(), pauseMs).unref()
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    }
  }

  /** A worker that has said nothing since this was asked hangs; otherwise it is only busy. */
  function giveUp(id: number, askedAt: number): void {
    if (worker && ready && lastHeardAt < askedAt) lose(worker, new Error(`no answer within ${answerWithinMs} ms`))
    else settle(id, undefined)
  }

  function ask(asked: WithoutId<Question>): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      if (!worker) return resolve(undefined)
      lastId += 1
      const question: Question = { id: lastId, ...asked }
      const clock = setTimeout(giveUp, answerWithinMs, question.id, performance.now())
      open.set(question.id, { question, settle: resolve, clock })
      tellMoves()
      if (ready) worker.postMessage(question)
    })
  }

  /** A worker that is not ready yet is told where all units are when it is. */
  function tellMoves(): void {
    if (!worker || !ready) return
    const moves = units.take()
    if (moves) worker.postMessage(moves)
  }

  await new Promise<void>((resolve, reject) => {
    onFirstLoss = (error) =>
      reject(new Error(`The road network could not be opened: ${error.message}`, { cause: error }))
    start(resolve)
  })
  onFirstLoss = undefined

  return {
    get speedsVersion() {
      return speedsVersion
    },
    async travelTimes(to: Place, from: readonly Place[], profile: Profile = 'normal'): Promise<TravelTime[]> {
      if (from.length === 0) return []
      const answer = await ask({ ask: 'travel-times', to: packPlaces([to]), from: packPlaces(from), profile })
      return timesOf(answer, from.length)
    },
    moveUnit(unitId: string, position: Place | undefined): void {
      if (units.move(unitId, position)) setImmediate(tellMoves)
    },
    async timesOfUnits(to: Place, asked: ReadonlyArray<{ unitId: string; profile: Profile }>): Promise<TravelTime[]> {
      if (asked.length === 0) return []
      const slots = new Int32Array(asked.length)
      const ofSlots = new Uint8Array(asked.length)
      asked.forEach(({ unitId, profile }, i) => {
        slots[i] = units.slotOf(unitId)
        ofSlots[i] = profiles.indexOf(profile)
      })
      const answer = await ask({ ask: 'times-of-units', to: packPlaces([to]), slots, profiles: ofSlots })
      return timesOf(answer, asked.length)
    },
    async setRoadChanges(inForce: readonly RoadChange[]) {
      changes = [...inForce]
      changesVersion += 1
      const version = changesVersion
      const answer = await ask({ ask: 'road-changes', changes })
      if (answer?.say === 'changed') return { version, matched: answer.matched }
      throw new Error('The router could not take the road changes now; a new worker is given them.')
    },
    async tryRoadChange(where: RoadChange['where']) {
      const answer = await ask({ ask: 'try-road-change', where })
      return answer?.say === 'caught' ? answer.caught : undefined
    },
    async roadsNear(middle: Point, { radiusMetres, most }: { radiusMetres: number; most: number }) {
      const answer = await ask({ ask: 'roads-near', middle, radiusMetres, most })
      return answer?.say === 'roads-near' ? answer.near : undefined
    },
    async route(from: Place, to: Place, profile: Profile = 'normal'): Promise<Route | undefined> {
      const answer = await ask({ ask: 'route', to: packPlaces([to]), from: packPlaces([from]), profile })
      return answer?.say === 'route' ? answer.route : undefined
    },
    async close(): Promise<void> {
      clearTimeout(restart)
      const last = worker
      worker = undefined
      settleAll()
      await last?.terminate()
    },
  }
}

function startRoutingWorker(sources: WorkerSources): Worker {
  return new Worker(new URL('./routing-worker.ts', import.meta.url), {
    workerData: sources,
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  })
}

function timesOf(answer: Answer | undefined, count: number): TravelTime[] {
  if (answer?.say === 'times') return unpackTimes(answer.times)
  return Array.from({ length: count }, () => ({ known: false, because: 'router-failed' }))
}
