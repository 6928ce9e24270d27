export { assess } from './assessment.ts'
export { closingRoutes } from './closing-routes.ts'
export { grade, planBriefing, planRecommendation } from './grade-commands.ts'
export { type IncidentView, incidentView, type Needs } from './incident.ts'
export { getIncident, listOpenIncidents, viewOf } from './incident-board.ts'
export {
  type IncidentDesk,
  mustBeKnownType,
  namePeople,
  placeIt,
  readWholeLog,
  showIncident,
} from './incident-commands.ts'
export { incidentEvents, incidentLog } from './incident-contract.ts'
export { incidentRoutes } from './incident-routes.ts'
export {
  findOpenIncidentForUpdate,
  getOpenIncidentForUpdate,
  listGoingTo,
  type Placed,
  readIncidentLog,
  saveLogEntry,
} from './incident-store.ts'
export { watchForNoDoors } from './no-door-routes.ts'
export { reassessmentRoutes } from './reassessment-routes.ts'
export { planRecontact, recontactHandler } from './recontact-commands.ts'
