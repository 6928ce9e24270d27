import t from 'tap'
import { checkCover, type Surface } from './area-cover-rules.ts'

type Ring = [number, number][]
const box = (west: number, south: number, east: number, north: number): Ring => [
  ...([
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ] as Ring),
]
const area = (id: string, ...rings: Ring[]): { id: string; shape: Surface } => ({
  id,
  shape: { type: 'Polygon', coordinates: rings },
})
/** a hundredth of a degree each way, at 54.5 N */
const SQUARE = 1.11195 * 1.11195 * 100 * Math.cos((54.5 * Math.PI) / 180)
const about = (found: number | undefined, squares: number) => Math.abs((found ?? 0) / (squares * SQUARE) - 1) < 0.02

t.test('areas that fit together have nothing to say', async (t) => {
  t.same(checkCover([area('north', box(-3, 54.5, -2, 55)), area('south', box(-3, 54, -2, 54.5))]), {
    ...{ overlaps: [], gaps: [] },
  })
})

t.test('what two areas both have is told by pair, the largest first', async (t) => {
  const { overlaps } = checkCover([
    area('b', box(-3, 54, -2, 55)),
    area('a', box(-2.1, 54.45, -1, 54.55)),
    area('a', box(-1.9, 54.45, -1.85, 54.55)),
    area('c', box(-3.02, 54.49, -2.98, 54.51)),
  ])
  t.match(overlaps, [
    { one: 'a', other: 'b' },
    { one: 'b', other: 'c' },
  ])
  t.ok(about(overlaps[0]?.hectares, 100))
  t.ok(about(overlaps[1]?.hectares, 4))
})

t.test('a gap is what areas enclose and none has; a bay is none', async (t) => {
  const around = { type: 'MultiPolygon', coordinates: [[box(-3, 54, -2.6, 55)], [box(-2.4, 54, -2, 55)]] } as Surface
  const bay = [{ id: 'sides', shape: around }, area('floor', box(-3, 53.9, -2, 54))]
  t.same(checkCover(bay), { overlaps: [], gaps: [] })
  const { gaps } = checkCover([
    ...bay,
    area('roof', box(-3, 55, -2, 55.1)),
    area('island', box(-2.55, 54.4, -2.45, 54.6)),
  ])
  t.equal(gaps.length, 1)
  t.ok(about(gaps[0]?.hectares, 2_000 - 200))
  t.ok((gaps[0]?.lon ?? 0) > -2.6 && (gaps[0]?.lon ?? 0) < -2.4)
  t.match(checkCover([area('ring', box(-3, 54, -2, 55), box(-2.51, 54.49, -2.49, 54.51))]).gaps, [{ lat: Number }])
})
