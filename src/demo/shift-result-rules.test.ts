import t from 'tap'
import { SeededRandom } from './seeded-random.ts'
import { completeClosing, composeClosing } from './shift-result-rules.ts'

const flags = { domesticAbuse: false, repeatVictim: false, vulnerable: false, treatAsUrgent: false }
const incident = {
  type: 'domestic',
  flags: { ...flags, domesticAbuse: true },
  locked: true,
  reference: '12/22-11-2026',
}

t.test('a domestic abuse incident is closed with everything its lock calls for', async (t) => {
  for (let seed = 0; seed < 40; seed += 1) {
    const { closingCategory, result } = composeClosing(incident, true, new SeededRandom(seed))
    t.equal(closingCategory, 'domestic')
    t.ok(result.text && result.personsSeen && result.childrenSeen && result.riskAssessmentReference)
    t.ok(Boolean(result.crimeReference) !== Boolean(result.noCrimeBecause))
    t.equal(result.notAttendedBecause, undefined)
  }
})

t.test('a vulnerable person’s incident needs no risk assessment for domestic abuse', async (t) => {
  const { result } = composeClosing(
    { ...incident, type: 'concern', flags: { ...flags, vulnerable: true } },
    true,
    new SeededRandom(1),
  )
  t.ok(result.personsSeen)
  t.equal(result.riskAssessmentReference, undefined)
})

t.test('where nobody went, it says why, and claims nothing that only a visit shows', async (t) => {
  const { result } = composeClosing({ ...incident, type: 'theft', flags, locked: false }, false, new SeededRandom(2))
  t.ok(result.notAttendedBecause)
  t.equal(result.personsSeen, undefined)
  t.match(composeClosing(incident, false, new SeededRandom(2)).result.personsSeen, /telephone/)
})

t.test('what the service says is missing is added, and nothing else changes', async (t) => {
  const closing = composeClosing({ ...incident, type: 'abandoned', flags, locked: false }, true, new SeededRandom(3))
  const completed = completeClosing(closing, [{ what: 'callBack' }, { what: 'checks' }])
  t.ok(completed.result.callBack)
  t.same({ ...completed.result, callBack: undefined }, { ...closing.result, callBack: undefined })
  t.same(completeClosing(closing, [{ what: 'checks' }]), closing, 'a check that still runs is nobody’s to add')
})
