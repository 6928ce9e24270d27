import type { IncidentView } from '../incidents/incident.ts'
import type { ForceWords } from './force-words.ts'
import { nameOf } from './force-words.ts'
import { type Child, h, type Spec } from './paint.ts'

const shapes: Readonly<Record<number, Spec>> = {
  1: h('polygon', { points: '12,1.5 22.5,9.5 18.8,22 5.2,22 1.5,9.5' }),
  2: h('rect', { x: 2, y: 2, width: 20, height: 20 }),
  3: h('circle', { cx: 12, cy: 12, r: 10.5 }),
}
const hollow = h('rect', { x: 2.5, y: 2.5, width: 19, height: 19 })

/** A grade: digit, shape and colour together, so that none of them is needed alone (CONSOLES 1.4). */
export function gradeChip(words: ForceWords, grade: string | null): Spec {
  const known = words.grades.find(({ id }) => id === grade)
  const position = known?.position ?? 0
  const name = known ? `Grade ${known.id}, ${known.name}` : 'Not graded'
  return h(
    'svg',
    { viewBox: '0 0 24 24', class: `chip chip-${Math.min(position, 4)}`, role: 'img', 'aria-label': name },
    position === 0 ? hollow : (shapes[position] ?? hollow),
    h('text', { x: 12, y: 17, 'text-anchor': 'middle' }, grade ?? '?'),
  )
}

/** A unit: a filled triangle is free to be sent, a hollow one is not; never a colour (CONSOLES 1.4). */
export function unitMark(free: boolean): Spec {
  return h(
    'svg',
    {
      viewBox: '0 0 24 24',
      class: free ? 'unit-mark free' : 'unit-mark',
      role: 'img',
      'aria-label': free ? 'free' : 'not free',
    },
    h('polygon', { points: '12,3 22,21 2,21' }),
  )
}

const flagWords = {
  domesticAbuse: 'Domestic abuse',
  repeatVictim: 'Repeat',
  vulnerable: 'Vulnerable',
  treatAsUrgent: 'Treat as urgent',
} as const

/** The flags that are raised, as words. */
export function flagMarks(incident: IncidentView): Child[] {
  const raised = Object.entries(flagWords).filter(([flag]) => incident.flags[flag as keyof typeof flagWords])
  return [
    ...raised.map(([flag, words]) =>
      h(
        'span.mark',
        {
          key: flag,
          title: incident.flagsBecause
            .filter((why) => why.flag === flag)
            .map(({ because }) => because)
            .join('; '),
        },
        words,
      ),
    ),
    incident.happeningNow && h('span.mark', { key: 'now' }, 'Happening now'),
    incident.locked &&
      h(
        'span.mark.locked',
        {
          key: 'locked',
          title: 'Closed, lowered, retyped or unflagged only by a supervisor who did not take the call',
        },
        'Locked',
      ),
  ]
}

/** The type of an incident in the force's words. */
export function typeName(words: ForceWords, incident: IncidentView): string {
  return nameOf(words.types, incident.type)
}

/** A unit's kind as it is said: roads-policing becomes Roads policing. */
export function kindName(kind: string): string {
  const words = kind.replaceAll('-', ' ')
  return kind === 'pcso' ? 'PCSO' : words.charAt(0).toUpperCase() + words.slice(1)
}

/** A labelled control; what the service says is wrong with it stands under it. */
export function field(
  label: string,
  control: Spec,
  problems: readonly { pointer: string; detail: string }[] = [],
  pointer?: string,
): Spec {
  const wrong =
    pointer === undefined
      ? []
      : problems.filter((problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`))
  return h(
    'label.field',
    {},
    h('span.label', {}, label),
    control,
    ...wrong.map(({ detail }) => h('span.wrong', { role: 'alert' }, detail)),
  )
}

/** A choice from a list of the force; `label` where no field says what is chosen. */
export function choice(
  options: readonly { code: string; name: string }[],
  chosen: string,
  onChoose: (code: string) => void,
  empty?: string,
  label?: string,
): Spec {
  return h(
    'select',
    {
      value: chosen,
      'aria-label': label,
      onchange: (event: Event) => onChoose((event.target as HTMLSelectElement).value),
    },
    empty !== undefined && h('option', { value: '' }, empty),
    options.map(({ code, name }) => h('option', { value: code, key: code }, name)),
  )
}

/** The text of an input that was typed in. */
export function typed(event: Event): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement).value
}

/** Puts the keyboard on an element once it is painted. */
export function focusSoon(selector: string): void {
  requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus()))
}
