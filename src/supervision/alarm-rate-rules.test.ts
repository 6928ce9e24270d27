import t from 'tap'
import { alarmRate, type Told } from './alarm-rate-rules.ts'

const minute = 60_000
const told = (at: number, more: Partial<Told> = {}): Told => ({
  at,
  kind: 'clock-breached',
  subjectId: String(at),
  urgency: 'high',
  ...more,
})
const every = (minutes: number, from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / minutes) }, (_, index) => told((from + index * minutes) * minute))

t.test('a quiet watch is within every limit', async (t) => {
  const rate = alarmRate(every(10, 0, 480), 0, 480 * minute)
  t.match(rate, { told: 48, anHour: 6, lastHour: 5, mostInTenMinutes: 1, floodShare: 0, chattering: 0, over: [] })
  t.same(alarmRate([], 0, minute).mix, { high: 0, medium: 0, low: 0 })
})

t.test('a flood is one however quiet the rest was', async (t) => {
  const flood = Array.from({ length: 12 }, (_, index) => told(100 * minute + index * 30_000))
  const rate = alarmRate(flood, 0, 480 * minute)
  t.match(rate, { mostInTenMinutes: 12, anHour: 1.5, over: ['inTenMinutes', 'floodShare'] })
  t.equal(rate.floodShare, 1 / 48)
})

t.test('too many on average; only the time that was worked counts', async (t) => {
  t.match(alarmRate(every(5, 0, 240), 120 * minute, 240 * minute), { told: 24, anHour: 12, over: ['anHour'] })
  t.match(
    alarmRate([told(0), told(0)], 0, minute),
    { anHour: 12 },
    'of the first minutes no more is said than was told',
  )
})

t.test('the same three times in a minute chatters; of three things it does not', async (t) => {
  const same = [0, 20_000, 40_000].map((at) => told(at, { subjectId: 'one', urgency: 'low' }))
  t.match(alarmRate(same, 0, 60 * minute), { chattering: 1, mix: { high: 0, low: 1 }, over: ['chattering'] })
  t.match(alarmRate([told(0), told(1), told(2, { urgency: 'medium' })], 0, 60 * minute), { chattering: 0, over: [] })
})
