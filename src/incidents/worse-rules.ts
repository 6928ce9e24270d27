import { localClock } from '../core/index.ts'
import type { DefinitionBody } from '../definitions/index.ts'

/** What was said of an incident in one call. */
export type Said = { at: string; words: string }
type Terms = Pick<DefinitionBody<'same-incident'>, 'worse'>

/** Characters of the first call that are quoted beside what is worse. */
const QUOTED = 60
/** Said before a word it means that the thing is not there. */
const NOT_THERE = ['no', 'without']

/**
 * What a later call says that is worse than anything said before, in a sentence for the proposal; undefined when none
 * does. Several reports that were each heard alone have cost lives (F8): `10:04 "shouting"; 10:24 not breathing`.
 */
export function findWorse(said: readonly Said[], { worse }: Terms): string | undefined {
  const [first, ...later] = said
  if (!first) return undefined
  const known = new Set(namesIn(first.words, worse))
  const news = later.flatMap(({ at, words }) => {
    const names = namesIn(words, worse).filter((name) => !known.has(name))
    for (const name of names) known.add(name)
    return names.length === 0 ? [] : [`${localClock(new Date(at))} ${names.join(', ')}`]
  })
  if (news.length === 0) return undefined
  const before = first.words.trim()
  const quoted = before === '' ? 'nothing taken down' : `"${shorten(before)}"`
  return `It has got worse: ${localClock(new Date(first.at))} ${quoted}; ${news.join('; ')}`
}

function namesIn(words: string, worse: Terms['worse']): string[] {
  const tokens = words
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim()
    .split(' ')
  return worse.filter((one) => one.words.some((phrase) => isSaid(tokens, phrase.split(' ')))).map(({ name }) => name)
}

function isSaid(tokens: readonly string[], phrase: readonly string[]): boolean {
  return tokens.some(
    (_, at) => phrase.every((word, index) => tokens[at + index] === word) && !NOT_THERE.includes(tokens[at - 1] ?? ''),
  )
}

function shorten(text: string): string {
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED).toWellFormed().trimEnd()} ...`
}
