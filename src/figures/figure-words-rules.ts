import type { Share, Spread } from './figure-statistics-rules.ts'

/** Seconds as they are said: 0:48, 12:05, 1:02:00; two days and more in hours. */
export function secondsInWords(seconds: number): string {
  const whole = Math.round(seconds)
  const two = (part: number) => String(part).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60)]
  if (hours >= 48) return `${hours} h`
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** One number in words, always with what it was counted of. Of too few: that, and nothing else. */
export function inWords({ n, spread, share }: { n: number; spread: Spread | null; share: Share | null }): string {
  if (spread) return `median ${secondsInWords(spread.median)}, 9 in 10 within ${secondsInWords(spread.p90)} (of ${n})`
  if (share && share.percent !== null) return `${share.percent} % (${share.met} of ${n})`
  return n === 0 ? 'None counted' : `Too few to tell (${n})`
}

/** The first and last day of a quarter, and of the one before it: 2026-1 after 2025-4. */
export function quarterDays(quarter: string): { from: string; to: string; before: string } {
  const [year = 0, number = 0] = quarter.split('-').map(Number)
  const first = new Date(Date.UTC(year, (number - 1) * 3, 1))
  const last = new Date(Date.UTC(year, number * 3, 0))
  const day = (at: Date) => at.toISOString().slice(0, 10)
  return { from: day(first), to: day(last), before: number === 1 ? `${year - 1}-4` : `${year}-${number - 1}` }
}
