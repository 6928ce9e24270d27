import t from 'tap'
import { Refusal } from '../core/index.ts'
import { type AssignFacts, assignUnit, takeStep } from './deployment-rules.ts'
import type { Candidate } from './dispatch.ts'

const candidate = (callsign: string, rank: number | null, more: Partial<Candidate> = {}): Candidate => ({
  unitId: callsign,
  callsign,
  kind: 'response',
  rank,
  travel: { known: true, seconds: 299.6, metres: 4_000, earliestSeconds: 299.6, latestSeconds: 299.6 },
  positionAgeSeconds: 3,
  crewSize: 2,
  because: ['why'],
  rules: ['time/nearest'],
  sendAs: null,
  divertFrom: null,
  needsCommander: false,
  notAlone: false,
  ...more,
})
type More = { unit?: Partial<AssignFacts['unit']>; wish?: Partial<AssignFacts['wish']> } & Partial<
  Omit<AssignFacts, 'unit' | 'wish'>
>
const facts = ({ unit, wish, ...more }: More): AssignFacts => ({
  grade: { position: 1 },
  unitsNeeded: 1,
  going: [],
  candidates: [candidate('NR11', 1), candidate('NR12', 2)],
  unit: {
    id: 'NR11',
    callsign: 'NR11',
    onShift: true,
    state: { name: 'Available', deployable: true, onDuty: true },
    open: null,
    ...unit,
  },
  recontactWithinSeconds: 1_800,
  wish: { additional: false, divert: null, reasonCode: null, isSupervisor: false, ...wish },
  ...more,
})
const nr12 = { id: 'NR12', callsign: 'NR12' }
const going = (callsign: string, slot: number, kind = 'response') => ({
  ...{ unitId: callsign, callsign, slot, kind },
  assignedAt: new Date('2026-11-22T14:03:05Z'),
  assignedByName: slot === 1 ? 'A. Ash' : null,
})
const code = (more: More) => {
  const result = assignUnit(facts(more))
  return result instanceof Refusal ? result.code : 'sent'
}

t.test('the first unit is sent with its time and owes nothing', async (t) => {
  t.same(assignUnit(facts({})), {
    slot: 1,
    rankChosen: 1,
    travelSeconds: 300,
    notFirstBecause: null,
    reasonOwed: false,
    divertedFrom: null,
  })
})
t.test('another unit than the first goes just as fast, and owes its reason', async (t) => {
  t.match(assignUnit(facts({ unit: nr12 })), { rankChosen: 2, reasonOwed: true })
  t.match(assignUnit(facts({ unit: nr12, wish: { reasonCode: 'skill' } })), {
    rankChosen: 2,
    reasonOwed: false,
    notFirstBecause: 'skill',
  })
  t.match(
    assignUnit(facts({ unit: { id: 'ZZ', callsign: 'ZZ' } })),
    { rankChosen: 3, travelSeconds: null, reasonOwed: true },
    'a unit that came on duty since',
  )
})
t.test('the next on the list is the first for the second place', async (t) => {
  t.match(assignUnit(facts({ unitsNeeded: 2, going: [going('NR11', 1)], unit: nr12 })), {
    slot: 2,
    rankChosen: 1,
    reasonOwed: false,
  })
  t.match(
    assignUnit(facts({ unitsNeeded: 2, going: [going('NR11', 2)], unit: nr12 })),
    { slot: 1 },
    'a place that fell free is filled',
  )
})
t.test('a need is met once; one more is sent only knowingly', async (t) => {
  t.equal(code({ going: [going('NR11', 1)], unit: nr12 }), 'recommendation/met')
  t.match(assignUnit(facts({ going: [going('NR11', 1)], unit: nr12, wish: { additional: true } })), { slot: 2 })
  t.match(
    assignUnit(facts({ going: [going('NR11', 1), going('NR13', 2)], unit: nr12 })),
    { message: 'A. Ash assigned NR11 at 14:03; NR13 was assigned at 14:03' },
    'who was quicker is said',
  )
  t.equal(code({ going: [going('NR11', 1)] }), 'unit/committed', 'not the same unit twice')
})
t.test('who is off duty or in no state to go is not sent', async (t) => {
  t.equal(code({ unit: { onShift: false } }), 'unit/off-duty')
  t.equal(code({ unit: { state: { name: 'Off duty', deployable: false, onDuty: false } } }), 'unit/off-duty')
  t.equal(code({ unit: { state: { name: 'At court', deployable: false, onDuty: true } } }), 'unit/not-deployable')
})
t.test('firearms go only by a supervisor, for the tactical commander', async (t) => {
  const candidates = [candidate('NR11', null, { needsCommander: true })]
  t.equal(code({ candidates }), 'unit/not-eligible')
  t.equal(code({ candidates, wish: { isSupervisor: true } }), 'sent')
})
t.test('a PCSO goes to violence only beside officers', async (t) => {
  const candidates = [candidate('NR11', null, { notAlone: true, kind: 'pcso' })]
  t.equal(code({ candidates, unitsNeeded: 2 }), 'unit/not-eligible')
  t.equal(code({ candidates, unitsNeeded: 2, going: [going('NP2', 1, 'pcso')] }), 'unit/not-eligible')
  t.equal(code({ candidates, unitsNeeded: 2, going: [going('NR12', 1)] }), 'sent')
})
t.test('a divert is a decision: to something more urgent, said, and never from a scene', async (t) => {
  const open = { incidentId: 'other', atScene: false, gradePosition: 2, watched: false }
  t.equal(code({ unit: { open } }), 'unit/divert-needed')
  const divert = { reason: 'nearest', recontactInMinutes: null }
  t.match(assignUnit(facts({ unit: { open }, wish: { divert } })), { divertedFrom: 'other' })
  t.equal(code({ unit: { open: { ...open, atScene: true } }, wish: { divert } }), 'unit/committed')
  t.equal(code({ unit: { open: { ...open, gradePosition: 1 } }, wish: { divert } }), 'unit/committed')
  t.equal(code({ unit: { open: { ...open, gradePosition: null } } }), 'unit/committed')
  const watched = { ...open, watched: true }
  t.equal(code({ unit: { open: watched }, wish: { divert } }), 'unit/recontact-needed')
  t.equal(code({ unit: { open: watched }, wish: { divert: { ...divert, recontactInMinutes: 10 } } }), 'sent')
})

const fresh = { acknowledged: false, mobile: false, atScene: false, released: false }
const stepCode = (...args: Parameters<typeof takeStep>) => {
  const result = takeStep(...args)
  return result instanceof Refusal ? result.code : result
}
t.test('steps follow each other; skipping en route is allowed; the same again changes nothing', async (t) => {
  t.equal(stepCode(fresh, 'acknowledge'), 'now')
  t.equal(stepCode(fresh, 'mobile'), 'now')
  t.equal(stepCode(fresh, 'at-scene'), 'now')
  t.equal(stepCode({ ...fresh, atScene: true }, 'clear'), 'now')
  t.equal(stepCode(fresh, 'stand-down'), 'now')
  t.equal(stepCode({ ...fresh, acknowledged: true }, 'acknowledge'), 'again')
  t.equal(stepCode({ ...fresh, atScene: true }, 'at-scene'), 'again')
})
t.test('a step that does not follow is refused', async (t) => {
  t.equal(stepCode({ ...fresh, atScene: true }, 'mobile'), 'deployment/order')
  t.equal(stepCode(fresh, 'clear'), 'deployment/order')
  t.equal(stepCode({ ...fresh, released: true }, 'acknowledge'), 'deployment/ended')
})
