import t from 'tap'
import type { ContactView } from '../contacts/contact.ts'
import type { IncidentView } from '../incidents/incident.ts'
import type { UnitView } from '../units/unit.ts'
import type { Board } from './board.ts'
import { emptyBoard } from './board-rules.ts'
import { find } from './find-rules.ts'

const incident = (id: string, reference: string, type: string, text: string) =>
  [id, { id, reference, type, location: { text } } as IncidentView] as const
const unit = (id: string, callsign: string, commitment: object | null) =>
  [id, { id, callsign, station: 'Kendal', commitment } as UnitView] as const
const contact = (id: string, number: string | null, incidentId: string | null) =>
  [id, { id, number, incidentId } as ContactView] as const
const board: Board = {
  ...emptyBoard,
  incidents: new Map([
    incident('i1', '12/22-11-2026', 'theft', 'Market Place, Kendal'),
    incident('i2', '13/22-11-2026', 'dom', ''),
  ]),
  units: new Map([unit('u1', 'SR11', null), unit('u2', 'SR12', { incidentId: 'i1', reference: '12/22-11-2026' })]),
  contacts: new Map([
    contact('c1', '+447700900142', 'i2'),
    contact('c2', null, 'i1'),
    contact('c3', '+447700900142', null),
  ]),
}
const ids = (said: string) => find(said, board, (code) => `a ${code}`).map(({ id }) => id)

t.test('incidents, units and numbers of this desk are found by every word that was said', async (t) => {
  t.same(ids('kendal'), ['i1', 'u1', 'u2'])
  t.same(ids('THEFT, market'), ['i1'])
  t.same(ids('market nowhere'), [])
  t.same(ids('  '), [])
  t.same(ids('13/22'), ['i2'])
  t.same(ids('07700 900142'), ['i2'], 'by the number of a call, however it is written')
  t.same(ids('900142'), ['i2'])
  t.same(ids('90014'), [], 'fewer digits are in every second number')
})

t.test('a unit leads to what it is on', async (t) => {
  t.same(
    find('sr1', board, String).map(({ incidentId, words }) => [incidentId, words]),
    [
      [null, 'SR11, Kendal'],
      ['i1', 'SR12, 12/22-11-2026'],
    ],
  )
})
