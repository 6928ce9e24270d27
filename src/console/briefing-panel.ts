import type { BriefingView } from './board.ts'
import { type Child, h } from './paint.ts'

/**
 * A briefing in full, in the order in which it is read aloud; what nobody knows comes last and is never
 * folded away (DOMAIN B11).
 */
export function briefingPanel(briefing: BriefingView | undefined): Child[] {
  if (!briefing) return [h('p.empty', { key: 'none' }, 'No briefing yet: it is composed with the recommendation.')]
  const { body, unknowns } = briefing
  return [
    h('p.headline', { key: 'headline', 'data-about': `briefing/${briefing.id}` }, body.headline),
    ...body.sections
      .filter(({ lines }) => lines.length > 0)
      .map((section) =>
        h(
          'section',
          { key: section.code, class: `briefing-section ${section.code}` },
          h('h3', {}, section.title),
          h(
            'ul',
            {},
            section.lines.map((line, index) =>
              h(
                'li',
                {
                  key: String(index),
                  class: [line.danger && !line.stale ? 'danger' : '', line.stale ? 'stale' : ''].join(' '),
                },
                line.danger && !line.stale && h('span.mark.danger-mark', {}, 'Danger'),
                line.text,
                ' ',
                h(
                  'small',
                  {},
                  [line.source, line.since, line.stale ? 'past its review' : null].filter(Boolean).join(', '),
                ),
              ),
            ),
          ),
        ),
      ),
    body.sources &&
      h(
        'section.briefing-section.sources',
        { key: 'sources' },
        h('h3', {}, 'Sources asked'),
        h(
          'ul',
          {},
          body.sources.map(({ name, text }) => h('li', { key: name }, h('b', {}, `${name}: `), text)),
        ),
      ),
    h(
      'section.briefing-section.unknowns',
      { key: 'unknowns' },
      h('h3', {}, unknowns.length === 0 ? 'Nothing is outstanding' : 'Not known'),
      h(
        'ul',
        {},
        unknowns.map((unknown) => h('li', { key: unknown.what }, unknown.text)),
      ),
    ),
  ]
}
