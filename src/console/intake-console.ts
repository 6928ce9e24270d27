import type { ContactView } from '../contacts/contact.ts'
import { listChecksOf, listDeploymentsOf, listWaitingContacts } from './board-rules.ts'
import type { Console, Desk, SaidOfCall } from './desk.ts'
import { nobody } from './draft-rules.ts'
import { findingsPanel } from './findings-panel.ts'
import { IntakeForm } from './intake-form.ts'
import { IntakeWork } from './intake-work.ts'
import { choice, field, focusSoon, gradeChip, typed, typeName } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'
import { clockTime, elapsed } from './time-words-rules.ts'

const kindWords: Record<ContactView['kind'], string> = {
  voice: '',
  silent: 'Silent',
  abandoned: 'Caller hung up',
  relay: 'Text relay',
  'in-person': 'At the counter',
  written: 'Written',
}
const channelWords: Record<ContactView['channel'], string> = {
  '999': '999',
  '101': '101',
  'front-desk': 'Counter',
  officer: 'Officer',
  partner: 'Partner',
  web: 'Web',
  text: 'Text',
}

/** Contacts waiting, the call on the screen, and what is known of it: for call handlers and the front desk alike (CR-33). */
export class IntakeDesk {
  readonly #desk: Desk
  readonly #work: IntakeWork
  readonly #form: IntakeForm
  #at = 0
  #newNumber = ''
  #newName = ''
  #newChannel: string

  constructor(desk: Desk) {
    this.#desk = desk
    this.#work = new IntakeWork(desk)
    this.#form = new IntakeForm(this.#work)
    this.#newChannel = desk.you.role === 'front-desk' ? 'front-desk' : '101'
  }

  /** the incident of the call on the screen */
  get openId(): string | null {
    return this.#work.draft?.incidentId ?? null
  }

  view(): readonly Child[] {
    const { draft } = this.#work
    return [
      h('section.panel.contacts', { key: 'contacts' }, this.#waiting()),
      h(
        'section.panel.call',
        { key: 'call' },
        draft
          ? [this.#callHead(), ...this.#form.view()]
          : h(
              'p.empty',
              {},
              `No call on the screen. ${this.#desk.keys.word('answer')} takes the one that waits longest.`,
            ),
      ),
      h(
        'section.panel.known',
        // it scrolls, and nothing in it takes the keyboard
        { key: 'known', tabindex: 0, 'aria-label': 'What is known' },
        draft ? this.#side() : h('p.empty', {}, 'What is known of number, address and people stands here.'),
      ),
    ]
  }

  onKey(event: KeyboardEvent): boolean {
    const { draft } = this.#work
    const doing = this.#desk.keys.doing(event, 'intake')
    if (doing === 'answer') return this.#next()
    if (!draft) return false
    if (doing === 'send-call') return this.#do(this.#work.send(true))
    if (doing === 'hung-up')
      return this.#do(this.#work.changeContact('Caller hung up', { kind: 'abandoned', ended: true }))
    if (doing === 'to-call') return this.#focus('#where')
    if (doing === 'network') return this.#work.useNetworkPosition()
    if (doing === 'open-call') return this.#do(this.#work.send(false))
    if (doing === 'accept') return this.#do(this.#work.acceptProposal())
    if (doing === 'join') return this.#joinFirst()
    if (doing === 'person') {
      this.#work.change({
        people: [...draft.people, nobody],
      })
      return this.#focus('.person:last-of-type input')
    }
    return false
  }

  /** What the command line said of the call that is on the screen, sent with it. */
  async sendCall({ grade, type, where, summary }: SaidOfCall): Promise<boolean> {
    const { draft } = this.#work
    if (!draft || draft.incidentId !== null) return false
    const account = [draft.summary, summary].filter((part) => part !== '').join(' ')
    this.#work.change({ grade, type, typeSuggested: false, where, summary: account })
    await this.#work.send(true)
    return true
  }

  #do(work: Promise<unknown>): boolean {
    void work
    return true
  }

  #focus(selector: string): boolean {
    focusSoon(selector)
    return true
  }

  #next(): boolean {
    const contact = this.#listWaiting().find(({ handlerId }) => handlerId === null)
    return contact ? this.#do(this.#work.take(contact.id)) : true
  }

  #joinFirst(): boolean {
    const [first] = this.#work.near
    return first ? this.#do(this.#work.join(first.incident.id, false)) : false
  }

  #listWaiting(): ContactView[] {
    return listWaitingContacts(this.#desk.board).filter(
      ({ handlerId, id }) => handlerId === null || handlerId === this.#desk.you.id || this.#work.listOwn().includes(id),
    )
  }

  #waiting(): Child[] {
    const contacts = this.#listWaiting()
    const others = listWaitingContacts(this.#desk.board).length - contacts.length
    this.#at = Math.min(this.#at, Math.max(0, contacts.length - 1))
    return [
      h(
        'h2',
        {},
        `Contacts waiting: ${contacts.filter(({ handlerId }) => handlerId === null).length}`,
        others > 0 && h('small', {}, ` ${others} with other desks`),
      ),
      h(
        'div.list',
        {
          id: 'contacts',
          tabindex: 0,
          // a list to choose from has something to choose
          role: contacts.length > 0 ? 'listbox' : 'group',
          'aria-label': 'Contacts waiting',
          'aria-activedescendant': contacts[this.#at] ? `contact-${this.#at}` : undefined,
          onkeydown: (event: KeyboardEvent) => this.#listKey(event, contacts),
        },
        contacts.map((contact, index) => this.#contactRow(contact, index)),
        contacts.length === 0 && h('p.empty', { key: 'none' }, 'Nobody is waiting.'),
      ),
      this.#newContact(),
    ]
  }

  #listKey(event: KeyboardEvent, contacts: readonly ContactView[]): void {
    if (event.key === 'ArrowDown' || event.key === 'j') this.#at = Math.min(contacts.length - 1, this.#at + 1)
    else if (event.key === 'ArrowUp' || event.key === 'k') this.#at = Math.max(0, this.#at - 1)
    else if (event.key === 'Enter') {
      const contact = contacts[this.#at]
      if (contact) void this.#work.take(contact.id)
    } else return
    event.preventDefault()
    this.#desk.repaint()
  }

  #contactRow(contact: ContactView, index: number): Spec {
    const checks = listChecksOf(this.#desk.board, { contactId: contact.id })
    const danger = checks
      .flatMap(({ findings }) => findings)
      .filter((finding) => finding.danger && !finding.stale).length
    const domestic = checks.some(({ findings }) => findings.some(({ domesticAbuse }) => domesticAbuse))
    const isOnScreen = this.#work.draft?.contactId === contact.id
    return h(
      'div',
      {
        key: contact.id,
        id: `contact-${index}`,
        role: 'option',
        'aria-selected': String(index === this.#at),
        class: `row contact${index === this.#at ? ' at' : ''}${isOnScreen ? ' on-screen' : ''}`,
        'data-about': `contact/${contact.id}`,
        onclick: () => void this.#work.take(contact.id),
      },
      h('b', {}, channelWords[contact.channel]),
      contact.kind !== 'voice' && h('span.mark', {}, kindWords[contact.kind]),
      h(
        'span.number',
        {},
        contact.numberWithheld ? 'number withheld' : (contact.number ?? contact.numberAsGiven ?? 'no number'),
      ),
      contact.publicTelephone && h('span.mark', {}, 'Public telephone'),
      danger > 0 && h('span.mark.danger-mark', {}, 'Danger'),
      domestic && h('span.mark', {}, 'Domestic abuse known'),
      contact.endedAt !== null && h('span.mark', {}, 'Line ended'),
      h('span.grow', {}),
      h(
        'span.time',
        {},
        contact.handlerId === null ? elapsed(this.#desk.now() - Date.parse(contact.receivedAt)) : 'Yours',
      ),
    )
  }

  #newContact(): Spec {
    const receive = (event: Event) => {
      event.preventDefault()
      const kind =
        this.#newChannel === 'front-desk'
          ? 'in-person'
          : ['web', 'text'].includes(this.#newChannel)
            ? 'written'
            : 'voice'
      void this.#work.receive({
        channel: this.#newChannel,
        kind,
        number: this.#newNumber || null,
        callerName: this.#newName || null,
      })
      this.#newNumber = ''
      this.#newName = ''
    }
    return h(
      'form.new-contact',
      { key: 'new', onsubmit: receive },
      h('h3', {}, 'Another contact'),
      field(
        'By',
        choice(
          Object.entries(channelWords).map(([code, name]) => ({ code, name })),
          this.#newChannel,
          (channel) => this.#choose(channel),
        ),
      ),
      field(
        'Number',
        h('input', {
          inputmode: 'tel',
          value: this.#newNumber,
          oninput: (event: Event) => {
            this.#newNumber = typed(event)
          },
        }),
      ),
      field(
        'Name',
        h('input', {
          value: this.#newName,
          oninput: (event: Event) => {
            this.#newName = typed(event)
          },
        }),
      ),
      h('button', { type: 'submit' }, 'Take it'),
    )
  }

  #choose(channel: string): void {
    this.#newChannel = channel
    this.#desk.repaint()
  }

  #callHead(): Spec {
    const { contact } = this.#work
    const now = this.#desk.now()
    return h(
      'header.call-head',
      { key: 'head' },
      h(
        'h2',
        {},
        contact
          ? `${channelWords[contact.channel]} ${contact.numberWithheld ? 'number withheld' : (contact.number ?? '')}`
          : 'Call',
      ),
      contact && contact.kind !== 'voice' && h('span.mark', {}, kindWords[contact.kind]),
      contact?.publicTelephone && h('span.mark', {}, 'Public telephone'),
      contact?.answeredAt &&
        h(
          'span.time',
          {},
          `call ${elapsed((contact.endedAt ? Date.parse(contact.endedAt) : now) - Date.parse(contact.answeredAt))}`,
        ),
      h('span.grow', {}),
      h(
        'button.quiet',
        { onclick: () => void this.#work.changeContact('Silent line', { kind: 'silent' }) },
        'Nobody speaks',
      ),
      h(
        'button.quiet',
        { onclick: () => void this.#work.changeContact('Caller hung up', { kind: 'abandoned', ended: true }) },
        `Caller hung up${this.#desk.keys.hint('hung-up')}`,
      ),
      h(
        'button.quiet',
        { onclick: () => this.#work.putAway() },
        this.#work.incident ? 'Done with this call' : 'Put back',
      ),
    )
  }

  #side(): Child[] {
    const { near, draft, incident } = this.#work
    const now = this.#desk.now()
    return [
      h('h2', {}, 'Known'),
      ...findingsPanel(this.#work.listChecks(), now, (...who) => void this.#work.choosePerson(...who)),
      incident &&
        h('button.quiet', { key: 'again', onclick: () => void this.#work.askAgain() }, 'Ask the checks again'),
      near.length > 0 &&
        draft?.incidentId === null &&
        h(
          'section.near',
          { key: 'near' },
          h('h3', {}, 'Open already: is it the same thing?'),
          near.map((one, index) =>
            h(
              'div.row',
              { key: one.incident.id },
              gradeChip(this.#desk.words, one.incident.grade),
              ` ${one.incident.reference} ${typeName(this.#desk.words, one.incident)}, ${one.incident.location.text}`,
              h('p.because', {}, one.because.join(', ')),
              h('p', {}, one.incident.summary),
              h(
                'button',
                { onclick: () => void this.#work.join(one.incident.id, false) },
                index === 0 ? `Join${this.#desk.keys.hint('join')}` : 'Join',
              ),
              h('button', { onclick: () => void this.#work.join(one.incident.id, true) }, 'Join: it has got worse'),
            ),
          ),
        ),
      incident &&
        h(
          'section.going',
          { key: 'going' },
          h('h3', {}, 'Dispatch'),
          listDeploymentsOf(this.#desk.board, incident.id).map((deployment) =>
            h('p', { key: deployment.id }, `${deployment.callsign} ${stepSaid(deployment)}`),
          ),
          incident.dispatcherId === null &&
            h(
              'p.hint',
              {},
              incident.grade === null ? 'Not sent to dispatch yet.' : 'With dispatch; nobody has taken it yet.',
            ),
        ),
    ]
  }
}

function stepSaid(deployment: {
  assignedAt: string
  mobileAt: string | null
  atSceneAt: string | null
  releasedAt: string | null
}): string {
  if (deployment.releasedAt) return `ended ${clockTime(deployment.releasedAt)}`
  if (deployment.atSceneAt) return `at scene ${clockTime(deployment.atSceneAt)}`
  if (deployment.mobileAt) return `en route ${clockTime(deployment.mobileAt)}`
  return `assigned ${clockTime(deployment.assignedAt)}`
}

/** The console of a call handler or a front desk. */
export function intakeConsole(desk: Desk): Console {
  const intake = new IntakeDesk(desk)
  return {
    title: desk.you.role === 'front-desk' ? 'Front desk' : 'Calls',
    answersAlarms: false,
    view: () => intake.view(),
    onKey: (event) => intake.onKey(event),
    screen: { sendsUnits: false, openId: () => intake.openId, sendCall: (said) => intake.sendCall(said) },
  }
}
