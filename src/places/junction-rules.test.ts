import t from 'tap'
import { findMeetings, junctionNames, type RoadStretch } from './junction-rules.ts'

const nodes = new Map([
  ['1', { lat: 54.89, lon: -2.93 }],
  ['2', { lat: 54.8905, lon: -2.93 }],
  ['3', { lat: 54.91, lon: -2.93 }],
  ['4', { lat: 54.95, lon: -2.93 }],
])
const road = (from: string, to: string, name: string, ref = '', of = 'minor'): RoadStretch => ({
  from,
  to,
  class: of,
  name,
  ref,
})
const names = (...stretches: RoadStretch[]) => findMeetings(stretches, nodes).map(({ name }) => name)

t.test('roads that meet are a junction, the larger road first', async (t) => {
  t.same(findMeetings([road('1', '9', 'Tait Street'), road('1', '8', 'Botchergate', 'A6', 'primary')], nodes), [
    { name: 'Botchergate (A6) / Tait Street', lat: 54.89, lon: -2.93 },
  ])
  t.same(names(road('1', '9', 'B Street'), road('1', '8', 'A Street')), ['A Street / B Street'])
  t.same(names(road('1', '9', '', 'A591', 'primary'), road('1', '8', '', 'A66', 'trunk')), ['A66 / A591'])
})

t.test('two names with one number are two roads; a number without a name is the road of that number', async (t) => {
  t.same(names(road('1', '9', 'Botchergate', 'A6'), road('1', '8', 'London Road', 'A6')), [
    'Botchergate (A6) / London Road (A6)',
  ])
  t.same(names(road('1', '9', 'Botchergate', 'A6'), road('1', '8', '', 'A6')), [])
  t.same(names(road('1', '9', 'Main Street'), road('1', '8', 'Main Street', 'A595'), road('1', '7', 'Mill Lane')), [
    'Main Street (A595) / Mill Lane',
  ])
})

t.test('a road alone, roads without a name and numbers of no public road are no junction', async (t) => {
  t.same(names(road('1', '2', 'Main Street'), road('2', '9', 'Main Street')), [])
  t.same(names(road('1', '9', 'Main Street'), road('1', '8', '')), [])
  t.same(names(road('1', '9', 'Main Street'), road('1', '8', '', 'U4140/03')), [])
  t.same(names(road('77', '9', 'Main Street'), road('77', '8', 'Mill Lane')), [], 'nobody knows where')
})

t.test('the nodes of a roundabout are one junction; the same names far away are another', async (t) => {
  const meet = (node: string) => [road(node, '9', 'Main Street'), road(node, '8', 'Mill Lane')]
  t.equal(names(...meet('1'), ...meet('2')).length, 1)
  t.equal(names(...meet('1'), ...meet('2'), ...meet('3'), ...meet('4')).length, 3)
})

t.test('five ways are said as four', async (t) => {
  t.same(names(...['A', 'B', 'C', 'D', 'E'].map((name) => road('1', '9', name))), ['A / B / C / D'])
})

t.test('a junction is searched by names and by numbers', async (t) => {
  t.same(junctionNames('Botchergate (A6) / Tait Street'), ['Botchergate / Tait Street', 'A6 / Tait Street'])
  t.same(junctionNames('A66 / A591'), ['A66 / A591'])
  t.same(junctionNames('M6 junction 40 (A66, A592)'), ['M6 junction 40'])
})
