import t from 'tap'
import {
  allAnswered,
  check,
  compose,
  contact,
  facts,
  finding,
  found,
  person,
} from '../../test/briefings/briefing-facts.ts'
import { type BriefingPart, partCodes, type SectionCode, sectionCodes } from './briefing.ts'
import { judgeParts, type PartFacts } from './sufficiency-rules.ts'

const nothing = Object.fromEntries(sectionCodes.map((code) => [code, 0])) as Record<SectionCode, number>
const placeOf: PartFacts['placeOf'] = (code) => (code === 'weapons' ? 'danger' : 'communication')
const judge = (more: Partial<PartFacts> = {}) =>
  judgeParts({ told: nothing, unknowns: [], nobodySpoke: false, placeOf, ...more })
const stateOf = (parts: readonly BriefingPart[] | undefined, code: BriefingPart['code']) =>
  parts?.find((part) => part.code === code)?.state
const unknown = (what: string, state: 'PENDING' | 'FAILED' | 'SOURCE_UNAVAILABLE' | 'NOT_ASKED') => ({
  what,
  state,
  text: `${what} ${state}`,
})

t.test('there are nine parts, in the order of DOMAIN B11', async (t) => {
  t.same(
    judge().map(({ code }) => code),
    partCodes,
  )
  t.equal(partCodes.length, 9)
})

t.test(
  'with every source answered and nothing found, what checks fill is empty, and what people say is unknown',
  async (t) => {
    t.same(
      judge().map(({ code, state }) => [code, state]),
      [
        ['happening', 'unknown'],
        ['danger', 'empty'],
        ['people', 'unknown'],
        ['orders', 'empty'],
        ['history', 'empty'],
        ['plan', 'empty'],
        ['communication', 'unknown'],
        ['firstWords', 'unknown'],
        ['outstanding', 'empty'],
      ],
    )
  },
)

t.test(
  'a source that failed, is away or has not answered is never empty; the worst of them is said (I12)',
  async (t) => {
    for (const [state, said] of [
      ['FAILED', 'failed'],
      ['SOURCE_UNAVAILABLE', 'failed'],
      ['PENDING', 'pending'],
      ['NOT_ASKED', 'unknown'],
    ] as const) {
      const parts = judge({ unknowns: [unknown('phone', state)] })
      for (const code of ['danger', 'orders', 'history', 'plan'] as const) t.equal(stateOf(parts, code), said, code)
      t.equal(stateOf(parts, 'outstanding'), 'filled')
    }
    t.equal(
      stateOf(judge({ unknowns: [unknown('phone', 'PENDING'), unknown('premises', 'FAILED')] }), 'danger'),
      'failed',
    )
    t.equal(
      stateOf(judge({ unknowns: [unknown('phone', 'NOT_ASKED'), unknown('person', 'PENDING')] }), 'plan'),
      'pending',
    )
  },
)

t.test('what is told fills a part, and what it still lacks is named with it', async (t) => {
  const [, danger] = judge({ told: { ...nothing, danger: 2 }, unknowns: [unknown('phone', 'FAILED')] })
  t.same(danger, { code: 'danger', state: 'filled', missing: ['phone FAILED'] })
})

t.test(
  'an open question belongs to the part that would tell its answer; where it is to what is happening',
  async (t) => {
    const parts = judge({ unknowns: [unknown('question:weapons', 'NOT_ASKED'), unknown('location', 'NOT_ASKED')] })
    t.same(parts.find(({ code }) => code === 'danger')?.missing, ['question:weapons NOT_ASKED'])
    t.same(parts.find(({ code }) => code === 'happening')?.missing, [
      'Nobody has said what is happening',
      'location NOT_ASKED',
    ])
    t.equal(stateOf(parts, 'orders'), 'empty')
  },
)

t.test('a silent call has no first words: that is known, and not unknown', async (t) => {
  t.equal(stateOf(judge({ nobodySpoke: true }), 'firstWords'), 'empty')
})

t.test('a whole briefing carries the list: "no record found" and a plain no fill nothing', async (t) => {
  const { body } = compose({ needs: { ...facts.needs, ...allAnswered } })
  t.same(
    body.parts?.map(({ code, state }) => `${code} ${state}`),
    [
      'happening filled',
      'danger empty',
      'people filled',
      'orders empty',
      'history empty',
      'plan empty',
      'communication unknown',
      'firstWords unknown',
      'outstanding empty',
    ],
  )
  const filled = compose({
    ...found(finding({ danger: true, code: 'FI' }), finding({ kind: 'order' })),
    people: [person('victim')],
    contacts: [contact({ firstWords: 'Help' })],
  })
  t.equal(stateOf(filled.body.parts, 'danger'), 'filled')
  t.equal(stateOf(filled.body.parts, 'firstWords'), 'filled')
  const stale = compose(found(finding({ danger: true, stale: true })))
  t.equal(stateOf(stale.body.parts, 'danger'), 'filled', 'an old marker is something told')
  const failed = compose({ checks: [check({ state: 'failed' })], contacts: [contact({ kind: 'silent' })] })
  t.equal(stateOf(failed.body.parts, 'history'), 'failed')
  t.equal(stateOf(failed.body.parts, 'firstWords'), 'empty')
})
