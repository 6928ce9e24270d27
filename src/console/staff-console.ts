import type { z } from 'zod'
import type { staffBody, staffView } from '../staff/staff-contract.ts'
import { AuditPanel } from './audit-panel.ts'
import type { Console, Desk } from './desk.ts'
import { choice, field, typed } from './marks.ts'
import { type Child, h } from './paint.ts'
import { ProtectedPlacesPanel } from './protected-places.ts'
import { WallboardsPanel } from './wallboards-panel.ts'

type Member = z.output<typeof staffView>
type Form = { [K in keyof z.input<typeof staffBody>]-?: string | boolean } & { id: string | null }

const roles = ['call-handler', 'front-desk', 'dispatcher', 'supervisor', 'unit', 'ppu', 'administrator'].map(
  (code) => ({
    code,
    name: code.replace('-', ' '),
  }),
)
const blank: Form = {
  id: null,
  username: '',
  displayName: '',
  role: 'call-handler',
  centreId: '',
  areas: '',
  unitId: '',
  password: '',
  active: true,
}

/** Staff and their roles: for administrators, who see nothing of any incident. */
class StaffPage {
  readonly #desk: Desk
  #staff: readonly Member[] = []
  #form: Form = blank
  #filter = ''
  #problems: readonly { pointer: string; detail: string }[] = []
  #words = 'Reading the list'

  constructor(desk: Desk) {
    this.#desk = desk
    void this.#refresh()
  }

  view(): readonly Child[] {
    const wanted = this.#filter.toLowerCase()
    const shown = this.#staff.filter(({ username, displayName, role }) =>
      `${username} ${displayName} ${role}`.toLowerCase().includes(wanted),
    )
    return [
      h(
        'section.panel.staff-list',
        { key: 'list' },
        h('h2', {}, `Staff: ${this.#staff.length}`),
        field(
          'Find',
          h('input', {
            value: this.#filter,
            oninput: (event: Event) =>
              this.#set(() => {
                this.#filter = typed(event)
              }),
          }),
        ),
        this.#words !== '' && h('p.hint', {}, this.#words),
        h(
          'div.list',
          {},
          shown.map((member) =>
            h(
              'button.row.member',
              { key: member.id, class: member.id === this.#form.id ? 'at' : '', onclick: () => this.#edit(member) },
              h('b', {}, member.displayName),
              h('span', {}, member.username),
              h('span', {}, member.role.replace('-', ' ')),
              h('span', {}, member.areas.join(', ')),
              !member.active && h('span.mark', {}, 'Not active'),
            ),
          ),
        ),
      ),
      h('form.panel.staff-form', { key: 'form', onsubmit: (event: Event) => this.#submit(event) }, this.#formView()),
    ]
  }

  onEvent(): void {
    void this.#refresh()
  }

  async #refresh(): Promise<void> {
    const answer = await this.#desk.ask<readonly Member[]>('/staff')
    if (answer.ok) this.#staff = answer.body
    this.#words = answer.ok ? '' : answer.problem.title
    this.#desk.repaint()
  }

  #set(change: () => void): void {
    change()
    this.#desk.repaint()
  }

  #edit(member: Member): void {
    this.#problems = []
    this.#set(() => {
      this.#form = {
        ...member,
        centreId: member.centreId ?? '',
        areas: member.areas.join(', '),
        unitId: member.unitId ?? '',
        password: '',
      }
    })
  }

  #formView(): Child[] {
    const form = this.#form
    const text = (
      label: string,
      name: Exclude<keyof Form, 'active' | 'role' | 'id'>,
      more: Record<string, string> = {},
    ) =>
      field(
        label,
        h('input', {
          ...more,
          value: String(form[name]),
          oninput: (event: Event) =>
            this.#set(() => {
              this.#form = { ...this.#form, [name]: typed(event) }
            }),
        }),
        this.#problems,
        `/${name}`,
      )
    return [
      h('h2', {}, form.id === null ? 'New member of staff' : `Change ${form.displayName}`),
      text('User name', 'username', { autocomplete: 'off', spellcheck: 'false' }),
      text('Name as shown', 'displayName'),
      field(
        'Role',
        choice(roles, String(form.role), (role) =>
          this.#set(() => {
            this.#form = { ...this.#form, role }
          }),
        ),
        this.#problems,
        '/role',
      ),
      text('Centre', 'centreId'),
      text('Areas, with commas; empty: all', 'areas'),
      text('Unit, for a crew', 'unitId'),
      text(form.id === null ? 'Password, at least 10 characters' : 'New password, or empty to keep it', 'password', {
        type: 'password',
        autocomplete: 'new-password',
      }),
      h(
        'label.tick',
        {},
        h('input', {
          type: 'checkbox',
          checked: form.active === true,
          onchange: (event: Event) =>
            this.#set(() => {
              this.#form = { ...this.#form, active: (event.target as HTMLInputElement).checked }
            }),
        }),
        'Active',
      ),
      h(
        'p.commands',
        {},
        h('button.primary', { type: 'submit' }, 'Save (Ctrl+Enter)'),
        h(
          'button',
          {
            type: 'button',
            onclick: () =>
              this.#set(() => {
                this.#form = blank
              }),
          },
          'New',
        ),
      ),
    ]
  }

  #submit(event: Event): void {
    event.preventDefault()
    void this.#save()
  }

  async #save(): Promise<void> {
    const { id, areas, centreId, unitId, password, ...rest } = this.#form
    const body = {
      ...rest,
      centreId: centreId === '' ? null : centreId,
      areas: String(areas)
        .split(',')
        .map((area) => area.trim())
        .filter(Boolean),
      unitId: unitId === '' ? null : unitId,
      ...(password === '' ? {} : { password }),
    }
    const answer = await this.#desk.order<{ id: string }>({
      what: 'Save',
      method: id === null ? 'POST' : 'PUT',
      path: id === null ? '/staff' : `/staff/${id}`,
      body,
    })
    this.#problems = answer.ok ? [] : (answer.problem.errors ?? [])
    if (answer.ok) {
      this.#form = blank
      this.#desk.done(`${rest.displayName} saved`)
    }
    this.#desk.repaint()
  }

  onKey(event: KeyboardEvent): boolean {
    if (!event.ctrlKey || event.key !== 'Enter') return false
    void this.#save()
    return true
  }
}

/** The console of an administrator. */
export function staffConsole(desk: Desk): Console {
  const page = new StaffPage(desk)
  const places = new ProtectedPlacesPanel(desk)
  const boards = new WallboardsPanel(desk)
  const audit = new AuditPanel(desk)
  let tab: 'staff' | 'audit' = 'staff'
  const show = (next: typeof tab) => {
    tab = next
    desk.repaint()
  }
  return {
    title: 'Staff and protected places',
    answersAlarms: false,
    view: () => [
      h(
        'nav.tabs',
        { key: 'tabs' },
        h(
          'button',
          { 'aria-pressed': String(tab === 'staff'), onclick: () => show('staff') },
          `Staff and places${desk.keys.hint('tab-staff')}`,
        ),
        h(
          'button',
          { 'aria-pressed': String(tab === 'audit'), onclick: () => show('audit') },
          `Audit${desk.keys.hint('tab-staff-audit')}`,
        ),
      ),
      ...(tab === 'audit'
        ? [h('section.panel.audit-panel', { key: 'audit' }, audit.view())]
        : [
            ...page.view(),
            h('section.panel.protected-panel', { key: 'protected' }, places.view()),
            h('section.panel.wallboards', { key: 'wallboards' }, boards.view()),
          ]),
    ],
    onKey: (event) => {
      const doing = desk.keys.doing(event, 'administration')
      if (doing === 'tab-staff-audit') show('audit')
      else if (doing === 'tab-staff') show('staff')
      else return tab === 'staff' && page.onKey(event)
      return true
    },
    onEvent: (event) => {
      if (event.type === 'staff-changed') page.onEvent()
    },
  }
}
