import fc from 'fast-check'
import t from 'tap'
import { ageSeconds, isFromTheFuture, isNewer, isOld } from './position-rules.ts'

const now = new Date('2026-11-22T10:00:00.000Z')
const before = (seconds: number) => new Date(now.getTime() - seconds * 1_000)

t.test('the age is in whole seconds, and never negative', async (t) => {
  t.equal(ageSeconds(now, now), 0)
  t.equal(ageSeconds(before(1.9), now), 1)
  t.equal(ageSeconds(before(600), now), 600)
  t.equal(ageSeconds(before(-20), now), 0)
})

t.test('P8: older than a minute must be said', async (t) => {
  t.notOk(isOld(before(60), now))
  t.ok(isOld(before(61), now))
  t.notOk(isOld(before(-20), now))
})

t.test('P8: whatever the order of arrival, the newest fix is the one that stays', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }), (ages) => {
      let known: { fixedAt: Date } | undefined
      for (const age of ages) {
        const fix = { fixedAt: before(age) }
        if (isNewer(fix, known)) known = fix
      }
      return known?.fixedAt.getTime() === before(Math.min(...ages)).getTime()
    }),
  )
  t.notOk(isNewer({ fixedAt: now }, { fixedAt: now }), 'the same again changes nothing')
})

t.test('a fix more than thirty seconds ahead of us is not believed', async (t) => {
  t.notOk(isFromTheFuture(before(-30), now))
  t.ok(isFromTheFuture(before(-30.001), now))
  t.notOk(isFromTheFuture(before(3_600), now))
})
