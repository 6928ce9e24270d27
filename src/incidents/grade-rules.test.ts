import t from 'tap'
import { type GradingFacts, proposeGrade } from './grade-rules.ts'

const grades = [
  { id: '1', name: 'Emergency', domesticAbuseAllowed: true, deploys: true },
  { id: '2', name: 'Priority', domesticAbuseAllowed: true, deploys: true },
]
const theft = { name: 'Theft', domesticAbuse: false, violence: false, alwaysEmergency: false }
const domestic = { name: 'Domestic incident', domesticAbuse: true, violence: true, alwaysEmergency: false }
const weapon = { name: 'Weapon or firearm', domesticAbuse: false, violence: true, alwaysEmergency: true }
const facts = (more: Partial<GradingFacts>): GradingFacts => ({
  grades,
  type: theft,
  happeningNow: false,
  domesticAbuse: false,
  treatAsUrgent: false,
  silentOrAbandoned: false,
  domesticAbuseMarker: false,
  worse: undefined,
  reportedBefore: undefined,
  ...more,
})

t.test('what is happening now is grade 1, and says so', async (t) => {
  t.match(proposeGrade(facts({ happeningNow: true })), { grade: '1', because: ['It is happening now'], binding: false })
  t.match(proposeGrade(facts({ happeningNow: true, type: domestic })), {
    grade: '1',
    because: ['Domestic abuse that is happening now'],
  })
  t.match(proposeGrade(facts({ happeningNow: true, domesticAbuse: true })), {
    grade: '1',
    because: ['Domestic abuse that is happening now'],
  })
})

t.test('domestic abuse that is not happening now is grade 2, never lower', async (t) => {
  t.match(proposeGrade(facts({ type: domestic })), { grade: '2', because: [/within the hour/] })
  t.match(proposeGrade(facts({ domesticAbuse: true })), { grade: '2', because: [/within the hour/] })
})

t.test('a silent or abandoned call with a domestic abuse marker is grade 1 and binds', async (t) => {
  t.match(proposeGrade(facts({ silentOrAbandoned: true, domesticAbuseMarker: true })), { grade: '1', binding: true })
  t.match(proposeGrade(facts({ silentOrAbandoned: true })), { grade: '2', binding: false })
  t.match(proposeGrade(facts({ domesticAbuseMarker: true })), { grade: '2', binding: false })
})

t.test('types that are always an emergency, and what is marked urgent, are grade 1', async (t) => {
  t.match(proposeGrade(facts({ type: weapon })), { grade: '1', because: ['Weapon or firearm is always an emergency'] })
  t.match(proposeGrade(facts({ treatAsUrgent: true })), { grade: '1', because: ['Marked to be treated as urgent'] })
})

t.test(
  'a further call that says it is worse, and abuse that is reported again, are grade 1 with their reasons',
  async (t) => {
    t.match(proposeGrade(facts({ worse: 'It has got worse' })), {
      grade: '1',
      because: ['It has got worse'],
      binding: false,
    })
    t.match(proposeGrade(facts({ type: domestic, reportedBefore: 'Reported once before' })), {
      grade: '1',
      because: ['Reported once before'],
    })
  },
)

t.test('an ordinary report is grade 2', async (t) => {
  t.match(proposeGrade(facts({})), { grade: '2', because: ['Not happening now'], binding: false })
})

t.test('a force with one grade gets that one; with none, no proposal', async (t) => {
  t.match(proposeGrade(facts({ grades: grades.slice(0, 1) })), { grade: '1' })
  t.equal(proposeGrade(facts({ grades: [] })), undefined)
})
