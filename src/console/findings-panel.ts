import type { HeldCheck } from './board.ts'
import { checkLine, provenance, rankFindings } from './findings-rules.ts'
import { type Child, h } from './paint.ts'

/** What the checks say of a number, an address, people: danger first; what nobody knows is never "no record". */
export function findingsPanel(checks: readonly HeldCheck[], now: number): Child[] {
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
