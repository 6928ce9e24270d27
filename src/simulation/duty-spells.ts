const DAY_MS = 86_400_000

/** A spell of duty, milliseconds since the month began. */
export type Spell = { fromMs: number; toMs: number }

/**
 * The spells of a pattern such as 06:00-14:00, 14:00-22:00, 22:00-06:00 over so many days, in order. The night
 * before the first day is there, so that the month begins with a crew on duty.
 */
export function spellsOf(pattern: readonly string[], days: number): Spell[] {
  const spells: Spell[] = []
  for (let day = -1; day <= days; day += 1) {
    for (const spell of pattern) {
      const [from = 0, to = 0] = spell.split('-').map((clock) => {
        const [hours = 0, minutes = 0] = clock.split(':').map(Number)
        return (hours * 60 + minutes) * 60_000
      })
      const began = day * DAY_MS + from
      spells.push({ fromMs: began, toMs: day * DAY_MS + to + (to <= from ? DAY_MS : 0) })
    }
  }
  return spells.sort((a, b) => a.fromMs - b.fromMs)
}
