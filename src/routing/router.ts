import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Point, Profile, Route, Router, TravelTime } from './routing.ts'
import type { Answer, Question, WorkerSources } from './routing-protocol.ts'

export type RouterOptions = {
  /** holds `cumbria-road-graph/` and `force/road-speeds.json` */
  dataFolder: string
  /** the road network, where it is another one than `cumbria-road-graph/`: such as `npm run import:roads` makes */
  graphFolder?: string | undefined
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

type Waiting = { question: Question; settle: (answer: Answer | undefined) => void; clock: NodeJS.Timeout }

/**
 * Opens the router: its worker has read the network when this returns, and a network or speeds that cannot be read
 * reject here. Later deaths of the worker do not: the questions it had answer `router-failed`, the next ones wait
 * for a new worker, and `onWorkerLost` hears of it.
 */
export async function openRouter(options: RouterOptions): Promise<Router> {
  const { answerWithinMs = 5_000, onWorkerLost, startWorker = startRoutingWorker } = options
  const sources: WorkerSources = {
    graphFolder: options.graphFolder ?? join(options.dataFolder, 'cumbria-road-graph'),
    speedsFile: join(options.dataFolder, 'force', 'road-speeds.json'),
  }
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
      lastHeardAt = performance.now()
      if (answer.say === 'travel-times' || answer.say === 'route') settle(answer.id, answer)
      else if (answer.say === 'failed') settle(answer.id, undefined)
      else {
        ready = true
        speedsVersion = answer.speedsVersion
        pauseMs = FIRST_PAUSE_MS
        for (const { question } of open.values()) started.postMessage(question)
        onReady?.()
      }
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

  function ask(question: Question): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      if (!worker) return resolve(undefined)
      const clock = setTimeout(giveUp, answerWithinMs, question.id, performance.now())
      open.set(question.id, { question, settle: resolve, clock })
      if (ready) worker.postMessage(question)
    })
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
    async travelTimes(to: Point, from: readonly Point[], profile: Profile = 'normal'): Promise<TravelTime[]> {
      if (from.length === 0) return []
      lastId += 1
      const answer = await ask({ id: lastId, ask: 'travel-times', to: numbersOf([to]), from: numbersOf(from), profile })
      if (answer?.say === 'travel-times') return answer.times
      return from.map(() => ({ known: false, because: 'router-failed' }))
    },
    async route(from: Point, to: Point, profile: Profile = 'normal'): Promise<Route | undefined> {
      lastId += 1
      const answer = await ask({ id: lastId, ask: 'route', to: numbersOf([to]), from: numbersOf([from]), profile })
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
  return new Worker(new URL('./routing-worker.ts', import.meta.url), { workerData: sources })
}

function numbersOf(points: readonly Point[]): Float64Array {
  const numbers = new Float64Array(points.length * 2)
  points.forEach(({ lat, lon }, i) => {
    numbers[2 * i] = lat
    numbers[2 * i + 1] = lon
  })
  return numbers
}
