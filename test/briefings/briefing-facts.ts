import type { SectionCode } from '../../src/briefings/briefing.ts'
import { type BriefingFacts, composeBriefing } from '../../src/briefings/briefing-rules.ts'
import type { BriefedCheck } from '../../src/briefings/unknown-rules.ts'
import type { Finding } from '../../src/history/index.ts'

// The facts of one call that briefings are composed from in tests, and what is read from the result.

export const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
export const finding = (more: Partial<Finding>): Finding => ({
  kind: 'marker',
  danger: false,
  headline: 'Headline',
  detail: '',
  about: 'number',
  source: 'Force records',
  since: null,
  reviewOn: null,
  stale: false,
  confidence: null,
  incidentId: null,
  reference: null,
  domesticAbuse: false,
  code: null,
  ...more,
})
export const check = (more: Partial<BriefedCheck> = {}): BriefedCheck => ({
  kind: 'phone',
  state: 'hit',
  query: '+447700900123',
  finishedAt: '2026-11-22T10:00:00Z',
  findings: [],
  ...more,
})
export const contact = (more: Partial<BriefingFacts['contacts'][number]> = {}) => ({
  channel: '999',
  kind: 'voice',
  number: '+447700900123',
  numberWithheld: false,
  callerName: null,
  callerRole: null,
  firstWords: null,
  ...more,
})
export const person = (role: string, more: Partial<BriefingFacts['people'][number]> = {}) => ({
  role,
  name: 'Anna Example',
  bornOn: null,
  relationship: null,
  present: null,
  ...more,
})
export const facts: BriefingFacts = {
  incident: {
    id: id(1),
    typeCode: 'domestic',
    typeName: 'Domestic incident',
    gradeName: 'Grade 1, Emergency',
    summary: 'Shouting, things being thrown',
    locationText: '901 Example Street',
    premisesId: 'p1',
    happeningNow: true,
    domesticAbuse: true,
    repeatVictim: false,
    vulnerable: false,
  },
  needs: {
    questions: {},
    language: null,
    interpreter: null,
    officerSex: null,
    safeNumber: null,
    safeContact: null,
    codeWord: null,
  },
  checks: [check({ state: 'no_trace' }), check({ kind: 'premises', query: 'p1', state: 'no_trace' })],
  people: [],
  contacts: [contact()],
  questionSet: [
    { code: 'injured', ask: 'Is anyone hurt?', because: '', for: [], urgent: true },
    { code: 'weapons', ask: 'Anything there that could hurt?', because: '', for: ['domestic'], urgent: true },
    { code: 'happening-now', ask: 'Is it happening now?', because: '', for: [], urgent: true },
    { code: 'access', ask: 'How do officers get in?', because: '', for: ['burglary'], urgent: false },
  ],
  domesticAbuseTypes: ['domestic'],
  markerCodes: [
    { code: 'FI', name: 'Firearms', danger: true, domesticAbuse: false, rank: 1 },
    { code: 'WE', name: 'Weapons', danger: true, domesticAbuse: false, rank: 2 },
    { code: 'DG', name: 'Dangerous dog', danger: true, domesticAbuse: false, rank: 5 },
  ],
}
export const allAnswered = { questions: { injured: 'No', weapons: 'No' } }
export const compose = (more: Partial<BriefingFacts> = {}) => composeBriefing({ ...facts, ...more })
export const texts = (composed: ReturnType<typeof composeBriefing>, code: SectionCode) =>
  composed.body.sections.find((section) => section.code === code)?.lines.map(({ text }) => text)
export const found = (...findings: Finding[]): Partial<BriefingFacts> => ({
  checks: [check({ findings }), check({ kind: 'premises', query: 'p1', state: 'no_trace' })],
})
