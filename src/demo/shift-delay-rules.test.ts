import t from 'tap'
import { SeededRandom } from './seeded-random.ts'
import { atSceneSeconds, humanSeconds } from './shift-delay-rules.ts'

const draws = (type: string) => {
  const random = new SeededRandom(`delays/${type}`)
  return Array.from({ length: 2_000 }, () => atSceneSeconds(type, random)).sort((a, b) => a - b)
}

t.test('half of the crews leave before the median of the type, none at once, none stays for ever', async (t) => {
  const domestic = draws('domestic')
  t.ok(Math.abs((domestic[1_000] ?? 0) - 3_900) < 250)
  t.ok((domestic[0] ?? 0) >= 1_200)
  t.ok((domestic.at(-1) ?? 0) <= 10_800)
  t.ok((draws('alarm')[1_000] ?? 0) < (domestic[1_000] ?? 0))
  t.ok(Math.abs((draws('message')[1_000] ?? 0) - 1_500) < 150, 'other types take as long as most')
})

t.test('the same seed deals for the same time', async (t) => {
  t.equal(atSceneSeconds('violence', new SeededRandom('one')), atSceneSeconds('violence', new SeededRandom('one')))
})

t.test('somebody who is signed in has at least twenty seconds to send a unit first', async (t) => {
  const random = new SeededRandom('dispatch')
  for (let draw = 0; draw < 200; draw += 1) {
    const emergency = humanSeconds.dispatch(random, true)
    const other = humanSeconds.dispatch(random, false)
    t.ok(emergency >= 20 && emergency <= 28 && other >= 25 && other <= 40)
  }
})

t.test('everything else people do takes them some seconds', async (t) => {
  const random = new SeededRandom('people')
  const { dispatch, ...others } = humanSeconds
  for (const [what, seconds] of Object.entries(others)) t.ok(seconds(random) >= 3, what)
  t.ok(dispatch)
})
