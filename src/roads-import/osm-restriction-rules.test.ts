import t from 'tap'
import type { OsmMember, OsmRelation, Tags } from './osm-block.ts'
import { type Arm, type OsmRestriction, readRestriction, restrictEdges } from './osm-restriction-rules.ts'

const from: OsmMember = { type: 'way', id: 10, role: 'from' }
const via: OsmMember = { type: 'node', id: 5, role: 'via' }
const to: OsmMember = { type: 'way', id: 20, role: 'to' }

function relation(tags: Tags, members: OsmMember[] = [from, via, to]): OsmRelation {
  return { id: 1, tags: { type: 'restriction', ...tags }, members }
}

t.test('what is held', async (t) => {
  t.same(readRestriction(relation({ restriction: 'no_right_turn' })), {
    relation: 1,
    from: [10],
    viaNode: 5,
    to: [20],
    kind: 'no',
  })
  t.match(readRestriction(relation({ restriction: 'only_straight_on' })), { kind: 'only' })
  t.match(readRestriction(relation({ 'restriction:motorcar': 'no_u_turn' })), { kind: 'no' })
  t.match(readRestriction(relation({ restriction: 'no_left_turn', except: 'psv;bicycle' })), { kind: 'no' })
  const entries = [from, { ...from, id: 11 }, via, to]
  t.match(readRestriction(relation({ restriction: 'no_entry' }, entries)), { from: [10, 11], to: [20] })
  const exits = [from, via, to, { ...to, id: 21 }]
  t.match(readRestriction(relation({ restriction: 'no_exit' }, exits)), { from: [10], to: [20, 21] })
})

t.test('what is not, says why; what is no restriction says nothing', async (t) => {
  const no = { restriction: 'no_left_turn' }
  const reasons: Array<[OsmRelation, string]> = [
    [relation(no, [from, { ...via, type: 'way' }, to]), 'over a road between (via way)'],
    [relation({ ...no, except: 'bus; emergency' }), 'does not hold for emergency vehicles'],
    [relation({ 'restriction:hgv': 'no_left_turn' }), 'for other vehicles'],
    [relation({ 'restriction:conditional': 'no_left_turn @ (Mo-Fr)' }), 'holds at some hours only'],
    [relation({ ...no, hour_on: '07:00' }), 'holds at some hours only'],
    [relation({ ...no, day_on: 'Monday' }), 'holds at some hours only'],
    [relation({ restriction: 'no_dancing' }), 'of a kind that is not known: no_dancing'],
    [relation(no, [from, to]), 'a member is missing'],
    [relation(no, [from, via]), 'a member is missing'],
    [relation(no, [via, to]), 'a member is missing'],
    [relation(no, [from, { ...via, type: 'relation' }, to]), 'a member is missing'],
    [relation(no, [from, { ...from, id: 11 }, via, to]), 'too many members'],
    [relation(no, [from, via, to, { ...to, id: 21 }]), 'too many members'],
  ]
  for (const [one, reason] of reasons) t.same(readRestriction(one), { unhandled: reason })
  t.equal(readRestriction({ id: 2, tags: { type: 'multipolygon' }, members: [] }), undefined)
  t.equal(readRestriction({ id: 3, tags: {}, members: [] }), undefined)
})

t.test('the roads it is about are those that touch its junction, driven the right way', async (t) => {
  const both = { junction: 7, drivesIn: true, drivesOut: true }
  const arms: Arm[] = [
    { edge: 0, way: 10, ...both },
    { edge: 1, way: 20, ...both },
    { edge: 2, way: 30, junction: 7, drivesIn: false, drivesOut: true },
    // a way that goes through
    { edge: 3, way: 40, ...both },
    { edge: 4, way: 40, ...both },
    // behind a bollard
    { edge: 5, way: 50, ...both, junction: 8 },
  ]
  const one = (more: Partial<OsmRestriction>): OsmRestriction => ({
    relation: 1,
    from: [10],
    viaNode: 5,
    to: [20],
    kind: 'no',
    ...more,
  })
  t.same(restrictEdges(one({}), arms), [{ fromEdge: 0, viaNode: 7, toEdge: 1, kind: 'no' }])
  t.same(
    restrictEdges(one({ to: [10], kind: 'only' }), arms),
    [{ fromEdge: 0, viaNode: 7, toEdge: 0, kind: 'only' }],
    'a U-turn',
  )
  t.same(restrictEdges(one({ from: [10, 20], to: [30] }), arms), [
    { fromEdge: 0, viaNode: 7, toEdge: 2, kind: 'no' },
    { fromEdge: 1, viaNode: 7, toEdge: 2, kind: 'no' },
  ])
  t.match(restrictEdges(one({ from: [30] }), arms), { unhandled: /not driven that way/ })
  t.match(restrictEdges(one({ to: [99] }), arms), { unhandled: /not in the network/ })
  t.match(restrictEdges(one({ from: [40] }), arms), { unhandled: /unsplit/ })
  t.match(restrictEdges(one({ to: [40] }), arms), { unhandled: /unsplit/ })
  t.match(restrictEdges(one({ to: [50] }), arms), { unhandled: /barrier/ })
  t.match(restrictEdges(one({}), []), { unhandled: /its junction/ })
})
