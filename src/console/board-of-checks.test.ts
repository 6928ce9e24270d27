import t from 'tap'
import { boardOf, contact, event, finding } from '../../test/console/board-facts.ts'
import type { HeldCheck } from './board.ts'
import { listChecksOf, take } from './board-rules.ts'

t.test(
  'checks of other systems and of people stand beside each other, and an answer that is missing hides nothing',
  async (t) => {
    const done = (checkId: string, more: object) =>
      event('check-completed', {
        checkId,
        kind: 'person',
        state: 'hit',
        contactId: null,
        incidentId: 'i1',
        durationMs: 1,
        findings: [finding()],
        ...more,
      })
    const own = { source: 'force-records', sourceName: 'Force records' }
    const old: HeldCheck = {
      id: 'old',
      kind: 'person',
      state: 'hit',
      contactId: 'c1',
      incidentId: null,
      requestedAt: null,
      finishedAt: null,
      findings: [],
      superseded: false,
    }
    let board = boardOf({ contacts: [{ ...contact(), checks: [old] }] })
    board = take(board, done('k1', { ...own, aboutPersons: ['p1'] }))
    board = take(board, done('k2', { source: 'pnc', sourceName: 'PNC', aboutPersons: ['p1'] }))
    board = take(board, done('k3', { ...own, aboutPersons: ['p2'] }))
    board = take(board, done('k0', {}))
    t.same(
      listChecksOf(board, { incidentId: 'i1' }).map(({ id }) => id),
      ['k1', 'k2', 'k3', 'k0'],
    )
    board = take(board, done('k4', { aboutPersons: ['p1'], state: 'source_unavailable', findings: [] }))
    t.same(
      listChecksOf(board, { incidentId: 'i1' }).map(({ id }) => id),
      ['k2', 'k3', 'k0', 'k4'],
    )
    t.match(board.checks.get('k4'), { state: 'source_unavailable', findings: [{ headline: finding().headline }] })
    board = take(
      board,
      done('k5', { kind: 'pair', aboutPersons: ['p1', 'p2'], candidates: [], state: 'failed', findings: [] }),
    )
    t.match(board.checks.get('k5'), { state: 'failed', findings: { length: 0 } })
  },
)
