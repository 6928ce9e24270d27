import t from 'tap'
import { judgeMatch } from './address-match-rules.ts'
import type { Place } from './place.ts'

const place: Place = {
  id: 'p1',
  kind: 'premises',
  name: '914 Greystone Road',
  number: '914',
  street: 'Greystone Road',
  locality: null,
  town: 'Penrith',
  postcode: null,
  lat: 54.66,
  lon: -2.75,
  areaId: 'north',
  areaClass: 'urban',
  protected: false,
}
const other = { ...place, id: 'p2', lat: 54.6708 }
const farther = { ...place, id: 'p3', lat: 54.7 }

t.test('surely the same: by its words, or because both are found as one place', async (t) => {
  t.same(judgeMatch({ place, isSame: true, found: [] }), { answer: 'same', metres: null })
  t.same(judgeMatch({ place, isSame: false, found: [other, place] }), { answer: 'same', metres: null })
})

t.test('surely another, and how far; what is not found is neither', async (t) => {
  t.same(judgeMatch({ place, isSame: false, found: [farther, other] }), { answer: 'another', metres: 1_201 })
  t.same(judgeMatch({ place, isSame: false, found: [] }), { answer: 'unsure', metres: null })
})

t.test('of a protected place nothing is said: asking of one place after another would find it', async (t) => {
  const hidden = { ...place, protected: true }
  t.same(judgeMatch({ place: hidden, isSame: true, found: [] }), { answer: 'withheld', metres: null })
  t.same(judgeMatch({ place, isSame: false, found: [{ ...other, protected: true }] }), {
    answer: 'withheld',
    metres: null,
  })
})
