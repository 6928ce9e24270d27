export type { Definition, DefinitionBody, DefinitionKind } from './definition.ts'
export { DefinitionBook, type Grade } from './definition-board.ts'
export { definitionRoutes } from './definition-routes.ts'
export { loadDefinitions } from './definition-store.ts'
