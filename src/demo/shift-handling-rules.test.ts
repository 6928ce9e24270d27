import t from 'tap'
import { chooseGrade, choosePlace, type FoundPlace, findSame, houseOf, listEarlier } from './shift-handling-rules.ts'

const where = { number: '947', street: 'Warwick Road', locality: 'Carlisle', lat: 54.89, lon: -2.93 }
const place = (more: Partial<FoundPlace>): FoundPlace => ({
  id: 'a',
  kind: 'street',
  name: 'Warwick Road',
  number: null,
  street: 'Warwick Road',
  locality: 'Carlisle',
  lat: 54.891,
  lon: -2.931,
  ...more,
})
const house = (id: string, number: string, more: Partial<FoundPlace> = {}) =>
  place({ id, kind: 'premises', name: `${number} Warwick Road`, number, ...more })

t.test('a call about a house takes an invented house of that street, the same one for the same block', async (t) => {
  const places = [house('c', '912'), house('b', '977'), place({})]
  const call = { where, atHouse: true, whichHouse: 0.2 }
  t.match(choosePlace(places, call), { placeId: 'b', lat: 54.891, text: '' })
  t.equal(choosePlace(places.toReversed(), call).placeId, 'b', 'whatever order the search gives')
  t.equal(choosePlace(places, { ...call, whichHouse: 0.9 }).placeId, 'c')
})

t.test('the house that was named is taken when it is there', async (t) => {
  t.equal(choosePlace([house('b', '912'), house('c', '947')], { where, atHouse: true, whichHouse: 0 }).placeId, 'c')
})

t.test('a real house is never taken', async (t) => {
  const call = { where, atHouse: true, whichHouse: 0 }
  t.equal(choosePlace([house('b', '47')], call).placeId, null)
  t.equal(choosePlace([house('b', '9'), place({ id: 's' })], call).placeId, 's')
  t.equal(choosePlace([place({ kind: 'premises', number: null })], call).placeId, null)
})

t.test('a street of the same name in another town is not taken', async (t) => {
  const elsewhere = { lat: 54.1, lon: -3.2 }
  t.same(choosePlace([place(elsewhere), house('b', '912', elsewhere)], { where, atHouse: true, whichHouse: 0 }), {
    placeId: null,
    lat: 54.89,
    lon: -2.93,
    text: '947 Warwick Road, Carlisle',
  })
})

t.test('in the open it is the street, with the words', async (t) => {
  t.same(
    choosePlace([house('b', '912'), place({ id: 's' })], {
      where: { ...where, number: null },
      atHouse: false,
      whichHouse: 0,
    }),
    {
      placeId: 's',
      lat: 54.891,
      lon: -2.931,
      text: 'Warwick Road, Carlisle',
    },
  )
})

t.test('a masked address is left alone', async (t) => {
  t.equal(choosePlace([place({ lat: null, lon: null })], { where, atHouse: false, whichHouse: 0 }).placeId, null)
})

const flags = { domesticAbuse: false, repeatVictim: false, vulnerable: false, treatAsUrgent: false }
const proposal = { grade: '2', because: [], binding: false }

t.test('the proposal is accepted, unless nobody needs to be sent', async (t) => {
  t.equal(chooseGrade({ proposal, flags }, { grade: null }), '2')
  t.equal(chooseGrade({ proposal, flags }, { grade: '4' }), '4')
  t.equal(chooseGrade({ proposal: { ...proposal, grade: null }, flags }, { grade: null }), '2')
})

t.test('domestic abuse, an urgent mark or a binding proposal is never graded away', async (t) => {
  t.equal(chooseGrade({ proposal, flags: { ...flags, domesticAbuse: true } }, { grade: '4' }), '2')
  t.equal(chooseGrade({ proposal, flags: { ...flags, treatAsUrgent: true } }, { grade: '3' }), '2')
  t.equal(chooseGrade({ proposal: { ...proposal, grade: '1', binding: true }, flags }, { grade: '3' }), '1')
})

t.test('a further call joins the nearest open incident of its type', async (t) => {
  const near = [
    { incident: { id: 'far', type: 'violence' }, metres: 200 },
    { incident: { id: 'other', type: 'theft' }, metres: 5 },
    { incident: { id: 'near', type: 'violence' }, metres: 40 },
  ]
  t.equal(findSame(near, { type: 'violence' }), 'near')
  t.equal(findSame(near, { type: 'missing' }), undefined)
})

t.test('the addresses of the newest earlier incidents from that number are offered', async (t) => {
  const phone = (incidentId: string | null, kind = 'incident') => ({ kind: 'phone', findings: [{ kind, incidentId }] })
  const person = { kind: 'person', findings: [{ kind: 'incident', incidentId: 'other' }] }
  t.same(listEarlier([person, phone(null, 'marker'), phone('new'), phone('old')]), ['new', 'old'])
  t.same(listEarlier(['a', 'b', 'c', 'd'].map((id) => phone(id))), ['a', 'b', 'c'])
  t.same(listEarlier([phone(null)]), [])
})

t.test('only an invented house of an earlier incident is taken again', async (t) => {
  const at = { lat: 54.9, lon: -2.9 }
  t.match(houseOf({ premisesId: 'p', text: '914 Greystone Road', ...at }), { placeId: 'p', ...at })
  t.equal(houseOf({ premisesId: 'p', text: '14 Greystone Road', ...at }), undefined)
  t.equal(houseOf({ premisesId: null, text: '914 Greystone Road', ...at }), undefined)
  t.equal(houseOf({ premisesId: 'p', text: '', ...at }), undefined)
})
