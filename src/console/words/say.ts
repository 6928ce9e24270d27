import { cy } from './cy.ts'
import { enGb, type Translation, type Values, type WordsKey } from './en-gb.ts'

/** A language of the screens, as HTML names it. */
type Language = 'en-GB' | 'cy'
const languages: Readonly<Record<Language, Translation | undefined>> = { 'en-GB': undefined, cy }
let chosen: Language = 'en-GB'

/** The words of a key, in the language of whoever sits here; what that language does not have is said in English. */
export function say<K extends WordsKey>(key: K, ...values: Values<K>): string {
  const words: string | ((given: never) => string) = languages[chosen]?.[key] ?? enGb[key]
  return typeof words === 'string' ? words : words(values[0] as never)
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
