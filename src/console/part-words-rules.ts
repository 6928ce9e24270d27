import type { BriefingPart, ChangedLine } from '../briefings/briefing.ts'

/** The titles of the parts that are told, as they came with the briefing. */
type Titles = readonly { code: BriefingPart['code']; title: string }[]

/** How far a briefing is known, in one line: how many of its parts, and which are not; what failed comes first. */
export function sayParts(parts: readonly BriefingPart[], titles: Titles): string {
  const known = parts.filter(({ state }) => state === 'filled' || state === 'empty')
  const open = (['failed', 'pending', 'unknown'] as const).flatMap((state) => {
    const named = nameAll(
      parts.filter((part) => part.state === state),
      titles,
    )
    return named === '' ? [] : [`${stateWords[state]}: ${named}`]
  })
  return [`${known.length} of ${parts.length} parts known`, ...open].join('. ')
}

const stateWords = { failed: 'Check failed', pending: 'Not answered yet', unknown: 'Not known' } as const

/** Parts that were looked for everywhere and have nothing: said, so that silence is not taken for it. */
export function sayEmpty(parts: readonly BriefingPart[], titles: Titles): string {
  const named = nameAll(
    parts.filter(({ state }) => state === 'empty'),
    titles,
  )
  return named === '' ? '' : `Checked, nothing found: ${named}`
}

/** The ninth part has no title: it is what is not known itself. */
function nameAll(parts: readonly BriefingPart[], titles: Titles): string {
  return parts
    .flatMap(({ code }) => titles.filter((one) => one.code === code))
    .map(({ title }) => title)
    .join(', ')
}

/** Tells of each line whether it is one of those that came since. */
export function isNewLine(added: readonly ChangedLine[]): (part: ChangedLine['part'], text: string) => boolean {
  const texts = new Set(added.map(({ part, text }) => `${part} ${text}`))
  return (part, text) => texts.has(`${part} ${text}`)
}
