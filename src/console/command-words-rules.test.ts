import t from 'tap'
import { parse, verbsFor } from './command-grammar-rules.ts'
import type { Known } from './command-slot-rules.ts'
import { verbs } from './command-verbs.ts'
import { isSurely, type Meant, preview, slotHints, usage } from './command-words-rules.ts'

const known: Known = {
  verbs: verbsFor(true),
  incidents: [
    { id: 'i-1', reference: '1043/22-11-2026', grade: '1', locked: false, name: 'Domestic incident' },
    { id: 'i-2', reference: '1038/22-11-2026', grade: null, locked: false, name: 'Theft' },
  ],
  units: [
    { id: 'u-1', callsign: 'NR11', name: '' },
    { id: 'u-2', callsign: 'NR12', name: '' },
  ],
  grades: ['1', '2'].map((code) => ({ code, name: code })),
  types: [{ code: 'dom', name: 'Domestic incident' }],
  states: [{ code: '4', name: 'Refreshments' }],
  categories: [{ code: 'theft', name: 'Theft' }],
  openId: null,
}
const free = { place: '12 Lake Road, Kendal', going: { callsigns: [], needed: 2 } }

function said(line: string, meant: Meant = free): string {
  const read = parse(line, known)
  return read.state === 'whole' ? preview(read.command, known, meant) : 'not whole'
}

t.test('what Enter does is said in plain words', async (t) => {
  const first = '1043/22-11-2026 Domestic incident'
  t.equal(said('n1 dom 12 lake rd'), 'Create grade 1, Domestic incident, 12 Lake Road, Kendal. Enter.')
  t.equal(said('d 1043 nr11'), `Send NR11 to ${first}. Enter.`)
  t.equal(said('s nr11 4'), 'NR11: 4 Refreshments. Enter.')
  t.equal(said('a 1043 upstairs'), `Add to the log of ${first}: upstairs. Enter.`)
  t.equal(said('g 1038 2'), 'Grade 1038/22-11-2026 Theft 2. Enter.')
  t.equal(said('g 1043 2 left'), `Ask for the lower grade 2 for ${first}; another person decides. Enter.`)
  t.equal(said('b 1043'), `Show ${first} and its briefing. Enter.`)
  t.match(said('p 1043 nr11'), /briefing passed to NR11 by voice/)
  t.equal(said('k nr11'), 'NR11: the crew is well. Enter.')
  t.equal(said('j 1043 1038'), `Link ${first} with 1038/22-11-2026 Theft: the same thing. Enter.`)
  t.equal(said('c 1043 theft'), `Close ${first} as Theft. Enter.`)
  t.equal(said('f lake'), 'Find lake. Enter.')
  t.equal(said('m nr11'), 'Move the map to NR11. Enter.')
  t.equal(said('m 1043'), `Move the map to ${first}. Enter.`)
  t.equal(said('?'), 'Show keys and commands. Enter.')
})

t.test('a place that is not found, or not answered for yet, is not passed off as one', async (t) => {
  t.match(said('n1 dom nowhere', { ...free, place: null }), /“nowhere”: not found, so no unit can be ranked/)
  t.match(said('m lake', { ...free, place: undefined }), /lake \(asking the gazetteer\)/)
})

t.test('who is going already, and one more than needed, is said before it is sent', async (t) => {
  const going = (callsigns: string[], needed: number): Meant => ({ place: null, going: { callsigns, needed } })
  t.match(said('d 1043 nr11', going(['NR12'], 1)), /\(NR12 going already; 1 more than needed\)/)
  t.match(said('d 1043 nr11', going(['NR12'], 2)), /\(NR12 going already\)/)
  t.match(said('d 1043 nr11 nr12', going([], 1)), /\(1 more than needed\)/)
  t.match(said('d 1043 nr11', { place: null, going: null }), /no recommendation yet/)
})

t.test('what has gone meanwhile is named by what is left of it', async (t) => {
  const gone = { verb: 's', incident: '', other: '', units: ['x'], state: '9', grade: '', type: '' } as const
  t.equal(preview({ ...gone, place: '', category: '', text: '' }, known, free), ': 9 9. Enter.')
  const lower = { ...gone, verb: 'g', grade: '2', place: '', category: '', text: '' } as const
  t.equal(preview(lower, known, free), 'Grade  2. Enter.')
  t.match(preview({ ...lower, verb: 'j' }, known, free), /Link/)
})

t.test('the list of commands is made from the verbs themselves', async (t) => {
  t.same(verbs.map(usage).slice(0, 2), ['n grade type place [text]', 'd incident units'])
  t.match(verbs.map(slotHints)[1], /last digits of its number; one or more callsigns/)
  const read = verbs.map(
    ({ example }) => parse(example.replace(/\b10\d\d\b/, '1043').replace('1012', '1043'), known).state,
  )
  t.notOk(read.includes('empty'), 'every example begins with a verb')
})

t.test('the first place found is surely meant when all its numbers and longer words are there', async (t) => {
  t.ok(isSurely('914 Greystone Road, Carlisle', '914 greystone rd'))
  t.ok(isSurely('914 Greystone Road, Carlisle', '914 grey road carl'))
  t.notOk(isSurely('914 Greystone Road, Carlisle', '915 greystone rd'))
  t.notOk(isSurely('914 Greystone Road, Carlisle', '914 greystone rd kendal'))
  t.ok(isSurely('Anything', '?'))
})
