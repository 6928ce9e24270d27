import { AuditPanel } from './audit-panel.ts'
import type { Console, Desk } from './desk.ts'
import { DispatchDesk } from './dispatch-console.ts'
import { IntakeDesk } from './intake-console.ts'
import { type Child, h } from './paint.ts'
import { ProtectedPlacesPanel } from './protected-places.ts'
import { ShelvingPanel } from './shelving-panel.ts'
import { WatchPanel } from './watch-panel.ts'

const tabs = [
  { name: 'dispatch', words: 'Dispatch (Alt+7)', code: 'Digit7' },
  { name: 'watch', words: 'Watch list (Alt+8)', code: 'Digit8' },
  { name: 'calls', words: 'Calls (Alt+9)', code: 'Digit9' },
  { name: 'protected', words: 'Protected places (Alt+0)', code: 'Digit0' },
  { name: 'audit', words: 'Alarms and audit (Alt+-)', code: 'Minus' },
] as const
type Tab = (typeof tabs)[number]['name']

/** The console of a communication-centre supervisor: everything the room has, and the watch list. */
export function supervisionConsole(desk: Desk): Console {
  const dispatch = new DispatchDesk(desk, () => show('dispatch'))
  const intake = new IntakeDesk(desk)
  let tab: Tab = 'watch'
  const show = (next: Tab) => {
    tab = next
    desk.repaint()
  }
  const open = (incidentId: string) => {
    dispatch.open(incidentId)
    show('dispatch')
  }
  const places = new ProtectedPlacesPanel(desk)
  const shelving = new ShelvingPanel(desk)
  const audit = new AuditPanel(desk)
  const viewOf: Record<Tab, () => readonly Child[]> = {
    dispatch: () => dispatch.view(),
    watch: () => [
      h('section.panel.exceptions-panel', { key: 'exceptions' }, dispatch.exceptions.view()),
      ...watch.view(),
    ],
    calls: () => intake.view(),
    audit: () => [
      h('section.panel.shelving-panel', { key: 'shelving' }, shelving.view()),
      h('section.panel.audit-panel', { key: 'audit' }, audit.view()),
    ],
    protected: () => [h('section.panel.protected-panel', { key: 'protected' }, places.view())],
  }
  const watch = new WatchPanel(desk, open, () => dispatch.openId)
  return {
    title: 'Supervisor',
    answersAlarms: true,
    view: () => [
      h(
        'nav.tabs',
        { key: 'tabs' },
        tabs.map(({ name, words }) =>
          h('button', { key: name, 'aria-pressed': String(name === tab), onclick: () => show(name) }, words),
        ),
      ),
      h('div', { key: tab, class: `tab tab-${tab}` }, viewOf[tab]()),
    ],
    onKey: (event) => {
      const chosen = event.altKey ? tabs.find(({ code }) => code === event.code) : undefined
      if (chosen) show(chosen.name)
      else if (tab === 'watch') return dispatch.exceptions.onKey(event)
      else if (tab === 'protected' || tab === 'audit') return false
      else return tab === 'calls' ? intake.onKey(event) : dispatch.onKey(event)
      return true
    },
    onEvent: (event, board) => {
      dispatch.onEvent(event, board)
      shelving.onEvent(event)
    },
    open,
  }
}
