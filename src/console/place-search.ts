import type { z } from 'zod'
import type { PlacesFound, PlaceView, placesFound } from '../places/place-contract.ts'
import type { Desk } from './desk.ts'
import type { WhereDraft } from './draft.ts'
import { typed } from './marks.ts'
import { type Child, h } from './paint.ts'
import { distance } from './time-words-rules.ts'

/** Keys come quickly; the gazetteer is asked when they pause this long, in milliseconds. */
const PAUSE_MS = 120

/** How a place is said in one line, with its town and postcode. */
export function placeLabel(place: PlaceView): string {
  const parts = [place.name, place.locality, place.town, place.postcode].filter(
    (part): part is string => part !== null && part !== '',
  )
  return parts.filter((part, index) => !parts.slice(0, index).some((earlier) => earlier.includes(part))).join(', ')
}

/** Where figures or three words lie, and how exactly; Enter takes it. */
function pointLabel({ gridReference, lat, lon, metres, words }: NonNullable<PlacesFound['point']>): string {
  const where = gridReference ?? `${lat.toFixed(5)}, ${lon.toFixed(5)}`
  const said = words === null ? '' : `what3words says: ${nearWords(words)}; `
  return `${said}${where}, to ${distance(metres)}. Enter takes it.`
}

/** Three words with the place that their service calls near, to be read back to the caller. */
function nearWords({ said, nearestPlace }: NonNullable<NonNullable<PlacesFound['point']>['words']>): string {
  return `///${said}${nearestPlace === null ? '' : `, near ${nearestPlace}`}`
}

type SearchDeps = {
  desk: Desk
  where: () => WhereDraft
  near: () => { lat: number; lon: number } | null
  onChange: (where: WhereDraft) => void
  /** of the input, where it is not the one of a call */
  id?: string
  /** what the input is called */
  label?: string
  /** Enter: on to the next thing that is needed */
  onDone: () => void
}

/** Where: free text that finds places of the gazetteer as it is typed; arrows choose, Enter takes. */
export class PlaceSearch {
  readonly #deps: SearchDeps
  #places: readonly PlaceView[] = []
  /** what was typed is a location in figures */
  #point: PlacesFound['point'] = null
  #words = ''
  #at = 0
  #timer = 0
  #asking: AbortController | undefined

  constructor(deps: SearchDeps) {
    this.#deps = deps
  }

  /** What is offered now. */
  get found(): readonly PlaceView[] {
    return this.#places
  }

  view(): Child[] {
    const where = this.#deps.where()
    const { id = 'where', label = 'Where' } = this.#deps
    const isOpen = this.#places.length > 0
    return [
      h('input', {
        id,
        role: 'combobox',
        autocomplete: 'off',
        spellcheck: 'false',
        'aria-label': label,
        'aria-expanded': String(isOpen),
        'aria-controls': `${id}-places`,
        'aria-activedescendant': isOpen ? `${id}-place-${this.#at}` : undefined,
        placeholder: 'Address, road, place, junction, postcode, grid reference',
        value: where.text,
        oninput: (event: Event) => this.#type(typed(event)),
        onkeydown: (event: KeyboardEvent) => this.#key(event),
      }),
      h(
        'ul.places',
        { id: `${id}-places`, role: 'listbox', 'aria-label': 'Places found' },
        this.#places.map((place, index) =>
          h(
            'li',
            {
              key: place.id,
              id: `${id}-place-${index}`,
              role: 'option',
              'aria-selected': String(index === this.#at),
              onclick: () => this.#take(place),
            },
            h('b', {}, placeLabel(place)),
            h(
              'small',
              {},
              [
                place.kind.replace('-', ' '),
                place.areaClass,
                place.distanceMetres === undefined ? '' : distance(place.distanceMetres),
                place.protected ? 'protected address' : '',
              ]
                .filter(Boolean)
                .join(' · '),
            ),
          ),
        ),
      ),
      this.#words !== '' && h('p.hint', { role: 'status' }, this.#words),
    ]
  }

  #type(text: string): void {
    // what a person types replaces the place that was chosen; a point of the network stays with its words
    this.#deps.onChange({ text, placeId: null, lat: null, lon: null, areaClass: null, from: 'words' })
    clearTimeout(this.#timer)
    this.#asking?.abort()
    // one letter more is another place on earth: Enter takes what was answered to the whole of it
    if (this.#point) this.#show(this.#places, '')
    if (text.trim().length < 2) this.#show([], '')
    else this.#timer = window.setTimeout(() => void this.#ask(text), PAUSE_MS)
  }

  async #ask(text: string): Promise<void> {
    const asking = new AbortController()
    this.#asking = asking
    const query = new URLSearchParams({ text: text.slice(0, 200), limit: '8' })
    const near = this.#deps.near()
    if (near) {
      query.set('nearLat', String(near.lat))
      query.set('nearLon', String(near.lon))
    }
    const answer = await this.#deps.desk.ask<z.output<typeof placesFound>>(`/places?${query}`, asking.signal)
    if (asking.signal.aborted) return
    if (!answer.ok)
      return this.#show([], 'The gazetteer does not answer. The words you typed are kept as the location.')
    const { places, point, notKnown } = answer.body
    const notFound =
      places.length === 0 ? 'Location not found. Ask: what can you see? Try a road name, postcode or grid.' : ''
    this.#show(places, notKnown ?? (point ? pointLabel(point) : notFound), point)
  }

  #show(places: readonly PlaceView[], words: string, point: PlacesFound['point'] = null): void {
    this.#places = places
    this.#point = point
    this.#words = words
    this.#at = 0
    this.#deps.desk.repaint()
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey) return
    const count = this.#places.length
    if (event.key === 'ArrowDown' && count > 0) this.#at = (this.#at + 1) % count
    else if (event.key === 'ArrowUp' && count > 0) this.#at = (this.#at + count - 1) % count
    else if (event.key === 'Escape' && count > 0) this.#show([], '')
    else if (event.key === 'Enter') {
      const place = this.#places[this.#at]
      if (place) this.#take(place)
      else if (this.#point) this.#takePoint(this.#point)
      else this.#deps.onDone()
    } else return
    event.preventDefault()
    this.#deps.desk.repaint()
  }

  /** Figures stay as they were typed, with the point that they mean; three words say who gave the point. */
  #takePoint({ lat, lon, metres, words }: NonNullable<PlacesFound['point']>): void {
    clearTimeout(this.#timer)
    this.#show([], '')
    const typed = this.#deps.where()
    const text = words === null ? typed.text : `${nearWords(words)} (what3words, to ${distance(metres)})`
    this.#deps.onChange({ ...typed, text, placeId: null, lat, lon, areaClass: null, from: 'words' })
    this.#deps.onDone()
  }

  #take(place: PlaceView): void {
    clearTimeout(this.#timer)
    this.#show([], '')
    this.#deps.onChange({
      text: placeLabel(place),
      placeId: place.id,
      lat: place.lat,
      lon: place.lon,
      areaClass: place.areaClass,
      from: 'gazetteer',
    })
    this.#deps.onDone()
  }
}
