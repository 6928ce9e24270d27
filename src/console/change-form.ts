import type { Flag, IncidentView } from '../incidents/incident.ts'
import type { Desk } from './desk.ts'
import { LowerGradeForm } from './lower-grade-form.ts'
import { choice, field, typed } from './marks.ts'
import { type Child, h } from './paint.ts'
import { positionOf } from './queue-rules.ts'

const flagNames: readonly { code: Flag; name: string }[] = [
  { code: 'domesticAbuse', name: 'Domestic abuse' },
  { code: 'repeatVictim', name: 'Repeat' },
  { code: 'vulnerable', name: 'Vulnerable' },
  { code: 'treatAsUrgent', name: 'Treat as urgent' },
]

/**
 * What may be changed of an open incident, each with its reason: grade, flags, type. A lower grade is asked
 * for and decided by another person (I2); the service decides who may, and writes every refused attempt.
 */
export class ChangeForm {
  readonly #desk: Desk
  readonly #lower: LowerGradeForm
  #incidentId = ''
  #grade = ''
  #flag = ''
  #type = ''
  #reason = ''
  #decision = ''

  constructor(desk: Desk) {
    this.#desk = desk
    this.#lower = new LowerGradeForm(desk)
  }

  view(incident: IncidentView): Child[] {
    if (incident.id !== this.#incidentId) {
      this.#incidentId = incident.id
      this.#clear()
    }
    const { words } = this.#desk
    const isLower =
      this.#grade !== '' &&
      incident.grade !== null &&
      positionOf(words, this.#grade) > positionOf(words, incident.grade)
    const hasFlag = flagNames.some(({ code }) => code === this.#flag && incident.flags[code])
    const grades = words.grades.map(({ id, name }) => ({ code: id, name: `${id} ${name}` }))
    return [
      field(
        'Reason, for each of these',
        h('input', {
          value: this.#reason,
          oninput: (event: Event) =>
            this.#set(() => {
              this.#reason = typed(event)
            }),
        }),
      ),
      isLower && this.#lower.view(incident, this.#grade),
      h(
        'div.fields',
        {},
        field(
          'Grade',
          choice(
            grades,
            this.#grade,
            (code) =>
              this.#set(() => {
                this.#grade = code
              }),
            incident.grade ?? 'none',
          ),
        ),
        h(
          'button',
          {
            disabled:
              this.#grade === '' ||
              this.#grade === incident.grade ||
              (isLower && (this.#reason.trim() === '' || !this.#lower.isWhole)),
            onclick: () => void this.#setGrade(incident, isLower),
          },
          isLower ? 'Ask for the lower grade' : 'Set the grade',
        ),
        field(
          'Flag',
          choice(
            flagNames,
            this.#flag,
            (code) =>
              this.#set(() => {
                this.#flag = code
              }),
            'choose',
          ),
        ),
        h(
          'button',
          {
            disabled: this.#flag === '' || this.#reason.trim() === '',
            onclick: () => void this.#setFlag(incident, hasFlag),
          },
          hasFlag ? 'Clear the flag' : 'Raise the flag',
        ),
        field(
          'Type',
          choice(
            words.types,
            this.#type,
            (code) =>
              this.#set(() => {
                this.#type = code
              }),
            incident.type,
          ),
        ),
        h(
          'button',
          {
            disabled: this.#type === '' || this.#type === incident.type || this.#reason.trim() === '',
            onclick: () =>
              void this.#send(incident, 'Correct the type', 'type', { type: this.#type, reason: this.#reason }),
          },
          'Correct the type',
        ),
      ),
    ]
  }

  /** A lower grade that was asked for, to be decided by another than who asked. */
  decision(incident: IncidentView, wish: { grade: string; reason?: string; requestedBy?: string }): Child {
    const decide = (approve: boolean) =>
      void this.#send(
        incident,
        approve ? 'Approve the lower grade' : 'Refuse the lower grade',
        'lower-grade/decision',
        { approve, reason: this.#decision },
      )
    const empty = this.#decision.trim() === ''
    return h(
      'div.decision',
      { key: `decision/${incident.id}` },
      h(
        'p',
        {},
        h('b', {}, `Lower grade ${wish.grade} asked for`),
        wish.requestedBy && ` by ${wish.requestedBy}`,
        wish.reason && `: ${wish.reason}`,
      ),
      this.#lower.reading(incident),
      field(
        'Reason for the decision',
        h('input', {
          value: this.#decision,
          oninput: (event: Event) =>
            this.#set(() => {
              this.#decision = typed(event)
            }),
        }),
      ),
      h('button', { disabled: empty, onclick: () => decide(true) }, 'Approve'),
      h('button', { disabled: empty, onclick: () => decide(false) }, 'Refuse'),
    )
  }

  /** A closed incident may be opened again by a supervisor; everything that was is kept. */
  reopening(incident: IncidentView): Child {
    return h(
      'div.decision',
      { key: `reopen/${incident.id}` },
      field(
        'Reason for reopening',
        h('input', {
          value: this.#decision,
          oninput: (event: Event) =>
            this.#set(() => {
              this.#decision = typed(event)
            }),
        }),
      ),
      h(
        'button',
        {
          disabled: this.#decision.trim() === '',
          onclick: () => void this.#send(incident, 'Reopen', 'reopen', { reason: this.#decision }),
        },
        `Reopen ${incident.reference}`,
      ),
    )
  }

  #set(change: () => void): void {
    change()
    this.#desk.repaint()
  }

  #clear(): void {
    this.#grade = ''
    this.#flag = ''
    this.#type = ''
    this.#reason = ''
    this.#decision = ''
    this.#lower.clear()
  }

  #setGrade(incident: IncidentView, isLower: boolean): Promise<void> {
    const body = { grade: this.#grade, reason: this.#reason }
    return isLower
      ? this.#send(incident, `Ask for grade ${this.#grade}`, 'lower-grade', {
          ...body,
          ...this.#lower.body(incident, this.#grade),
        })
      : this.#send(incident, `Grade ${this.#grade}`, 'grade', body)
  }

  #setFlag(incident: IncidentView, clears: boolean): Promise<void> {
    const body = { flag: this.#flag, reason: this.#reason }
    return this.#send(incident, clears ? 'Clear the flag' : 'Raise the flag', clears ? 'flags/clear' : 'flags', body)
  }

  async #send(incident: IncidentView, what: string, path: string, body: unknown): Promise<void> {
    const answer = await this.#desk.order({
      what: `${incident.reference}: ${what}`,
      method: 'POST',
      path: `/incidents/${incident.id}/${path}`,
      body,
    })
    if (!answer.ok) return
    this.#clear()
    this.#desk.done(`${incident.reference}: ${what}`)
  }
}
