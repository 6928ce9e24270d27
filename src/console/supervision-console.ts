import { AuditPanel } from './audit-panel.ts'
import type { Console, Desk } from './desk.ts'
import { DispatchDesk } from './dispatch-console.ts'
import { DutiesPanel } from './duties-panel.ts'
import { FiguresPanel } from './figures-panel.ts'
import { IntakeDesk } from './intake-console.ts'
import { focusSoon } from './marks.ts'
import { type Child, h } from './paint.ts'
import { ProtectedPlacesPanel } from './protected-places.ts'
import { QualityPanel } from './quality-panel.ts'
import { ShelvingPanel } from './shelving-panel.ts'
import { WallboardsPanel } from './wallboards-panel.ts'
import { WatchPanel } from './watch-panel.ts'

const tabs = [
  { name: 'dispatch', words: 'Dispatch', does: 'tab-dispatch' },
  { name: 'watch', words: 'Watch list', does: 'tab-watch' },
  { name: 'calls', words: 'Calls', does: 'tab-calls' },
  { name: 'quality', words: 'Quality', does: 'tab-quality' },
  { name: 'shift', words: 'Shift', does: 'tab-shift' },
  { name: 'protected', words: 'Places and boards', does: 'tab-protected' },
  { name: 'figures', words: 'Figures', does: 'tab-figures' },
  { name: 'audit', words: 'Alarms and audit', does: 'tab-audit' },
] as const
type Tab = (typeof tabs)[number]['name']

/** The console of a communication-centre supervisor: everything the room has, and the watch list. */
export function supervisionConsole(desk: Desk): Console {
  const dispatch = new DispatchDesk(desk, () => show('dispatch'))
  const intake = new IntakeDesk(desk)
  let tab: Tab = 'watch'
  const show = (next: Tab) => {
    tab = next
    if (next === 'quality') focusSoon('#quality')
    desk.repaint()
  }
  const open = (incidentId: string) => {
    dispatch.open(incidentId)
    show('dispatch')
  }
  const places = new ProtectedPlacesPanel(desk)
  const duties = new DutiesPanel(desk)
  const quality = new QualityPanel(desk)
  // nothing is asked before somebody looks
  let figures: FiguresPanel | undefined
  const boards = new WallboardsPanel(desk)
  const shelving = new ShelvingPanel(desk)
  const audit = new AuditPanel(desk)
  const viewOf: Record<Tab, () => readonly Child[]> = {
    dispatch: () => dispatch.view(),
    watch: () => [
      h(
        'section.panel.exceptions-panel',
        { key: 'exceptions' },
        duties.view(),
        dispatch.shift.peaks(),
        dispatch.exceptions.view(),
      ),
      ...watch.view(),
    ],
    calls: () => intake.view(),
    quality: () => quality.view(),
    shift: () => dispatch.shift.view(),
    protected: () => [
      h('section.panel.protected-panel', { key: 'protected' }, places.view()),
      h('section.panel.wallboards', { key: 'wallboards' }, boards.view()),
    ],
    figures: () => {
      figures ??= new FiguresPanel(desk, open)
      return figures.view()
    },
    audit: () => [
      h('section.panel.shelving-panel', { key: 'shelving' }, shelving.view()),
      h('section.panel.audit-panel', { key: 'audit' }, audit.view()),
    ],
  }
  const watch = new WatchPanel(desk, open, () => dispatch.openId)
  return {
    title: 'Supervisor',
    answersAlarms: true,
    view: () => [
      h(
        'nav.tabs',
        { key: 'tabs' },
        tabs.map(({ name, words, does }) =>
          h(
            'button',
            { key: name, 'aria-pressed': String(name === tab), onclick: () => show(name) },
            words + desk.keys.hint(does),
          ),
        ),
      ),
      h('div', { key: tab, class: `tab tab-${tab}` }, viewOf[tab]()),
    ],
    onKey: (event) => {
      const doing = desk.keys.doing(event, 'supervision')
      const chosen = tabs.find(({ does }) => does === doing)
      if (chosen) show(chosen.name)
      else if (tab === 'watch') return dispatch.exceptions.onKey(event)
      else if (tab !== 'calls' && tab !== 'dispatch') return false
      else return tab === 'calls' ? intake.onKey(event) : dispatch.onKey(event)
      return true
    },
    onEvent: (event, board) => {
      duties.onEvent(event)
      dispatch.onEvent(event, board)
      quality.onEvent(event)
      shelving.onEvent(event)
    },
    open,
    end: () => dispatch.end(),
    screen: { ...dispatch.screen(() => show('dispatch')), sendCall: (said) => intake.sendCall(said) },
  }
}
