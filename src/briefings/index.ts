export type { BriefingBody, BriefingView, PlainBriefing, UnknownThing } from './briefing.ts'
export { addToBriefing, briefHandler, type Composed, compose, composeAndSave, plainFor } from './briefing-commands.ts'
export { briefingEvents } from './briefing-contract.ts'
export { briefingRoutes } from './briefing-routes.ts'
