import t from 'tap'
import { SeededRandom } from './seeded-random.ts'
import { type ChoiceFacts, chooseUnit } from './shift-choice-rules.ts'
import type { Candidate } from './shift-events.ts'

const candidate = (callsign: string, more: Partial<Candidate> = {}): Candidate => ({
  unitId: callsign,
  callsign,
  kind: 'response',
  rank: 1,
  travel: { known: true, seconds: 60, metres: 900, earliestSeconds: 60, latestSeconds: 60 },
  positionAgeSeconds: 2,
  crewSize: 2,
  because: [],
  rules: [],
  sendAs: null,
  divertFrom: null,
  needsCommander: false,
  notAlone: false,
  ...more,
})
const facts = (candidates: Candidate[], more: Partial<ChoiceFacts> = {}): ChoiceFacts => ({
  candidates,
  going: new Set(),
  isEmergency: true,
  commitmentOf: () => undefined,
  ...more,
})
const always = (of: ChoiceFacts) => Array.from({ length: 300 }, (_, seed) => chooseUnit(of, new SeededRandom(seed)))
const divertFrom = {
  incidentId: 'burglary',
  reference: '7/22-11-2026',
  grade: '2',
  watched: false,
  risks: [],
  secondsLeft: 900,
  othersGoing: 0,
}

t.test('the first is sent, and about one time in sixteen the second with its reason', async (t) => {
  const choices = always(facts([candidate('NR11'), candidate('NR12', { rank: 2 })]))
  const others = choices.filter((choice) => choice?.unitId === 'NR12')
  t.ok(others.length > 5 && others.length < 40)
  t.ok(others.every((choice) => choice?.reasonCode))
  t.ok(
    choices.every((choice) => choice?.unitId === 'NR12' || (choice?.unitId === 'NR11' && choice.reasonCode === null)),
  )
})

t.test('a unit that is going already is not sent again, and one that is not eligible never', async (t) => {
  const of = facts([candidate('NR11'), candidate('NP11', { rank: null }), candidate('NR12', { rank: 2 })], {
    going: new Set(['NR11']),
  })
  t.ok(always(of).every((choice) => choice?.unitId === 'NR12'))
})

t.test('a unit leaves another incident for an emergency, knowingly, and for nothing else', async (t) => {
  const commitmentOf = () => ({ incidentId: 'burglary' })
  const candidates = [candidate('NR11', { divertFrom })]
  t.match(chooseUnit(facts(candidates, { commitmentOf }), new SeededRandom(1)), {
    unitId: 'NR11',
    divert: { reason: String, recontactInMinutes: null },
  })
  t.equal(chooseUnit(facts(candidates, { commitmentOf, isEmergency: false }), new SeededRandom(1)), undefined)
  const watched = [candidate('NR11', { divertFrom: { ...divertFrom, watched: true } })]
  t.match(chooseUnit(facts(watched, { commitmentOf }), new SeededRandom(1)), { divert: { recontactInMinutes: 15 } })
})

t.test('what has changed since the ranking sends nobody: it is asked for anew', async (t) => {
  const commitmentOf = (unitId: string) => (unitId === 'NR11' ? { incidentId: 'fight' } : undefined)
  t.equal(
    chooseUnit(facts([candidate('NR11'), candidate('NR12', { rank: 2 })], { commitmentOf }), new SeededRandom(1)),
    undefined,
  )
  t.equal(
    chooseUnit(facts([candidate('NR12', { divertFrom })]), new SeededRandom(1)),
    undefined,
    'it has arrived, or is free again',
  )
  t.equal(chooseUnit(facts([]), new SeededRandom(1)), undefined)
})
