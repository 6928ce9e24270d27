import t from 'tap'
import {
  allAnswered,
  check,
  compose,
  contact,
  facts,
  finding,
  found,
  id,
  person,
  texts,
} from '../../test/briefings/briefing-facts.ts'
import { briefingBody, sectionCodes } from './briefing.ts'

t.test('all eight parts are there, in the order a crew needs them, and nothing outstanding is said', async (t) => {
  const composed = compose({ needs: { ...facts.needs, ...allAnswered } })
  t.same(
    composed.body.sections.map(({ code }) => code),
    sectionCodes,
  )
  t.same(
    [...sectionCodes],
    ['happening', 'danger', 'people', 'orders', 'history', 'plan', 'communication', 'firstWords'],
  )
  t.same(composed.unknowns, [])
  t.equal(composed.body.outstanding, 'Nothing outstanding.')
  t.equal(composed.body.headline, 'Grade 1, Emergency: Domestic incident, happening now.')
  t.same(briefingBody.parse(composed.body), composed.body, 'it is what the contract says')
})

t.test('before it is graded, and when it is not happening now', async (t) => {
  const { body } = compose({ incident: { ...facts.incident, gradeName: null, happeningNow: false } })
  t.equal(body.headline, 'Domestic incident.')
})

t.test('a check that failed is named, and never said to have found nothing', async (t) => {
  for (const state of ['failed', 'source_unavailable', 'running'] as const) {
    const composed = compose({
      checks: [check({ state }), check({ kind: 'premises', query: 'p1', state: 'no_trace' })],
      needs: { ...facts.needs, ...allAnswered },
    })
    t.same(
      composed.unknowns.map(({ what }) => what),
      ['phone'],
      state,
    )
    t.same(texts(composed, 'history'), ['Address check: no record found'])
    t.notMatch(JSON.stringify(composed.body.sections), /Phone check/)
    t.match(composed.body.outstanding, /^Not known: Phone check/)
    t.same(texts(composed, 'danger')?.slice(-1), ['Anything there that could hurt? "No"'])
  }
})

t.test('no danger known is not the same as none recorded', async (t) => {
  const { typeCode: _type, ...rest } = facts.incident
  const other = { incident: { ...rest, typeCode: 'noise', domesticAbuse: false } }
  t.same(texts(compose(other), 'danger'), ['None recorded. That is not a promise'])
  t.same(texts(compose({ ...other, checks: [check({ state: 'failed' })] }), 'danger'), [
    'None known so far: not every source has answered',
  ])
})

t.test('danger: what was said of weapons now, then firearms and weapons before dogs, none left out', async (t) => {
  const composed = compose({
    ...found(
      finding({ danger: true, code: 'DG', headline: 'Dangerous dog' }),
      finding({
        danger: true,
        code: 'FI',
        headline: 'Firearms: Ben Example',
        detail: 'Shotgun seized',
        since: '2025-01-01',
        stale: true,
      }),
      finding({ danger: true, code: 'ZZ', headline: 'Unheard of' }),
      ...Array.from({ length: 9 }, (_, n) => finding({ danger: true, code: 'WE', headline: `Weapons ${n}` })),
    ),
    needs: { ...facts.needs, questions: { weapons: 'He has a hammer' } },
  })
  t.same(texts(composed, 'danger')?.slice(0, 3), [
    'Anything there that could hurt? "He has a hammer"',
    'Firearms: Ben Example. Shotgun seized',
    'Weapons 0',
  ])
  t.same(texts(composed, 'danger')?.slice(-2), ['Dangerous dog', 'Unheard of'])
  t.equal(texts(composed, 'danger')?.length, 13)
  t.match(composed.body.headline, /Danger: Firearms; Weapons 0; .*Dangerous dog; Unheard of\.$/)
  t.match(composed.body.sections[1]?.lines[1], { since: '2025-01-01', stale: true, danger: true })
})

t.test('a plain no about weapons is no danger; anything else is', async (t) => {
  const said = (weapons: string) =>
    compose({ needs: { ...facts.needs, questions: { weapons } } }).body.sections[1]?.lines[0]?.danger
  t.equal(said('No.'), false)
  t.equal(said('none'), false)
  t.equal(said('No weapons'), false)
  t.equal(said('No idea'), true)
  t.equal(said('not that I know, but kitchen'), true)
})

t.test('the response plan: the headline begins with it, the part stays in its place', async (t) => {
  const composed = compose({
    ...found(
      finding({ kind: 'plan', code: 'plan', headline: 'Response plan', detail: 'Two officers' }),
      finding({ kind: 'plan', code: 'safe-approach', headline: 'Safe approach', detail: 'Rear lane' }),
    ),
    needs: { ...facts.needs, codeWord: 'pizza' },
  })
  t.match(composed.body.headline, /^Response plan: read it before you go in\. Grade 1/)
  t.same(texts(composed, 'plan'), [
    'Response plan. Two officers',
    'Safe approach. Rear lane',
    'Code word agreed on this call: pizza',
  ])
})

t.test('orders: a power of arrest first', async (t) => {
  const composed = compose(
    found(
      finding({ kind: 'order', headline: 'Restraining order in force', code: 'restraining' }),
      finding({
        kind: 'order',
        headline: 'Non-molestation order in force, with power of arrest',
        code: 'non-molestation',
      }),
    ),
  )
  t.same(texts(composed, 'orders'), [
    'Non-molestation order in force, with power of arrest',
    'Restraining order in force',
  ])
})

t.test(
  'history: flags, risk, conference, markers, counts, the three newest incidents, what is over, and no trace said in full',
  async (t) => {
    const incident = (n: number, since: string) =>
      finding({
        kind: 'incident',
        incidentId: id(n),
        reference: `${n}/x`,
        headline: `Incident ${n}`,
        since,
        detail: 'Advice given',
      })
    const composed = compose({
      ...found(
        incident(2, '2026-01-01'),
        incident(3, '2026-03-01'),
        incident(4, '2026-02-01'),
        incident(5, '2025-01-01'),
        finding({ kind: 'marac', headline: 'Old conference', stale: true }),
        finding({ kind: 'marac', headline: 'Conference', code: 'marac' }),
        finding({ kind: 'risk', headline: 'Last risk grade high', code: 'high' }),
        finding({ headline: 'Domestic abuse', domesticAbuse: true, code: 'DA' }),
      ),
      incident: { ...facts.incident, repeatVictim: true, vulnerable: true },
    })
    t.same(texts(composed, 'history')?.slice(0, 7), [
      'Repeat victim. Vulnerable',
      'Last risk grade high',
      'Conference',
      'Domestic abuse',
      'Incident 3 (3/x). Advice given',
      'Incident 4 (4/x). Advice given',
      'Incident 2 (2/x). Advice given',
    ])
    t.same(texts(composed, 'history')?.slice(7), ['And 2 more on the log'], 'the old conference and the address check')
    const short = compose(found(finding({ headline: 'No longer in force: Weapons', stale: true })))
    t.same(texts(short, 'history'), ['No longer in force: Weapons', 'Address check: no record found'])
    t.match(short.body.sections[4]?.lines[1], { since: '2026-11-22' })
    t.match(compose({ checks: [check({ state: 'no_trace', finishedAt: null })] }).body.sections[4]?.lines[0], {
      since: null,
    })
  },
)

t.test(
  'what two checks found is told once; this incident is no history of itself, and a count that holds it says so',
  async (t) => {
    const own = finding({ kind: 'incident', incidentId: id(1), headline: 'This one' })
    const other = finding({ kind: 'incident', incidentId: id(2), headline: 'Earlier', since: '2026-01-01' })
    const alike = finding({ kind: 'incident', incidentId: id(3), headline: 'Undated' })
    const count = finding({ kind: 'count', headline: 'Two in all', code: 'all' })
    const composed = compose({
      checks: [
        check({ findings: [own, other, count, alike] }),
        check({
          kind: 'premises',
          query: 'p1',
          findings: [
            { ...other, about: 'premises' },
            { ...alike, about: 'premises' },
          ],
        }),
      ],
    })
    t.same(texts(composed, 'history'), ['Two in all, this one included', 'Earlier', 'Undated'])
  },
)

t.test('happening: where, what, how it reached us, the suspect', async (t) => {
  const composed = compose({
    contacts: [contact({ kind: 'silent' }), contact({ kind: 'abandoned' })],
    people: [person('suspect', { name: 'Ben Example', bornOn: '1990-03-04', relationship: 'husband', present: true })],
    needs: { ...facts.needs, questions: { 'happening-now': ' Yes, still shouting ' } },
  })
  t.same(texts(composed, 'happening'), [
    'At 901 Example Street',
    'Shouting, things being thrown',
    'A silent call: nobody spoke',
    'An abandoned call: the line ended',
    '2 contacts about this',
    'Suspect: Ben Example, born 4 March 1990, husband, there now',
    'Is it happening now? "Yes, still shouting"',
  ])
  t.same(
    texts(
      compose({
        incident: { ...facts.incident, locationText: ' ', summary: '', premisesId: null, happeningNow: false },
      }),
      'happening',
    ),
    [],
  )
})

t.test('the handler marking it as happening now answers that question', async (t) => {
  t.notOk(compose().unknowns.some(({ what }) => what === 'question:happening-now'))
  t.ok(
    compose({ incident: { ...facts.incident, happeningNow: false } }).unknowns.some(
      ({ what }) => what === 'question:happening-now',
    ),
  )
})

t.test(
  'skipped urgent questions become unknowns; of those for another type only what was answered is told',
  async (t) => {
    const { unknowns } = compose({ needs: { ...facts.needs, questions: { injured: null } } })
    t.same(
      unknowns.map(({ text }) => text),
      ['Skipped: Is anyone hurt?', 'Not asked: Anything there that could hurt?'],
    )
    t.same(texts(compose({ needs: { ...facts.needs, questions: { access: 'Side gate' } } }), 'plan'), [
      'How do officers get in? "Side gate"',
    ])
  },
)

t.test('an incident of another type that was flagged as domestic abuse is asked its questions', async (t) => {
  const asked = (domesticAbuse: boolean) =>
    compose({ incident: { ...facts.incident, typeCode: 'noise', domesticAbuse } }).unknowns.map(({ what }) => what)
  t.same(asked(true), ['question:injured', 'question:weapons'])
  t.same(asked(false), ['question:injured'])
})

t.test('people: the victim, children who live there also when away, others; nobody knows is said', async (t) => {
  const composed = compose({
    people: [
      person('witness', { name: 'W' }),
      person('other', { name: 'O', present: false }),
      person('child', { name: 'C', present: false }),
      person('victim', { name: 'V', relationship: ' ', present: true }),
    ],
    checks: [
      check({
        findings: [
          finding({ kind: 'person', headline: 'Uses this number: V' }),
          finding({ headline: 'Vulnerable adult', code: 'VU' }),
        ],
      }),
    ],
  })
  t.same(texts(composed, 'people'), [
    'Victim: V, there now',
    'Child: C, connected with the household, not there now',
    'Also there or connected: O, not there now',
    'Witness: W, not known whether there',
    'Vulnerable adult',
    'Uses this number: V',
  ])
})

t.test('the caller: a victim is named, somebody else never is', async (t) => {
  const caller = (callerRole: string | null, callerName: string | null = 'Anna Example') =>
    texts(compose({ contacts: [contact({ callerRole, callerName })] }), 'people')
  t.same(caller('victim'), ['The caller is the victim: Anna Example'])
  t.same(caller('victim', null), ['The caller is the victim'])
  t.same(caller('third-party'), ['The caller is somebody else: do not say that anybody called'])
  t.same(caller('suspect', ' '), ['The caller may be the suspect'])
  t.same(caller('officer', 'PC Example'), ['Reported by an officer: PC Example'])
  t.same(caller('partner', null), ['Reported by a partner agency'])
  t.same(caller('unknown'), [])
  t.same(caller(null), [])
  t.notMatch(
    JSON.stringify(compose({ contacts: [contact({ callerRole: 'third-party', callerName: 'Neighbour Name' })] })),
    /Neighbour Name/,
  )
  const twice = compose({ contacts: [contact({ callerRole: 'third-party' }), contact({ callerRole: 'third-party' })] })
  t.equal(texts(twice, 'people')?.length, 1)
})

t.test('communication: language, interpreter, relay, officer, safe contact', async (t) => {
  const composed = compose({
    needs: {
      ...facts.needs,
      language: 'Polish',
      interpreter: 'by telephone',
      officerSex: 'female',
      safeContact: 'text only, after six',
      safeNumber: '07700 900999',
      questions: { 'safe-contact': 'Not at this number' },
    },
    contacts: [contact({ kind: 'relay' })],
    questionSet: [{ code: 'safe-contact', ask: 'Safe to ring back?', because: '', for: [], urgent: false }],
  })
  t.same(texts(composed, 'communication'), [
    'Language: Polish. Use an interpreter, never family',
    'Interpreter: by telephone',
    'Uses a relay service: give time to answer',
    'Asks for a female officer',
    'Safe contact: text only, after six',
    'Ring only this number: 07700 900999',
    'Safe to ring back? "Not at this number"',
  ])
})

t.test('first words as they were said, of every caller, shortened where they are long', async (t) => {
  const composed = compose({
    contacts: [
      contact({ firstWords: 'He is coming back' }),
      contact({ firstWords: ' ' }),
      contact({ channel: '101', firstWords: 'y'.repeat(500) }),
    ],
  })
  t.same(texts(composed, 'firstWords')?.[0], '"He is coming back"')
  t.match(texts(composed, 'firstWords')?.[1], /^"y{200,} \.\.\. \(more on the log\)/)
  t.same(
    composed.body.sections[7]?.lines.map(({ source }) => source),
    ['Caller, 999', 'Caller, 101'],
  )
})

t.test('it fits one screen: long text is cut and says so; the same facts give the same briefing', async (t) => {
  const { body } = compose({ incident: { ...facts.incident, summary: 'z'.repeat(20_000) } })
  t.ok(body.sections.every(({ lines }) => lines.every(({ text }) => text.length < 300)))
  t.match(JSON.stringify(body), /more on the log/)
  t.same(compose(), compose())
})

t.test('an order that has ended is told last', async (t) => {
  const composed = compose({
    ...found(
      finding({ kind: 'order', headline: 'No longer in force: Restraining order', stale: true, code: null }),
      finding({ kind: 'order', headline: 'Non-molestation order in force', code: 'non-molestation' }),
    ),
  })
  t.match(texts(composed, 'orders'), [/^Non-molestation order in force/, /^No longer in force/])
})

t.test(
  'another system is named with what it did not find, and one that is not connected leaves danger as it is',
  async (t) => {
    const outside = {
      source: 'pnc',
      sourceName: 'PNC',
      kind: 'person',
      query: 'Anna Example',
      state: 'no_trace',
    } as const
    const { source: _source, sourceName: _name, ...unnamed } = outside
    const composed = compose({
      incident: { ...facts.incident, typeCode: 'noise', domesticAbuse: false },
      checks: [...facts.checks, check(outside), check({ ...unnamed, source: 'rms' })],
      sources: [
        { code: 'pnc', name: 'PNC', connected: true },
        { code: 'visor', name: 'ViSOR', connected: false },
      ],
    })
    const history = composed.body.sections.find(({ code }) => code === 'history')?.lines ?? []
    t.match(
      history.slice(-2).map(({ text, source }) => [text, source]),
      [
        ['Check of Anna Example in PNC: no record found', 'PNC'],
        ['Check of Anna Example: no record found', 'Another system'],
      ],
    )
    t.match(composed.body.sources?.slice(1), [
      { name: 'PNC', text: 'nothing found (Check of Anna Example)' },
      { name: 'ViSOR', text: 'not connected, not asked' },
    ])
    t.same(texts(composed, 'danger'), ['None recorded. That is not a promise'])
  },
)
