import t from 'tap'
import { check, compose, facts, finding, found } from '../../test/briefings/briefing-facts.ts'
import { whatIsNew } from './addition-rules.ts'

t.test('the same facts: nothing is new', async (t) => {
  t.same(whatIsNew(compose(), compose(), 1), { since: 1, added: [], gone: [] })
})

t.test('what a later version adds is marked, danger first; what it no longer says is said too', async (t) => {
  const before = compose({ checks: [check({ state: 'running' })] })
  const now = compose({
    ...found(
      finding({ danger: true, code: 'FI', headline: 'Firearms' }),
      finding({ kind: 'order', headline: 'Order' }),
    ),
    incident: { ...facts.incident, summary: 'He has come back' },
  })
  const { since, added, gone } = whatIsNew(before, now, 3)
  t.equal(since, 3)
  t.match(added[0], { part: 'danger', text: 'Firearms', danger: true })
  t.same(
    added.map(({ part, text }) => `${part}: ${text}`),
    [
      'danger: Firearms',
      'headline: Grade 1, Emergency: Domestic incident, happening now. Danger: Firearms.',
      'happening: He has come back',
      'orders: Order',
      'history: Address check: no record found',
    ],
  )
  t.ok(gone.some(({ part, text }) => part === 'outstanding' && text === 'Phone check has not answered yet'))
  t.ok(gone.some(({ text }) => text === 'Shouting, things being thrown'))
})

t.test('a marker that has become old is no longer the danger it was', async (t) => {
  const marker = finding({ danger: true, code: 'WE', headline: 'Weapons' })
  const { added, gone } = whatIsNew(compose(found(marker)), compose(found({ ...marker, stale: true })), 1)
  t.match(added, [{ text: 'Weapons', danger: false }])
  t.match(gone, [{ text: 'Weapons', danger: true }])
})
