import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What is asked of every screen: WCAG 2.2 A and AA, and best practice. */
const ASKED = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What was found on a screen, and how much was looked at: an eye that is shut finds nothing either. */
export type Screen = { faults: string[]; rules: number; contrasts: number }

/** Brings the eye onto a page before its first script: the page's own policy lets no other in. */
export async function bringChecker(page: Page): Promise<void> {
  await page.addInitScript({ content: axe.source })
}

/** Everything on the page as it stands; `only` names a single rule. */
export async function checkScreen(page: Page, only?: string): Promise<Screen> {
  const screen = await look(page, only, false)
  // where on the page is dear to say of every element that is right, and said once something is wrong
  return screen.faults.length === 0 ? screen : await look(page, only, true)
}

async function look(page: Page, only: string | undefined, where: boolean): Promise<Screen> {
  return await page.evaluate(
    async ([asked, rule, selectors]) => {
      const runner = (globalThis as unknown as { axe: typeof axe }).axe
      const { violations, passes } = await runner.run(document, {
        runOnly: rule === undefined ? { type: 'tag', values: asked } : { type: 'rule', values: [rule] },
        resultTypes: ['violations', 'passes'],
        selectors,
      })
      return {
        faults: violations.flatMap(({ id, nodes }) =>
          nodes.map(
            ({ target, failureSummary }) => `${id} ${selectors ? target.join(' ') : ''}: ${failureSummary ?? ''}`,
          ),
        ),
        rules: passes.length,
        contrasts: passes.find(({ id }) => id === 'color-contrast')?.nodes.length ?? 0,
      }
    },
    [ASKED, only, where] as const,
  )
}
