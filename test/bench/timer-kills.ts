import { migrate } from '../../src/db/index.ts'
import { drillTimers } from '../support/timer-drill.ts'
import type { Ground } from './bench-ground.ts'
import { against, type Measure, percentile } from './bench-measure.ts'

/** How many timers, over how long, and how often the process that does them is killed. */
const DRILLS = {
  whole: { timers: 10_000, overSeconds: 300, kills: 20, workMs: 10 },
  quick: { timers: 1_000, overSeconds: 20, kills: 4, workMs: 10 },
}

/**
 * How late timers are while the process that does them is killed again and again, on a Postgres that syncs every commit.
 * @throws Error when one was lost or done twice: then no figure is worth anything
 */
export async function measureTimers(ground: Ground): Promise<Measure[]> {
  const drill = ground.quick ? DRILLS.quick : DRILLS.whole
  const server = await ground.postgres(ground.folder('timers'), 'timers')
  await migrate(server.ownerUrl)
  const { lost, doubled, cutOff, latenessMs } = await drillTimers(server, drill)
  ground.say(
    `${drill.timers} timers, ${drill.kills} kills: ${lost} lost, ${doubled} doubled, ${cutOff} cut off and done again`,
  )
  if (lost > 0 || doubled > 0) throw new Error(`${lost} timers were lost and ${doubled} done twice`)
  return [
    against(500, 'timers through kills, late p50', percentile(latenessMs, 0.5), 'ms'),
    against(5_000, 'timers through kills, late p99', percentile(latenessMs, 0.99), 'ms'),
    against(5_000, 'timers through kills, late at most', percentile(latenessMs, 1), 'ms'),
  ]
}
