import t from 'tap'
import { hideAddress, hideWholly, mentions } from './hidden-address-rules.ts'
import { HIDDEN, labelOf, type ProtectedPlace, WITHHELD } from './protected-place.ts'

const refuge: ProtectedPlace = {
  id: 'r',
  name: '968 Hartness Road',
  number: '968',
  street: 'Hartness Road',
  town: 'Penrith',
  postcode: 'CA11 8AB',
  lat: 54.66,
  lon: -2.75,
}
const named: ProtectedPlace = { ...refuge, name: "St Mary's House", number: null, street: "St Mary's Close" }

t.test('however it is typed, the address is recognised', async (t) => {
  for (const typed of [
    '968 Hartness Road',
    '968, hartness rd',
    '968 HARTNESS RD.',
    '968a Hartness road',
    '968 Hartness',
    'flat 2, 968 Hartness Road',
    'Hartness Road, number 968',
    'Hartness Rd 968',
    '968, near the school, CA118AB',
  ]) {
    t.notMatch(hideAddress(`She is at ${typed}, hurry`, refuge), /hartness|968|ca11/i, typed)
    t.match(hideAddress(`She is at ${typed}, hurry`, refuge), HIDDEN)
  }
  t.equal(hideAddress('968 Hartness Road, Penrith, CA11 8AB', refuge), `${HIDDEN}, Penrith, ${WITHHELD}`)
})

t.test('what is not the address stays: another number, the street alone, a postcode of fifteen houses', async (t) => {
  for (const text of [
    '96 Hartness Road',
    '1968 Hartness Road',
    'ran down Hartness Road',
    'CA11 8AB',
    'at 968 Castlegate',
  ])
    t.equal(hideAddress(text, refuge), text)
})

t.test('of an incident there, street and postcode alone are withheld as well', async (t) => {
  t.equal(hideWholly('ran down Hartness Rd to CA118AB', refuge), `ran down ${WITHHELD} to ${WITHHELD}`)
  t.equal(hideWholly('nothing of it', refuge), 'nothing of it')
})

t.test('a name of its own, with or without its apostrophe', async (t) => {
  t.equal(hideAddress("at St Mary's House", named), `at ${HIDDEN}`)
  t.equal(hideAddress('at st marys house now', named), `at ${HIDDEN} now`)
  t.equal(hideAddress('at St Mary’s Close', named), 'at St Mary’s Close', 'the street tells no house')
  t.equal(hideWholly('at St Marys Close', named), `at ${WITHHELD}`)
})

t.test('a street without a type, a place without street or postcode, a name of signs', async (t) => {
  const bare = { ...refuge, name: 'x', number: '12-14', street: 'Highgate', postcode: null }
  t.equal(hideAddress('12-14 Highgate', bare), HIDDEN)
  t.equal(hideAddress('Highgate 12-14', bare), HIDDEN)
  const only = { ...refuge, name: 'Rose (the) House', number: null, street: null, postcode: null }
  t.equal(hideAddress('Rose (the) House', only), HIDDEN)
  t.equal(hideAddress('Road 5', { ...refuge, name: '5 Road', number: '5', street: 'Road', postcode: null }), HIDDEN)
  const nothing = { ...refuge, name: '', number: null, street: null, postcode: null }
  t.equal(hideWholly('anything', nothing), 'anything')
  t.equal(mentions('anything', nothing), false)
  t.equal(hideAddress('968 CA11 8AB', { ...refuge, street: null }), HIDDEN)
  t.equal(hideWholly('CA11 8AB', { ...refuge, street: null, number: null, name: 'Rose' }), WITHHELD)
})

t.test('a text that was cut off in the middle of the address ends before it', async (t) => {
  t.equal(hideAddress('She is at 968 Hart ...', refuge), `She is at ${HIDDEN} ...`)
  t.equal(
    hideAddress('She is at 968, Hartness R ... (more on the log)', refuge),
    `She is at ${HIDDEN} ... (more on the log)`,
  )
  t.equal(hideWholly('down Hartness R ...', refuge), `down ${HIDDEN} ...`)
  t.equal(hideAddress('1968 Hart ...', refuge), '1968 Hart ...')
  t.equal(hideWholly('a hart ...', refuge), 'a hart ...')
  t.equal(hideAddress("St Mary's Ho ...", named), `${HIDDEN} ...`)
  t.equal(hideAddress('Hartness ... and so on', refuge), 'Hartness ... and so on')
})

t.test('what is said instead is the town', async (t) => {
  t.equal(labelOf(refuge), 'Protected address, Penrith')
  t.equal(labelOf({ town: null }), 'Protected address')
})
