import fc from 'fast-check'
import t, { type Test } from 'tap'
import { type Command, completed, completions, parse, print, verbsFor } from './command-grammar-rules.ts'
import type { Known } from './command-slot-rules.ts'

const known: Known = {
  verbs: verbsFor(true),
  incidents: [
    { id: 'i-1043', reference: '1043/22-11-2026', grade: '1', locked: false, name: 'Domestic incident' },
    { id: 'i-1038', reference: '1038/22-11-2026', grade: '2', locked: true, name: 'Anti-social behaviour' },
    { id: 'i-21043', reference: '21043/21-11-2026', grade: null, locked: false, name: 'Theft' },
    { id: 'i-12', reference: '12/22-11-2026', grade: '3', locked: false, name: 'Theft' },
    { id: 'i-12-old', reference: '12/21-11-2026', grade: '3', locked: false, name: 'Burglary' },
  ],
  units: [
    { id: 'u-11', callsign: 'NR11', name: 'Available' },
    { id: 'u-12', callsign: 'NR12', name: 'At scene' },
    { id: 'u-t1', callsign: 'NT01', name: 'Available' },
  ],
  grades: ['1', '2', '3'].map((code) => ({ code, name: `Grade ${code}` })),
  types: [
    { code: 'theft-shop', name: 'Theft from a shop' },
    { code: 'theft', name: 'Theft' },
    { code: 'domestic', name: 'Domestic incident' },
  ],
  states: [
    { code: '2', name: 'Available, on patrol' },
    { code: '4', name: 'Refreshments' },
  ],
  categories: [
    { code: 'domestic', name: 'Domestic incident' },
    { code: 'theft', name: 'Theft' },
  ],
  openId: 'i-1043',
}
const nothing: Omit<Command, 'verb'> = {
  ...{ incident: '', other: '', units: [], state: '', grade: '', type: '', place: '', category: '', text: '' },
}
const reads = (t: Test, line: string, verb: Command['verb'], said: Partial<Command>) =>
  t.match(parse(line, known), { state: 'whole', command: { verb, ...nothing, ...said } }, line)
const wants = (t: Test, line: string, slot: string, because: string, words?: RegExp) =>
  t.match(parse(line, known), { state: 'wanting', slot, because, ...(words && { words }) }, line)

t.test('each example says what the list of commands says it does', async (t) => {
  const incident = 'i-1043'
  reads(t, 'n1 dom 12 lake road, kendal; at door now', 'n', {
    ...{ grade: '1', type: 'domestic', place: '12 lake road, kendal', text: 'at door now' },
  })
  reads(t, '/N 1,DOM 12 Lake Road', 'n', { grade: '1', type: 'domestic', place: '12 Lake Road' })
  reads(t, 'd 1043 nr11, nt01 NR11', 'd', { incident, units: ['u-11', 'u-t1'] })
  reads(t, 's nr11 4', 's', { units: ['u-11'], state: '4' })
  reads(t, 's nr11 refr', 's', { units: ['u-11'], state: '4' })
  reads(t, 'a 1043 he said; then he left', 'a', { incident, text: 'he said; then he left' })
  reads(t, 'a . upstairs', 'a', { incident, text: 'upstairs' })
  reads(t, 'a1043 upstairs', 'a', { incident, text: 'upstairs' })
  reads(t, 'g 1038 1', 'g', { incident: 'i-1038', grade: '1' })
  reads(t, 'g 21043 3', 'g', { incident: 'i-21043', grade: '3' })
  reads(t, 'b 12/21', 'b', { incident: 'i-12-old' })
  reads(t, 'p 1043 nr11', 'p', { incident, units: ['u-11'] })
  reads(t, 'k nt01', 'k', { units: ['u-t1'] })
  reads(t, 'j 1043 1038', 'j', { incident, other: 'i-1038' })
  reads(t, 'c 1043 the; nobody found', 'c', { incident, category: 'theft', text: 'nobody found' })
  reads(t, 'f 07700 900123', 'f', { text: '07700 900123' })
  reads(t, 'm nr11', 'm', { units: ['u-11'] })
  reads(t, 'm 1043', 'm', { incident })
  reads(t, 'm market place; keswick', 'm', { place: 'market place' })
  reads(t, '?anything', '?', {})
})

t.test('an exact code goes before a longer one, a whole number before the end of another', async (t) => {
  reads(t, 'n2 theft here', 'n', { grade: '2', type: 'theft', place: 'here' })
  reads(t, 'b 1043', 'b', { incident: 'i-1043' })
  const long: Known = { ...known, incidents: known.incidents.slice(2) }
  t.match(parse('b 1043', long), { state: 'whole', command: { incident: 'i-21043' } })
})

t.test('what is missing or not known is said, and at which slot', async (t) => {
  t.match(parse('  ', known), { state: 'empty' })
  wants(t, 'x 1', 'verb', 'unknown', /No command begins with “x”: n d s/)
  wants(t, 'dom 1', 'verb', 'unknown', /“dom”/)
  wants(t, 'n', 'grade', 'missing', /Say a grade/)
  wants(t, 'n9', 'grade', 'unknown')
  wants(t, 'n1 zzz', 'type', 'unknown', /No type begins with “zzz”/)
  wants(t, 'n1 dom;', 'place', 'missing')
  wants(t, 'd 7 nr11', 'incident', 'unknown', /No open incident here is called 7/)
  wants(t, 'd 12 nr11', 'incident', 'unknown', /Which one: 12\/22-11-2026 or 12\/21-11-2026/)
  wants(t, 'd 1043', 'units', 'missing')
  wants(t, 'd 1043 nr11 zz', 'units', 'unknown', /No unit on duty is called zz/)
  wants(t, 's nr11 0', 'state', 'unknown', /set by hand/)
  wants(t, 's zz', 'unit', 'unknown')
  wants(t, 'c 1043 zz', 'category', 'unknown')
  wants(t, 'm', 'spot', 'missing')
  wants(t, 'j 1043 1043', 'other', 'unknown', /another incident/)
  t.match(parse('b .', { ...known, openId: null }), { words: 'No incident is open on this desk' })
})

t.test(
  'what must not be done by a command alone is not: a lower grade has its reason, what is locked its own screen',
  async (t) => {
    wants(t, 'g 1043 2', 'text', 'missing', /another person decides/)
    reads(t, 'g 1043 2 he has left, caller is safe', 'g', {
      ...{ incident: 'i-1043', grade: '2', text: 'he has left, caller is safe' },
    })
    t.match(parse('c 1038 theft; done', known), {
      state: 'not-here',
      incident: 'i-1038',
      words: /never by command alone/,
    })
  },
)

t.test('the end of the line is completed, each slot from what there is', async (t) => {
  const codes = (line: string) => completions(parse(line, known).ending, known).map(({ code }) => code)
  t.same(codes('').slice(0, 2), ['n', 'd'])
  t.same(codes('d 10'), ['1043/22-11-2026', '1038/22-11-2026'])
  t.same(codes('d 1043').slice(0, 1), ['1043/22-11-2026'], 'without a space it is still being typed')
  t.same(codes('d 1043 '), ['NR11', 'NR12', 'NT01'])
  t.same(codes('d 1043 nr11 nt'), ['NT01'])
  t.same(codes('s n'), ['NR11', 'NR12', 'NT01'])
  t.same(codes('s nr11 '), ['2', '4'])
  t.same(codes('n '), ['1', '2', '3'])
  t.same(codes('n1 the'), ['theft-shop', 'theft'])
  t.same(codes('n1 shop'), ['theft-shop'], 'by a word of its name')
  t.same(codes('n1 dom lake'), [], 'places come from the gazetteer')
  t.same(codes('c 1043 '), ['domestic', 'theft'])
  t.same(codes('j 1043 38'), ['1038/22-11-2026'])
  t.same(codes('m nt'), ['NT01'])
  t.same(codes('a 1043 up'), [])
  const { ending } = parse('d 1043 nr', known)
  t.equal(completed('d 1043 nr', ending, 'NR11'), 'd 1043 NR11 ')
})

t.test('where calls are taken, units are not sent', async (t) => {
  t.match(parse('d 1043 nr11', { ...known, verbs: verbsFor(false) }), { state: 'wanting', slot: 'verb' })
})

const words = fc.stringMatching(/^[a-z0-9.'; ,-]{1,30}$/).map((text) => text.trim())
const place = words
  .map((text) =>
    text
      .replaceAll(';', '')
      .replace(/^[\s,]+/, '')
      .trim(),
  )
  .filter((text) => text !== '')
const incident = fc.constantFrom(...known.incidents.map(({ id }) => id))
const unit = fc.constantFrom(...known.units.map(({ id }) => id))
const codeOf = (list: readonly { code: string }[]) => fc.constantFrom(...list.map(({ code }) => code))
const said: Record<string, fc.Arbitrary<Partial<Command>>> = {
  n: fc.record({ grade: codeOf(known.grades), type: codeOf(known.types), place, text: words }),
  d: fc.record({ incident, units: fc.uniqueArray(unit, { minLength: 1 }) }),
  s: fc.record({ units: fc.tuple(unit), state: codeOf(known.states) }),
  a: fc.record({ incident, text: words.filter((text) => text !== '') }),
  g: fc.record({ incident, grade: codeOf(known.grades), text: words.filter((text) => text !== '') }),
  b: fc.record({ incident }),
  p: fc.record({ incident, units: fc.tuple(unit) }),
  k: fc.record({ units: fc.tuple(unit) }),
  j: fc.constant({ incident: 'i-1043', other: 'i-12' }),
  c: fc.record({ incident: fc.constant('i-12'), category: codeOf(known.categories), text: words }),
  f: fc.record({ text: words.filter((text) => text !== '') }),
  m: fc.oneof(fc.record({ incident }), fc.record({ units: fc.tuple(unit) }), fc.record({ place: fc.constant('x y') })),
  '?': fc.constant({}),
}
const commands = fc.oneof(
  ...known.verbs.map(({ letter }) =>
    (said[letter] ?? fc.constant({})).map((given): Command => ({ verb: letter, ...nothing, ...given })),
  ),
)

t.test('what is printed is read as the same command, and no text at all throws', async (t) => {
  fc.assert(
    fc.property(commands, (command) => {
      const read = parse(print(command, known), known)
      return read.state === 'whole' && JSON.stringify(read.command) === JSON.stringify(command)
    }),
    { numRuns: 300 },
  )
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[nsdagbpkjcfm?][ ,;.0-9a-z/]{0,20}$/)),
      (line) => {
        const { ending } = parse(line, known)
        completions(ending, known)
        return ending.from <= line.length
      },
    ),
    { numRuns: 300 },
  )
  t.equal(print({ verb: 'd', ...nothing, units: ['gone'] }, known), 'd', 'what has gone is not printed')
  t.equal(print({ verb: 'd', ...nothing }, { ...known, verbs: [] }), 'd')
})
