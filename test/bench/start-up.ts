import type { Ground } from './bench-ground.ts'
import { against, type Measure } from './bench-measure.ts'
import { BenchService } from './bench-service.ts'

/** Seconds until it serves: with an empty folder (Postgres made, migrated, demo force loaded), and with that folder again. */
export async function measureStartUp(ground: Ground): Promise<Measure[]> {
  const folder = ground.folder('force')
  const first = await BenchService.start(ground, folder)
  await first.stop()
  const later = await BenchService.start(ground, folder)
  await later.stop()
  return [against(30, 'first start', first.openedInSeconds, 's'), against(5, 'later start', later.openedInSeconds, 's')]
}
