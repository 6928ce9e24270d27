import type { BoardEvent } from './board-event.ts'
import type { Desk } from './desk.ts'
import { boxOf, closuresDrawn, closureWords, incidentsDrawn, inSight, unitsDrawn } from './drawn-things-rules.ts'
import { type MapAdapter, type MapLayer, mapLayers } from './map-adapter.ts'
import { MapHolder } from './map-holder.ts'
import { MapWays } from './map-ways.ts'
import { type Child, h } from './paint.ts'
import { RoadChangesKnown } from './road-changes-known.ts'

/** Pixels that an arrow moves the map, and how much nearer a plus brings it. */
const STEP = 80
const NEARER = 1.6
/** The map follows the lists by so much, in milliseconds: a list is painted first, always. */
const DRAW_AFTER_MS = 200
/** What is shown round an incident that is opened, in metres. */
const ROUND_METRES = 3_000
/** What is shown round a point that is asked for, in metres. */
const NEAR_METRES = 1_000
/** So many incidents, and so many units, are said in words beside the map; the lists have them all. */
const MOST_IN_WORDS = 40

type MapDeps = {
  openId: () => string | null
  onOpen: (incidentId: string) => void
  /** a button that opens the map in a window of its own */
  ownWindow?: boolean
}

/**
 * Where things are: incidents, units, the ways of those recommended, and what is closed, on the force's ground, from this
 * service alone. Everything on it is also said in words, and no task needs it (CONSOLES D10).
 */
export class ForceMap {
  readonly #desk: Desk
  readonly #deps: MapDeps
  readonly #holder: MapHolder
  readonly #ways: MapWays
  readonly #changes: RoadChangesKnown
  #shown = new Set<MapLayer>(mapLayers.map(({ id }) => id))
  #timer = 0
  #fitted: string | null = null
  #isListOpen = false

  constructor(desk: Desk, deps: MapDeps) {
    this.#desk = desk
    this.#deps = deps
    this.#ways = new MapWays(desk)
    this.#changes = new RoadChangesKnown(desk)
    this.#holder = new MapHolder(desk, 'map', (map) => {
      map.pick((picked) => this.#pick(picked))
      this.#fitted = null
      this.#draw(map)
    })
  }

  view(): Child[] {
    this.#drawSoon()
    return [
      this.#holder.view({
        tabindex: 0,
        role: 'application',
        'aria-label': 'Map of units and open incidents. Everything on it is in the list "In words"',
        'aria-describedby': 'map-keys',
        onkeydown: (event: KeyboardEvent) => this.#key(event),
      }),
      this.#holder.words !== '' && h('p.hint', { key: 'words', role: 'status' }, this.#holder.words),
      h('div.map-tools', { key: 'tools' }, this.#inWords(), this.#layers(), this.#deps.ownWindow && ownWindowButton()),
      h(
        'p.map-keys',
        { key: 'keys', id: 'map-keys' },
        '+ − zoom · 0 whole force · arrows · 1–9 layers',
        h('small.map-source', {}, '© OpenStreetMap contributors © OpenMapTiles'),
      ),
    ]
  }

  onEvent(event: BoardEvent): void {
    this.#changes.onEvent(event)
  }

  #drawSoon(): void {
    if (this.#timer !== 0) return
    this.#timer = window.setTimeout(() => {
      this.#timer = 0
      this.#draw(this.#holder.map)
    }, DRAW_AFTER_MS)
  }

  #draw(map: MapAdapter): void {
    const { board, words, positions } = this.#desk
    const now = this.#desk.now()
    const openId = this.#deps.openId()
    map.show(this.#shown)
    map.setIncidents(incidentsDrawn(board.incidents.values(), words))
    map.setUnits(unitsDrawn(board.units.values(), positions, words, now))
    map.setLines([...closuresDrawn(this.#changes.list, now), ...this.#ways.of(openId)])
    map.select(openId)
    this.#follow(map, openId)
  }

  /** What is opened is brought into sight once; afterwards the map is left where it is. */
  #follow(map: MapAdapter, openId: string | null): void {
    if (openId === this.#fitted || openId === null) return
    const { lat = null, lon = null } = this.#desk.board.incidents.get(openId)?.location ?? {}
    if (lat === null || lon === null) return
    this.#fitted = openId
    map.fit(boxOf([{ lat, lon, radiusMetres: ROUND_METRES }]))
  }

  /** Brings a point into sight, with the streets round it. */
  moveTo(point: { lat: number; lon: number }): void {
    this.#holder.map.fit(boxOf([{ ...point, radiusMetres: NEAR_METRES }]))
  }

  #pick(picked: { incidentId: string } | { unitId: string }): void {
    const incidentId =
      'incidentId' in picked ? picked.incidentId : this.#desk.board.units.get(picked.unitId)?.commitment?.incidentId
    if (incidentId !== undefined) this.#deps.onOpen(incidentId)
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const { map } = this.#holder
    const moves: Record<string, () => void> = {
      nearer: () => map.move({ nearer: NEARER }),
      farther: () => map.move({ nearer: 1 / NEARER }),
      whole: () => map.fit(null),
      ArrowLeft: () => map.move({ right: -STEP }),
      ArrowRight: () => map.move({ right: STEP }),
      ArrowUp: () => map.move({ down: -STEP }),
      ArrowDown: () => map.move({ down: STEP }),
    }
    const move = moves[this.#desk.keys.doing(event, 'map') ?? event.key]
    const layer = mapLayers[Number(event.key) - 1]
    if (layer) this.#toggle(layer.id)
    else if (move) move()
    else return
    event.preventDefault()
    this.#desk.repaint()
  }

  #toggle(layer: MapLayer): void {
    if (!this.#shown.delete(layer)) this.#shown.add(layer)
    this.#holder.map.show(this.#shown)
    this.#desk.repaint()
  }

  #layers(): Child {
    return h(
      'details',
      { key: 'layers' },
      h('summary', {}, 'Layers'),
      h(
        'div.map-layers',
        {},
        mapLayers.map(({ id, words }, index) =>
          h(
            'label.tick',
            { key: id },
            h('input', { type: 'checkbox', checked: this.#shown.has(id), onchange: () => this.#toggle(id) }),
            `${index + 1} ${words}`,
          ),
        ),
      ),
    )
  }

  /** What is drawn and in sight, as a list that a keyboard walks and a screen reader reads. */
  #inWords(): Child {
    return h(
      'details',
      {
        key: 'in-words',
        ontoggle: (event: Event) => {
          this.#isListOpen = (event.target as HTMLDetailsElement).open
          this.#desk.repaint()
        },
      },
      h('summary', {}, 'In words'),
      this.#isListOpen && h('div.map-words', { id: 'map-words' }, this.#list()),
    )
  }

  #list(): Child[] {
    const { board, words, positions } = this.#desk
    const now = this.#desk.now()
    const box = this.#holder.map.inSight()
    const incidents = inSight(incidentsDrawn(board.incidents.values(), words), box).reverse()
    const units = inSight(unitsDrawn(board.units.values(), positions, words, now), box)
    const button = (id: string, said: string, incidentId: string | undefined) =>
      incidentId === undefined
        ? h('li', { key: id }, said)
        : h('li', { key: id }, h('button', { type: 'button', onclick: () => this.#deps.onOpen(incidentId) }, said))
    const part = (title: string, lines: Child[], more: number) => [
      h('h2', { key: `${title} head` }, title),
      h('ul', { key: title }, lines),
      more > 0 && h('p.hint', { key: `${title} more` }, `${more} more: see the lists.`),
    ]
    const closed = closureWords(this.#changes.list, now)
    const ways = this.#ways.of(this.#deps.openId())
    return [
      ...part(
        `Incidents in sight: ${incidents.length}`,
        incidents.slice(0, MOST_IN_WORDS).map(({ id, words }) => button(id, words, id)),
        incidents.length - MOST_IN_WORDS,
      ),
      ...part(
        `Units in sight: ${units.length}`,
        units
          .slice(0, MOST_IN_WORDS)
          .map(({ id, words }) => button(id, words, board.units.get(id)?.commitment?.incidentId)),
        units.length - MOST_IN_WORDS,
      ),
      ...part(
        `Ways shown: ${ways.length}`,
        ways.map(({ label }) => h('li', { key: label }, label)),
        0,
      ),
      ...part(
        `Closed and slow roads: ${closed.length}`,
        closed.map((line) => h('li', { key: line }, line)),
        0,
      ),
    ]
  }
}

/** Without an opener, so that a busy window never holds the other up (CONSOLES 0). */
function ownWindowButton(): Child {
  return h(
    'button',
    { key: 'own', type: 'button', onclick: () => void window.open('/desk/map', '_blank', 'noopener,popup') },
    'Own window',
  )
}
