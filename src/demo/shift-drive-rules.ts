/** A way along the roads; each point with the seconds since the start (the router's own line). */
export type TimedLine = ReadonlyArray<readonly [lon: number, lat: number, secondsFromStart: number]>

/** Where a vehicle is, how fast and which way. */
export type VehicleFix = { lat: number; lon: number; speedKmh: number; heading: number }

const METRES_PER_DEGREE = 111_195
/** Driven where no road is known, so that nobody stands still for ever: 40 km/h as the crow flies. */
const OFF_ROAD_METRES_PER_SECOND = 11

/** The place on the line after so many seconds; before its start and after its end, standing there. @throws RangeError for an empty line */
export function placeOnLine(line: TimedLine, seconds: number): VehicleFix {
  const last = line.at(-1)
  if (!last) throw new RangeError('a line has at least one point')
  const index = line.findIndex(([, , at]) => at > seconds)
  const after = line[index]
  const before = line[index - 1]
  if (!after) return { lat: last[1], lon: last[0], speedKmh: 0, heading: headingOf(line.at(-2) ?? last, last) }
  if (!before) return { lat: after[1], lon: after[0], speedKmh: 0, heading: headingOf(after, line[1] ?? after) }
  const part = (seconds - before[2]) / (after[2] - before[2])
  return {
    lat: before[1] + (after[1] - before[1]) * part,
    lon: before[0] + (after[0] - before[0]) * part,
    speedKmh: Math.min(250, Math.round((metres(before, after) / (after[2] - before[2])) * 3.6)),
    heading: headingOf(before, after),
  }
}

/** As the crow flies, for where the router knows no way. */
export function straightLine(from: { lat: number; lon: number }, to: { lat: number; lon: number }): TimedLine {
  const start = [from.lon, from.lat, 0] as const
  const seconds = metres(start, [to.lon, to.lat, 0]) / OFF_ROAD_METRES_PER_SECOND
  return [start, [to.lon, to.lat, seconds]]
}

/** Seconds from the start of the line to its end. */
export function secondsOf(line: TimedLine): number {
  return line.at(-1)?.[2] ?? 0
}

function metres(a: TimedLine[number], b: TimedLine[number]): number {
  return METRES_PER_DEGREE * Math.hypot(b[1] - a[1], (b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180))
}

/** Whole degrees clockwise from north, 0 to 359. */
function headingOf(a: TimedLine[number], b: TimedLine[number]): number {
  const degrees = (Math.atan2((b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180), b[1] - a[1]) * 180) / Math.PI
  return Math.round(degrees + 360) % 360
}
