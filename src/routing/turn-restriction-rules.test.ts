import t from 'tap'
import { at, handMadeFinder, handMadeGraph } from '../../test/support/hand-made-roads.ts'
import { findTravelTimes } from './travel-time-rules.ts'
import { layTurns, type TurnRestriction } from './turn-restriction-rules.ts'

// a crossroads X with arms of 1 km: west 0, east 1, south 2, north 3; and a road 4 from the end of the west arm round
// to the end of the north arm, 2 km
const places: Record<string, [number, number]> = {
  W: [0, 0],
  X: [1000, 0],
  E: [2000, 0],
  S: [1000, -1000],
  N: [1000, 1000],
}
const arms = ['W-X', 'X-E', 'S-X', 'X-N'].map((between) => ({ between }))
const round = { between: 'W-N', through: [[0, 1000]] as Array<[number, number]> }
const [WEST, EAST, SOUTH, NORTH] = [0, 1, 2, 3]
const X = 1

/** Seconds, at 10 m a second, from one arm 100 m before its end at W, E, S, N to another. */
function drive(restrictions: TurnRestriction[], from: keyof typeof ends, to: keyof typeof ends): number | string {
  const finder = handMadeFinder(handMadeGraph(places, [...arms, round], restrictions))
  const [time] = findTravelTimes(finder, at(...ends[to]), [at(...ends[from])])
  return time?.known ? Math.round(time.seconds) : String(time?.because)
}

const ends = { west: [100, 0], east: [1900, 0], south: [1000, -900], north: [1000, 900] } satisfies Record<
  string,
  [number, number]
>

t.test('without signs every way is open', async (t) => {
  t.equal(drive([], 'west', 'north'), 180)
  t.equal(drive([], 'south', 'west'), 180)
})

t.test('no left turn: round by the other road; all others may still turn', async (t) => {
  const noLeft: TurnRestriction[] = [{ from: WEST, via: X, to: NORTH, kind: 'no' }]
  t.equal(drive(noLeft, 'west', 'north'), 220, 'back to W and round')
  t.equal(drive(noLeft, 'north', 'west'), 180, 'the other way about')
  t.equal(drive(noLeft, 'south', 'north'), 180)
  t.equal(drive(noLeft, 'west', 'east'), 180)
  t.equal(drive(noLeft, 'west', 'south'), 180)
})

t.test('only straight on: every other way is closed to those who come by that road', async (t) => {
  const only: TurnRestriction[] = [{ from: WEST, via: X, to: EAST, kind: 'only' }]
  t.equal(drive(only, 'west', 'east'), 180)
  t.equal(drive(only, 'west', 'north'), 220)
  t.equal(drive(only, 'west', 'south'), 380, 'to E, round there, and back')
  t.equal(drive(only, 'south', 'north'), 180)
})

t.test('several signs at one junction; no turning round', async (t) => {
  const signs: TurnRestriction[] = [
    { from: WEST, via: X, to: NORTH, kind: 'no' },
    { from: WEST, via: X, to: SOUTH, kind: 'no' },
    { from: EAST, via: X, to: NORTH, kind: 'no' },
    { from: EAST, via: X, to: SOUTH, kind: 'no' },
    { from: SOUTH, via: X, to: SOUTH, kind: 'no' },
    { from: NORTH, via: X, to: WEST, kind: 'only' },
    { from: NORTH, via: X, to: WEST, kind: 'no' },
  ]
  t.equal(drive(signs, 'west', 'east'), 180)
  t.equal(drive(signs, 'east', 'north'), 400, 'by W')
  t.equal(drive(signs, 'north', 'west'), 220, 'a sign that forbids the only way leaves none')
  t.equal(drive(signs, 'north', 'east'), 400)
  t.equal(drive(signs, 'west', 'south'), 'unreachable', 'nobody but from the south itself gets into the south')
})

t.test('roads with the same ways left share a copy of the junction; one-way roads are left alone', async (t) => {
  const roads = [
    { from: 0, to: 1, oneway: false },
    { from: 1, to: 2, oneway: true },
    { from: 3, to: 1, oneway: true },
    { from: 1, to: 4, oneway: false },
  ]
  const same = layTurns(5, roads, [
    { from: 0, via: 1, to: 1, kind: 'no' },
    { from: 2, via: 1, to: 1, kind: 'no' },
    { from: 3, via: 1, to: 0, kind: 'no' },
  ])
  t.same(same.copyOf, [1, 1])
  t.same([...same.head], [5, 0, 2, 1, 5, 3, 4, 6])
  const tails = (turn: number) => [...same.tail.subarray(same.tailFirst[turn], same.tailFirst[turn + 1])]
  t.same([0, 1, 2, 3, 4, 5, 6, 7].map(tails), [[0], [1, 5], [1, 6], [], [3], [], [1, 5, 6], [4]])
})

t.test('a junction that nobody may leave', async (t) => {
  const roads = [
    { from: 0, to: 1, oneway: true },
    { from: 2, to: 1, oneway: true },
  ]
  const turns = layTurns(3, roads, [{ from: 0, via: 1, to: 1, kind: 'no' }])
  t.same([...turns.head], [3, 0, 1, 2])
  t.same([...turns.tail], [0, 2])
})

t.test('a road that ends where it starts comes to its junction twice', async (t) => {
  const turns = layTurns(
    2,
    [
      { from: 0, to: 0, oneway: false },
      { from: 0, to: 1, oneway: false },
    ],
    [{ from: 0, via: 0, to: 1, kind: 'no' }],
  )
  t.same([...turns.head], [2, 2, 1, 0])
})

t.test('roads that do not meet there are refused', async (t) => {
  t.throws(
    () =>
      layTurns(
        3,
        [
          { from: 0, to: 1, oneway: false },
          { from: 1, to: 2, oneway: false },
        ],
        [{ from: 0, via: 2, to: 1, kind: 'no' }],
      ),
    { message: 'Roads 0 and 1 do not meet at junction 2' },
  )
  t.throws(
    () => layTurns(3, [{ from: 0, to: 1, oneway: false }], [{ from: 0, via: 1, to: 7, kind: 'no' }]),
    /do not meet/,
  )
})
