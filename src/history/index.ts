export { sayDay } from './calendar-rules.ts'
export { type CheckKind, type CheckState, type Finding, readFindings } from './check.ts'
export { type CheckWish, planFreshChecks, requestCheck } from './check-commands.ts'
export type { EndedCheck } from './check-ending.ts'
export {
  type CheckDeps,
  finishOutstandingChecks,
  refreshChecksHandler,
  retryCheckHandler,
  runCheckHandler,
} from './check-jobs.ts'
export { saveSources } from './check-store.ts'
export { POWER_OF_ARREST } from './finding-rules.ts'
export { decideFlags, type FlagDecision, type FlagFacts } from './flag-rules.ts'
export { historyEvents } from './history-contract.ts'
export { historyRoutes } from './history-routes.ts'
export type { Origin } from './origin.ts'
export {
  type CheckSource,
  FORCE_RECORDS,
  type OutsideSource,
  type SourceAnswer,
  SourceFault,
  type SourceQuestion,
  sourceAnswer,
  sourceQuestion,
} from './source.ts'
export { askSourceHandler } from './source-jobs.ts'
export { subjectOf } from './source-rules.ts'
export { type Telephone, toTelephone } from './telephone-rules.ts'
