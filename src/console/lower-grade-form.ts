import type { z } from 'zod'
import type { IncidentView } from '../incidents/incident.ts'
import type { LowerGradeView, remoteConditions } from '../incidents/incident-contract.ts'
import type { wholeThrive } from '../incidents/reassessment-contract.ts'
import { type Desk, problemWords } from './desk.ts'
import { field, typed } from './marks.ts'
import { type Child, h } from './paint.ts'

type Thrive = z.output<typeof wholeThrive>
type Remote = z.output<typeof remoteConditions>

const letters: readonly { name: keyof Thrive; words: string }[] = [
  { name: 'threat', words: 'Threat: from whom, and how near' },
  { name: 'harm', words: 'Harm: what was done, what could be' },
  { name: 'risk', words: 'Risk: how likely, how soon' },
  { name: 'investigation', words: 'Investigation: what must be secured' },
  { name: 'vulnerability', words: 'Vulnerability: of everybody there' },
  { name: 'engagement', words: 'Engagement: what was agreed with the caller' },
]
const conditions: readonly { name: keyof Remote; words: string }[] = [
  { name: 'suspectAbsent', words: 'The suspect is not there' },
  { name: 'safePlace', words: 'They are in a safe place' },
  { name: 'consents', words: 'They agree to be dealt with at a distance' },
]
const nothing: Thrive = { threat: '', harm: '', risk: '', investigation: '', vulnerability: '', engagement: '' }
const none: Remote = { suspectAbsent: false, safePlace: false, consents: false }

/** What a lower grade needs beside its reason: every letter of THRIVE, and for domestic abuse at a distance its three conditions (F1, F11). */
export class LowerGradeForm {
  readonly #desk: Desk
  #thrive = nothing
  #remote = none
  #read: LowerGradeView | null | undefined
  #readOf = ''
  #words = ''

  constructor(desk: Desk) {
    this.#desk = desk
  }

  clear(): void {
    this.#thrive = nothing
    this.#remote = none
  }

  /** Whether every letter is said. */
  get isWhole(): boolean {
    return Object.values(this.#thrive).every((said) => said.trim() !== '')
  }

  /** What is sent with the reason. */
  body(incident: IncidentView, grade: string): { thrive: Thrive; remote: Remote | null } {
    return { thrive: this.#thrive, remote: this.#isRemote(incident, grade) ? this.#remote : null }
  }

  view(incident: IncidentView, grade: string): Child {
    return h(
      'fieldset.thrive',
      { key: 'thrive' },
      h('legend', {}, 'Assessment for the lower grade: each is needed'),
      letters.map(({ name, words }) =>
        field(
          words,
          h('input', {
            value: this.#thrive[name],
            oninput: (event: Event) => {
              this.#thrive = { ...this.#thrive, [name]: typed(event) }
              this.#desk.repaint()
            },
          }),
        ),
      ),
      this.#isRemote(incident, grade) && [
        h('p.hint', { key: 'remote' }, 'Nobody would go: only when all three are so, and a supervisor approves.'),
        ...conditions.map(({ name, words }) =>
          h(
            'label.check',
            { key: name },
            h('input', {
              type: 'checkbox',
              checked: this.#remote[name],
              onchange: () => {
                this.#remote = { ...this.#remote, [name]: !this.#remote[name] }
                this.#desk.repaint()
              },
            }),
            ` ${words}`,
          ),
        ),
      ],
    )
  }

  /** The assessment of whoever asked, for whoever decides: read when it is wanted, because reading it is on the audit. */
  reading(incident: IncidentView): Child {
    if (this.#readOf !== incident.id)
      return h('button', { key: 'read', onclick: () => void this.#load(incident.id) }, 'Read the assessment')
    const read = this.#read
    return h(
      'div.thrive',
      { key: 'read' },
      this.#words !== '' && h('p.wrong', { role: 'alert' }, this.#words),
      read?.thrive === null && h('p', {}, 'It was asked for without an assessment: refuse it.'),
      letters.map(
        ({ name, words }) =>
          read?.thrive && h('p', { key: name }, h('b', {}, `${words.split(':', 1)[0]}: `), read.thrive[name]),
      ),
      conditions.map(
        ({ name, words }) => read?.remote && h('p', { key: name }, `${words}: ${read.remote[name] ? 'yes' : 'no'}`),
      ),
    )
  }

  #isRemote({ flags }: IncidentView, grade: string): boolean {
    return (
      flags.domesticAbuse &&
      this.#desk.words.grades.some(({ id, domesticAbuseAllowed }) => id === grade && !domesticAbuseAllowed)
    )
  }

  async #load(incidentId: string): Promise<void> {
    const answer = await this.#desk.ask<LowerGradeView | null>(`/incidents/${incidentId}/lower-grade`)
    this.#readOf = incidentId
    this.#read = answer.ok ? answer.body : undefined
    this.#words = answer.ok ? '' : problemWords(answer.problem)
    this.#desk.repaint()
  }
}
