import type { BriefingBody, PlainBriefing, SectionCode, UnknownThing } from './briefing.ts'

/** What the plain form is made from. */
export type PlainFacts = {
  /** the log number, as people say it */
  reference: string
  /** the code of the grade, null before it is graded */
  grade: string | null
  version: number
  body: BriefingBody
  unknowns: readonly UnknownThing[]
}

/** Characters (UTF-16 code units) of a plain briefing: what a terminal or a long radio text takes whole. */
export const MOST_PLAIN = 1_000
const MORE = 'More in the full briefing.'

/** The parts after danger and the sources that did not answer, the most needed at the door first. */
const THEN: readonly SectionCode[] = ['orders', 'people', 'plan', 'history', 'communication', 'firstWords']

/**
 * A briefing as plain text for radio or a mobile terminal: at most a thousand characters, what can hurt somebody
 * first, cut at the end of a sentence, and saying so. The preview is a line of its own for a screen that others can
 * see: it holds a number and a grade and no word of anybody's, so nothing in it can say what kind of incident it is.
 */
export function toPlainText({ reference, grade, version, body, unknowns }: PlainFacts): PlainBriefing {
  const of = (code: SectionCode) => body.sections.flatMap((section) => (section.code === code ? section.lines : []))
  const say = (code: SectionCode) => of(code).map(({ text }) => text)
  const now = (code: SectionCode) => of(code).filter(({ stale }) => !stale)
  const sources = unknowns.filter(({ state }) => state !== 'NOT_ASKED')
  const unasked = unknowns.filter(({ state }) => state === 'NOT_ASKED')
  const sentences = [
    body.headline,
    ...say('happening'),
    ...now('danger').map(({ text }) => text),
    ...sources.map(({ text }) => text),
    ...THEN.flatMap(say),
    ...of('danger').flatMap(({ text, stale }) => (stale ? [`Past its review: ${text}`] : [])),
    ...unasked.map(({ text }) => text),
  ].flatMap(toSentence)
  return { preview: previewOf({ reference, grade, version }), text: fill(sentences) }
}

/** The short line that a locked screen may show: who sees it learns that there is work, and nothing of whom. */
export function previewOf({ reference, grade, version }: Pick<PlainFacts, 'reference' | 'grade' | 'version'>): string {
  return `${grade === null ? 'Incident' : `Grade ${grade}`}, ${reference}: briefing ${version}`
}

function toSentence(text: string): string[] {
  const plain = text.replace(/\s+/g, ' ').trim()
  if (plain === '') return []
  return [/[.!?]["”]?$/.test(plain) ? plain : `${plain}.`]
}

/** As many sentences as fit, in order; what does not fit is said to be left. */
function fill(sentences: readonly string[]): string {
  const whole = sentences.join(' ')
  if (whole.length <= MOST_PLAIN) return whole
  const room = MOST_PLAIN - MORE.length - 1
  let text = ''
  for (const sentence of sentences) {
    const next = text === '' ? sentence : `${text} ${sentence}`
    if (next.length > room) break
    text = next
  }
  return `${text === '' ? cutAtWord(whole, room) : text} ${MORE}`
}

/** One sentence that alone is too long ends at a word. */
function cutAtWord(sentence: string, room: number): string {
  const head = sentence
    .slice(0, room - 4)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
  const end = head.lastIndexOf(' ')
  return `${end > 0 ? head.slice(0, end) : head} ...`
}
