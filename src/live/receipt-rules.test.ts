import t from 'tap'
import { type Actor, theService } from '../core/index.ts'
import { findEscalation, isReceipted, mustBeReceipted, owesReceipt, RECEIPTED } from './receipt-rules.ts'

const event = { type: 'incident-graded', incidentId: null, areaId: 'north', unitIds: [], audience: 'room' as const }
const dispatcher: Actor = { ...theService, kind: 'staff', role: 'dispatcher', areas: ['north'] }

t.test(
  'a new call, a first or raised grade, a recommendation, a deployment, a late briefing and an emergency',
  async (t) => {
    for (const type of RECEIPTED.keys()) t.ok(mustBeReceipted(type, null), type)
    t.ok(mustBeReceipted('incident-graded', 'first'))
    t.ok(mustBeReceipted('incident-graded', 'raised'))
    t.notOk(mustBeReceipted('incident-graded', 'lowered'))
    t.notOk(mustBeReceipted('incident-graded', 'same'))
    t.notOk(mustBeReceipted('log-entry-added', null))
    t.notOk(mustBeReceipted('receipt-missing', null), 'an escalation does not escalate')
  },
)

t.test('a receipt counts from a role whose work it is', async (t) => {
  t.ok(isReceipted('contact-received', ['dispatcher', 'call-handler']))
  t.notOk(isReceipted('contact-received', ['dispatcher']))
  t.notOk(isReceipted('contact-received', []))
  t.notOk(isReceipted('log-entry-added', ['dispatcher']))
})

t.test('a console owes a receipt for what it may see and is its work', async (t) => {
  t.ok(owesReceipt(dispatcher, event))
  t.notOk(owesReceipt({ ...dispatcher, areas: ['south'] }, event), 'another area')
  t.notOk(owesReceipt({ ...dispatcher, role: 'call-handler' }, event), 'another’s work')
  t.notOk(
    owesReceipt({ ...theService, scopes: ['terminals'] }, { ...event, unitIds: ['u'] }),
    'a machine shows nothing',
  )
  t.notOk(owesReceipt(dispatcher, { ...event, type: 'log-entry-added' }))
})

t.test('five seconds to the next console, fifteen to the alarm', async (t) => {
  t.match(findEscalation('missing'), { afterSeconds: 5, says: 'receipt-missing' })
  t.match(findEscalation('alarm'), { afterSeconds: 15, says: 'receipt-alarm' })
  t.equal(findEscalation('later'), undefined)
})
