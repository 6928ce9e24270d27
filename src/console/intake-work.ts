import type { z } from 'zod'
import type { ContactView } from '../contacts/contact.ts'
import type { IncidentView } from '../incidents/incident.ts'
import type { sameView } from '../incidents/incident-contract.ts'
import type { HeldCheck } from './board.ts'
import { listChecksOf } from './board-rules.ts'
import type { Desk } from './desk.ts'
import type { Draft, PersonDraft, WhereDraft } from './draft.ts'
import { changeSince, draftFor, lacks, nowhere, toOpenBody, toPerson } from './draft-rules.ts'
import { askHiddenPosition } from './hidden-position.ts'
import { focusSoon } from './marks.ts'
import { suggestType } from './type-rules.ts'

/** What is typed after opening is sent when the hands rest this long, in milliseconds. */
const SAVE_AFTER_MS = 1_500

type Kept = { active: string | null; drafts: [string, Draft][] }
type Near = z.output<typeof sameView>
type AnsweredContact = ContactView & { checks: readonly HeldCheck[] }

/**
 * The calls one handler works on: a draft for each, the one on the screen, and the orders that turn it into an
 * incident. Drafts outlive a reload of the page, in this tab.
 */
export class IntakeWork {
  readonly desk: Desk
  readonly #drafts: Map<string, Draft>
  /** as it was last said to the service, once it is open */
  readonly #said = new Map<string, Draft>()
  readonly #contacts = new Map<string, AnsweredContact>()
  #active: string | null
  #saveTimer = 0
  near: Near = []
  problems: readonly { pointer: string; detail: string }[] = []
  busy = false

  constructor(desk: Desk) {
    this.desk = desk
    const kept = JSON.parse(sessionStorage.getItem(this.#keptUnder) ?? '{"active":null,"drafts":[]}') as Kept
    this.#active = kept.active
    this.#drafts = new Map(kept.drafts)
  }

  get #keptUnder(): string {
    return `golden-hour-drafts-${this.desk.you.id}`
  }

  get draft(): Draft | undefined {
    return this.#active === null ? undefined : this.#drafts.get(this.#active)
  }
  /** The contact on the screen, as newly as it is known. */
  get contact(): ContactView | undefined {
    return this.#active === null
      ? undefined
      : (this.desk.board.contacts.get(this.#active) ?? this.#contacts.get(this.#active))
  }
  get incident(): IncidentView | undefined {
    const id = this.draft?.incidentId
    return id ? (this.desk.board.incidents.get(id) ?? this.desk.board.closed.get(id)) : undefined
  }
  /** Calls that this desk has taken and not put away. */
  listOwn(): readonly string[] {
    return [...this.#drafts.keys()]
  }

  listChecks(): HeldCheck[] {
    const { draft } = this
    if (!draft) return []
    const held = listChecksOf(this.desk.board, { contactId: draft.contactId, incidentId: draft.incidentId })
    const answered = (this.#contacts.get(draft.contactId ?? '')?.checks ?? []).filter(
      ({ id }) => !this.desk.board.checks.has(id),
    )
    const { incident } = this
    const isAsked = incident?.location.premisesId != null && !held.some(({ kind }) => kind === 'premises')
    const pending: HeldCheck = {
      id: 'premises',
      kind: 'premises',
      state: 'running',
      contactId: null,
      incidentId: null,
      requestedAt: null,
      finishedAt: null,
      findings: [],
      superseded: false,
    }
    return [...answered, ...held, ...(isAsked ? [pending] : [])]
  }

  /** Takes a contact, or comes back to one that is this desk's already. */
  async take(contactId: string): Promise<void> {
    if (this.#drafts.has(contactId)) return this.#activate(contactId)
    const answer = await this.desk.order<AnsweredContact>({
      what: 'Take the contact',
      method: 'POST',
      path: `/contacts/${contactId}/answer`,
    })
    if (answer.ok) this.#begin(answer.body)
  }

  /** A contact that no other system handed over: somebody at the counter, a radio call, a letter. */
  async receive(body: {
    channel: string
    kind: string
    number: string | null
    callerName: string | null
  }): Promise<void> {
    const answer = await this.desk.order<ContactView>({ what: 'New contact', method: 'POST', path: '/contacts', body })
    if (answer.ok) this.#begin({ ...answer.body, checks: [] })
  }

  #begin(contact: AnsweredContact): void {
    this.#contacts.set(contact.id, contact)
    const draft = draftFor(contact)
    this.#drafts.set(contact.id, draft)
    this.#activate(contact.id)
    this.change({ summary: draft.summary })
  }

  #activate(contactId: string): void {
    this.#active = contactId
    this.near = []
    this.problems = []
    this.#keep()
    void this.#findNear()
    focusSoon('#where')
    this.desk.repaint()
  }

  /** Puts the call on the screen away; what was opened goes on without it. */
  putAway(): void {
    if (this.#active === null) return
    this.#drafts.delete(this.#active)
    this.#said.delete(this.#active)
    this.#active = null
    this.#keep()
    this.desk.repaint()
  }

  /** Something was typed or ticked. */
  change(change: Partial<Draft>): void {
    const before = this.draft
    if (!before || this.#active === null) return
    let draft: Draft = { ...before, ...change }
    if (change.summary !== undefined && (draft.type === '' || draft.typeSuggested) && draft.incidentId === null) {
      // words may suggest, and never overwrite what a person chose
      const suggested = suggestType(change.summary, this.desk.words.types)
      if (suggested) draft = { ...draft, type: suggested.code, typeSuggested: true }
    }
    this.#drafts.set(this.#active, draft)
    this.#keep()
    if (change.where && isElsewhere(change.where, before.where)) void this.#findNear()
    this.#saveSoon()
    this.desk.repaint()
  }

  changeWhere(where: WhereDraft): void {
    this.change({ where })
  }

  changePerson(index: number, change: Partial<PersonDraft>): void {
    const { draft } = this
    if (draft)
      this.change({ people: draft.people.map((person, at) => (at === index ? { ...person, ...change } : person)) })
  }

  /** One key: the position the network gave becomes the location. Typed words are never overwritten by themselves. */
  useNetworkPosition(): boolean {
    const position = this.contact?.networkLocation
    if (position?.hidden) {
      void this.#useHiddenPosition()
      return true
    }
    if (!position || position.lat === null || position.lon === null) return false
    const radius = position.radiusMetres === null ? '' : ` within ${Math.round(position.radiusMetres)} m`
    this.changeWhere({
      ...nowhere,
      lat: position.lat,
      lon: position.lon,
      text: position.address ?? `Position of the telephone${radius}`,
      from: 'network',
    })
    return true
  }

  async #useHiddenPosition(): Promise<void> {
    const active = this.#active
    const where = active === null ? undefined : await askHiddenPosition(this.desk, active)
    if (where && active === this.#active) this.changeWhere(where)
  }

  /** Opens the incident, or with a grade sends it; an incident that is open is changed, then graded. */
  async send(withGrade: boolean): Promise<void> {
    const { draft } = this
    const active = this.#active
    if (!draft || active === null || this.busy) return
    const [missing] = lacks(draft, withGrade)
    if (missing) return focusSoon(`#${missing}`)
    this.busy = true
    this.problems = []
    this.desk.repaint()
    if (draft.incidentId === null) await this.#open(active, draft, withGrade)
    else {
      await this.save()
      if (withGrade) await this.grade(draft.grade, draft.gradeReason)
    }
    this.busy = false
    this.desk.repaint()
  }

  async #open(active: string, draft: Draft, withGrade: boolean): Promise<void> {
    const answer = await this.desk.order<IncidentView>({
      what: withGrade ? 'Send to dispatch' : 'Open the incident',
      method: 'POST',
      path: '/incidents',
      body: toOpenBody(draft, withGrade),
    })
    if (!answer.ok) {
      this.problems = answer.problem.errors ?? []
      return
    }
    const incident = answer.body
    this.#said.set(active, draft)
    // typed while it was on its way: kept, and sent as a change
    const now = this.#drafts.get(active)
    if (now) this.#drafts.set(active, { ...now, incidentId: incident.id, people: [], typeSuggested: false })
    this.#keep()
    this.#saveSoon()
    this.desk.done(`${incident.reference} ${withGrade ? `sent to dispatch, grade ${incident.grade}` : 'opened'}`)
    if (!withGrade) focusSoon('#grade input')
  }

  /** Sets the grade of the open incident. */
  async grade(grade: string, reason: string): Promise<void> {
    const { incident } = this
    if (!incident || incident.grade === grade) return
    const answer = await this.desk.order<IncidentView>({
      what: `Grade ${grade}`,
      method: 'POST',
      path: `/incidents/${incident.id}/grade`,
      body: { grade, reason },
    })
    if (answer.ok) this.desk.done(`${incident.reference} sent to dispatch, grade ${grade}`)
    else this.problems = answer.problem.errors ?? []
  }

  /** One key: what the rules propose, as proposed. */
  async acceptProposal(): Promise<void> {
    const proposed = this.incident?.proposal.grade
    if (!proposed) return
    this.change({ grade: proposed })
    await this.grade(proposed, 'As proposed')
  }

  /** Raises a flag on the open incident; before opening it goes along with it. */
  async flag(flag: 'domesticAbuse' | 'vulnerable' | 'repeatVictim' | 'treatAsUrgent', raised: boolean): Promise<void> {
    this.change({ [flag]: raised })
    const { incident } = this
    if (incident && raised)
      await this.desk.order({
        what: 'Raise a flag',
        method: 'POST',
        path: `/incidents/${incident.id}/flags`,
        body: { flag, reason: 'Said to the call handler' },
      })
  }

  async addPerson(index: number): Promise<void> {
    const { draft, incident } = this
    const person = draft?.people[index]
    if (!draft || !incident || !person || person.name.trim() === '') return
    const answer = await this.desk.order({
      what: 'Name a person',
      method: 'POST',
      path: `/incidents/${incident.id}/people`,
      body: toPerson(person),
    })
    if (answer.ok) this.change({ people: (this.draft?.people ?? []).filter((other) => other !== person) })
  }

  /** Says who of the records was named, or that it is none of those offered. */
  async choosePerson(incidentId: string, namedId: string, personId: string | null): Promise<void> {
    await this.desk.order({
      what: 'Say who was named',
      method: 'POST',
      path: `/incidents/${incidentId}/people/${namedId}/identity`,
      body: { personId, reason: 'Chosen on the call, on what the caller said' },
    })
  }

  /** Every check of the open incident once more. */
  async askAgain(): Promise<void> {
    const { incident } = this
    if (!incident) return
    await this.desk.order({
      what: 'Ask the checks again',
      method: 'POST',
      path: `/incidents/${incident.id}/checks`,
      body: {},
    })
  }

  /** Another call about something that is open: linked, never swallowed (I10). */
  async join(incidentId: string, worse: boolean): Promise<void> {
    const { draft } = this
    if (!draft?.contactId || draft.incidentId !== null) return
    const answer = await this.desk.order<IncidentView>({
      what: 'Join the incident',
      method: 'POST',
      path: `/incidents/${incidentId}/contacts`,
      body: { contactId: draft.contactId, worse, summary: draft.summary },
    })
    if (!answer.ok) return
    this.desk.done(`Joined to ${answer.body.reference}`)
    this.putAway()
  }

  /** Takes an answer down when it is given, with its instant; null: put, and skipped. */
  async takeDown(code: string, answer: string | null): Promise<void> {
    const said = answer?.trim() || null
    this.change({ questions: { ...this.draft?.questions, [code]: said } })
    if (this.#active === null) return
    const path = `/contacts/${this.#active}/answers`
    await this.desk.order({ what: 'Take down an answer', method: 'POST', path, body: { code, answer: said } })
  }

  async addToLog(text: string): Promise<boolean> {
    const { incident } = this
    if (!incident || text.trim() === '') return false
    return (
      await this.desk.order({
        what: 'Add to the log',
        method: 'POST',
        path: `/incidents/${incident.id}/log`,
        body: { kind: 'note', text },
      })
    ).ok
  }

  /** What is learnt of the contact itself: that nobody speaks, that the line ended. */
  async changeContact(what: string, body: Record<string, unknown>): Promise<void> {
    if (this.#active !== null) await this.desk.order({ what, method: 'PATCH', path: `/contacts/${this.#active}`, body })
  }

  /** Sends what was typed since it was last said. */
  async save(): Promise<void> {
    clearTimeout(this.#saveTimer)
    const { draft, incident } = this
    const active = this.#active
    if (!draft || !incident || active === null) return
    const change = changeSince(this.#said.get(active) ?? draft, draft)
    this.#said.set(active, draft)
    if (!change) return
    const answer = await this.desk.order<IncidentView>({
      what: 'Save the changes',
      method: 'PATCH',
      path: `/incidents/${incident.id}`,
      body: change,
    })
    if (!answer.ok) this.problems = answer.problem.errors ?? []
  }

  #saveSoon(): void {
    clearTimeout(this.#saveTimer)
    if (this.draft?.incidentId) this.#saveTimer = window.setTimeout(() => void this.save(), SAVE_AFTER_MS)
  }

  async #findNear(): Promise<void> {
    const active = this.#active
    const { draft } = this
    if (!draft) return
    const { placeId, lat, lon } = draft.where
    const asked = new URLSearchParams({
      ...(draft.contactId === null ? {} : { contactId: draft.contactId }),
      ...(placeId === null ? {} : { placeId }),
      ...(lat === null || lon === null ? {} : { lat: String(lat), lon: String(lon) }),
    })
    const answer = await this.desk.ask<Near>(`/incidents/same?${asked}`)
    if (active !== this.#active || !answer.ok) return
    this.near = answer.body.filter(({ incident }) => incident.id !== this.draft?.incidentId)
    this.desk.repaint()
  }

  #keep(): void {
    sessionStorage.setItem(
      this.#keptUnder,
      JSON.stringify({ active: this.#active, drafts: [...this.#drafts] } satisfies Kept),
    )
  }
}

/** Whether another place was chosen: of a protected one there is no point. */
function isElsewhere(now: WhereDraft, before: WhereDraft): boolean {
  return now.lat !== before.lat || now.lon !== before.lon || now.placeId !== before.placeId
}
