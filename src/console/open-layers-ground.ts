import type { FeatureLike } from 'ol/Feature.js'
import MVT from 'ol/format/MVT.js'
import VectorTileLayer from 'ol/layer/VectorTile.js'
import VectorTileSource from 'ol/source/VectorTile.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import type Tile from 'ol/Tile.js'
import TileState from 'ol/TileState.js'
import type VectorTile from 'ol/VectorTile.js'
import { PMTiles } from 'pmtiles'
import { type MapColours, mapFont } from './map-colours.ts'

/** Zoom levels the file has; nearer, the last one is drawn larger. */
const MOST_ZOOM = 14

/** How wide a road is drawn far away and near, in pixels, and from which metres a pixel on it is left out. */
const roads: Readonly<Record<string, { far: number; near: number; until: number }>> = {
  motorway: { far: 2.2, near: 6, until: Number.POSITIVE_INFINITY },
  trunk: { far: 1.7, near: 5, until: Number.POSITIVE_INFINITY },
  primary: { far: 1.3, near: 4.5, until: 400 },
  secondary: { far: 1, near: 4, until: 160 },
  tertiary: { far: 0.8, near: 3.5, until: 80 },
  minor: { far: 0.6, near: 3, until: 20 },
  service: { far: 0.5, near: 1.5, until: 5 },
}
/** How large a place's name is written, in pixels, and from which metres a pixel on it is left out. */
const places: Readonly<Record<string, { size: number; until: number }>> = {
  city: { size: 15, until: Number.POSITIVE_INFINITY },
  town: { size: 13, until: 250 },
  village: { size: 12, until: 45 },
  suburb: { size: 11, until: 20 },
  hamlet: { size: 11, until: 12 },
}
const numbered = new Set(['motorway', 'trunk', 'primary', 'secondary'])

/** Tiles of the force's ground out of one file of this service, read by ranges of bytes: nothing is asked of anybody else. */
export function groundSource(url: string): VectorTileSource {
  const file = new PMTiles(url)
  const format = new MVT({ layers: ['landuse', 'water', 'waterway', 'transportation', 'place', 'transportation_name'] })
  const load = (tile: VectorTile<never>) => {
    const [z, x, y] = tile.getTileCoord() as [number, number, number]
    tile.setLoader((extent, _resolution, projection) => {
      file
        .getZxy(z, x, y)
        .then((found) => {
          const features = found ? format.readFeatures(found.data, { extent, featureProjection: projection }) : []
          tile.setFeatures(features as never[])
        })
        .catch(() => {
          tile.setFeatures([])
          tile.setState(TileState.ERROR)
        })
    })
  }
  return new VectorTileSource({
    format,
    url: '{z}/{x}/{y}',
    maxZoom: MOST_ZOOM,
    tileLoadFunction: (tile: Tile) => load(tile as VectorTile<never>),
  })
}

/** Built-up ground, water and roads. */
export function groundLayer(source: VectorTileSource): VectorTileLayer {
  return new VectorTileLayer({ source, renderMode: 'hybrid', updateWhileInteracting: true })
}

/** Names of places and numbers of roads, where they do not stand on each other. */
export function namesLayer(source: VectorTileSource): VectorTileLayer {
  return new VectorTileLayer({ source, renderMode: 'vector', declutter: true })
}

/** The ground's style in these colours. */
export function groundStyle(colours: MapColours): (feature: FeatureLike, resolution: number) => Style | undefined {
  const builtUp = new Style({ zIndex: 0, fill: new Fill({ color: colours.builtUp }) })
  const water = new Style({ zIndex: 1, fill: new Fill({ color: colours.lake }) })
  const river = new Style({ zIndex: 1, stroke: new Stroke({ color: colours.lake, width: 1.2 }) })
  const kept = new Map<string, Style>()
  return (feature, resolution) => {
    const layer = String(feature.get('layer'))
    const kind = String(feature.get('class'))
    if (layer === 'landuse') return builtUp
    if (layer === 'water') return water
    if (layer === 'waterway') return kind === 'river' && resolution < 80 ? river : undefined
    const road = layer === 'transportation' ? roads[kind] : undefined
    if (!road || resolution > road.until) return undefined
    // three widths are enough for an eye, and few enough to keep
    const step = resolution > 60 ? 0 : resolution > 8 ? 1 : 2
    const key = `${kind}/${step}`
    const known = kept.get(key)
    if (known) return known
    const width = road.far + ((road.near - road.far) * step) / 2
    const order = Object.keys(roads).reverse().indexOf(kind)
    const style = new Style({
      zIndex: 2 + order,
      stroke: new Stroke({ color: colours.roads[kind] ?? colours.quiet, width }),
    })
    kept.set(key, style)
    return style
  }
}

/** The style of names. */
export function namesStyle(colours: MapColours): (feature: FeatureLike, resolution: number) => Style | undefined {
  const halo = new Stroke({ color: colours.land, width: 3 })
  const fill = new Fill({ color: colours.quiet })
  const write = (text: string, size: number, order: number, isLine: boolean) =>
    new Style({
      zIndex: order,
      text: new Text({
        text,
        font: `${size > 12 ? 600 : 400} ${size}px ${mapFont}`,
        fill,
        stroke: halo,
        ...(isLine && { placement: 'line' as const, repeat: 400 }),
      }),
    })
  return (feature, resolution) => {
    const kind = String(feature.get('class'))
    const layer: unknown = feature.get('layer')
    if (layer === 'place') {
      const place = places[kind]
      const name: unknown = feature.get('name:latin') ?? feature.get('name')
      if (!place || resolution > place.until || typeof name !== 'string') return undefined
      return write(name, place.size, -place.size, false)
    }
    if (layer !== 'transportation_name') return undefined
    const isNumbered = numbered.has(kind)
    const text: unknown = isNumbered ? feature.get('ref') : feature.get('name:latin')
    if (typeof text !== 'string' || resolution > (isNumbered ? 60 : 3)) return undefined
    return write(text, 11, 0, true)
  }
}
