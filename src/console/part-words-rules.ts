import { type BriefingPart, type ChangedLine, partTitle } from '../briefings/briefing.ts'

/** How far a briefing is known, in one line: how many of its parts, and which are not; what failed comes first. */
export function sayParts(parts: readonly BriefingPart[]): string {
  const known = parts.filter(({ state }) => state === 'filled' || state === 'empty')
  const open = (['failed', 'pending', 'unknown'] as const).flatMap((state) => {
    const titles = parts.filter((part) => part.state === state).map(({ code }) => partTitle(code))
    return titles.length === 0 ? [] : [`${stateWords[state]}: ${titles.join(', ')}`]
  })
  return [`${known.length} of ${parts.length} parts known`, ...open].join('. ')
}

const stateWords = { failed: 'Check failed', pending: 'Not answered yet', unknown: 'Not known' } as const

/** Parts that were looked for everywhere and have nothing: said, so that silence is not taken for it. */
export function sayEmpty(parts: readonly BriefingPart[]): string {
  const empty = parts.filter(({ code, state }) => state === 'empty' && code !== 'outstanding')
  return empty.length === 0 ? '' : `Checked, nothing found: ${empty.map(({ code }) => partTitle(code)).join(', ')}`
}

/** Tells of each line whether it is one of those that came since. */
export function isNewLine(added: readonly ChangedLine[]): (part: ChangedLine['part'], text: string) => boolean {
  const texts = new Set(added.map(({ part, text }) => `${part} ${text}`))
  return (part, text) => texts.has(`${part} ${text}`)
}
