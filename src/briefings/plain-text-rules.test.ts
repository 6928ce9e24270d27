import fc from 'fast-check'
import t from 'tap'
import { check, compose, contact, facts, finding, found, person } from '../../test/briefings/briefing-facts.ts'
import { plainBriefing } from './briefing.ts'
import { MOST_PLAIN, type PlainFacts, toPlainText } from './plain-text-rules.ts'
import { withholdAddress } from './withheld-address-rules.ts'

const plain = (composed: Pick<PlainFacts, 'body' | 'unknowns'>, more: Partial<PlainFacts> = {}) =>
  toPlainText({ reference: '123/22-11-2026', grade: '1', version: 2, ...composed, ...more })

t.test('what can hurt comes first, then sources that did not answer, then powers, people, plan, history', async (t) => {
  const { text } = plain(
    compose({
      ...found(
        finding({ danger: true, code: 'FI', headline: 'Firearms: Ben Example' }),
        finding({ danger: true, code: 'DG', headline: 'Dog', stale: true }),
        finding({ kind: 'order', headline: 'Restraining order in force' }),
        finding({ kind: 'plan', code: 'plan', headline: 'Response plan', detail: 'Come by the back' }),
        finding({ kind: 'risk', headline: 'Last risk grade high' }),
      ),
      people: [person('victim'), person('suspect', { name: 'Ben Example', present: true })],
      contacts: [contact({ firstWords: 'He is\nback' })],
    }),
  )
  const places = [
    'Grade 1, Emergency: Domestic incident, happening now. Danger: Firearms',
    'At 901 Example Street.',
    'Suspect: Ben Example, there now.',
    'Firearms: Ben Example.',
    'Restraining order in force.',
    'Victim: Anna Example',
    'Response plan. Come by the back.',
    'Last risk grade high.',
    '"He is back".',
    'Past its review: Dog.',
    'Not asked: Is anyone hurt?',
  ].map((words) => text.indexOf(words))
  t.notOk(places.includes(-1), text)
  t.same(
    places,
    [...places].sort((a, b) => a - b),
  )
  const failed = plain(compose({ checks: [check({ state: 'failed' })] })).text
  t.ok(
    failed.indexOf('Phone check did not work') < failed.indexOf('Not asked'),
    'a failed source before what was not asked',
  )
})

t.test('cut at the end of a sentence, and said to be', async (t) => {
  const long = Array.from({ length: 12 }, (_, n) =>
    finding({ danger: true, code: 'WE', headline: `Weapons ${n}: ${'knife '.repeat(20).trim()}` }),
  )
  const { text } = plain(compose(found(...long)))
  t.ok(text.length <= MOST_PLAIN)
  t.match(text, /knife\. More in the full briefing\.$/)
})

t.test('one sentence that alone is too long ends at a word; one without words ends somewhere', async (t) => {
  const { body, unknowns } = compose()
  const spoken = plain({ body: { ...body, headline: 'word '.repeat(400) }, unknowns }).text
  t.match(spoken, /word \.\.\. More in the full briefing\.$/)
  t.ok(spoken.length <= MOST_PLAIN)
  const endless = plain({ body: { ...body, headline: '😀'.repeat(700) }, unknowns }).text
  t.ok(endless.length <= MOST_PLAIN && endless.isWellFormed(), 'no half character')
})

t.test('the preview: a grade, a number, a version, and no word of anybody', async (t) => {
  t.equal(plain(compose()).preview, 'Grade 1, 123/22-11-2026: briefing 2')
  t.equal(plain(compose(), { grade: null }).preview, 'Incident, 123/22-11-2026: briefing 2')
})

const refuge = {
  id: 'r',
  name: 'Rose House',
  number: '968',
  street: 'Hartness Road',
  town: 'Penrith',
  postcode: 'CA11 8AB',
  lat: 54.66,
  lon: -2.75,
}
/** What somebody may have typed of the refuge, and what may stand round it. */
const address = fc.constantFrom(
  '968 Hartness Road',
  '968, hartness rd',
  'Rose House',
  'ROSE  HOUSE, Hartness Road',
  'flat 3, 968 Hartness road, Penrith, CA118AB',
  'Hartness Road, number 968',
)
const said = fc
  .array(fc.oneof(address, fc.string({ unit: 'binary', maxLength: 80 }), fc.lorem({ maxCount: 30 })), { maxLength: 6 })
  .map((parts) => parts.join(' - '))
/** What would tell a bystander who reads a locked screen what kind of incident it is. */
const TELLING =
  /domestic|abuse|violen|partner|husband|wife|victim|marac|dash|dvpo|dapo|refuge|risk|safeguard|molest|order/i

t.test('over generated briefings: never longer, never the address, and a preview that tells nothing', async (t) => {
  fc.assert(
    fc.property(
      said,
      said,
      fc.array(fc.tuple(said, said, fc.boolean(), fc.boolean()), { maxLength: 14 }),
      fc.array(said, { maxLength: 10 }),
      (summary, words, markers, names) => {
        const known = {
          ...facts,
          incident: { ...facts.incident, summary, locationText: summary },
          ...found(
            ...markers.map(([headline, detail, danger, stale]) =>
              finding({ headline, detail, danger, stale, kind: danger ? 'marker' : 'plan', code: 'plan' }),
            ),
          ),
          people: names.map((name) => person('victim', { name })),
          contacts: [contact({ firstWords: words })],
        }
        const { preview, text } = plain(compose(withholdAddress(known, refuge)))
        plainBriefing.parse({ preview, text })
        t.ok(text.length <= MOST_PLAIN)
        if (/rose\s+h|hartn|968\W+h|ca11 ?8/i.test(text)) t.fail(`the address is told: ${text}`)
        if (TELLING.test(preview)) t.fail(`the preview tells: ${preview}`)
        return text.length <= MOST_PLAIN
      },
    ),
    { numRuns: 400 },
  )
})
