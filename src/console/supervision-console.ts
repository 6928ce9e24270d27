import type { Console, Desk } from './desk.ts'
import { DispatchDesk } from './dispatch-console.ts'
import { IntakeDesk } from './intake-console.ts'
import { h } from './paint.ts'
import { WatchPanel } from './watch-panel.ts'

const tabs = [
  { name: 'dispatch', words: 'Dispatch (Alt+7)', code: 'Digit7' },
  { name: 'watch', words: 'Watch list (Alt+8)', code: 'Digit8' },
  { name: 'calls', words: 'Calls (Alt+9)', code: 'Digit9' },
] as const
type Tab = (typeof tabs)[number]['name']

/** The console of a communication-centre supervisor: everything the room has, and the watch list. */
export function supervisionConsole(desk: Desk): Console {
  const dispatch = new DispatchDesk(desk)
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
      h(
        'div',
        { key: tab, class: `tab tab-${tab}` },
        tab === 'watch' ? watch.view() : tab === 'calls' ? intake.view() : dispatch.view(),
      ),
    ],
    onKey: (event) => {
      const chosen = event.altKey ? tabs.find(({ code }) => code === event.code) : undefined
      if (chosen) show(chosen.name)
      else if (tab === 'watch') return false
      else return tab === 'calls' ? intake.onKey(event) : dispatch.onKey(event)
      return true
    },
    onEvent: (event, board) => dispatch.onEvent(event, board),
    open,
  }
}
