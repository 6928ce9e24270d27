/** What the map is drawn with: the page's own colours, so that it goes with the look somebody has chosen. */
export type MapColours = ReturnType<typeof mapColours>

/** What names on the map are written in: a face of the computer itself, nothing is fetched. */
export const mapFont = 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif'

/** The colours as the styles have them now; a canvas does not see them by itself. */
export function mapColours() {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    land: of('map-land'),
    builtUp: of('map-built-up'),
    lake: of('map-lake'),
    text: of('text'),
    ink: of('ink'),
    quiet: of('second'),
    focus: of('focus'),
    danger: of('danger'),
    warn: of('warn'),
    roads: {
      motorway: of('map-motorway'),
      trunk: of('map-trunk'),
      primary: of('map-primary'),
      secondary: of('map-secondary'),
      tertiary: of('map-tertiary'),
      minor: of('road-minor'),
      service: of('road-minor'),
    } as Readonly<Record<string, string>>,
    grades: { 1: of('grade-1'), 2: of('grade-2'), 3: of('grade-3') } as Readonly<Record<number, string>>,
  }
}
