import type { ActionView, ReviewView, SharedReview } from '../quality/quality-contract.ts'
import { type Child, h, type Spec } from './paint.ts'
import { markWords } from './quality-words-rules.ts'
import { calendarDay, clockOrDay } from './time-words-rules.ts'

type Finding = SharedReview['finding']

/** What was found, item by item, in words; what was told of it, and what the person said. */
export function findingView(finding: Finding, items: ReviewView['card']['items'], now: number): Child[] {
  return [
    h(
      'dl.marks',
      { key: 'marks' },
      finding.marks.flatMap(({ item, mark, note }) => [
        h('dt', { key: `t${item}` }, items.find(({ code }) => code === item)?.ask ?? item),
        h('dd', { key: `d${item}` }, h('b', {}, mark === null ? '' : markWords[mark]), note === '' ? '' : ` ${note}`),
      ]),
    ),
    finding.settledBy !== null &&
      h('p.facts', { key: 'settled' }, `Two reviewers differed; settled by ${finding.settledBy}`),
    finding.sharedAt !== null &&
      h(
        'p.feedback',
        { key: 'shared' },
        h('b', {}, `${finding.sharedBy}, ${clockOrDay(finding.sharedAt, now)}: `),
        finding.feedback,
      ),
    finding.acknowledgedAt !== null &&
      h(
        'p.own-words',
        { key: 'acknowledged' },
        h('b', {}, `Acknowledged ${clockOrDay(finding.acknowledgedAt, now)}`),
        finding.ownWords ? `: ${finding.ownWords}` : '',
      ),
  ]
}

/** One development action: whose, by when, and whether it is late; `doing`: the form of whoever may say that it is done. */
export function actionRow(action: ActionView, doing?: Child): Spec {
  const { id, text, owner, person, dueOn, overdue, doneAt, doneBy, doneWords } = action
  return h(
    'article.development',
    { key: id, 'data-action': id },
    h('b', {}, text),
    h('p.facts', {}, `For ${person}; ${owner} sees to it`),
    doneAt === null
      ? h(overdue ? 'p.late' : 'p', {}, `${overdue ? 'Overdue: ' : ''}by ${calendarDay(dueOn)}`)
      : h('p', {}, `Done ${calendarDay(doneAt)} by ${doneBy}: ${doneWords}`),
    doneAt === null && doing,
  )
}
