import t from 'tap'
import { handMadeGraph } from '../../test/support/hand-made-roads.ts'
import { decodePolyline } from './road-graph.ts'

t.test('the published example of the polyline format', async (t) => {
  t.same(decodePolyline('_p~iF~ps|U_ulLnnqC_mqNvxq`@'), [3850000, -12020000, 4070000, -12095000, 4325200, -12645300])
  t.same(decodePolyline(''), [])
})

t.test('dead ends come last and know their way out; a ring has none', async (t) => {
  const graph = handMadeGraph({ A: [0, 0], B: [1000, 0], C: [500, 500], P: [1500, 0], Q: [2000, 0] }, [
    { between: 'P-Q' },
    { between: 'A-B' },
    { between: 'B-C' },
    { between: 'C-A' },
    { between: 'B-P' },
    {
      between: 'C-C',
      through: [
        [600, 600],
        [400, 600],
      ],
    },
  ])
  t.equal(graph.coreNodes, 3)
  t.same([...graph.wayOut.subarray(0, 3)], [-1, -1, -1])
  t.same([...graph.wayOut.subarray(3)].sort(), [0, 4])
  const inner = graph.wayOut.indexOf(0)
  t.equal(
    graph.wayOut[graph.roadTo[0] === inner ? (graph.roadFrom[0] as number) : (graph.roadTo[0] as number)],
    4,
    'from Q by road 0 to P, then by road 4',
  )
})

t.test('a road to a junction that is not there is refused', async (t) => {
  t.throws(() => handMadeGraph({ A: [0, 0] }, [{ between: 'A-B' }]), { message: /from 0 to -1/ })
})
