import t from 'tap'
import { placeOnLine, secondsOf, straightLine, type TimedLine } from './shift-drive-rules.ts'

// a kilometre and a bit to the north in 100 s, then to the east
const line: TimedLine = [
  [-3, 54.6, 0],
  [-3, 54.61, 100],
  [-2.98, 54.61, 200],
]

t.test('a vehicle is where the router’s timing has it', async (t) => {
  const half = placeOnLine(line, 50)
  t.equal(half.lat.toFixed(4), '54.6050')
  t.equal(half.lon, -3)
  t.equal(half.heading, 0)
  t.equal(half.speedKmh, 40)
  t.equal(placeOnLine(line, 150).heading, 90)
})

t.test('before the start and after the end it stands', async (t) => {
  t.same(placeOnLine(line, -1), { lat: 54.6, lon: -3, speedKmh: 0, heading: 0 })
  t.same(placeOnLine(line, 200), { lat: 54.61, lon: -2.98, speedKmh: 0, heading: 90 })
  t.same(placeOnLine([[-3, 54.6, 0]], 9), { lat: 54.6, lon: -3, speedKmh: 0, heading: 0 })
  t.same(placeOnLine([[-3, 54.6, 5]], 1), { lat: 54.6, lon: -3, speedKmh: 0, heading: 0 })
})

t.test('a speed that no vehicle has is not reported', async (t) => {
  t.equal(
    placeOnLine(
      [
        [-3, 54.6, 0],
        [-3, 55.6, 1],
      ],
      0.5,
    ).speedKmh,
    250,
  )
})

t.test('where no road is known it drives slowly as the crow flies', async (t) => {
  const across = straightLine({ lat: 54.6, lon: -3 }, { lat: 54.61, lon: -3 })
  t.equal(Math.round(secondsOf(across)), 101)
  t.equal(placeOnLine(across, 200).lat, 54.61)
})

t.test('an empty line is nowhere', async (t) => {
  t.equal(secondsOf([]), 0)
  t.throws(() => placeOnLine([], 0), RangeError)
})
