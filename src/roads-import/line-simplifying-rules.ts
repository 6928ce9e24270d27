const LAT_METRES = 111_195

/**
 * Leaves out points of a line (lon, lat in degrees) that lie nearer than `metres` to the line without them
 * (Douglas and Peucker). The ends stay.
 */
export function simplifyLine(line: ReadonlyArray<[lon: number, lat: number]>, metres: number): Array<[number, number]> {
  const keep = new Set([0, line.length - 1])
  const open: Array<[number, number]> = [[0, line.length - 1]]
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span
    let [furthest, distance] = [from, metres]
    for (let i = from + 1; i < to; i += 1) {
      const away = metresFrom(line[i] as [number, number], line[from] as [number, number], line[to] as [number, number])
      if (away > distance) [furthest, distance] = [i, away]
    }
    if (furthest === from) continue
    keep.add(furthest)
    open.push([from, furthest], [furthest, to])
  }
  return line.filter((_, i) => keep.has(i))
}

/** From a point to the line between two others. */
function metresFrom(point: [number, number], from: [number, number], to: [number, number]): number {
  const lonMetres = LAT_METRES * Math.cos((point[1] * Math.PI) / 180)
  const [ax, ay] = [(from[0] - point[0]) * lonMetres, (from[1] - point[1]) * LAT_METRES]
  const [bx, by] = [(to[0] - from[0]) * lonMetres, (to[1] - from[1]) * LAT_METRES]
  const square = bx * bx + by * by
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * bx + ay * by) / square))
  return Math.hypot(ax + share * bx, ay + share * by)
}
