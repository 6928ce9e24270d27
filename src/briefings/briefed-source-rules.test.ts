import t from 'tap'
import { tellSources } from './briefed-source-rules.ts'
import type { BriefedCheck } from './unknown-rules.ts'

const check = (kind: BriefedCheck['kind'], state: BriefedCheck['state'], source?: string): BriefedCheck => ({
  kind,
  state,
  query: kind === 'pair' ? 'Anna Example / Ben Other' : kind === 'person' ? 'Anna Example' : '1',
  finishedAt: null,
  findings: [],
  ...(source ? { source, sourceName: source.toUpperCase() } : {}),
})

t.test('every source is named with what came of it', async (t) => {
  const checks = [
    check('phone', 'hit'),
    check('premises', 'no_trace', 'force-records'),
    check('person', 'running'),
    check('pair', 'not_started'),
    check('person', 'source_unavailable', 'pnc'),
    check('phone', 'failed', 'rms'),
    { ...check('phone', 'failed', 'plx'), refused: true },
  ]
  const sources = [
    { code: 'nflms', name: 'Firearms licensing', connected: true },
    { code: 'pnc', name: 'PNC', connected: true },
    { code: 'rms', name: 'RMS', connected: false },
    { code: 'vis', name: 'ViSOR', connected: false },
    { code: 'plx', name: 'PLX', connected: true },
  ]
  t.same(tellSources(checks, sources), [
    {
      name: 'Force records',
      text: 'found (Phone check); nothing found (Address check); not answered yet (Check of Anna Example, Check for orders between Anna Example and Ben Other)',
    },
    { name: 'Firearms licensing', text: 'not asked: nothing to ask about' },
    { name: 'PNC', text: 'not known, not reached (Check of Anna Example)' },
    { name: 'RMS', text: 'not known, failed (Phone check)' },
    { name: 'ViSOR', text: 'not connected, not asked' },
    { name: 'PLX', text: 'not known, it refused us (Phone check)' },
  ])
})

t.test('without a number, an address or a name our own records are named too', async (t) => {
  t.same(tellSources([], []), [{ name: 'Force records', text: 'not asked: nothing to ask about' }])
})
