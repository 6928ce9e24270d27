import t from 'tap'
import type { HandoverPicture } from './handover.ts'
import { listChanges, refuseSigning, worksDesk } from './handover-rules.ts'
import { listComingPeaks } from './peak-rules.ts'

const nothing: HandoverPicture = { incidents: [], promises: [], exceptions: [], roads: [], unitsMissing: [] }
const incident = {
  incidentId: 'i1',
  reference: '1/23-11-2026',
  type: 'theft',
  grade: '2',
  attendBy: 'then',
  locked: false,
  units: 0,
}
const promise = {
  actionId: 'a1',
  incidentId: 'i1',
  reference: '1/23-11-2026',
  text: 'Ring back',
  owner: 'x',
  dueAt: 'd',
}
const exception = { id: 'x1', kind: 'k', reference: null, incidentId: null, because: 'late', inHand: null }
const road = { id: 'r1', name: 'Hardknott Pass', because: 'snow', to: null }
const unit = { unitId: 'u1', callsign: 'NR11' }
const words = (before: HandoverPicture, now: HandoverPicture) => listChanges(before, now).map((one) => one.words)

t.test('nothing has changed', async (t) => {
  const full = {
    incidents: [incident],
    promises: [promise],
    exceptions: [exception],
    roads: [road],
    unitsMissing: [unit],
  }
  t.same(listChanges(full, structuredClone(full)), [])
})

t.test('what came, and what went', async (t) => {
  const full = {
    incidents: [incident],
    promises: [promise],
    exceptions: [exception],
    roads: [road],
    unitsMissing: [unit],
  }
  t.same(words(nothing, full), [
    'New: 1/23-11-2026, grade 2',
    'New promise, 1/23-11-2026: Ring back',
    'New warning: late',
    'Road closed or slow: Hardknott Pass, snow',
    'Unit missing: NR11',
  ])
  t.same(words(full, nothing), [
    'Not open here any more: 1/23-11-2026',
    'Promise kept or over, 1/23-11-2026: Ring back',
    'Warning over: late',
    'Road open again: Hardknott Pass',
    'Unit not missing any more: NR11',
  ])
  t.equal(listChanges(nothing, full)[0]?.incidentId, 'i1', 'and which incident to open')
})

t.test('what is otherwise', async (t) => {
  const now = { ...incident, grade: null, attendBy: 'later', units: 1, type: 'domestic', locked: true }
  const changed = (is: Partial<typeof incident>) =>
    words({ ...nothing, incidents: [incident] }, { ...nothing, incidents: [{ ...incident, ...is }] })
  t.same(words({ ...nothing, incidents: [incident] }, { ...nothing, incidents: [now] }), [
    '1/23-11-2026: not graded (was 2), another clock, 1 unit (was 0), type domestic, locked',
  ])
  t.same(changed({ units: 2 }), ['1/23-11-2026: 2 units (was 0)'])
  t.same(words({ ...nothing, incidents: [now] }, { ...nothing, incidents: [incident] }), [
    '1/23-11-2026: grade 2 (was none), another clock, 0 units (was 1), type theft, not locked any more',
  ])
  t.same(words({ ...nothing, promises: [promise] }, { ...nothing, promises: [{ ...promise, dueAt: null }] }), [
    'Promise due at another time, 1/23-11-2026: Ring back',
  ])
  const held = { ...exception, reference: '1/23-11-2026', inHand: 'Ada' }
  t.same(words({ ...nothing, exceptions: [exception] }, { ...nothing, exceptions: [held] }), [
    'In hand, Ada: 1/23-11-2026, late',
  ])
})

t.test('two people sign, the outgoing first; the incoming says what they have taken on', async (t) => {
  const head = { role: 'dispatcher' as const, outgoingAt: null, incomingAt: null, superseded: false }
  const of = (more: Partial<typeof head> | { outgoingAt: string; incomingAt?: string }, mayTakeDesk = true) => ({
    head: { ...head, ...more },
    draftedById: 'out',
    mayTakeDesk,
  })
  const [out, next] = [{ id: 'out', role: 'dispatcher' } as const, { id: 'in', role: 'dispatcher' } as const]
  const signed = { outgoingAt: 'then' }
  t.equal(refuseSigning(of({}), 'outgoing', out, ''), undefined)
  t.match(refuseSigning(of({}), 'outgoing', next, ''), { code: 'handover/not-yours' })
  t.match(refuseSigning(of(signed), 'outgoing', out, ''), { code: 'handover/signed' })
  t.match(refuseSigning(of({ superseded: true }), 'outgoing', out, ''), { code: 'handover/superseded' })
  t.match(refuseSigning(of({}), 'incoming', next, 'all'), { code: 'handover/order' })
  t.match(refuseSigning(of(signed), 'incoming', out, 'all'), { code: 'handover/second-person' })
  t.match(refuseSigning(of(signed), 'incoming', next, ' '), { code: 'handover/nothing-taken-on' })
  t.match(refuseSigning(of(signed, false), 'incoming', next, 'all'), { code: 'handover/not-yours' })
  t.match(refuseSigning(of({ ...signed, incomingAt: 'now' }), 'incoming', next, 'all'), { code: 'handover/signed' })
  t.equal(refuseSigning(of(signed), 'incoming', next, 'all'), undefined)
  t.equal(refuseSigning(of(signed), 'incoming', { id: 's', role: 'supervisor' }, 'all'), undefined)
  const ofSupervisor = { ...of(signed), head: { ...head, ...signed, role: 'supervisor' as const } }
  t.match(refuseSigning(ofSupervisor, 'incoming', next, 'all'), { code: 'handover/not-yours' })
})

t.test('a dispatcher works areas of theirs, a supervisor of either centre any desk', async (t) => {
  const north = { scope: 'area', areas: ['north'] } as const
  t.ok(worksDesk({ role: 'supervisor', areas: [] }, { scope: 'centre', areas: ['north', 'west'] }))
  t.ok(worksDesk({ role: 'dispatcher', areas: ['north'] }, north))
  t.ok(worksDesk({ role: 'dispatcher', areas: [] }, north))
  t.notOk(worksDesk({ role: 'dispatcher', areas: ['west'] }, north))
  t.notOk(worksDesk({ role: 'dispatcher', areas: [] }, { scope: 'centre', areas: ['north'] }))
  t.notOk(worksDesk({ role: 'call-handler', areas: [] }, north))
})

t.test('a peak is said before it begins and while it runs, where it is', async (t) => {
  const peak = (more: object) => ({
    ...{ code: 'fair', what: 'Appleby Fair', where: 'Eden', areas: ['north'], expectedShare: 1.5 },
    ...{ from: '2026-06-04T21:00', to: '2026-06-05T04:00' },
    ...more,
  })
  const calendar = { showHoursAhead: 12, peaks: [peak({ code: 'b', from: '2026-06-04T22:00' }), peak({})] }
  const said = (at: string, areas: string[] = []) =>
    listComingPeaks(calendar, new Date(at), areas).map(({ code, words: line }) => `${code} ${line}`)
  t.same(said('2026-06-04T12:00:00Z', ['north']), [
    'fair From 21:00: Appleby Fair, Eden',
    'b From 22:00: Appleby Fair, Eden',
  ])
  t.same(said('2026-06-04T20:30:00Z')[0], 'fair Until 05/06 04:00: Appleby Fair, Eden')
  t.same(said('2026-06-04T12:00:00Z', ['south']), [])
  t.same(said('2026-06-04T07:59:00Z'), [])
  t.same(said('2026-06-05T03:00:00Z'), [])
  const spring = { showHoursAhead: 12, peaks: [peak({ areas: [], from: '2027-03-28T01:30', to: '2027-03-28T09:00' })] }
  t.match(listComingPeaks(spring, new Date('2027-03-28T00:00:00Z'), ['south'])[0]?.words, /^From 02:30/)
})
