import t from 'tap'
import { type BriefingPart, partCodes, sectionCodes, sectionTitles } from '../briefings/briefing.ts'
import { isNewLine, sayEmpty, sayParts } from './part-words-rules.ts'

const parts = (states: Partial<Record<BriefingPart['code'], BriefingPart['state']>> = {}): BriefingPart[] =>
  partCodes.map((code) => ({ code, state: states[code] ?? 'filled', missing: [] }))

const titles = sectionCodes.map((code) => ({ code, title: sectionTitles[code] }))

t.test('how many parts are known, and which are not, what failed first', async (t) => {
  t.equal(sayParts(parts(), titles), '9 of 9 parts known')
  t.equal(
    sayParts(
      parts({ people: 'unknown', orders: 'pending', danger: 'failed', history: 'failed', plan: 'empty' }),
      titles,
    ),
    '5 of 9 parts known. Check failed: Danger to you, History and risk. Not answered yet: Orders and powers. Not known: People',
  )
})

t.test('what was checked and has nothing is said', async (t) => {
  t.equal(sayEmpty(parts(), titles), '')
  t.equal(
    sayEmpty(parts({ orders: 'empty', plan: 'empty', outstanding: 'empty' }), titles),
    'Checked, nothing found: Orders and powers, Plan and approach',
  )
})

t.test('a line is new in the part it came in', async (t) => {
  const isNew = isNewLine([{ part: 'danger', text: 'Dog', danger: true }])
  t.ok(isNew('danger', 'Dog'))
  t.notOk(isNew('plan', 'Dog'))
})
