import t from 'tap'
import { z } from 'zod'
import { eventCatalogue, gather } from './event-catalogue.ts'
import { RECEIPTED } from './receipt-rules.ts'

t.test('two rooms never use one name', async (t) => {
  const events = { 'thing-done': z.object({}) }
  t.same([...gather({ one: events, two: { 'thing-undone': z.object({}) } }).keys()], ['thing-done', 'thing-undone'])
  t.throws(() => gather({ one: events, two: events }), { message: 'two records thing-done, and so does another room' })
})

t.test('names are past and kebab-case', async (t) => {
  for (const type of Object.keys(eventCatalogue)) t.match(type, /^[a-z]+(-[a-z]+)+$/, type)
})

t.test('everything that must be receipted is an event that somebody records', async (t) => {
  for (const type of RECEIPTED.keys()) t.ok(type in eventCatalogue, type)
})
