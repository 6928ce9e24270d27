import type { Console, Desk } from './desk.ts'
import { DeskSelection } from './desk-selection.ts'
import { ForceMap } from './force-map.ts'
import { focusSoon } from './marks.ts'
import { h } from './paint.ts'

/** The map in a window of its own: it follows what is open on the desk, unless it is pinned. */
export function mapWindow(desk: Desk): Console {
  let openId: string | null = null
  let isPinned = false
  const selection = new DeskSelection(desk.you.id, {
    onOpenNow: (incidentId) => {
      if (isPinned) return
      openId = incidentId
      desk.repaint()
    },
  })
  const open = (incidentId: string) => {
    openId = incidentId
    selection.askToOpen(incidentId)
    desk.repaint()
  }
  const map = new ForceMap(desk, { openId: () => openId, onOpen: open })
  selection.ask()
  focusSoon('#map')
  const pin = (event: Event) => {
    isPinned = (event.target as HTMLInputElement).checked
    if (!isPinned) selection.ask()
    desk.repaint()
  }
  const following = () => {
    const incident = openId === null ? undefined : desk.board.incidents.get(openId)
    const what = incident ? `${incident.reference.split('/')[0]}, ${incident.location.text}` : 'nothing is open'
    return isPinned ? `Pinned to ${what}` : `Follows the desk: ${what}`
  }
  return {
    title: 'Map',
    answersAlarms: false,
    view: () => [
      h(
        'section.panel.map-panel',
        { key: 'map' },
        ...map.view(),
        h(
          'label.tick.map-pin',
          { key: 'pin' },
          h('input', { type: 'checkbox', checked: isPinned, onchange: pin }),
          'Pin. ',
          h('span', { id: 'map-follows' }, following()),
        ),
      ),
    ],
    onEvent: (event) => map.onEvent(event),
    open,
    end: () => selection.close(),
  }
}
