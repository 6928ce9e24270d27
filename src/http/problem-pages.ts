import { z } from 'zod'
import { Refusal } from '../core/index.ts'
import type { App } from './front-desk.ts'
import { findRefusalPage, refusals } from './refusals.ts'

/** The page behind each problem's `type`: what it means and what to do, made from the refusals table. */
export function problemPages(app: App): void {
  app.get(
    '/problems',
    { config: { right: 'public' }, schema: { summary: 'Every problem there is' } },
    async () => refusals,
  )
  app.get(
    '/problems/:noun/:reason',
    {
      config: { right: 'public' },
      schema: {
        summary: 'What a problem means',
        params: z.strictObject({ noun: z.string().max(40), reason: z.string().max(40) }),
      },
    },
    async (request, reply) => {
      const code = `${request.params.noun}/${request.params.reason}`
      const page = findRefusalPage(code)
      if (!page) throw new Refusal('request/unknown-route', 'There is no such problem')
      return reply
        .type('text/html; charset=utf-8')
        .send(
          `<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>${page.title}</title><h1>${page.title}</h1><p>${page.help}</p><p><code>${code}</code>, status ${page.status}</p></html>`,
        )
    },
  )
}
