/** One figure as a page tells it, with its parts. */
type TellsFigure = {
  id: string
  name: string
  requirement: string
  groups: readonly { name: string; said: string }[]
}

/** A column of a page: which figures of which days, and what stands above it. */
export type PageColumn = { title: string; figures: readonly TellsFigure[] }

/** A page on paper: what it is, as of when, by which definitions. */
export type FigurePage = {
  title: string
  area: string
  asOf: string
  definitions: { version: string; validFrom: string } | null
  columns: readonly PageColumn[]
  /** figures told apart, each as a table of its own */
  parts: readonly { title: string; figures: readonly TellsFigure[] }[]
}

/** A page for A4 with nothing in it that runs: every word is escaped, and the styles come from our own address. */
export function writePage(page: FigurePage): string {
  const [first] = page.columns
  const rows = (first?.figures ?? []).map(
    ({ id, name, requirement }) =>
      `<tr><th scope="row">${asText(name)}<small>${asText(requirement)}</small></th>${page.columns
        .map(({ figures }) => `<td>${asText(wordsOf(figures.find((figure) => figure.id === id)))}</td>`)
        .join('')}</tr>`,
  )
  const heads = page.columns.map(({ title }) => `<th scope="col">${asText(title)}</th>`).join('')
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${asText(page.title)}</title><link rel="stylesheet" href="/reports/print.css"></head>
<body><header><p>OFFICIAL</p><h1>${asText(page.title)}</h1><p>${asText(page.area)}</p></header>
<main><table><thead><tr><th scope="col">Figure</th>${heads}</tr></thead><tbody>${rows.join('\n')}</tbody></table>
${page.parts.map(partTable).join('\n')}</main>
<footer><p>${asText(footOf(page))}</p></footer></body></html>
`
}

function partTable({ title, figures }: FigurePage['parts'][number]): string {
  const rows = figures.flatMap(({ name, groups }) =>
    groups.map(
      (group) =>
        `<tr><th scope="row">${asText(name)}</th><td>${asText(group.name)}</td><td>${asText(group.said)}</td></tr>`,
    ),
  )
  const body = rows.length > 0 ? rows.join('\n') : '<tr><td colspan="3">None counted</td></tr>'
  return `<h2>${asText(title)}</h2><table><thead><tr><th scope="col">Figure</th><th scope="col">Of</th><th scope="col">Told</th></tr></thead><tbody>${body}</tbody></table>`
}

function wordsOf(figure: TellsFigure | undefined): string {
  return figure?.groups[0]?.said ?? 'None counted'
}

function footOf({ asOf, definitions }: FigurePage): string {
  const by = definitions
    ? `definitions ${definitions.version} of ${definitions.validFrom.slice(0, 10)}`
    : 'no definitions of figures are loaded'
  return `As of ${asOf}; ${by}. What was recorded later does not count.`
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const asText = (text: string) => text.replace(/[&<>"']/g, (mark) => marks[mark] as string)
