import type { Doing, KeyPlace } from './key-map.ts'
import { chordOf, doingOf, type KeyChoice, keysOf, keyWords, plainKeys } from './key-map-rules.ts'

/** The keys of whoever sits here: what each does, how it is written on a button, and what they have changed. */
export class DeskKeys {
  choice: KeyChoice = plainKeys

  /** What this key does in this place. A character that is typed into a field is only that. */
  doing(event: KeyboardEvent, place: KeyPlace): Doing | undefined {
    const chord = chordOf(event)
    return chord.length === 1 && isTyping(event.target) ? undefined : doingOf(chord, place, this.choice)
  }

  /** The key of an action as a button says it: ` (Alt+X)`, or nothing where there is none. */
  hint(does: Doing): string {
    const [first] = keysOf(does, this.choice)
    return first === undefined ? '' : ` (${keyWords(first)})`
  }

  /** The key itself as people read it, for a sentence. */
  word(does: Doing): string {
    return keysOf(does, this.choice).map(keyWords)[0] ?? ''
  }
}

/** Whether a character goes into what has the keyboard. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  const isBox = target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type)
  return !isBox && ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}
