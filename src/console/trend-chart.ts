import type { TrendView } from '../quality/quality-contract.ts'
import { type Child, h, type Spec } from './paint.ts'
import { markWords, percent, skillWords } from './quality-words-rules.ts'

type Skill = TrendView[number]
const BAR = 44
const HEIGHT = 80

/** How one person's work comes along: bars by month, and the same in a table with every n; beside nobody else's. */
export function trendCharts(trend: TrendView): Child[] {
  if (trend.length === 0) return [h('p.empty', { key: 'none' }, 'Nothing has been shared yet.')]
  return trend.map((skill) =>
    h(
      'section.trend',
      { key: skill.skill },
      h('h3', {}, `${skillWords[skill.skill]}: ${skill.reviews} ${skill.reviews === 1 ? 'review' : 'reviews'}`),
      bars(skill),
      monthTable(skill),
      itemTable(skill),
    ),
  )
}

function bars({ months, skill }: Skill): Spec {
  return h(
    'svg.bars',
    {
      viewBox: `0 0 ${Math.max(1, months.length) * BAR} ${HEIGHT + 30}`,
      width: Math.max(1, months.length) * BAR,
      height: HEIGHT + 30,
      role: 'img',
      'aria-label': `${skillWords[skill]}, share met by month; the table below has the same`,
    },
    months.flatMap(({ month, met, n }, index) => {
      const x = index * BAR
      const height = Math.max(1, Math.round((met ?? 0) * HEIGHT))
      return [
        h('rect', {
          key: `r${month}`,
          x: x + 6,
          y: HEIGHT + 2 - height,
          width: BAR - 12,
          height,
          class: met === null ? 'none' : '',
        }),
        h('text', { key: `t${month}`, x: x + BAR / 2, y: HEIGHT + 14, 'text-anchor': 'middle' }, month.slice(2)),
        h('text', { key: `n${month}`, x: x + BAR / 2, y: HEIGHT + 26, 'text-anchor': 'middle' }, `n ${n}`),
      ]
    }),
  )
}

function monthTable({ months }: Skill): Spec {
  return table(
    'By month',
    ['Month', 'Reviews', 'n', 'Share met'],
    months.map(({ month, reviews, n, met }) => [month, reviews, n, met === null ? 'Cannot be told' : percent(met)]),
  )
}

function itemTable({ items }: Skill): Spec {
  const marks = ['met', 'partly', 'not-met', 'cannot-tell'] as const
  return table(
    'By item',
    ['Item', 'n', ...marks.map((mark) => markWords[mark])],
    items.map(({ ask, n, counts }) => [ask, n, ...marks.map((mark) => counts[mark])]),
  )
}

/** A table with a heading for every column and row. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Spec {
  return h(
    'table.figures',
    {},
    h('caption', {}, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        heads.map((head) => h('th', { key: head, scope: 'col' }, head)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) =>
        h(
          'tr',
          { key: String(row[0]) },
          row.map((cell, index) => (index === 0 ? h('th', { scope: 'row' }, cell) : h('td', {}, cell))),
        ),
      ),
    ),
  )
}
