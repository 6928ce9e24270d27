import type { Desk } from './desk.ts'
import { type MapAdapter, type MapGround, wordsOnly } from './map-adapter.ts'
import { h, type Props, type Spec } from './paint.ts'

type Drawer = (ground: MapGround) => MapAdapter

/** The part that draws, and what it draws on: loaded with the first map of a page, never before. */
let drawer: Promise<Drawer> | undefined
let ground: MapGround | undefined

/**
 * An element that a map draws in and the painter leaves alone, for as long as it stays on the page; a new element gets a
 * new map.
 */
export class MapHolder {
  readonly #desk: Desk
  readonly #id: string
  readonly #onReady: (map: MapAdapter) => void
  #map = wordsOnly
  #element: HTMLElement | null = null
  #state: 'coming' | 'there' | 'none' = 'coming'
  #draw: Drawer | undefined

  /** @param onReady is told each new map before anything is on it */
  constructor(desk: Desk, id: string, onReady: (map: MapAdapter) => void) {
    this.#desk = desk
    this.#id = id
    this.#onReady = onReady
    void this.#load()
  }

  get map(): MapAdapter {
    return this.#map
  }

  /** What is to be said where the map is not. */
  get words(): string {
    if (this.#state === 'there') return ''
    return this.#state === 'coming'
      ? 'The map is on its way.'
      : 'Map not available on this computer. Distances are in the unit list.'
  }

  /** The element; its attributes stay as they are at first. */
  view(props: Props): Spec {
    requestAnimationFrame(() => this.#settle())
    return h('div.map', { ...props, key: 'map', id: this.#id, memo: [] })
  }

  async #load(): Promise<void> {
    try {
      drawer ??= import('./open-layers-map.ts').then(({ openLayersMap }) => openLayersMap)
      const [draw, answer] = await Promise.all([
        drawer,
        ground ? { ok: true as const, body: ground } : this.#desk.ask<MapGround>('/console/map-data'),
      ])
      this.#state = answer.ok ? 'there' : 'none'
      if (answer.ok) [ground, this.#draw] = [answer.body, draw]
    } catch (error) {
      // a canvas that is not there, or a part that did not come: the desk goes on in words
      drawer = undefined
      this.#state = 'none'
      reportError(error)
    }
    this.#desk.repaint()
  }

  /** After the paint: puts the map where its element is now. */
  #settle(): void {
    const element = document.getElementById(this.#id)
    if (!element || element === this.#element || !this.#draw || !ground) return
    this.#map.destroy()
    this.#element = element
    this.#map = this.#draw(ground)
    this.#map.mount(element)
    this.#onReady(this.#map)
  }
}
