import t from 'tap'
import { makeTimes, packTime, unpackTimes } from './packed-times-rules.ts'
import type { TravelTime } from './routing.ts'

t.test('what is packed comes out again, whatever it is', async (t) => {
  const times: TravelTime[] = [
    { known: true, seconds: 12.5, metres: 300 },
    { known: true, seconds: 12.5, metres: 300, atBestSeconds: 3 },
    { known: true, seconds: 12.5, metres: 300, delayedBy: ['snow', 'crash'] },
    { known: true, seconds: 12.5, metres: 300, delayedBy: ['snow'], atBestSeconds: 0 },
    { known: false, because: 'unreachable', delayedBy: ['snow'] },
    ...(['no-position', 'off-network', 'unreachable', 'too-far', 'router-failed'] as const).map(
      (because): TravelTime => ({ known: false, because }),
    ),
  ]
  const packed = makeTimes(times.length, 'router-failed')
  times.forEach((time, at) => {
    packTime(packed, at, time)
  })
  t.strictSame(unpackTimes(structuredClone(packed)), times)
})

t.test('what was never packed is not known, and is no number', async (t) => {
  const packed = makeTimes(2, 'no-position')
  t.strictSame(unpackTimes(packed), [
    { known: false, because: 'no-position' },
    { known: false, because: 'no-position' },
  ])
  t.ok(packed.numbers.every(Number.isNaN))
  t.strictSame(unpackTimes(makeTimes(0, 'no-position')), [])
})
