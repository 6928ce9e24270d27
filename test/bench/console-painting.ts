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
  const files = await openBuiltConsole()
  const weigh = (wanted: (name: string) => boolean) =>
    [...files].reduce((sum, [name, file]) => sum + (name.endsWith('.js') && wanted(name) ? file.packed.length : 0), 0)
  const isMap = (name: string) => name.includes('open-layers-map')
  return [
    ...contest({ name: 'a second passes', samples: paints.second, limits, rival }),
    ...contest({ name: 'ten changes', samples: paints.change, limits, rival }).slice(0, 2),
    ...contest({ name: 'ten find another place', samples: paints.order, limits, rival }).slice(0, 2),
    against(150, 'JavaScript of all consoles, packed', weigh((name) => !isMap(name)) / 1024, 'KiB'),
    against(300, 'the same with what draws maps', weigh(() => true) / 1024, 'KiB'),
  ]
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
