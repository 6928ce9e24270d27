import { join } from 'node:path'
import t from 'tap'
import { CoverBoard } from '../../src/dispatch/index.ts'
import { openRouter } from '../../src/routing/index.ts'

const dataFolder = join(import.meta.dirname, '../../data')
const clock = { urbanSeconds: 600, ruralSeconds: 1_200 }
const barrow = { lat: 54.1108, lon: -3.2261 }
const carlisle = { lat: 54.8947, lon: -2.9335 }

t.test('what is lost when a unit leaves, on real roads', async (t) => {
  const faults: unknown[] = []
  const router = await openRouter({ dataFolder })
  t.teardown(() => router.close())
  const cover = new CoverBoard({ router, dataFolder, log: { warn: (fault: unknown) => void faults.push(fault) } })
  const units = [
    { id: 'alone in Barrow', ...barrow },
    { id: 'first in Carlisle', ...carlisle },
    { id: 'second in Carlisle', ...carlisle },
  ]
  t.equal(cover.losses(units, clock, '').size, 0, 'until the times are there nothing is said')
  await cover.settled()
  const losses = cover.losses(units, clock, '')
  const [alone = 0, first = 0, second = 0] = units.map(({ id }) => losses.get(id))
  t.ok(alone > 0.05 && alone < 0.5, `a share of the force's demand: ${alone}`)
  t.equal(first, second)
  const [single = 0] = cover.losses(units.slice(1, 2), clock, '').values()
  t.ok(single > first * 2, 'the last one is worth more')

  cover.losses(units, clock, 'another road is closed')
  t.equal(cover.losses(units, clock, 'another road is closed').get('alone in Barrow'), alone, 'the old times meanwhile')
  await cover.settled()
  t.same(faults, [])
  t.equal(cover.losses(units, { urbanSeconds: 0, ruralSeconds: 0 }, '').get('alone in Barrow'), 0)
})
