import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { showcases } from './demo-plan.ts'
import { dramaRanges, freshNumbers } from './demo-telephones.ts'
import type { SeededRandom } from './seeded-random.ts'
import { type RealCall, replayTable, type SpokenAddress } from './shift-call.ts'
import { type ScriptSources, scriptCall } from './shift-call-rules.ts'

const file = join(import.meta.dirname, '..', '..', 'data', 'force', 'replay-call-types.json')
const table = replayTable.parse(JSON.parse(readFileSync(file, 'utf8')))
const streets = {
  draw: (random: SeededRandom, onTheRoad: boolean): SpokenAddress => ({
    number: null,
    street: `${onTheRoad ? 'Road' : 'Street'} ${random.integer(1, 10_000)}`,
    locality: 'Kendal',
    lat: 54.3,
    lon: -2.7,
  }),
}
const sources: ScriptSources = { table, streets, showcases, today: '2026-11-22' }
const real = (more: Partial<RealCall>): RealCall => ({
  id: 'E1',
  atSeconds: 3_600,
  block: '600 FERGUS ST',
  callType: '415',
  disposition: 'K',
  priority: '2',
  ...more,
})
const many = (more: Partial<RealCall>, count = 3_000) =>
  Array.from({ length: count }, (_, index) =>
    scriptCall(real({ id: `E${index}`, block: `${index}00 MAIN ST`, ...more }), sources),
  )

t.test('the same call is the same for ever', async (t) => {
  t.same(scriptCall(real({}), sources), scriptCall(real({}), sources))
})

t.test('calls from one block are about one place, whoever rings about what', async (t) => {
  const [theft, alarm] = [
    scriptCall(real({ id: 'E7', callType: '488R' }), sources),
    scriptCall(real({ id: 'E8', callType: '459A' }), sources),
  ]
  t.equal(theft.where.street, alarm.where.street)
  t.equal(theft.whichHouse, alarm.whichHouse)
  t.not(theft.where.street, scriptCall(real({ block: '700 FERGUS ST' }), sources).where.street)
  t.match(scriptCall(real({ callType: '1181' }), sources).where.street, /^Road/, 'a collision is on the road')
})

t.test('house numbers are invented ones, and there are none on the road', async (t) => {
  for (const { where, atHouse } of many({ callType: '459R' }, 300)) {
    t.ok(atHouse)
    t.match(where.number, /^9\d\d$/)
  }
  t.ok(many({ callType: '1183', priority: '0' }, 50).every(({ where, atHouse }) => where.number === null && !atHouse))
})

t.test('telephone numbers are from the drama ranges, or withheld', async (t) => {
  const calls = many({ callType: '415' })
  const ranges = [dramaRanges.mobile, ...dramaRanges.landlines]
  for (const { number } of calls) {
    if (number === null) continue
    const inOne = ranges.some(
      ({ from, count }) => BigInt(number) >= BigInt(from) && BigInt(number) < BigInt(from) + BigInt(count),
    )
    if (!inOne) t.fail(number)
    // kept for tours: nothing is ever known of them
    if (freshNumbers.includes(number)) t.fail(number)
  }
  const withheld = calls.filter(({ number }) => number === null).length / calls.length
  t.ok(withheld > 0.1 && withheld < 0.18)
  t.ok(many({ callType: 'T' }, 50).every(({ number, channel }) => number === null && channel === 'officer'))
})

t.test('the real priority decides what is happening now, and to what nobody is sent', async (t) => {
  const usual = (callType: string, priority: string) =>
    many({ callType, priority }, 40).find(({ domesticAbuse, number }) => !domesticAbuse && !isShowcase(number))
  t.match(usual('242', '1'), { happeningNow: true, grade: null, type: 'violence' })
  t.match(usual('415N', '3'), { happeningNow: false, grade: '3' })
  t.match(usual('1021', '4'), { happeningNow: false, grade: '4', type: 'message' })
  t.match(usual('HZRD', '1'), { happeningNow: false, grade: null })
  t.match(usual('no such code', '2'), { type: 'message', grade: '4' })
  t.match(usual('488R', 'none'), { grade: '4' }, 'a priority that is not known sends nobody')
})

t.test('priority 0 rings 999, priority 4 hardly ever', async (t) => {
  const by999 = (priority: string) =>
    many({ callType: '242', priority }).filter(({ channel }) => channel === '999').length / 3_000
  t.ok(by999('0') > 0.95)
  t.ok(by999('4') < 0.15)
})

t.test('an abandoned call has no words, and one that hides domestic abuse is silent', async (t) => {
  const calls = many({ callType: '911', priority: '1' })
  for (const { kind, firstWords, callerName } of calls)
    if (kind !== 'voice' && (firstWords !== null || callerName !== null)) t.fail(kind)
  t.ok(calls.some(({ kind, domesticAbuse }) => kind === 'silent' && domesticAbuse))
  t.ok(calls.every(({ kind, domesticAbuse, number }) => kind === 'abandoned' || domesticAbuse || isShowcase(number)))
})

t.test('domestic abuse names its people, the same ones for the same home', async (t) => {
  const calls = many({ callType: '415', block: '600 FERGUS ST' }).filter(
    ({ domesticAbuse, number }) => domesticAbuse && !isShowcase(number),
  )
  const share = calls.length / 3_000
  t.ok(share > 0.07 && share < 0.12)
  const [first] = calls
  t.same(new Set(calls.map(({ people }) => JSON.stringify(people))).size, 1)
  t.match(first, {
    type: 'domestic',
    grade: null,
    atHouse: true,
    people: [{ role: 'victim', bornOn: /^\d{4}-\d\d-\d\d$/ }, { role: 'suspect' }],
  })
  t.ok(many({ callType: '415' }).some(({ people }) => people.some(({ role }) => role === 'child')))
})

t.test('now and then one of the documented people rings', async (t) => {
  const calls = many({ callType: '415' }, 6_000).filter(({ number }) => isShowcase(number))
  t.ok(calls.length > 10 && calls.length < 60)
  t.equal(new Set(calls.map(({ number }) => number)).size, 5)
  for (const { where } of calls) t.match(where.number, /^9\d\d$/)
})

t.test('what San Diego found to be a duplicate is one here', async (t) => {
  t.equal(scriptCall(real({ disposition: 'DUP', callType: 'T' }), sources).duplicate, true)
  t.equal(scriptCall(real({ callType: 'T' }), sources).duplicate, false)
})

function isShowcase(number: string | null): boolean {
  return Object.values(showcases).some((showcase) => showcase.number === number)
}
