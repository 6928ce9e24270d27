import t from 'tap'
import { offerSame, type SameCandidate, type SameTerms, widest } from './same-incident-rules.ts'

const now = Date.parse('2026-11-22T10:24:00Z')
const terms: SameTerms = {
  withinMetres: 300,
  withinMinutes: 60,
  wider: [{ types: ['rtc-injury'], withinMetres: 1_500, withinMinutes: 180 }],
  worse: [],
}
const candidate = (more: Partial<SameCandidate> = {}): SameCandidate => ({
  incidentId: 'i1',
  type: 'noise',
  metres: 120.4,
  samePremises: false,
  sameNumber: false,
  openedAt: now - 30 * 60_000,
  lastContactAt: now - 20 * 60_000,
  contacts: 1,
  ...more,
})
const offered = (...candidates: SameCandidate[]) =>
  offerSame(candidates, terms, now).map(({ incidentId }) => incidentId)

t.test('near in place and time is offered with its reason and its distance', async (t) => {
  t.same(offerSame([candidate()], terms, now), [
    { incidentId: 'i1', metres: 120, minutes: 20, because: ['120 m away', 'Last call about it 20 min ago'] },
  ])
  t.same(offered(candidate({ metres: 301 })), [], 'too far')
  t.same(offered(candidate({ openedAt: now - 70 * 60_000, lastContactAt: now - 61 * 60_000 })), [], 'too long ago')
  t.same(offered(candidate({ metres: null })), [], 'nobody knows how far')
})

t.test('callers about a crash are far apart and ring for longer', async (t) => {
  const crash = candidate({ type: 'rtc-injury', metres: 1_400, contacts: 12, lastContactAt: now })
  t.same(offerSame([crash], terms, now)[0]?.because, [
    '1.4 km away',
    'Last call about it a moment ago',
    '12 calls about it so far',
  ])
})

t.test(
  'the same address or number is the same however long ago; address first, then number, then the nearest',
  async (t) => {
    const old = { openedAt: now - 9e7, lastContactAt: now - 9e7 }
    t.same(
      offered(
        candidate({ incidentId: 'far', metres: 200 }),
        candidate({ incidentId: 'near', metres: 20 }),
        candidate({ incidentId: 'newer', metres: 20, lastContactAt: now }),
        candidate({ incidentId: 'number', sameNumber: true, metres: null, ...old }),
        candidate({ incidentId: 'another number', sameNumber: true, metres: 5_000, ...old }),
        candidate({ incidentId: 'address', samePremises: true, ...old }),
      ),
      ['address', 'another number', 'number', 'newer', 'near', 'far'],
    )
    t.same(offerSame([candidate({ samePremises: true, sameNumber: true })], terms, now)[0]?.because, [
      'The same address',
      'The same number has rung about it',
      'Last call about it 20 min ago',
    ])
  },
)

t.test('a force that defines no distance is offered what is surely the same', async (t) => {
  t.same(
    offerSame([candidate(), candidate({ incidentId: 'i2', sameNumber: true })], undefined, now)[0]?.incidentId,
    'i2',
  )
  t.equal(widest(undefined), 0)
  t.equal(widest(terms), 1_500)
})
