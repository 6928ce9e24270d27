import { openBuiltConsole } from '../../src/console-build/index.ts'
import { openBrowser } from '../console/browser.ts'
import type { Ground } from './bench-ground.ts'
import { against, contest, type Measure } from './bench-measure.ts'
import type { Paints } from './painting-page.ts'
import { servePainting } from './painting-server.ts'

const INCIDENTS = 2_000
const UNITS = 300

/**
 * The dispatcher's two lists in a browser, each paint with its layout: after a second in which nothing happened but the
 * clocks, after ten changes in one frame, and after ten incidents found another place. Then what all consoles weigh.
 */
export async function measurePainting({ quick, folder, onEnd }: Ground): Promise<Measure[]> {
  const paints = await paintNight(folder('painting'), quick ? 10 : 100, onEnd)
  const rival = { name: 'ten rows written by hand', samples: paints.byHand }
  const limits = { p50: 16.7, p99: 50 }
  const { javascript, withMap } = await weighConsole()
  return [
    ...contest({ name: 'a second passes', samples: paints.second, limits, rival }),
    ...contest({ name: 'ten changes', samples: paints.change, limits, rival }).slice(0, 2),
    ...contest({ name: 'ten find another place', samples: paints.order, limits, rival }).slice(0, 2),
    against(150, 'JavaScript of all consoles, packed', javascript, 'KiB'),
    against(300, 'the same with what draws maps', withMap, 'KiB'),
  ]
}

/** Packed JavaScript of all consoles together, in KiB: without what draws maps, and with it. */
export async function weighConsole(): Promise<{ javascript: number; withMap: number }> {
  const sum = { javascript: 0, withMap: 0 }
  for (const [name, { packed }] of await openBuiltConsole()) {
    if (!name.endsWith('.js')) continue
    sum.withMap += packed.length / 1_024
    if (!name.includes('open-layers-map')) sum.javascript += packed.length / 1_024
  }
  return sum
}

async function paintNight(folder: string, rounds: number, onEnd: Ground['onEnd']): Promise<Paints> {
  const url = await servePainting(folder, onEnd)
  const browser = await openBrowser({ teardown: onEnd })
  const page = await browser.newPage({ viewport: { width: 1_920, height: 1_080 } })
  await page.goto(url)
  await page.waitForFunction(() => 'measure' in globalThis)
  return await page.evaluate(
    ([incidents, units, rounds]) =>
      (globalThis as unknown as { measure: (...parts: number[]) => Promise<Paints> }).measure(incidents, units, rounds),
    [INCIDENTS, UNITS, rounds] as const,
  )
}
