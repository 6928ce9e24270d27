import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { auditRoutes } from './audit/index.ts'
import { briefingRoutes } from './briefings/index.ts'
import type { Config } from './config.ts'
import { consoleRoutes } from './console/console-routes.ts'
import { mapRoutes } from './console/map-routes.ts'
import type { BuiltConsole } from './console-build/index.ts'
import { contactRoutes } from './contacts/index.ts'
import { newId } from './core/index.ts'
import { describeFault } from './db/index.ts'
import { type DefinitionBook, definitionRoutes } from './definitions/index.ts'
import { type CoverBoard, dispatchRoutes, prepareRecommending } from './dispatch/index.ts'
import { figureRoutes } from './figures/index.ts'
import { handoverRoutes } from './handover/index.ts'
import { historyRoutes } from './history/index.ts'
import {
  type App,
  frontDesk,
  healthRoutes,
  type NodeFigure,
  problemPages,
  type Readiness,
  type Sessions,
} from './http/index.ts'
import { closingRoutes, incidentRoutes, reassessmentRoutes, watchForNoDoors } from './incidents/index.ts'
import type { Desk } from './journal/index.ts'
import { type LiveFeed, liveRoutes } from './live/index.ts'
import { logNumberRoutes } from './log-numbers/index.ts'
import { type AreaLookup, openLocationDesk, placeRoutes, type WordsLocator } from './places/index.ts'
import { type PositionBoard, positionRoutes } from './positions/index.ts'
import { ppuRoutes } from './ppu/index.ts'
import { type AddressShield, protectionRoutes } from './protection/index.ts'
import { qualityRoutes } from './quality/index.ts'
import { type RoadsInForce, roadRoutes } from './roads/index.ts'
import type { Router } from './routing/index.ts'
import { type CountAttempt, staffRoutes } from './staff/index.ts'
import { dutyRoutes, exceptionRoutes, nearMissRoutes, shelvingRoutes, watchRoutes } from './supervision/index.ts'
import { type TransferLine, transferRoutes } from './transfers/index.ts'
import { unitRoutes } from './units/index.ts'
import { wallboardRoutes } from './wallboards/index.ts'

/** Everything a node holds while it runs; `service.ts` opens and closes it. */
export type Resources = {
  config: Pick<Config, 'allowedOrigins' | 'trustProxy' | 'dataFolder'>
  desk: Desk & {
    book: DefinitionBook
    areas: AreaLookup
    positions: PositionBoard
    router: Router
    roadChanges: RoadsInForce
    cover: CoverBoard
  }
  sessions: Sessions
  live: LiveFeed
  /** the last look at every answer: protected addresses */
  shield: Pick<AddressShield, 'mask' | 'refresh' | 'findPlaceOf'>
  countAttempt: CountAttempt
  readiness: readonly Readiness[]
  figures: readonly NodeFigure[]
  /** what three words mean, where the force has a service for them */
  wordsLocator?: WordsLocator | undefined
  /** partners that incidents are handed to, where this node has their address */
  transferLines?: readonly TransferLine[]
  log: FastifyBaseLogger
  /** every answer is held against its contract: in tests */
  checkAnswers: boolean
  /** what a browser is sent */
  consoleFiles: BuiltConsole
  /** where `data/` of this build is: the console's map and attributions */
  dataFolder: string
  /** registers what has to see every route, such as the maker of the OpenAPI document */
  beforeRoutes?: (app: App) => Promise<void>
}

/**
 * The wiring: every room with an open door, in the order in which a call goes through them. The list is the map;
 * docs/architecture.md walks it.
 */
export async function buildApp(resources: Resources): Promise<App> {
  const { desk, sessions, live, config } = resources
  const app: App = Fastify({
    loggerInstance: resources.log,
    bodyLimit: 256 * 1024,
    genReqId: () => newId(),
    trustProxy: config.trustProxy,
    // refusals and faults are logged; a line for every request would be hundreds a second and say nothing
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>()

  await app.register(frontDesk, {
    sessions,
    allowedOrigins: config.allowedOrigins,
    checkAnswers: resources.checkAnswers,
    mask: (payload, incidentId) => resources.shield.mask(payload, incidentId),
  })
  await resources.beforeRoutes?.(app)
  healthRoutes(app, { db: desk.db, readiness: resources.readiness, figures: resources.figures })
  problemPages(app)

  staffRoutes(app, { desk, sessions, countAttempt: resources.countAttempt })
  definitionRoutes(app, { book: desk.book })
  const locations = openLocationDesk({
    db: desk.db,
    book: desk.book,
    wordsLocator: resources.wordsLocator,
    onWordsFault: ({ because, message }) =>
      resources.log.warn({ because, fault: message }, 'the service for three words gave nothing'),
  })
  contactRoutes(app, {
    desk,
    findProtected: (location) => resources.shield.findPlaceOf(location),
    // what is masked comes back as another
    isHidden: (location) => resources.shield.mask(location) !== location,
    matchAddress: (address, placeId) => locations.match(address, placeId),
  })
  placeRoutes(app, { locations })
  protectionRoutes(app, { desk, shield: resources.shield })
  historyRoutes(app, { desk })
  watchForNoDoors(app, {
    desk,
    onFault: (fault) => resources.log.warn(describeFault(fault), 'a refused attempt was not written down'),
  })
  incidentRoutes(app, {
    desk: {
      ...desk,
      prepareRecommending: (incidentId, gradeId) => prepareRecommending(desk, incidentId, gradeId),
      onFault: (fault) => resources.log.warn(describeFault(fault), 'a grade was saved without its recommendation'),
    },
  })
  closingRoutes(app, { desk })
  reassessmentRoutes(app, { desk })
  logNumberRoutes(app, { desk })
  unitRoutes(app, { desk })
  positionRoutes(app, { positions: desk.positions })
  roadRoutes(app, { desk })
  dispatchRoutes(app, { desk })
  briefingRoutes(app, { desk })
  watchRoutes(app, { db: desk.db })
  nearMissRoutes(app, desk)
  exceptionRoutes(app, { desk })
  dutyRoutes(app, { desk })
  qualityRoutes(app, { desk })
  figureRoutes(app, { desk })
  ppuRoutes(app, { desk })
  handoverRoutes(app, { desk })
  transferRoutes(app, {
    desk: {
      ...desk,
      lines: resources.transferLines ?? [],
      mask: (value, about) => resources.shield.mask(value, about),
    },
  })
  wallboardRoutes(app, { desk })
  shelvingRoutes(app, { desk })
  auditRoutes(app, { desk })
  liveRoutes(app, { room: live.room })
  consoleRoutes(app, { files: resources.consoleFiles, dataFolder: resources.dataFolder })
  mapRoutes(app, { dataFolder: resources.dataFolder })
  return app
}
