import t from 'tap'
import { BAR_HIGH, barsOf } from './plot-rules.ts'

const part = (name: string, more: object) => ({ name, said: `${name} said`, spread: null, share: null, ...more })

t.test('bars are to one scale that begins at nothing', async (t) => {
  const bars = barsOf([
    part('1', { spread: { median: 300, p90: 600 } }),
    part('2', { spread: { median: 600, p90: 1_200 } }),
    part('3', {}),
  ])
  t.same(bars, [
    { label: '1', said: '1 said', y: 0, width: 25, mark: 50 },
    { label: '2', said: '2 said', y: BAR_HIGH, width: 50, mark: 100 },
    { label: '3', said: '3 said', y: 2 * BAR_HIGH, width: 0, mark: null },
  ])
})

t.test('a share has no mark, and too few have no bar', async (t) => {
  t.match(barsOf([part('a', { share: { percent: 80 } }), part('b', { share: { percent: null } })]), [
    { width: 100, mark: null },
    { width: 0, mark: null },
  ])
  t.same(barsOf([]), [])
})
