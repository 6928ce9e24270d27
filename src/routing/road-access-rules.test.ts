import t from 'tap'
import { handMadeFinder, handMadeGraph, handMadeSpeeds } from '../../test/support/hand-made-roads.ts'
import { shutByAccess } from './road-access-rules.ts'
import { type AccessClass, accessClasses } from './road-graph.ts'
import { timeRoads } from './road-speed-rules.ts'
import { roadSpeeds } from './road-speeds.ts'

/** A ring A-B-C-D; a short cut A-C over a private yard; behind it a private estate E-F with its own gate at B. */
const junctions: Record<string, [number, number]> = {
  A: [0, 0],
  B: [1000, 0],
  C: [1000, 1000],
  D: [0, 1000],
  E: [1500, 0],
  F: [1800, 0],
}
const graphOf = (access: AccessClass, estate: AccessClass = 'private') =>
  handMadeGraph(junctions, [
    { between: 'A-B' },
    { between: 'B-C' },
    { between: 'C-D' },
    { between: 'D-A' },
    { between: 'A-C', access },
    { between: 'B-E', access: estate },
    { between: 'E-F', access: estate },
  ])
const shutOf = (access: AccessClass, allowed: readonly AccessClass[], estate?: AccessClass) => {
  const graph = graphOf(access, estate)
  const shut = new Uint8Array(graph.roads)
  shutByAccess(graph, allowed, shut)
  return [...shut.keys()].filter((road) => shut[road])
}

t.test('what is not allowed is not driven through', async (t) => {
  for (const access of accessClasses.slice(1)) {
    t.same(shutOf(access, []), [4], access)
    t.same(shutOf(access, [access]), [], `${access}, allowed`)
  }
  t.same(shutOf('', []), [], 'what is open to anybody is never shut')
})

t.test('the only way in stays open, however deep the place is; a short cut to it does not', async (t) => {
  t.same(shutOf('private', []), [4], 'the estate is reached')
  const graph = handMadeGraph(junctions, [
    { between: 'A-B' },
    { between: 'B-C' },
    { between: 'C-D' },
    { between: 'D-A', access: 'no' },
    { between: 'A-C', access: 'no' },
  ])
  const shut = new Uint8Array(graph.roads)
  shutByAccess(graph, ['private'], shut)
  t.same([...shut], [0, 0, 0, 1, 1])
})

t.test('a network without a word of access is as it was', async (t) => {
  const graph = graphOf('', '')
  const speeds = handMadeSpeeds()
  t.same(
    [...timeRoads(graph, { ...speeds, access: { normal: [], 'blue-light': [] } }, 'normal').shut],
    Array(7).fill(0),
  )
})

t.test('the force says what its units use, by profile; the times follow', async (t) => {
  const graph = graphOf('emergency')
  const access = { normal: ['private'], 'blue-light': ['private', 'emergency'] } as const
  const speeds = roadSpeeds.parse({ ...handMadeSpeeds(), access })
  t.equal(timeRoads(graph, speeds, 'normal').shut[4], 1)
  t.equal(timeRoads(graph, speeds, 'blue-light').shut[4], 0)
  t.notOk(roadSpeeds.safeParse({ ...speeds, access: { normal: ['public'], 'blue-light': [] } }).success)
  t.notOk(roadSpeeds.safeParse({ ...speeds, access: { normal: [] } }).success, 'both profiles')
  t.same(timeRoads(graph, handMadeSpeeds(), 'normal').shut[4], 0, 'where the force says nothing every road is used')
  t.equal(handMadeFinder(graph, { access: speeds.access }).shut[4], 1, 'what is searched knows it')
})
