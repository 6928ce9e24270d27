import type { HeldCheck } from './board.ts'
import { listChecksOf } from './board-rules.ts'
import type { Desk } from './desk.ts'
import { listNamed, type Named } from './named-rules.ts'
import { type Child, h } from './paint.ts'

/** What the log of the incident knows of checks and people, as it was read. */
type ReadLog = { checks: readonly HeldCheck[]; people: readonly unknown[] }

/** Who of the records was named, said also after the call: on the incident, by anybody of the room. */
export function whoWasNamed(desk: Desk, incidentId: string, log: ReadLog): Child {
  const since = listChecksOf(desk.board, { incidentId })
  const named = listNamed(log.checks, since, log.people)
  if (named.length === 0) return null
  const choose = (namedId: string, personId: string | null) =>
    void desk.order({
      what: 'Say who was named',
      method: 'POST',
      path: `/incidents/${incidentId}/people/${namedId}/identity`,
      body: { personId, reason: 'Chosen on the incident, on what is known of it' },
    })
  return h(
    'section.near.who-was-named',
    { key: 'named', 'aria-label': 'Who was named?' },
    h('h3', {}, 'Who was named?'),
    named.map((one) => (one.taken ? takenRow(one, choose) : openRow(one, choose))),
  )
}

type Choose = (namedId: string, personId: string | null) => void

function openRow({ namedId, name, others }: Named, choose: Choose): Child {
  return h('div', { key: namedId }, h('b', {}, `${name}: not sure who it is`), offers(namedId, others, choose))
}

function takenRow({ namedId, name, taken, others }: Named, choose: Choose): Child {
  return h(
    'details',
    { key: namedId },
    h(
      'summary',
      {},
      `${name}: taken for ${taken?.name}${taken?.because.length ? ` (${taken.because.join(', ')})` : ''}`,
    ),
    offers(namedId, others, choose),
  )
}

function offers(namedId: string, others: Named['others'], choose: Choose): Child[] {
  return [
    ...others.map((one) =>
      h(
        'div.row',
        { key: one.id },
        h('button', { onclick: () => choose(namedId, one.id) }, `It is ${one.name}`),
        h('small', {}, ` ${[...one.because, one.address].filter(Boolean).join(' · ')}`),
      ),
    ),
    h(
      'button.quiet',
      { key: 'none', onclick: () => choose(namedId, null) },
      others.length > 0 ? 'None of these' : 'It is somebody else',
    ),
  ]
}
