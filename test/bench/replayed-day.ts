import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startShift } from '../../src/demo/index.ts'
import { dataFolder, type Ground } from './bench-ground.ts'
import { against, type Measure } from './bench-measure.ts'
import { BenchService } from './bench-service.ts'

const DAY = '2023-01-03'
const QUICK_CALLS = 40
/** What is not played by then is left out, and said. */
const PLAY_WITHIN_MS = { whole: 210_000, quick: 30_000 }
/** A node has this much, in MiB: a quarter of the smallest machine one would run it on. */
const LIMIT = 512

/**
 * What one node holds after a real day of calls went through it as fast as it took them, by the public interface: at the
 * end, and at most. Postgres is another process and not part of it.
 */
export async function measureReplayedDay(ground: Ground): Promise<Measure[]> {
  const { quick, onEnd, say } = ground
  // a force of its own: incidents that another measure left open would be worked as well
  const folder = ground.folder('day')
  const service = await BenchService.startAgain(ground, folder)
  const before = service.memory()
  const shift = await startShift({
    url: service.url,
    accountsFile: join(folder, 'demo-accounts.json'),
    dataFolder,
    speed: Number.POSITIVE_INFINITY,
    day: DAY,
    ...(quick ? { calls: QUICK_CALLS } : {}),
  })
  onEnd(() => shift.stop())
  const patience = new AbortController()
  await Promise.race([
    shift.done,
    wait(quick ? PLAY_WITHIN_MS.quick : PLAY_WITHIN_MS.whole, undefined, { signal: patience.signal }).catch(
      () => undefined,
    ),
  ])
  patience.abort()
  await shift.stop()
  const { contacts, unfinished, seconds } = await shift.done
  const played = contacts.acknowledged.length
  if (played === 0) throw new Error('not one call was played')
  const { now, most } = service.memory()
  const isWhole = !quick && unfinished.length === 0
  say(
    `${played} calls of ${DAY} in ${seconds.toFixed(0)} s, ${unfinished.length} not finished; ${before.now.toFixed(0)} MiB before it`,
  )
  const after = isWhole ? 'a replayed day' : `${played} replayed calls`
  return [
    against(LIMIT, `memory after ${after}`, now, 'MiB'),
    against(LIMIT, `memory at most in ${after}`, most, 'MiB'),
  ]
}
