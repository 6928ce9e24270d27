/** What a place is called by people who live there, beside its name on the map: `spatry` for Aspatria. */
export type LocalName = { said: readonly string[]; name: string }

/** Local names by the words that are said, written as the gazetteer writes them. */
export type LocalNames = ReadonlyMap<string, readonly string[]>

/** Shorter words are not taken apart: too many of them are two others by chance. */
const LEAST_TO_SPLIT = 7
const LEAST_PART = 3
const MOST_WORDS_SAID = 4
const MOST_WAYS = 4

/** Makes local names ready to be looked up; `normalise` writes them as a search is written. */
export function makeLocalNames(names: readonly LocalName[], normalise: (text: string) => string): LocalNames {
  return new Map(
    names.flatMap(({ said, name }) => said.map((one) => [normalise(one), normalise(name).split(' ')] as const)),
  )
}

/**
 * The ways in which the words of a search may be meant, as typed first: with local names put into those of the map, two
 * words that the gazetteer writes as one (`white haven`), and one word that is two (`greenroad`).
 */
export function respell(
  words: readonly string[],
  local: LocalNames,
  isKnown: (word: string) => boolean,
): Array<readonly string[]> {
  const ways: Array<readonly string[]> = [words]
  const said = withMapNames(words, local)
  if (said) ways.push(said)
  for (const way of [...ways]) {
    for (let at = 0; at < way.length && ways.length < MOST_WAYS; at += 1) {
      const [word, next] = [way[at] as string, way[at + 1]]
      const parts =
        next !== undefined && isWord(word) && isWord(next) && isKnown(word + next)
          ? [word + next]
          : isKnown(word)
            ? undefined
            : splitWord(word, isKnown)
      if (!parts) continue
      ways.push([...way.slice(0, at), ...parts, ...way.slice(at + (parts.length === 1 ? 2 : 1))])
    }
  }
  return ways
}

function withMapNames(words: readonly string[], local: LocalNames): string[] | undefined {
  const written: string[] = []
  let found = false
  for (let at = 0; at < words.length; ) {
    const most = Math.min(MOST_WORDS_SAID, words.length - at)
    let long = most
    while (long > 0 && !local.has(words.slice(at, at + long).join(' '))) long -= 1
    const name = local.get(words.slice(at, at + long).join(' '))
    written.push(...(name ?? [words[at] as string]))
    found ||= name !== undefined
    at += Math.max(1, long)
  }
  return found ? written : undefined
}

function splitWord(word: string, isKnown: (word: string) => boolean): [string, string] | undefined {
  if (word.length < LEAST_TO_SPLIT || !isWord(word)) return undefined
  for (let at = word.length - LEAST_PART; at >= LEAST_PART; at -= 1) {
    const [first, second] = [word.slice(0, at), word.slice(at)]
    if (isKnown(first) && isKnown(second)) return [first, second]
  }
  return undefined
}

function isWord(word: string): boolean {
  return /^\p{L}{2,}$/u.test(word)
}
