import t from 'tap'
import { abuse, burglary, forceRules, going, later, unit } from '../../test/support/ranking-facts.ts'
import { type Clock, clockOf, inTurn, whatChanged } from './live-rules.ts'
import { type Need, rankUnits, type UnitFacts } from './recommendation-rules.ts'

const rules = forceRules()
const clock = { leftBefore: 600, leftNow: 590 }
/** What is news when these units become those. */
const news = (
  before: UnitFacts[],
  now: UnitFacts[],
  { need = burglary, at = clock }: { need?: Need; at?: Clock } = {},
) => whatChanged(rankUnits(need, before, rules), rankUnits(need, now, rules), at, rules.live)

t.test('while nothing matters changes, it holds', async (t) => {
  t.equal(news([unit('NR11', 200), unit('NR12', 500)], [unit('NR11', 190), unit('NR12', 480)]), undefined)
  t.equal(news([], []), undefined)
  const barred = unit('NR11', 200, { crewSize: 0 })
  t.equal(news([barred], [barred]), undefined)
})

t.test('another unit that is surely nearer is news; two about as near do not take turns', async (t) => {
  const before = [unit('NR11', 280), unit('NR12', 285)]
  t.equal(news(before, [unit('NR11', 280), unit('NR12', 240)]), undefined)
  t.equal(news(before, [unit('NR11', 280), unit('NR12', 160)]), 'NR12 is 2 min nearer than NR11')
  t.equal(news(before, [unit('NR11', null), unit('NR12', 280)]), 'NR12 is surely nearer than NR11')
})

t.test('the first choice that can no longer go is news at once', async (t) => {
  const before = [unit('NR11', 200), unit('NR12', 500)]
  t.equal(news(before, [unit('NR12', 500)]), 'NR11 can no longer go', 'off duty')
  t.equal(news(before, [unit('NR11', 200, { crewSize: 0 }), unit('NR12', 500)]), 'NR11 can no longer go')
  t.equal(news(before, [unit('NR11', 200, { crewSize: 0 })]), 'NR11 can no longer go', 'and nobody else can')
})

t.test('somebody who can go where nobody could is news; another who cannot is none', async (t) => {
  const nobody = unit('NR11', 200, { crewSize: 0 })
  t.equal(news([nobody], [nobody, unit('NR12', 900)]), 'NR12 can go now')
  t.equal(news([nobody], [unit('NR12', 900, { crewSize: 0 })]), undefined)
  t.equal(news([], [unit('NR12', 900)]), 'the units on duty changed')
  t.equal(news([unit('NR12', 900)], []), 'the units on duty changed')
})

t.test('a first choice that would leave another incident now is news, though about as near', async (t) => {
  const before = [unit('NR11', 200), unit('NR12', 215)]
  t.equal(news(before, [unit('NR11', 200, going()), unit('NR12', 215)]), 'NR11 would leave another incident now')
})

t.test('a unit beside the first that can no longer go, or one more that is needed, is news', async (t) => {
  const single = { crewSize: 1 }
  const pair = [unit('NR11', 100, single), unit('NR12', 200, single), unit('NR13', 210)]
  const need = abuse
  t.equal(news(pair, [unit('NR11', 100, single), unit('NR13', 210)], { need }), 'NR12 can no longer go')
  t.equal(
    news(pair, [unit('NR11', 100, single), unit('NR12', 200, { crewSize: 0 }), unit('NR13', 210)], { need }),
    'NR12 can no longer go',
  )
  t.equal(news([unit('NR11', 100)], [unit('NR11', 100, single), unit('NR12', 300)], { need }), 'more units are needed')
  t.equal(news(pair, pair, { need }), undefined)
})

t.test('who has been sent is no news, and when enough are going nothing is', async (t) => {
  const single = { crewSize: 1 }
  const here = { ...single, ...going({ incidentId: burglary.incidentId }) }
  const pair = [unit('NR11', 100, single), unit('NR12', 200, single), unit('NR13', 700)]
  const need = abuse
  t.equal(news(pair, [unit('NR11', 100, here), unit('NR12', 200, single), unit('NR13', 700)], { need }), undefined)
  t.equal(news(pair, [unit('NR11', 100, single), unit('NR12', 200, here), unit('NR13', 700)], { need }), undefined)
  t.equal(news(pair, [unit('NR11', 100, here), unit('NR13', 700)], { need }), 'NR12 can no longer go')
  t.equal(news(pair, [unit('NR11', 100, here), unit('NR12', 100, here)], { need }), undefined)
})

t.test('making the clock or no longer making it is news, also when only time has gone by', async (t) => {
  const units = [unit('NR11', 280)]
  t.equal(news(units, units, { at: { leftBefore: 300, leftNow: 200 } }), 'NR11 can no longer be there in time')
  t.equal(
    news([unit('NR11', 580)], [unit('NR11', 430)], { at: { leftBefore: 500, leftNow: 450 } }),
    'NR11 can now be there in time',
  )
})

t.test('a road on its way that was closed or opened again is news', async (t) => {
  const road = { known: true, seconds: 200, metres: 3_000 } as const
  const by = (...delayedBy: string[]) => [unit('NR11', 200, { travel: { ...road, delayedBy } })]
  t.equal(news([unit('NR11', 200)], by('pass')), 'a road on the way of NR11 changed')
  t.equal(news(by('pass'), [unit('NR11', 200)]), 'a road on the way of NR11 changed')
  t.equal(news(by('pass'), by('bridge')), 'a road on the way of NR11 changed')
  t.equal(news(by('pass', 'bridge'), by('bridge', 'pass')), undefined)
})

t.test('its time in another band is news, but not to and fro at an edge', async (t) => {
  const at = { leftBefore: 3_600, leftNow: 3_590 }
  const band = (before: number, now: number) => news([unit('NR11', before)], [unit('NR11', now)], { need: later, at })
  t.equal(band(290, 310), undefined)
  t.equal(band(290, 340), 'NR11 is now 6 min away')
  t.equal(band(310, 290), undefined)
  t.equal(band(310, 250), 'NR11 is now 4 min away')
  const far = { leftBefore: -1, leftNow: -2 }
  t.equal(news([unit('NR11', 900)], [unit('NR11', null)], { need: later, at: far }), 'the time of NR11 is unknown now')
})

t.test('the clock is measured from when it was shown and from now', async (t) => {
  const [made, now] = ['2026-11-23T10:00:00.000Z', Date.parse('2026-11-23T10:02:00.000Z')]
  t.same(clockOf('2026-11-23T10:10:00.000Z', made, now), { leftBefore: 600, leftNow: 480 })
  t.same(clockOf(null, made, now), { leftBefore: Number.POSITIVE_INFINITY, leftNow: Number.POSITIVE_INFINITY })
})

t.test('the most urgent are looked at each time, the others in turn', async (t) => {
  const waiting = ['a1', 'b2', 'c2', 'd1', 'e2'].map((id) => ({ incident: { id } }))
  const order = (last: string) =>
    inTurn(waiting, ({ id }) => id.endsWith('1'), last)
      .map(({ incident }) => incident.id)
      .join()
  t.equal(order(''), 'a1,d1,b2,c2,e2')
  t.equal(order('b2'), 'a1,d1,c2,e2,b2')
  t.equal(order('e2'), 'a1,d1,b2,c2,e2')
  t.equal(order('closed meanwhile'), 'a1,d1,b2,c2,e2')
})
