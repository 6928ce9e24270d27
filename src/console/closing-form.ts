import type { z } from 'zod'
import type { closingView } from '../incidents/closing-contract.ts'
import type { IncidentView } from '../incidents/incident.ts'
import type { Problem } from './command-sender.ts'
import { type Desk, problemWords } from './desk.ts'
import { logField } from './incident-log.ts'
import { choice, field, typed } from './marks.ts'
import { type Child, h } from './paint.ts'

type Owed = z.output<typeof closingView>['owed'][number]

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
  documentsConfirmedBy: string
  noDocumentsBecause: string
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
  documentsConfirmedBy: '',
  noDocumentsBecause: '',
}

/** Closing: what was found and done, with the checklist of CR-28; the service says what is missing, and who owes it. */
export class ClosingForm {
  readonly #desk: Desk
  #incidentId = ''
  #category = ''
  #result: Result = nothing
  #refused: Problem | undefined
  #owed: readonly Owed[] = []
  #youMay = true

  constructor(desk: Desk) {
    this.#desk = desk
  }

  view(incident: IncidentView): Child[] {
    if (incident.id !== this.#incidentId) {
      this.#incidentId = incident.id
      // as it was opened: to close it as something else is somebody's deliberate act
      this.#category = this.#desk.words.closingCategories.some(({ code }) => code === incident.type)
        ? incident.type
        : ''
      this.#result = nothing
      this.#refused = undefined
      this.#owed = []
      this.#youMay = true
      void this.#ask(incident.id)
    }
    const owed = this.#owed.filter(({ fields }) => fields.every((name) => this.#result[name].trim() === ''))
    return [
      incident.locked &&
        h(
          'p.hint',
          {},
          'Locked: a communication-centre supervisor who did not take the call closes it. Every attempt is on the log.',
        ),
      !this.#youMay && h('p.hint', {}, 'You may not close it; what it still owes is listed for whoever may.'),
      this.#refused && h('div.refused', { role: 'alert' }, h('p.wrong', {}, problemWords(this.#refused))),
      owed.length > 0 &&
        h(
          'div.owed',
          { key: 'owed' },
          h('h3', {}, `Still owed: ${owed.length}`),
          h(
            'ul.missing',
            {},
            owed.map((one) => h('li', { key: `${one.what} ${one.detail}` }, h('b', {}, `${one.owedBy}: `), one.detail)),
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
      this.#line('documentsConfirmedBy', 'Documents submitted: confirmed by which sergeant of the crew'),
      this.#line('noCrimeBecause', 'If there is none of a crime: why'),
      this.#line('noRiskAssessmentBecause', 'If nobody assessed the risk: why'),
      this.#line('noDocumentsBecause', 'If no documents are due: why'),
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
      this.#desk.repaint()
    })
  }

  #line(name: keyof Result, label: string): Child {
    return field(
      label,
      h('input', {
        value: this.#result[name],
        oninput: (event: Event) => {
          this.#result = { ...this.#result, [name]: typed(event) }
          this.#desk.repaint()
        },
      }),
    )
  }

  async #ask(incidentId: string): Promise<void> {
    const answer = await this.#desk.ask<z.output<typeof closingView>>(`/incidents/${incidentId}/closing`)
    if (incidentId !== this.#incidentId || !answer.ok) return
    this.#owed = answer.body.owed
    this.#youMay = answer.body.youMay
    this.#desk.repaint()
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
    if (!answer.ok && answer.problem.missing) this.#owed = answer.problem.missing
    if (answer.ok) this.#desk.done(`${incident.reference} closed`)
    this.#desk.repaint()
  }
}
