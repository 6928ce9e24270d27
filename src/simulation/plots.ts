/** A figure with the half width of its 95 % interval, on the line of its label. */
type Dot = { label: string; x: number; half: number | null; series: number }
/** A line of points. */
type Curve = { label: string; points: ReadonlyArray<[x: number, y: number]>; series: number; dashed?: boolean }

const WIDTH = 760
const COLOURS = ['#1b4d7a', '#b3541e', '#3b7a3b', '#7a3b6d', '#555555', '#9a8510']
const FONT = 'font-family="system-ui, sans-serif"'

/** One line a label, one dot a series with its interval: how the policies compare in one figure. */
export function dotPlot(title: string, axis: string, seriesNames: readonly string[], dots: readonly Dot[]): string {
  const labels = [...new Set(dots.map(({ label }) => label))]
  const [left, right, top, step] = [210, 24, 64, 34]
  const height = top + labels.length * step + 48
  const most = niceTop(Math.max(...dots.map(({ x, half }) => x + (half ?? 0))))
  const at = (x: number) => left + (x / most) * (WIDTH - left - right)
  const rows = labels.map((label, row) => {
    const y = top + row * step + step / 2
    const marks = dots
      .filter((dot) => dot.label === label)
      .map(({ x, half, series }) => {
        const cy = y + (series - (seriesNames.length - 1) / 2) * 9
        const colour = colourOf(series)
        const bar =
          half === null
            ? ''
            : `<line x1="${fixed(at(Math.max(0, x - half)))}" x2="${fixed(at(x + half))}" y1="${fixed(cy)}" y2="${fixed(cy)}" stroke="${colour}" stroke-width="2"/>`
        return `${bar}<circle cx="${fixed(at(x))}" cy="${fixed(cy)}" r="4.5" fill="${colour}"/>${text(at(x + (half ?? 0)) + 8, cy + 4, x.toFixed(1), { size: 11, colour })}`
      })
    return `${text(left - 10, y + 4, label, { anchor: 'end' })}<line x1="${left}" x2="${WIDTH - right}" y1="${y}" y2="${y}" stroke="#e4e4e4"/>${marks.join('')}`
  })
  const grid = ticks(most).map(
    (x) =>
      `<line x1="${fixed(at(x))}" x2="${fixed(at(x))}" y1="${top}" y2="${height - 40}" stroke="#d8d8d8"/>${text(at(x), height - 24, String(x), { anchor: 'middle', size: 11 })}`,
  )
  return svg(height, title, [
    ...grid,
    ...rows,
    text((left + WIDTH - right) / 2, height - 8, axis, { anchor: 'middle', size: 12 }),
    legend(seriesNames, left, 44),
  ])
}

/** Curves over a common pair of axes. `marks` are vertical lines, said in words. */
export function curvePlot(
  title: string,
  axes: { x: string; y: string; xMost: number; yMost: number },
  curves: readonly Curve[],
  marks: ReadonlyArray<{ x: number; label: string }> = [],
): string {
  const [left, right, top, height] = [64, 24, 64 + 16 * Math.ceil(curves.length / 3), 420]
  const bottom = height - 48
  const x = (value: number) => left + (Math.min(value, axes.xMost) / axes.xMost) * (WIDTH - left - right)
  const y = (value: number) => bottom - (Math.min(value, axes.yMost) / axes.yMost) * (bottom - top)
  const grid = [
    ...ticks(axes.xMost).map(
      (value) =>
        `<line x1="${fixed(x(value))}" x2="${fixed(x(value))}" y1="${top}" y2="${bottom}" stroke="#ececec"/>${text(x(value), bottom + 16, String(value), { anchor: 'middle', size: 11 })}`,
    ),
    ...ticks(axes.yMost).map(
      (value) =>
        `<line x1="${left}" x2="${WIDTH - right}" y1="${fixed(y(value))}" y2="${fixed(y(value))}" stroke="#ececec"/>${text(left - 8, y(value) + 4, String(value), { anchor: 'end', size: 11 })}`,
    ),
  ]
  const lines = curves.map(
    ({ points, series, dashed }) =>
      `<polyline fill="none" stroke="${colourOf(series)}" stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ''} points="${points.map(([px, py]) => `${fixed(x(px))},${fixed(y(py))}`).join(' ')}"/>`,
  )
  const verticals = marks.map(
    ({ x: value, label }) =>
      `<line x1="${fixed(x(value))}" x2="${fixed(x(value))}" y1="${top}" y2="${bottom}" stroke="#888" stroke-dasharray="2 3"/>${text(x(value) + 5, bottom - 8, label, { size: 11 })}`,
  )
  return svg(height, title, [
    ...grid,
    ...verticals,
    ...lines,
    text((left + WIDTH - right) / 2, height - 8, axes.x, { anchor: 'middle', size: 12 }),
    `<g transform="translate(16 ${(top + bottom) / 2}) rotate(-90)">${text(0, 0, axes.y, { anchor: 'middle', size: 12 })}</g>`,
    ...curves.map(({ label, series, dashed }, at) => {
      const [lx, ly] = [left + (at % 3) * 225, 44 + 16 * Math.floor(at / 3)]
      return `<line x1="${lx}" x2="${lx + 22}" y1="${ly - 4}" y2="${ly - 4}" stroke="${colourOf(series)}" stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ''}/>${text(lx + 28, ly, label, { size: 11 })}`
    }),
  ])
}

function legend(names: readonly string[], left: number, y: number): string {
  return names
    .map(
      (name, at) =>
        `<circle cx="${left + at * 110}" cy="${y - 4}" r="4.5" fill="${colourOf(at)}"/>${text(left + at * 110 + 10, y, name, { size: 12 })}`,
    )
    .join('')
}

function svg(height: number, title: string, inside: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${text(16, 24, title, { size: 15, weight: 600 })}
${inside.join('\n')}
</svg>
`
}

type TextStyle = { anchor?: 'middle' | 'end'; size?: number; colour?: string; weight?: number }
function text(x: number, y: number, words: string, { anchor, size = 13, colour = '#222', weight }: TextStyle): string {
  const extra = `${anchor ? ` text-anchor="${anchor}"` : ''}${weight ? ` font-weight="${weight}"` : ''}`
  return `<text x="${fixed(x)}" y="${fixed(y)}" ${FONT} font-size="${size}" fill="${colour}"${extra}>${escaped(words)}</text>`
}

/** Four to eight round numbers from zero to the top. */
function ticks(most: number): number[] {
  const step = stepOf(most)
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, at) => Number((at * step).toFixed(6)))
}

function niceTop(most: number): number {
  const step = stepOf(most)
  return Math.ceil((most * 1.06) / step) * step
}

function stepOf(most: number): number {
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
}

function colourOf(series: number): string {
  return COLOURS[series % COLOURS.length] as string
}

function fixed(value: number): string {
  return value.toFixed(1)
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
