import type { IncidentView } from '../incidents/incident.ts'
import type { Problem } from './command-sender.ts'
import { type Desk, problemWords } from './desk.ts'
import { logField } from './incident-log.ts'
import { choice, field, typed } from './marks.ts'
import { type Child, h } from './paint.ts'

type Result = {
  text: string
  notAttendedBecause: string
  callBack: string
  personsSeen: string
  childrenSeen: string
  crimeReference: string
  noCrimeBecause: string
  riskAssessmentReference: string
  noRiskAssessmentBecause: string
}

const nothing: Result = {
  text: '',
  notAttendedBecause: '',
  callBack: '',
  personsSeen: '',
  childrenSeen: '',
  crimeReference: '',
  noCrimeBecause: '',
  riskAssessmentReference: '',
  noRiskAssessmentBecause: '',
}

/** Closing: what was found and done, with the checklist of CR-28; the service says what is missing, and who owes it. */
export class ClosingForm {
  readonly #desk: Desk
  #incidentId = ''
  #category = ''
  #result: Result = nothing
  #refused: Problem | undefined

  constructor(desk: Desk) {
    this.#desk = desk
  }

  view(incident: IncidentView): Child[] {
    if (incident.id !== this.#incidentId) {
      this.#incidentId = incident.id
      this.#category = ''
      this.#result = nothing
      this.#refused = undefined
    }
    const missing = this.#refused?.missing ?? []
    return [
      incident.locked &&
        h(
          'p.hint',
          {},
          'Locked: a communication-centre supervisor who did not take the call closes it. Every attempt is on the log.',
        ),
      this.#refused &&
        h(
          'div.refused',
          { role: 'alert' },
          h('p.wrong', {}, problemWords(this.#refused)),
          missing.length > 0 &&
            h(
              'ul.missing',
              {},
              missing.map((one) => h('li', {}, h('b', {}, `${one.owedBy}: `), one.detail)),
            ),
        ),
      field(
        'Closing category',
        choice(
          this.#desk.words.closingCategories,
          this.#category,
          (code) =>
            this.#set(() => {
              this.#category = code
            }),
          'choose',
        ),
        this.#refused?.errors,
        '/closingCategory',
      ),
      this.#field('text', 'What was found and done'),
      // in the order in which a watched incident needs them: Tab goes from one to the next
      this.#field('personsSeen', 'Who was seen, and spoken to alone'),
      this.#field('childrenSeen', 'Children seen, or that there are none'),
      this.#line('crimeReference', 'Crime reference'),
      this.#line('riskAssessmentReference', 'Risk assessment reference'),
      this.#line('noCrimeBecause', 'If there is none of a crime: why'),
      this.#line('noRiskAssessmentBecause', 'If nobody assessed the risk: why'),
      this.#field('notAttendedBecause', 'If nobody arrived: why, and that the caller was told'),
      this.#field('callBack', 'Silent or abandoned: how the caller was found or called back'),
      h(
        'button.primary',
        { onclick: () => void this.#close(incident), disabled: this.#category === '' },
        `Close ${incident.reference}${this.#desk.keys.hint('send-close')}`,
      ),
    ]
  }

  /** The key that closes from any of its fields. */
  onKey(event: KeyboardEvent, incident: IncidentView): void {
    if (this.#desk.keys.doing(event, 'closing') !== 'send-close' || this.#category === '') return
    event.preventDefault()
    void this.#close(incident)
  }

  #set(change: () => void): void {
    change()
    this.#desk.repaint()
  }

  #field(name: keyof Result, label: string): Child {
    return logField(label, this.#result[name], (text) => {
      this.#result = { ...this.#result, [name]: text }
    })
  }

  #line(name: keyof Result, label: string): Child {
    return field(
      label,
      h('input', {
        value: this.#result[name],
        oninput: (event: Event) => {
          this.#result = { ...this.#result, [name]: typed(event) }
        },
      }),
    )
  }

  async #close(incident: IncidentView): Promise<void> {
    const answer = await this.#desk.order<IncidentView>({
      what: `Close ${incident.reference}`,
      method: 'POST',
      path: `/incidents/${incident.id}/close`,
      body: { closingCategory: this.#category, result: this.#result },
    })
    if (incident.id !== this.#incidentId) return
    this.#refused = answer.ok ? undefined : answer.problem
    if (answer.ok) this.#desk.done(`${incident.reference} closed`)
    this.#desk.repaint()
  }
}
