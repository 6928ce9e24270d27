import type { ChangedLine } from '../briefings/briefing.ts'
import type { BriefingView } from './board.ts'
import { type Child, h } from './paint.ts'
import { isNewLine, sayEmpty, sayParts } from './part-words-rules.ts'

/**
 * A briefing in full, in the order in which it is read aloud; what nobody knows comes last and is never
 * folded away (DOMAIN B11). `added`: lines that came since it was read; each is marked.
 */
export function briefingPanel(briefing: BriefingView | undefined, added: readonly ChangedLine[] = []): Child[] {
  if (!briefing) return [h('p.empty', { key: 'none' }, 'No briefing yet: it is composed with the recommendation.')]
  const { body, unknowns } = briefing
  const { parts } = body
  const isNew = isNewLine(added)
  return [
    h('p.headline', { key: 'headline', 'data-about': `briefing/${briefing.id}` }, body.headline),
    parts &&
      h(
        'p.parts',
        { key: 'parts' },
        [sayParts(parts, body.sections), sayEmpty(parts, body.sections)].filter(Boolean).join('. '),
      ),
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
                isNew(section.code, line.text) && h('span.mark.new-mark', {}, 'New'),
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
      // it scrolls by itself beside the rest of the briefing
      { key: 'unknowns', tabindex: 0, 'aria-label': 'Not known' },
      h('h3', {}, unknowns.length === 0 ? 'Nothing is outstanding' : 'Not known'),
      h(
        'ul',
        {},
        unknowns.map((unknown) =>
          h(
            'li',
            { key: unknown.what },
            isNew('outstanding', unknown.text) && h('span.mark.new-mark', {}, 'New'),
            unknown.text,
          ),
        ),
      ),
    ),
  ]
}
