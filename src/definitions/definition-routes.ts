import type { App } from '../http/index.ts'
import { type DefinitionKind, definitionBodies, optionalKinds } from './definition.ts'
import type { DefinitionBook } from './definition-board.ts'
import { definitionsView } from './definition-contract.ts'

/** The force's own words, for every console. */
export function definitionRoutes(app: App, { book }: { book: DefinitionBook }): void {
  app.get(
    '/definitions',
    {
      config: { right: 'definitions:read' },
      schema: { summary: 'Definitions and grades in force', response: { 200: definitionsView } },
    },
    async () => {
      const kinds = Object.keys(definitionBodies) as DefinitionKind[]
      const entries = await Promise.all(
        kinds.map(async (kind) => {
          const definition = optionalKinds.includes(kind) ? await book.find(kind) : await book.get(kind)
          return definition ? [[kind, definition] as const] : []
        }),
      )
      return { definitions: Object.fromEntries(entries.flat()), grades: await book.listGrades() }
    },
  )
}
