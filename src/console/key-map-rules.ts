import { type Doing, type KeyPlace, keyMap, keyPlaces } from './key-map.ts'

/** What one person has changed of the keys; `letters` false: single characters do nothing anywhere (WCAG 2.1.4). */
export type KeyChoice = { letters: boolean; keys: Readonly<Record<string, string>> }

/** A key as the browser tells it. */
export type Press = { key: string; code: string; ctrlKey: boolean; altKey: boolean; metaKey: boolean }

/** The keys as they come. */
export const plainKeys: KeyChoice = { letters: true, keys: {} }

/** The browser, the system or a screen reader has these (CONSOLES 4.6), or every form does. */
const TAKEN = new Set([
  ...['Ctrl+N', 'Ctrl+T', 'Ctrl+W', 'Ctrl+L', 'Ctrl+R', 'Alt+F4', 'F1', 'F3', 'F5', 'F6', 'F7', 'F11', 'F12'],
  ...['Insert', 'CapsLock', 'Tab', 'Enter', 'Escape', ' ', 'Backspace', 'Delete', 'Shift', 'Control', 'Alt', 'Meta'],
])

/** A key with what is held down, as it is written: `j`, `/`, `F2`, `Alt+X`, `Ctrl+Enter`. */
export function chordOf({ key, code, ctrlKey, altKey, metaKey }: Press): string {
  if (metaKey) return 'Meta'
  // with Alt some keyboards write another character: what is printed on the key counts
  const printed = /^(?:Key([A-Z])|Digit(\d))$/.exec(code)
  const plain = key.length === 1 ? key.toLowerCase() : key
  if (altKey) return `Alt+${printed?.[1] ?? printed?.[2] ?? plain}`
  if (ctrlKey) return `Ctrl+${key.length === 1 ? key.toUpperCase() : key}`
  return plain
}

/** The keys of an action for one person; none of one character when those are switched off. */
export function keysOf(does: Doing, { letters, keys }: KeyChoice): string[] {
  const all = keyMap
    .filter((one) => one.does === does)
    .flatMap((one) => [keys[does] ?? one.keys[0], ...one.keys.slice(1)])
  return all.filter((chord) => letters || !isCharacter(chord))
}

/** What a key does in one place, for one person. */
export function doingOf(chord: string, place: KeyPlace, choice: KeyChoice): Doing | undefined {
  return keyMap.find((one) => one.place === place && keysOf(one.does, choice).includes(chord))?.does
}

/** The choice with another key for an action, or in words why it may not be that one. */
export function rekey(choice: KeyChoice, does: Doing, chord: string): KeyChoice | string {
  const action = keyMap.find((one) => one.does === does)
  if (!action || 'fixed' in action) return 'This key stays as it is'
  if (TAKEN.has(chord)) return `${keyWords(chord)} belongs to the browser or to every form`
  if (isCharacter(chord) && !isCharacter(action.keys[0]))
    return 'A single character is for lists only: take one with Alt, or a function key'
  const clash = keyMap.find(
    (one) => one.does !== does && maybeTogether(one.place, action.place) && keysOf(one.does, choice).includes(chord),
  )
  if (clash) return `${keyWords(chord)} is there already: ${clash.words}`
  const others = Object.entries(choice.keys).filter(([other]) => other !== does)
  return { ...choice, keys: Object.fromEntries(chord === action.keys[0] ? others : [...others, [does, chord]]) }
}

/** The choice as it was kept; what is no choice, or names what there is no more, is left out. */
export function readKeyChoice(kept: unknown): KeyChoice {
  const { letters, keys } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Record<string, unknown>>
  const said = typeof keys === 'object' && keys !== null ? Object.entries(keys) : []
  return said.reduce<KeyChoice>(
    (choice, [does, chord]) => {
      const next = typeof chord === 'string' ? rekey(choice, does as Doing, chord) : choice
      return typeof next === 'string' ? choice : next
    },
    { letters: letters !== false, keys: {} },
  )
}

/** Every key by place, for the page of keys. */
export function listKeys(choice: KeyChoice) {
  return keyPlaces.map(({ place, words }) => ({
    place,
    words,
    actions: keyMap
      .filter((one) => one.place === place)
      .map((one) => ({
        does: one.does,
        words: one.words,
        fixed: 'fixed' in one,
        keys: keysOf(one.does, choice).map(keyWords),
      })),
  }))
}

/** A key as people read it. */
export function keyWords(chord: string): string {
  const arrows: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑' }
  return arrows[chord] ?? (/^[a-z]$/.test(chord) ? chord.toUpperCase() : chord)
}

/** Two places whose keys may be pressed at the same moment. */
function maybeTogether(one: KeyPlace, other: KeyPlace): boolean {
  return one === other || one === 'everywhere' || other === 'everywhere'
}

function isCharacter(chord: string): boolean {
  return chord.length === 1
}
