import type { BriefingBody, BriefingChange, ChangedLine, UnknownThing } from './briefing.ts'

type Told = { body: BriefingBody; unknowns: readonly UnknownThing[] }

/**
 * What one version of a briefing says that an earlier one did not, and what it no longer says: so that a crew that has
 * read the earlier one finds in a second what is new (CRD/1 P6). Danger comes first, then the order of the briefing.
 */
export function whatIsNew(before: Told, now: Told, since: number): BriefingChange {
  const [was, is] = [linesOf(before), linesOf(now)]
  const notIn = (others: readonly ChangedLine[], lines: readonly ChangedLine[]) => {
    const said = new Set(others.map(keyOf))
    return lines.filter((line) => !said.has(keyOf(line))).sort((a, b) => Number(b.danger) - Number(a.danger))
  }
  return { since, added: notIn(was, is), gone: notIn(is, was) }
}

function linesOf({ body, unknowns }: Told): ChangedLine[] {
  return [
    { part: 'headline', text: body.headline, danger: false },
    ...body.sections.flatMap(({ code, lines }) =>
      lines.map(({ text, danger, stale }) => ({ part: code, text, danger: danger && !stale })),
    ),
    ...unknowns.map(({ text }) => ({ part: 'outstanding' as const, text, danger: false })),
  ]
}

function keyOf({ part, text, danger }: ChangedLine): string {
  return `${part} ${danger} ${text}`
}
