import t from 'tap'
import { distanceInWords } from './distance-words-rules.ts'

const caller = { lat: 54.66, lon: -2.75 }

t.test('the distance between the caller and the chosen place', async (t) => {
  t.equal(distanceInWords(caller, { lat: 54.6605, lon: -2.75 }, 100), '60 m from the chosen place: they agree')
  t.equal(
    distanceInWords(caller, { lat: 54.66, lon: -2.8 }, 50),
    '3.2 km from the chosen place: farther than its radius, ask again where',
  )
  t.equal(distanceInWords(caller, { lat: 54.66, lon: -2.75 }, null), '0 m from the chosen place')
})

t.test('nothing is said while one is not known', async (t) => {
  t.equal(distanceInWords(null, caller, 10), undefined)
  t.equal(distanceInWords(caller, { lat: null, lon: -2.75 }, 10), undefined)
  t.equal(distanceInWords(caller, { lat: 54.66, lon: null }, 10), undefined)
})
