import type { HeldCheck } from './board.ts'
import { checkLine, listChoices, provenance, rankFindings } from './findings-rules.ts'
import { type Child, h } from './paint.ts'

/** Says who of the records was named; null: none of those offered. */
type Choose = (incidentId: string, namedId: string, personId: string | null) => void

/** What the checks say of a number, an address, people: danger first; what nobody knows is never "no record". */
export function findingsPanel(checks: readonly HeldCheck[], now: number, choose: Choose): Child[] {
  const lines = checks.map((check) => checkLine(check, now))
  const findings = rankFindings(checks)
  return [
    h(
      'ul.checks',
      {},
      lines.map((line) =>
        h(
          'li',
          { key: line.id, class: line.unknown ? 'unknown' : line.pending ? 'pending' : '' },
          h('b', {}, `${line.what}: `),
          line.words,
        ),
      ),
      lines.length === 0 &&
        h('li', { key: 'none', class: 'pending' }, 'Nothing to check yet: no number, no address, nobody named.'),
    ),
    ...listChoices(checks).map(({ incidentId, namedId, candidates }) =>
      h(
        'section.near',
        { key: `who/${namedId}`, 'aria-label': 'Who was named?' },
        h('h3', {}, 'Who was named? Say who it is, when you know'),
        candidates.map((one) =>
          h(
            'div.row',
            { key: one.id },
            h('button', { onclick: () => choose(incidentId, namedId, one.id) }, `It is ${one.name}`),
            h('small', {}, ` ${[...one.because, one.address].filter(Boolean).join(' · ')}`),
          ),
        ),
        h('button.quiet', { onclick: () => choose(incidentId, namedId, null) }, 'None of these'),
      ),
    ),
    h(
      'ol.findings',
      {},
      findings.map((finding, index) =>
        h(
          'li',
          {
            key: String(index),
            class: [finding.danger && !finding.stale ? 'danger' : '', finding.stale ? 'stale' : ''].join(' '),
          },
          h(
            'strong',
            {},
            finding.danger && !finding.stale && h('span.mark.danger-mark', {}, 'Danger'),
            finding.headline,
          ),
          finding.detail !== '' && h('p', {}, finding.detail),
          h('small', {}, [provenance(finding, now), finding.reference].filter(Boolean).join(' · ')),
        ),
      ),
    ),
  ]
}
