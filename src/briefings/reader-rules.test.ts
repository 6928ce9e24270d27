import t from 'tap'
import { type Actor, Refusal, theService } from '../core/index.ts'
import { acknowledgerOf, readerOf } from './reader-rules.ts'

const crew: Actor = { ...theService, kind: 'staff', role: 'unit', unitId: 'NA21' }
const dispatcher: Actor = { ...crew, role: 'dispatcher', unitId: null }
const gateway: Actor = { ...theService, scopes: ['terminals'] }
const code = (refused: unknown) => (refused instanceof Refusal ? refused.code : undefined)

t.test('a crew speaks for itself and for nobody else', async (t) => {
  t.equal(readerOf(crew, undefined), 'NA21')
  t.equal(readerOf(crew, 'NA21'), 'NA21')
  t.equal(code(readerOf(crew, 'NA22')), 'unit/not-yours')
  t.equal(code(readerOf({ ...crew, unitId: null }, undefined)), 'unit/not-yours', 'a crew that is not booked on')
})

t.test('a terminal gateway names the crew', async (t) => {
  t.equal(readerOf(gateway, 'NA21'), 'NA21')
  t.equal(code(readerOf(gateway, undefined)), 'request/invalid')
})

t.test('the control room sees every briefing and acknowledges none', async (t) => {
  t.equal(readerOf(dispatcher, undefined), null)
  t.equal(code(acknowledgerOf(dispatcher, 'NA21')), 'unit/not-yours')
  t.equal(acknowledgerOf(crew, undefined), 'NA21')
  t.equal(code(acknowledgerOf(gateway, undefined)), 'request/invalid')
})
