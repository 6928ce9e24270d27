import { cy } from './cy.ts'
import { enGb } from './en-gb.ts'

type Catalogue = typeof enGb
/** A name of words. */
type WordsKey = keyof Catalogue
/** What a key needs to be said: nothing, or its values. */
type Values<K extends WordsKey> = Catalogue[K] extends (values: infer V) => string ? [values: V] : []
/** Another language: as much as it has, each entry of the same shape. */
export type Translation = {
  readonly [K in WordsKey]?: Catalogue[K] extends (values: infer V) => string ? (values: V) => string : string
}

const languages = { 'en-GB': undefined, cy } as const satisfies Record<string, Translation | undefined>
/** A language of the screens, as HTML names it. */
type Language = keyof typeof languages
let chosen: Language = 'en-GB'

/** The words of a key, in the language of whoever sits here; what that language does not have is said in English. */
export function say<K extends WordsKey>(key: K, ...values: Values<K>): string {
  const words = (languages[chosen] as Translation | undefined)?.[key] ?? enGb[key]
  return typeof words === 'string' ? words : (words as (given: unknown) => string)(values[0])
}

/** The language in which words are said from now on; the page says so to screen readers. */
export function speak(language: Language): void {
  chosen = language
  document.documentElement.lang = language
}

/** The language in which words are said. */
export function spoken(): Language {
  return chosen
}
