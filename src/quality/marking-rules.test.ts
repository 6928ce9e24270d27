import t from 'tap'
import type { Scorecard } from '../definitions/index.ts'
import type { ItemMark, Mark, Marked } from './mark.ts'
import {
  agreedFinding,
  checkActions,
  checkDraft,
  checkWhole,
  differencesOf,
  isOverdue,
  itemsFor,
  refuseMarking,
  refuseSettling,
  refuseSharing,
  type Standing,
  settle,
  stateOf,
} from './marking-rules.ts'

const item = (code: string, domesticAbuse = false) => ({
  code,
  ask: `${code}?`,
  guidance: 'look',
  requirement: 'HMIC 2014',
  domesticAbuse,
})
const card: Scorecard = {
  skill: 'call-handling',
  name: 'Call handling',
  items: [item('a'), item('b'), item('c', true)],
}
const marked = (code: string, mark: Mark, note = ''): Marked => ({ item: code, mark, note, evidence: null })
const standing = (more: Partial<Standing> = {}): Standing => ({
  staffId: 'ann',
  needed: 1,
  reviewers: [],
  handedIn: 0,
  settled: false,
  sharedAt: null,
  acknowledgedAt: null,
  ...more,
})
const hands = { handled: ['ann', 'dan'], closed: ['sue'] }
const lines = new Set(['line'])

t.test('where a review stands', async (t) => {
  t.equal(stateOf(standing()), 'to-mark')
  t.equal(stateOf(standing({ needed: 2, handedIn: 1 })), 'to-mark')
  t.equal(stateOf(standing({ needed: 2, handedIn: 2 })), 'to-settle')
  const settled = { handedIn: 1, settled: true }
  t.equal(stateOf(standing(settled)), 'to-share')
  t.equal(stateOf(standing({ ...settled, sharedAt: 'x' })), 'shared')
  t.equal(stateOf(standing({ ...settled, sharedAt: 'x', acknowledgedAt: 'y' })), 'acknowledged')
})

t.test('who marks never had a hand in it, and takes nobody’s place', async (t) => {
  for (const who of ['ann', 'dan', 'sue'])
    t.match(refuseMarking(standing(), hands, who), { code: 'quality/own-work' }, who)
  t.equal(refuseMarking(standing(), hands, 'rob'), undefined)
  t.equal(refuseMarking(standing({ reviewers: ['rob'] }), hands, 'rob'), undefined, 'goes on with a draft')
  t.match(refuseMarking(standing({ reviewers: ['rob'] }), hands, 'tim'), { code: 'quality/taken' })
  t.equal(refuseMarking(standing({ needed: 2, reviewers: ['rob'] }), hands, 'tim'), undefined, 'the blind second')
  t.match(refuseMarking(standing({ handedIn: 1, settled: true }), hands, 'tim'), { code: 'quality/taken' })
  t.match(
    refuseMarking(standing({ staffId: 'eve' }), { handled: [], closed: [] }, 'eve'),
    { code: 'quality/own-work' },
    'never one’s own',
  )
})

t.test('a third person settles: the one who closed it may, those who marked or handled it may not', async (t) => {
  const both = standing({ needed: 2, reviewers: ['rob', 'tim'], handedIn: 2 })
  t.equal(refuseSettling(both, hands, 'sue'), undefined)
  t.match(refuseSettling(both, hands, 'rob'), { code: 'quality/third-person' })
  t.match(refuseSettling(both, hands, 'dan'), { code: 'quality/own-work' })
  t.match(refuseSettling(both, { handled: [], closed: [] }, 'ann'), { code: 'quality/own-work' })
  t.match(refuseSettling({ ...both, handedIn: 1 }, hands, 'sue'), { code: 'quality/order' })
})

t.test('a finding is shared once, by whoever had no hand in it', async (t) => {
  const found = standing({ reviewers: ['rob'], handedIn: 1, settled: true })
  t.equal(refuseSharing(found, hands, 'rob'), undefined)
  t.equal(refuseSharing(found, hands, 'sue'), undefined)
  t.match(refuseSharing(found, hands, 'dan'), { code: 'quality/own-work' })
  t.match(refuseSharing(found, { handled: [], closed: [] }, 'ann'), { code: 'quality/own-work' })
  t.match(refuseSharing({ ...found, sharedAt: 'x' }, hands, 'rob'), { code: 'quality/order' })
  t.match(refuseSharing({ ...found, settled: false }, hands, 'rob'), { code: 'quality/order' })
})

t.test('items about domestic abuse are asked where it is that', async (t) => {
  t.same(
    itemsFor(card, false).map(({ code }) => code),
    ['a', 'b'],
  )
  t.equal(itemsFor(card, true).length, 3)
})

t.test('a draft may have holes, and nothing that does not belong', async (t) => {
  const given: ItemMark[] = [
    { item: 'a', mark: null, note: '', evidence: 'line' },
    { item: 'a', mark: 'met', note: '', evidence: null },
    { item: 'x', mark: 'met', note: '', evidence: null },
    { item: 'b', mark: 'met', note: '', evidence: 'elsewhere' },
  ]
  t.match(checkDraft(given, card.items, lines), [
    { pointer: '/marks/1/item', detail: /twice/ },
    { pointer: '/marks/2/item', detail: /not on this scorecard/ },
    { pointer: '/marks/3/evidence' },
  ])
})

t.test('what is handed in is whole, and says why wherever it is not Met', async (t) => {
  t.match(checkWhole([{ ...marked('a', 'met'), mark: null }, marked('b', 'partly', ' ')], card.items, lines), [
    { pointer: '/marks/0/mark' },
    { pointer: '/marks/1/note', detail: 'say why' },
    { pointer: '/marks', detail: /^c / },
  ])
  t.same(
    checkWhole(
      [marked('a', 'met'), marked('b', 'partly', 'once'), marked('c', 'cannot-tell', 'no log')],
      card.items,
      lines,
    ),
    [],
  )
})

t.test('two who agree are one finding with the notes of both; differences wait for a supervisor', async (t) => {
  const one = [marked('a', 'met'), marked('b', 'partly', 'late')]
  const other = [{ ...marked('a', 'met', 'well done'), evidence: 'line' }, marked('b', 'partly', 'late')]
  t.equal(agreedFinding([]), undefined)
  t.same(agreedFinding([one]), one)
  t.same(agreedFinding([one, other]), [
    { item: 'a', mark: 'met', note: 'well done', evidence: 'line' },
    { item: 'b', mark: 'partly', note: 'late', evidence: null },
  ])
  const differs = [marked('a', 'not-met', 'no'), marked('b', 'partly', 'never')]
  t.equal(agreedFinding([one, differs]), undefined)
  t.same(differencesOf(one, differs), [{ item: 'a', marks: ['met', 'not-met'] }])
  t.same(agreedFinding([[marked('z', 'met')], []]), [marked('z', 'met')], 'an item that only one was asked')

  t.same(settle([one, differs], [marked('a', 'partly', 'asked, late')]), [
    marked('a', 'partly', 'asked, late'),
    marked('b', 'partly', 'late\nnever'),
  ])
  t.match(settle([one, differs], []), [{ pointer: '/marks', detail: /^a / }])
  t.match(settle([one, differs], [marked('b', 'met', 'x'), marked('a', 'met'), marked('a', 'met', 'x')]), [
    { pointer: '/marks/0/item' },
    { pointer: '/marks/1/note' },
    { pointer: '/marks/2/item' },
  ])
  t.match(settle([one, differs], [{ ...marked('a', 'met'), mark: null }]), [{ pointer: '/marks/0/mark' }])
})

t.test('an action is overdue after its day, until it is done', async (t) => {
  t.equal(isOverdue({ dueOn: '2026-11-22', doneAt: null }, '2026-11-23'), true)
  t.equal(isOverdue({ dueOn: '2026-11-23', doneAt: null }, '2026-11-23'), false)
  t.equal(isOverdue({ dueOn: '2026-11-01', doneAt: '2026-11-22T10:00:00Z' }, '2026-11-23'), false)
})

t.test('an action is somebody’s, and not for yesterday', async (t) => {
  const staff = new Set(['ann'])
  t.same(checkActions([{ ownerId: 'ann', dueOn: '2026-11-23' }], staff, '2026-11-23'), [])
  t.match(
    checkActions(
      [
        { ownerId: 'ann', dueOn: '2026-12-01' },
        { ownerId: 'x', dueOn: '2026-11-22' },
      ],
      staff,
      '2026-11-23',
    ),
    [{ pointer: '/actions/1/ownerId' }, { pointer: '/actions/1/dueOn' }],
  )
})
