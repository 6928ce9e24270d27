import t from 'tap'
import { simplifyLine } from './line-simplifying-rules.ts'

t.test('points within seven metres of the line without them go', async (t) => {
  // 0.0001 degrees of latitude are 11 m
  const straight: Array<[number, number]> = [
    [0, 54],
    [0.00005, 54.001],
    [0, 54.002],
  ]
  t.same(simplifyLine(straight, 7), [straight[0], straight[2]], '3 m aside')
  const bent: Array<[number, number]> = [
    [0, 54],
    [0.001, 54.001],
    [0.0009, 54.0015],
    [0, 54.002],
  ]
  t.same(simplifyLine(bent, 7), bent)
  t.same(simplifyLine(bent.slice(0, 2), 7), bent.slice(0, 2))
  const ring: Array<[number, number]> = [
    [0, 54],
    [0.001, 54.001],
    [0, 54],
  ]
  t.same(simplifyLine(ring, 7), ring, 'a ring has two ends in one place')
})
