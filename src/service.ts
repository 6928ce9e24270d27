import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { buildApp } from './app.ts'
import { addToBriefing, briefHandler } from './briefings/index.ts'
import type { Config, SourceAccess } from './config.ts'
import { openBuiltConsole } from './console-build/index.ts'
import { mustBeMigrated, openDatabase, ping, type Reader, removeWhatIsDone, SetUpError } from './db/index.ts'
import { DefinitionBook } from './definitions/index.ts'
import { CoverBoard, LiveRecommender, recommendHandler } from './dispatch/index.ts'
import { keepFigures } from './figures/index.ts'
import { openHttpSource, openRedisHints, openRoadEngine, openTransferLine, openWordsLocator } from './gateways/index.ts'
import { handoverDueHandler } from './handover/index.ts'
import {
  askSourceHandler,
  type CheckDeps,
  type OutsideSource,
  refreshChecksHandler,
  retryCheckHandler,
  runCheckHandler,
  saveSources,
} from './history/index.ts'
import { type NodeFigure, type Readiness, Sessions } from './http/index.ts'
import { assess, recontactHandler } from './incidents/index.ts'
import { JobRunner } from './jobs/index.ts'
import { noHints, openLiveFeed, receiptOverdue, takePicture } from './live/index.ts'
import { openAreaLookup } from './places/index.ts'
import { openPositions } from './positions/index.ts'
import { ppuEnteredHandler, ppuOverdueHandler } from './ppu/index.ts'
import { AddressShield, tellUnmaskedHandler } from './protection/index.ts'
import { RoadsInForce } from './roads/index.ts'
import { openRouter, withOutsideEngine } from './routing/index.ts'
import {
  clocksHandler,
  escalateHandler,
  heldHandler,
  openReviews,
  reviewsHandler,
  rulesHandler,
} from './supervision/index.ts'

import { sendTransferHandler, transferOverdueHandler } from './transfers/index.ts'

/** Where `data/` of this build is. */
export const buildDataFolder = join(import.meta.dirname, '..', 'data')

/** Slower than this a heading is noise. */
const DRIVING_KMH = 8

/** What a node is opened with, beside the environment. */
export type ServiceOptions = {
  config: Config
  /** login of the service */
  serviceUrl: string
  log?: Logger
  /** every answer is held against its contract: in tests */
  checkAnswers?: boolean
}

/** A node that serves. */
export type Service = { url: string; port: number; close: () => Promise<void> }

/** Paths that may hold what a caller said or who somebody is; nothing of ours writes them, and this is behind that. */
const redacted = [
  'number',
  'callerName',
  'firstWords',
  'name',
  'text',
  'address',
  'body',
  'req.headers',
  '*.number',
  '*.callerName',
  '*.firstWords',
  '*.name',
  '*.text',
  '*.address',
  '*.body',
]

/** The log of one node: pino, without personal data; to standard output, or where a test reads it. */
export function openLog(level: string, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = { level, redact: { paths: redacted, remove: true }, base: null }
  return destination ? pino(options, destination) : pino(options)
}

/**
 * Opens one node: store, definitions, roads, hints, jobs, live feed, doors; closes in the reverse order.
 * The database is migrated already. @throws SetUpError with one sentence when something is not as it must be
 */
export async function openService({
  config,
  serviceUrl,
  log = openLog(config.logLevel),
  checkAnswers = false,
}: ServiceOptions): Promise<Service> {
  const closers: Array<() => Promise<unknown> | unknown> = []
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const db = openDatabase(serviceUrl)
    closers.push(() => db.destroy())
    await mustBeMigrated(db)
    const consoleFiles = await openBuiltConsole()
    const sources = await openSources(db, config)
    const book = new DefinitionBook(db)
    const areas = await openAreaLookup(db)
    let isPrepared = false
    const embedded = await openRouter({
      onPrepared: () => {
        isPrepared = true
      },
      dataFolder: buildDataFolder,
      cacheFolder: join(config.dataFolder, 'roads'),
      graphFolder: config.roadGraphFolder,
      onWorkerLost: (error) => log.warn({ fault: error.name }, 'routing worker was replaced'),
    })
    closers.push(() => embedded.close())
    const router = config.routingEngineUrl
      ? withOutsideEngine(embedded, openRoadEngine(config.routingEngineUrl), {
          timeLimitMs: config.routingEngineTimeoutMs,
          onChange: (because) =>
            because === undefined
              ? log.info('the outside routing engine answers again')
              : log.warn({ because }, 'the outside routing engine does not answer: times are our own'),
        })
      : embedded
    const hints = config.redisUrl ? openRedisHints(config.redisUrl, log) : noHints
    closers.push(() => hints.close())
    const positions = await openPositions({
      db,
      hints,
      log,
      onMoved: ({ unitId, ...fix }) => router.moveUnit(unitId, placeOf(fix)),
    })
    closers.push(() => positions.close())

    const roadChanges = new RoadsInForce({ db, router, log, isPrepared: () => isPrepared })
    await roadChanges.start()
    closers.push(() => roadChanges.stop())

    const cover = new CoverBoard({ router: embedded, dataFolder: buildDataFolder, log })
    const wakes = { jobs: () => undefined as unknown, journal: () => undefined as unknown }
    const desk = {
      db,
      book,
      areas,
      router,
      positions,
      roadChanges,
      cover,
      wake: (what: 'jobs' | 'journal') => void wakes[what](),
    }
    const shield = new AddressShield(db)
    await shield.start()
    closers.push(() => shield.stop())
    const sessions = new Sessions(db)
    const live = await openLiveFeed({
      serviceUrl,
      takeSnapshot: async (actor) => shield.mask(await takePicture(db, positions, actor)),
      mask: (data, incidentId) => shield.mask(data, incidentId),
      positions: positions.feed,
      hints,
      log,
      sessions,
    })
    closers.push(() => live.stop())
    const checkDeps = {
      desk,
      book,
      onFault: (fault) =>
        log.warn(fault, fault.refused ? 'a check source refused us' : 'a history check did not answer'),
      onChecked: async (work, { incidentId }) => {
        if (!incidentId) return
        await assess(work, incidentId, book)
        await addToBriefing(work, incidentId, 'a check finished', desk)
      },
    } satisfies CheckDeps
    const transferLines = [...config.transferPartners].map(([code, { url, secret }]) =>
      openTransferLine(code, url, secret),
    )
    const transferDesk = {
      ...desk,
      lines: transferLines,
      mask: <T>(value: T, about: string) => shield.mask(value, about),
    }
    const jobs = new JobRunner(desk, log, [
      runCheckHandler(checkDeps),
      askSourceHandler({ ...checkDeps, sources }),
      retryCheckHandler,
      refreshChecksHandler(desk),
      recommendHandler(desk),
      briefHandler(desk),
      recontactHandler,
      tellUnmaskedHandler,
      receiptOverdue,
      clocksHandler(desk),
      escalateHandler(desk),
      heldHandler(desk),
      reviewsHandler(desk),
      rulesHandler(desk),
      handoverDueHandler(desk),
      ppuEnteredHandler(desk),
      ppuOverdueHandler(desk),
      sendTransferHandler(transferDesk),
      transferOverdueHandler(transferDesk),
    ])
    await openReviews(db)
    wakes.jobs = () => jobs.wake()
    wakes.journal = () => live.wake()

    const readiness: Readiness[] = [
      { name: 'store', check: () => ping(db) },
      {
        name: 'definitions',
        check: async () =>
          void (await Promise.all([book.get('incident-types'), book.get('dispatch-rules'), book.get('unit-states')])),
      },
      {
        name: 'live',
        check: () => {
          if (live.metrics().relay.blind) throw new Error('the relay does not follow the journal')
        },
      },
    ]
    const figures: NodeFigure[] = [
      { name: 'golden_hour_consoles', help: 'Consoles that follow live', read: () => live.metrics().room.live },
      {
        name: 'golden_hour_journal_lag_milliseconds',
        help: 'From the commit of the newest event to its being handed to the consoles',
        read: () => live.metrics().relay.lastLagMs,
      },
    ]
    const app = await buildApp({
      config,
      desk,
      sessions,
      live,
      shield,
      readiness,
      figures,
      transferLines,
      wordsLocator: config.what3words && openWordsLocator(config.what3words),
      log,
      checkAnswers,
      countAttempt: (key, seconds) => hints.countAttempt(key, seconds),
      dataFolder: buildDataFolder,
      consoleFiles,
    })
    closers.push(() => app.close())
    await app.listen({ host: config.host, port: config.port }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        throw new SetUpError(
          `Port ${config.port} on ${config.host} is in use: stop what holds it, or choose another with PORT.`,
        )
      throw error
    })
    jobs.start()
    closers.push(() => jobs.stop())
    const recommender = new LiveRecommender(desk, log)
    recommender.start()
    closers.push(() => recommender.stop())
    closers.push(keepFigures(db, book, (fault) => log.warn({ fault: fault.name }, 'figures were not read on')))
    closers.push(clean(db, log))
    const { port } = app.server.address() as AddressInfo
    return { url: `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}`, port, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * The outside systems this node has the address of, and the force's whole list written where every briefing finds it.
 * @throws SetUpError for an address of a system that the force's list does not have
 */
async function openSources(db: Reader, { checkSourceUrls, checkSourceAccess }: Config): Promise<OutsideSource[]> {
  const listed = (await new DefinitionBook(db).find('check-sources'))?.body.sources ?? []
  for (const code of checkSourceUrls.keys()) {
    if (!listed.some((source) => source.code === code))
      throw new SetUpError(`CHECK_SOURCE_URLS names ${code}, which the force's list of check sources does not have.`)
  }
  await saveSources(
    db,
    listed.map(({ code, name, kinds }) => ({ code, name, kinds, connected: checkSourceUrls.has(code) })),
  )
  return listed.flatMap(({ code, withinMs }) => {
    const url = checkSourceUrls.get(code)
    return url === undefined ? [] : [openSource(code, url, withinMs, checkSourceAccess.get(code))]
  })
}

/** @throws SetUpError when its certificate cannot be read: it would be asked in vain at every call */
function openSource(code: string, url: string, withinMs: number, access: SourceAccess | undefined): OutsideSource {
  try {
    return openHttpSource(code, url, withinMs, access)
  } catch {
    throw new SetUpError(`The certificate, the key or the authority of the check source ${code} cannot be read.`)
  }
}

/** The receiver's heading says which way it drives only while it does: standing, it turns by itself. */
function placeOf({
  lat,
  lon,
  speedKmh,
  heading,
}: {
  lat: number
  lon: number
  speedKmh: number | null
  heading: number | null
}) {
  return { lat, lon, headingDegrees: (speedKmh ?? 0) >= DRIVING_KMH ? heading : null }
}

/** Once an hour: what is kept for a while only, goes. @returns how to stop */
function clean(db: Reader, log: Logger): () => void {
  const timer = setInterval(() => {
    removeWhatIsDone(db).catch((error: Error) => log.warn({ fault: error.name }, 'cleaning was put off'))
  }, 3_600_000)
  timer.unref()
  return () => clearInterval(timer)
}
