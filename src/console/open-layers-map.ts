import Feature, { type FeatureLike } from 'ol/Feature.js'
import CircleGeometry from 'ol/geom/Circle.js'
import LineString from 'ol/geom/LineString.js'
import MultiPolygon from 'ol/geom/MultiPolygon.js'
import Point from 'ol/geom/Point.js'
import Polygon from 'ol/geom/Polygon.js'
import DragPan from 'ol/interaction/DragPan.js'
import MouseWheelZoom from 'ol/interaction/MouseWheelZoom.js'
import PinchZoom from 'ol/interaction/PinchZoom.js'
import VectorLayer from 'ol/layer/Vector.js'
import type VectorTileLayer from 'ol/layer/VectorTile.js'
import OlMap from 'ol/Map.js'
import { fromLonLat, transformExtent } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import View from 'ol/View.js'
import type {
  DrawnIncident,
  DrawnLine,
  DrawnSpot,
  DrawnUnit,
  MapAdapter,
  MapBox,
  MapGround,
  MapLayer,
  MapPoint,
} from './map-adapter.ts'
import { mapColours } from './map-colours.ts'
import { groundLayer, groundSource, groundStyle, namesLayer, namesStyle } from './open-layers-ground.ts'
import { isRadius, MarkStyles } from './open-layers-marks.ts'

/** How near one may come, as a zoom level, and how near a place is brought by itself. */
const MOST_ZOOM = 18
const FIT_ZOOM = 15
/** Pixels about a click in which a mark counts as hit. */
const REACH = 8
const MARGIN = 28

/** The map drawn with OpenLayers on a canvas, without WebGL: rooms have desks without a graphics card. */
export function openLayersMap(ground: MapGround): MapAdapter {
  return new OpenLayersMap(ground)
}

class OpenLayersMap implements MapAdapter {
  readonly #ground: MapGround
  #styles = new MarkStyles(mapColours())
  readonly #land = new VectorSource()
  readonly #areas = new VectorSource()
  readonly #lines = new VectorSource()
  readonly #units = new VectorSource()
  readonly #incidents = new VectorSource()
  readonly #spots = new VectorSource()
  readonly #ring = new VectorSource()
  readonly #layers: Record<'land' | 'areas' | 'lines' | 'units' | 'incidents' | 'spots' | 'ring', VectorLayer>
  readonly #tiles: { ground: VectorTileLayer; names: VectorTileLayer } | undefined
  readonly #map: OlMap
  readonly #look: MutationObserver
  readonly #whole: number[]
  #shown: ReadonlySet<MapLayer> = new Set()
  #selected: string | null = null
  #wanted: MapBox | null | undefined = null

  constructor(ground: MapGround) {
    this.#ground = ground
    this.#land.addFeature(new Feature(new MultiPolygon(ground.land.map((ring) => [this.#ringOf(ring)]))))
    for (const { name, lines } of ground.areas) {
      // the largest ring carries the name; islands and stones do not
      const [first, ...rest] = lines.map((line) => this.#ringOf(line)).sort((a, b) => b.length - a.length)
      if (first) this.#areas.addFeature(new Feature({ geometry: new Polygon([first]), name }))
      if (rest.length > 0)
        this.#areas.addFeature(new Feature({ geometry: new MultiPolygon(rest.map((r) => [r])), name: '' }))
    }
    this.#whole = this.#land.getExtent() ?? transformExtent([-3.7, 54, -2.1, 55.2], 'EPSG:4326', 'EPSG:3857')
    const layer = (
      source: VectorSource,
      style: (feature: FeatureLike, resolution: number) => ReturnType<MarkStyles['land']> | undefined,
    ) => new VectorLayer({ source, style, updateWhileInteracting: true })
    const what = <T>(feature: FeatureLike) => feature.get('what') as T
    this.#layers = {
      land: layer(this.#land, () => this.#styles.land()),
      areas: layer(this.#areas, (feature) => this.#styles.area(String(feature.get('name')))),
      lines: layer(this.#lines, (feature) => this.#lineStyle(what<DrawnLine>(feature))),
      units: layer(this.#units, (feature, resolution) => this.#unitStyle(what<DrawnUnit>(feature), resolution)),
      incidents: layer(this.#incidents, (feature) => this.#styles.incident(what<DrawnIncident>(feature))),
      spots: layer(this.#spots, (feature) => this.#styles.spot(what<DrawnSpot>(feature), isRadius(feature))),
      ring: layer(this.#ring, () => this.#styles.ring()),
    }
    if (ground.tiles !== null) {
      const source = groundSource(new URL(ground.tiles, location.href).href)
      this.#tiles = { ground: groundLayer(source), names: namesLayer(source) }
    }
    const { land, areas, lines, units, incidents, spots, ring } = this.#layers
    const tiles = this.#tiles
    this.#map = new OlMap({
      controls: [],
      interactions: [new DragPan(), new MouseWheelZoom({ duration: 0 }), new PinchZoom({ duration: 0 })],
      layers: [
        land,
        ...(tiles ? [tiles.ground] : []),
        areas,
        ...(tiles ? [tiles.names] : []),
        lines,
        units,
        incidents,
        spots,
        ring,
      ],
      view: new View({ center: middleOf(this.#whole), zoom: 8, maxZoom: MOST_ZOOM, minZoom: 6 }),
    })
    // fitted as soon as there is a size to fit into
    this.#map.on('change:size', () => {
      if (this.#wanted !== undefined) this.#fitNow(this.#wanted)
    })
    this.#look = new MutationObserver(() => this.#dress())
    this.#look.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    this.#dress()
  }

  mount(element: HTMLElement): void {
    this.#map.setTarget(element)
  }

  setIncidents(list: readonly DrawnIncident[]): void {
    replace(this.#incidents, list, (was, is) => was.position !== is.position || was.grade !== is.grade)
    this.#drawRing()
  }

  setUnits(list: readonly DrawnUnit[]): void {
    replace(this.#units, list, (was, is) => was.free !== is.free || was.old !== is.old || was.age !== is.age)
  }

  setLines(list: readonly DrawnLine[]): void {
    this.#lines.clear(true)
    this.#lines.addFeatures(
      list.map((what) => {
        const points = what.points.map((point) => fromLonLat([...point]))
        return new Feature({ geometry: what.isArea ? new Polygon([points]) : new LineString(points), what })
      }),
    )
  }

  setSpots(list: readonly DrawnSpot[]): void {
    this.#spots.clear(true)
    for (const what of list) {
      const at = fromLonLat([what.lon, what.lat])
      this.#spots.addFeature(new Feature({ geometry: new Point(at), what }))
      if (what.radiusMetres === null) continue
      // a metre of the ground is longer on this projection, by the latitude
      const radius = what.radiusMetres / Math.cos((what.lat * Math.PI) / 180)
      this.#spots.addFeature(new Feature({ geometry: new CircleGeometry(at, radius), what }))
    }
  }

  show(layers: ReadonlySet<MapLayer>): void {
    this.#shown = new Set(layers)
    this.#tiles?.ground.setVisible(layers.has('ground'))
    this.#tiles?.names.setVisible(layers.has('names'))
    this.#layers.areas.setVisible(layers.has('areas'))
    this.#layers.incidents.setVisible(layers.has('incidents'))
    this.#layers.ring.setVisible(layers.has('incidents'))
    this.#layers.units.changed()
    this.#layers.lines.changed()
  }

  select(incidentId: string | null): void {
    this.#selected = incidentId
    this.#drawRing()
  }

  fit(box: MapBox | null): void {
    this.#wanted = box
    if (this.#map.getSize()) this.#fitNow(box)
  }

  move({ right = 0, down = 0, nearer = 1 }: { right?: number; down?: number; nearer?: number }): void {
    const view = this.#map.getView()
    const [x = 0, y = 0] = view.getCenter() ?? []
    const resolution = view.getResolution() ?? 1
    this.#wanted = undefined
    view.setCenter([x + right * resolution, y - down * resolution])
    view.setResolution(view.getConstrainedResolution(resolution / nearer) ?? resolution)
  }

  inSight(): MapBox | undefined {
    const size = this.#map.getSize()
    if (!size || size[0] === 0) return undefined
    const extent = transformExtent(this.#map.getView().calculateExtent(size), 'EPSG:3857', 'EPSG:4326')
    const [west = 0, south = 0, east = 0, north = 0] = extent
    return { south, west, north, east }
  }

  pick(onPick: (picked: { incidentId: string } | { unitId: string }) => void): void {
    const { incidents, units } = this.#layers
    this.#map.on('click', (event) => {
      const hit = (layer: VectorLayer) =>
        this.#map.forEachFeatureAtPixel(event.pixel, (feature) => String(feature.getId()), {
          hitTolerance: REACH,
          layerFilter: (one) => one === layer,
        })
      const incidentId = hit(incidents)
      const unitId = incidentId === undefined ? hit(units) : undefined
      if (incidentId !== undefined) onPick({ incidentId })
      else if (unitId !== undefined) onPick({ unitId })
    })
    // a hand that moved the map does not want it moved back
    this.#map.on('pointerdrag', () => {
      this.#wanted = undefined
    })
  }

  destroy(): void {
    this.#look.disconnect()
    this.#map.setTarget(undefined)
    this.#map.dispose()
  }

  #fitNow(box: MapBox | null): void {
    const extent = box
      ? transformExtent([box.west, box.south, box.east, box.north], 'EPSG:4326', 'EPSG:3857')
      : this.#whole
    this.#map.getView().fit(extent, { padding: [MARGIN, MARGIN, MARGIN, MARGIN], maxZoom: FIT_ZOOM })
  }

  #drawRing(): void {
    const geometry = this.#selected === null ? undefined : this.#incidents.getFeatureById(this.#selected)?.getGeometry()
    this.#ring.clear(true)
    if (geometry) this.#ring.addFeature(new Feature(geometry.clone()))
    else this.#ring.changed()
  }

  #unitStyle(unit: DrawnUnit, resolution: number) {
    if (!this.#shown.has(unit.free ? 'free' : 'busy')) return undefined
    return this.#styles.unit(unit, resolution, this.#shown.has('callsigns'))
  }

  #lineStyle(line: DrawnLine) {
    const layer = line.kind === 'way' || line.kind === 'straight' ? 'ways' : 'closures'
    return this.#shown.has(layer) ? this.#styles.line(line) : undefined
  }

  /** The page's colours as they are now. */
  #dress(): void {
    const colours = mapColours()
    this.#styles = new MarkStyles(colours)
    this.#tiles?.ground.setStyle(groundStyle(colours))
    this.#tiles?.names.setStyle(namesStyle(colours))
    for (const layer of Object.values(this.#layers)) layer.changed()
  }

  #ringOf(flat: readonly number[]): number[][] {
    const ring: number[][] = []
    for (let at = 0; at + 1 < flat.length; at += 2)
      ring.push(fromLonLat([(flat[at] ?? 0) * this.#ground.unit, (flat[at + 1] ?? 0) * this.#ground.unit]))
    return ring
  }
}

function middleOf([west = 0, south = 0, east = 0, north = 0]: readonly number[]): number[] {
  return [(west + east) / 2, (south + north) / 2]
}

/** Makes the things of a layer these: what stays is moved, and only what changed is drawn anew. */
function replace<T extends MapPoint & { id: string }>(
  source: VectorSource,
  list: readonly T[],
  looksOther: (was: T, is: T) => boolean,
): void {
  const wanted = new Set(list.map(({ id }) => id))
  const gone = source.getFeatures().filter((feature) => !wanted.has(String(feature.getId())))
  if (gone.length > 0) source.removeFeatures(gone)
  const fresh: Feature[] = []
  for (const what of list) {
    const known = source.getFeatureById(what.id)
    if (known === null) {
      const feature = new Feature({ geometry: new Point(fromLonLat([what.lon, what.lat])), what })
      feature.setId(what.id)
      fresh.push(feature)
      continue
    }
    const was = (known as Feature).get('what') as T
    const hasMoved = was.lat !== what.lat || was.lon !== what.lon
    // told once: each telling would have the layer drawn again
    ;(known as Feature).set('what', what, !looksOther(was, what))
    if (hasMoved) ((known as Feature).getGeometry() as Point).setCoordinates(fromLonLat([what.lon, what.lat]))
  }
  if (fresh.length > 0) source.addFeatures(fresh)
}
