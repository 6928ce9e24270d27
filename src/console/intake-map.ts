import type { PlaceView } from '../places/place-contract.ts'
import type { Desk } from './desk.ts'
import type { WhereDraft } from './draft.ts'
import { boxOf, spotsOf, spotWords } from './drawn-things-rules.ts'
import type { DrawnSpot } from './map-adapter.ts'
import { MapHolder } from './map-holder.ts'
import { h, type Spec } from './paint.ts'

type IntakeMapDeps = {
  desk: Desk
  where: () => WhereDraft
  /** what the search has found and offers */
  found: () => readonly PlaceView[]
  network: () => { lat: number; lon: number; radiusMetres: number | null } | null
}

/** The map beside the search: where the network says the caller is, with its radius, and what the search offers. */
export class IntakeMap {
  readonly #deps: IntakeMapDeps
  readonly #holder: MapHolder
  #shown = ''

  constructor(deps: IntakeMapDeps) {
    this.#deps = deps
    this.#holder = new MapHolder(deps.desk, 'where-map', (map) => {
      map.show(new Set(['ground', 'names', 'areas']))
      this.#shown = ''
      this.#deps.desk.repaint()
    })
  }

  view(): Spec {
    const { where, found, network } = this.#deps
    const spots = spotsOf(where(), found(), network())
    this.#show(spots)
    return h(
      'div.where-map',
      { key: 'where-map' },
      h('div.where-picture', { role: 'img', 'aria-label': spotWords(spots) }, this.#holder.view({})),
      h('small.map-source', {}, this.#holder.words || '© OpenStreetMap contributors © OpenMapTiles'),
    )
  }

  /** Drawn anew, and moved, only when it shows something else than before: a hand may have moved it meanwhile. */
  #show(spots: readonly DrawnSpot[]): void {
    const shown = JSON.stringify(spots)
    if (shown === this.#shown) return
    this.#shown = shown
    this.#holder.map.setSpots(spots)
    this.#holder.map.fit(boxOf(spots))
  }
}
