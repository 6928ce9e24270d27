const MPH_IN_KMH = 1.609344
const MPH_IN_KNOTS = 0.868976

/** Limits the law gives a kind of road, in miles an hour; Great Britain, Northern Ireland and the Isle of Man say alike. */
const zones: Readonly<Record<string, number>> = {
  motorway: 70,
  nsl_dual: 70,
  nsl_single: 60,
  rural: 60,
  nsl_restricted: 30,
  restricted: 30,
  urban: 30,
}

/**
 * A speed limit as OpenStreetMap writes it, in miles an hour: `30 mph`, `50` (kilometres an hour), `12 knots`,
 * `GB:nsl_single`, `30 mph;40 mph` (the lower counts). Undefined for what is no number: `none`, `signals`, `walk`.
 */
export function readSpeedLimit(text: string): number | undefined {
  const speeds = text.split(/[;|]/).map((one) => readOneSpeed(one.trim()))
  const known = speeds.filter((one) => one !== undefined)
  return known.length > 0 ? Math.min(...known) : undefined
}

function readOneSpeed(text: string): number | undefined {
  const number = /^(\d+(?:\.\d+)?) ?(mph|km\/h|kmh|kph|knots)?$/i.exec(text)
  if (number) {
    const value = Number(number[1])
    const unit = number[2]?.toLowerCase() ?? 'km/h'
    const mph = unit === 'mph' ? value : unit === 'knots' ? value / MPH_IN_KNOTS : value / MPH_IN_KMH
    return mph >= 1 ? Math.round(mph) : undefined
  }
  const zone = /^(?:GB|UK|IM)[:_](.+)$/i.exec(text)?.[1]?.toLowerCase().replace('nsl:', 'nsl_')
  if (zone === undefined) return undefined
  const sign = /^(?:zone:?)?(\d+)$/.exec(zone)
  return sign ? Number(sign[1]) : zones[zone]
}

/** Tags that may name the law a limit comes from, the surest first; they may also name a survey. */
const zoneTags = ['maxspeed:type', 'source:maxspeed', 'zone:maxspeed'] as const

/** The limit of a road by its tags; where each way has its own, the lower. Undefined when no tag says one. */
export function speedLimitOf(tags: Readonly<Record<string, string>>): number | undefined {
  const whole = tags['maxspeed'] === undefined ? undefined : readSpeedLimit(tags['maxspeed'])
  if (whole !== undefined) return whole
  const ways = [tags['maxspeed:forward'], tags['maxspeed:backward']].flatMap((text) => {
    const speed = text === undefined ? undefined : readSpeedLimit(text)
    return speed === undefined ? [] : [speed]
  })
  if (ways.length > 0) return Math.min(...ways)
  for (const tag of zoneTags) {
    const text = tags[tag]
    // a bare number here is a source's or a survey's, not a speed
    const speed = text?.includes(':') ? readSpeedLimit(text) : undefined
    if (speed !== undefined) return speed
  }
  return undefined
}

/** How long a crossing takes: `00:10`, `1:05:00`, `20` (minutes) or `PT1H5M`. Seconds; undefined when it cannot be read. */
export function readDuration(text: string): number | undefined {
  const clock = /^(?:(\d+):)?(\d+)(?::(\d\d))?$/
  const iso = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/i
  const parts = clock.exec(text.trim()) ?? iso.exec(text.trim())
  if (!parts) return undefined
  const [, hours = 0, minutes = 0, seconds = 0] = parts
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) || undefined
}
