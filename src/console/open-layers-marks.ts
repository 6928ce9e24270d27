import type { FeatureLike } from 'ol/Feature.js'
import CircleGeometry from 'ol/geom/Circle.js'
import CircleStyle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import RegularShape from 'ol/style/RegularShape.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import type { DrawnIncident, DrawnLine, DrawnSpot, DrawnUnit } from './map-adapter.ts'
import { type MapColours, mapFont } from './map-colours.ts'

/** Metres a pixel from which units are named: nearer there is room. */
const NAMED_FROM = 60

/** The same styles for the same words: a style is dear to make, and a thousand incidents need twelve of them. */
export class MarkStyles {
  readonly #colours: MapColours
  readonly #kept = new Map<string, Style>()

  constructor(colours: MapColours) {
    this.#colours = colours
  }

  /** Grade: shape, digit and colour together (CONSOLES 1.4). */
  incident({ position, grade }: DrawnIncident): Style {
    return this.#keep(`incident/${position}/${grade}`, () => {
      const { grades, ink, land, quiet, text } = this.#colours
      const colour = grades[position]
      const fill = new Fill({ color: colour ?? land })
      const stroke = new Stroke({ color: colour ? ink : quiet, width: 1.5 })
      const shapes: Record<number, () => RegularShape | CircleStyle> = {
        1: () => new RegularShape({ points: 5, radius: 11, fill, stroke }),
        3: () => new CircleStyle({ radius: 9, fill, stroke }),
      }
      const square = () => new RegularShape({ points: 4, radius: 12, angle: Math.PI / 4, fill, stroke })
      return new Style({
        image: (shapes[position] ?? square)(),
        text: new Text({
          text: grade ?? '?',
          font: `700 12px ${mapFont}`,
          offsetY: 1,
          fill: new Fill({ color: colour ? ink : text }),
        }),
      })
    })
  }

  /** Filled: free; hollow: not; dashed, with its age: an old position. Never a colour. */
  unit({ free, old, callsign, age }: DrawnUnit, resolution: number, named: boolean): Style {
    const label = named && resolution < NAMED_FROM ? [callsign, age].filter(Boolean).join(' ') : ''
    return this.#keep(`unit/${free}/${old}/${label}`, () => {
      const { text, land } = this.#colours
      return new Style({
        image: new RegularShape({
          points: 3,
          radius: 9,
          fill: new Fill({ color: free && !old ? text : land }),
          stroke: new Stroke({ color: text, width: free && old ? 3 : 1.8, ...(old && { lineDash: [3, 2] }) }),
        }),
        ...(label !== '' && { text: this.#label(label, 15) }),
      })
    })
  }

  line({ kind, isArea, label }: DrawnLine): Style {
    return this.#keep(`line/${kind}/${isArea}/${label}`, () => {
      const { text, focus, danger, warn, land } = this.#colours
      const strokes = {
        way: new Stroke({ color: focus, width: 3 }),
        straight: new Stroke({ color: text, width: 2, lineDash: [2, 6] }),
        closed: new Stroke({ color: danger, width: 5, lineDash: [1, 8] }),
        slow: new Stroke({ color: warn, width: 4, lineDash: [10, 6] }),
      }
      const isRoad = kind === 'closed' || kind === 'slow'
      return new Style({
        stroke: strokes[kind],
        ...(isRoad && {
          text: new Text({
            text: `${kind === 'closed' ? 'Closed' : 'Slow'}: ${label}`,
            font: `600 12px ${mapFont}`,
            fill: new Fill({ color: text }),
            stroke: new Stroke({ color: land, width: 3 }),
            overflow: true,
          }),
        }),
      })
    })
  }

  /** A place that is thought of; what the network says has its radius round it. */
  spot({ kind, label }: DrawnSpot, isCircle: boolean): Style {
    return this.#keep(`spot/${kind}/${isCircle}/${label}`, () => {
      const { text, focus, land, quiet } = this.#colours
      const colour = kind === 'chosen' ? focus : kind === 'network' ? text : quiet
      if (isCircle) return new Style({ stroke: new Stroke({ color: colour, width: 2, lineDash: [6, 4] }) })
      return new Style({
        image: new CircleStyle({
          radius: kind === 'chosen' ? 8 : 6,
          fill: new Fill({ color: land }),
          stroke: new Stroke({ color: colour, width: 3 }),
        }),
        text: this.#label(label.length > 28 ? `${label.slice(0, 27)}…` : label, 16),
      })
    })
  }

  /** An area's border with its name. */
  area(name: string): Style {
    return this.#keep(`area/${name}`, () => {
      const { quiet, land } = this.#colours
      return new Style({
        stroke: new Stroke({ color: quiet, width: 1.5, lineDash: [8, 6] }),
        text: new Text({
          text: name,
          font: `600 12px ${mapFont}`,
          fill: new Fill({ color: quiet }),
          stroke: new Stroke({ color: land, width: 3 }),
        }),
      })
    })
  }

  land(): Style {
    return this.#keep('land', () => new Style({ fill: new Fill({ color: this.#colours.land }) }))
  }

  ring(): Style {
    return this.#keep('ring', () => {
      const stroke = new Stroke({ color: this.#colours.focus, width: 3 })
      return new Style({ image: new CircleStyle({ radius: 17, stroke }) })
    })
  }

  #label(text: string, offsetY: number): Text {
    return new Text({
      text,
      offsetY,
      font: `600 12px ${mapFont}`,
      fill: new Fill({ color: this.#colours.text }),
      stroke: new Stroke({ color: this.#colours.land, width: 3 }),
    })
  }

  #keep(key: string, make: () => Style): Style {
    const known = this.#kept.get(key)
    if (known) return known
    // callsigns come and go with their ages: what nobody needs any more is not kept for a whole shift
    if (this.#kept.size > 2_000) this.#kept.clear()
    const style = make()
    this.#kept.set(key, style)
    return style
  }
}

/** Whether a feature of a spot is its radius. */
export function isRadius(feature: FeatureLike): boolean {
  return feature.getGeometry() instanceof CircleGeometry
}
