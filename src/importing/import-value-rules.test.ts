import t from 'tap'
import { type TimeFormat, timeFormat, ZoneClock } from './import-time-rules.ts'
import { BadValue, type FieldType, readValue, type Writing } from './import-value-rules.ts'

const clock = new ZoneClock('Europe/London')
const as = (text: string, type: FieldType, more: Partial<Writing> = {}) =>
  readValue(text, type, { format: undefined, clock, codes: undefined, otherwise: undefined, between: ';', ...more })
const bad = (because: RegExp) => ({ because })
const format = timeFormat('dd/MM/yyyy HH:mm') as TimeFormat
const dayFormat = timeFormat('dd/MM/yyyy') as TimeFormat

t.test('text, cut nowhere, refused when it is too long', async (t) => {
  t.equal(as('  two words ', { as: 'text', most: 20 }), 'two words')
  t.equal(as('a\u0000b', { as: 'text', most: 20 }), 'a\uFFFDb')
  t.equal(as('   ', { as: 'text', most: 20 }), undefined, 'nothing is said')
  t.match(as('abc', { as: 'text', most: 2 }), bad(/more than 2 characters/))
})

t.test('times and days', async (t) => {
  t.equal(as('31/12/2024 10:00', { as: 'instant' }, { format }), Date.parse('2024-12-31T10:00:00Z'))
  t.equal(as('2024-12-31T10:00Z', { as: 'instant' }), Date.parse('2024-12-31T10:00:00Z'))
  t.match(as('31-12-2024', { as: 'instant' }, { format }), bad(/no time such as dd\/MM\/yyyy HH:mm/))
  t.match(as('31/03/2024 01:30', { as: 'instant' }, { format }), bad(/no clock showed/))
  t.match(as('31/12/2024', { as: 'instant' }), bad(/ISO 8601/))
  t.equal(as('31/12/2024', { as: 'day' }, { format: dayFormat }), '2024-12-31')
  t.equal(as('2024-06-30T23:30Z', { as: 'day' }), '2024-07-01')
  t.match(as('31/13/2024', { as: 'day' }, { format: dayFormat }), bad(/no day such as/))
  t.match(as('soon', { as: 'day' }), bad(/ISO 8601/))
})

t.test('yes and no', async (t) => {
  for (const text of ['Y', 'true', '1', 'x']) t.equal(as(text, { as: 'flag' }), true)
  for (const text of ['N', 'FALSE', '0']) t.equal(as(text, { as: 'flag' }), false)
  t.match(as('perhaps', { as: 'flag' }), bad(/neither yes nor no/))
})

t.test('numbers in their range', async (t) => {
  const lat: FieldType = { as: 'number', least: -90, most: 90 }
  t.equal(as('54.5', lat), 54.5)
  for (const text of ['91', '-91', 'north', '5,4']) t.match(as(text, lat), bad(/no number from -90 to 90/), text)
})

t.test('lists', async (t) => {
  t.same(as('Ann; ;Nan', { as: 'list', most: 10 }), ['Ann', 'Nan'])
  t.match(as('Ann;Annabella', { as: 'list', most: 5 }), bad(/a part of more than 5/))
})

t.test('codes: ours as they are, theirs as the mapping translates them', async (t) => {
  const type: FieldType = { as: 'code', codes: ['domestic', 'other'] }
  const codes = new Map([
    ['DOM', 'domestic'],
    ['XX', 'missing'],
    ['', 'other'],
  ])
  t.equal(as('domestic', type), 'domestic')
  t.equal(as('DOM', type, { codes }), 'domestic')
  t.equal(as('', type, { codes }), 'other', 'nothing may be a code as well')
  t.equal(as('??', type, { codes, otherwise: 'other' }), 'other')
  t.match(as('??', type, { codes }), bad(/none of the codes that the mapping translates/))
  t.match(as('XX', type, { codes }), bad(/no code that is in force/))
  t.ok(as('DOM', type) instanceof BadValue)
})
