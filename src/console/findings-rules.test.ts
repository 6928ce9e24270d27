import t from 'tap'
import { at, finding, NOW } from '../../test/console/board-facts.ts'
import type { HeldCheck } from './board.ts'
import { checkLine, listChoices, provenance, rankFindings } from './findings-rules.ts'

const check = (more: Partial<HeldCheck>): HeldCheck => ({
  id: 'k1',
  kind: 'phone',
  state: 'hit',
  contactId: 'c1',
  incidentId: null,
  requestedAt: at(-9),
  finishedAt: at(-5),
  findings: [],
  superseded: false,
  ...more,
})

t.test('a check that nobody answered never looks like one that knows nothing', async (t) => {
  t.match(checkLine(check({ state: 'no_trace' }), NOW), {
    what: 'Number',
    words: 'No record found, checked at 13:59:55',
    unknown: false,
    pending: false,
  })
  for (const state of ['source_unavailable', 'failed'] as const) {
    const line = checkLine(check({ kind: 'premises', state }), NOW)
    t.match(line, { what: 'Address', unknown: true, words: /^Not known: .* at 13:59:55\. Ask the caller/ })
    t.notMatch(line.words, /No record/)
  }
  const refused = checkLine(check({ state: 'failed', refused: true }), NOW)
  t.match(refused, { unknown: true, words: /^Not known: the system refused us at 13:59:55\. Ask the caller, and tell/ })
})

t.test('a check under way says for how long, and one that answered how much it found', async (t) => {
  t.match(checkLine(check({ state: 'running', finishedAt: null }), NOW), {
    pending: true,
    words: 'Not answered yet, 0:09',
  })
  t.match(checkLine(check({ kind: 'person', state: 'not_started', requestedAt: null, finishedAt: null }), NOW), {
    what: 'Person',
    words: 'Not answered yet',
  })
  t.equal(checkLine(check({ findings: [finding()] }), NOW).words, '1 entry, checked at 13:59:55')
  t.equal(checkLine(check({ findings: [finding(), finding()], finishedAt: null }), NOW).words, '2 entries, checked')
})

t.test('danger is first, what is past its review last, and the same thing is said once', async (t) => {
  const knife = finding({ danger: true, headline: 'Weapons' })
  const old = finding({ danger: true, stale: true, headline: 'Violent' })
  const older = finding({ stale: true, headline: 'Dementia' })
  const found = rankFindings([
    check({ findings: [finding(), older, old, knife] }),
    check({ id: 'k2', findings: [knife, finding({ headline: 'Response plan' })] }),
  ])
  t.same(
    found.map(({ headline }) => headline),
    ['Weapons', 'Vulnerable adult', 'Response plan', 'Violent', 'Dementia'],
  )
})

t.test('every finding says where it comes from and how old it is', async (t) => {
  t.equal(provenance(finding(), NOW), 'Force records')
  t.equal(
    provenance(finding({ since: '2026-10-22', reviewOn: '2027-01-01', confidence: 'confirmed' }), NOW),
    'Force records · 2026-10-22, 31 days old · review 2027-01-01 · confirmed',
  )
  t.equal(
    provenance(finding({ since: '2024-11-22', reviewOn: '2025-01-01', stale: true }), NOW),
    'Force records · 2024-11-22, 23 months old · past its review: may no longer be so',
  )
})

t.test('another system is named, and what was found before is said to be', async (t) => {
  t.equal(checkLine(check({ source: 'pnc', sourceName: 'PNC' }), NOW).what, 'Number, PNC')
  t.equal(checkLine(check({ source: 'pnc' }), NOW).what, 'Number')
  t.equal(
    checkLine(check({ source: 'force-records', sourceName: 'Force records', kind: 'pair' }), NOW).what,
    'Orders between them',
  )
  for (const state of ['source_unavailable', 'failed'] as const)
    t.match(checkLine(check({ state, findings: [finding()] }), NOW).words, /What is shown was found before\.$/)
})

t.test('who was named is asked only where it is open', async (t) => {
  const one = { id: 'a', name: 'Anna Example', bornOn: null, score: 0.8, because: [], address: null, taken: false }
  const open: Partial<HeldCheck> = { kind: 'person', incidentId: 'i1', aboutPersons: ['n1'], candidates: [one] }
  t.same(listChoices([check(open)]), [{ incidentId: 'i1', namedId: 'n1', candidates: [one] }])
  for (const more of [
    { kind: 'pair' },
    { superseded: true },
    { candidates: [] },
    { candidates: [{ ...one, taken: true }] },
    { incidentId: null },
    { aboutPersons: [] },
  ] as Partial<HeldCheck>[])
    t.same(listChoices([check({ ...open, ...more })]), [])
  t.same(listChoices([check({ kind: 'person' })]), [])
})
