import type { IncidentType } from './force-words.ts'

/** The type that the words of a narrative suggest, by how many of its words occur; a person decides. */
export function suggestType(narrative: string, types: readonly IncidentType[]): IncidentType | undefined {
  const text = ` ${narrative.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `
  let best: { type: IncidentType; hits: number } | undefined
  for (const type of types) {
    const hits = type.words.filter((word) => text.includes(` ${word.toLowerCase()} `)).length
    if (hits > (best?.hits ?? 0)) best = { type, hits }
  }
  return best?.type
}

/** Types that fit what was typed: by the first letters of the code, then of a word of the name. */
export function findTypes(typed: string, types: readonly IncidentType[]): IncidentType[] {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return [...types]
  const byCode = types.filter(({ code }) => code.toLowerCase().startsWith(wanted))
  const byName = types.filter((type) => !byCode.includes(type) && ` ${type.name.toLowerCase()}`.includes(` ${wanted}`))
  return [...byCode, ...byName]
}
