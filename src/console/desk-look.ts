/** How a desk looks to one person: kept in the browser under whoever sits there, and nothing else with it. */
export type Look = { theme: Theme; size: Size }

const themes = ['dark', 'dim', 'light'] as const
const sizes = ['normal', 'compact', 'large'] as const
type Theme = (typeof themes)[number]
type Size = (typeof sizes)[number]

const PLAIN: Look = { theme: 'dark', size: 'normal' }
let look = PLAIN
let keptUnder: string | undefined

/** Whoever signs in finds the page as they left it; nobody's choice is left for the next one. */
export function applyLookOf(personId: string | undefined): void {
  keptUnder = personId && `look/${personId}`
  look = readLook(keptUnder ? localStorage.getItem(keptUnder) : null)
  apply()
}

/** Dark, dim and light in turn (CONSOLES A22). */
export function nextTheme(): void {
  choose({ ...look, theme: after(themes, look.theme) })
}

/** 16, 14 and 20 pixels in turn (CONSOLES A16). */
export function nextSize(): void {
  choose({ ...look, size: after(sizes, look.size) })
}

/** The choice in a word, for the button that changes it. */
export function themeWord(): string {
  return look.theme
}

function choose(next: Look): void {
  look = next
  if (keptUnder) localStorage.setItem(keptUnder, JSON.stringify(look))
  apply()
}

function apply(): void {
  document.documentElement.dataset['theme'] = look.theme
  document.documentElement.dataset['size'] = look.size
}

/** What an older or a spoiled browser kept is no choice. */
function readLook(text: string | null): Look {
  const [theme, size] = /^\{"theme":"(\w+)","size":"(\w+)"\}$/.exec(text ?? '')?.slice(1) ?? []
  return {
    theme: themes.find((one) => one === theme) ?? PLAIN.theme,
    size: sizes.find((one) => one === size) ?? PLAIN.size,
  }
}

function after<T>(all: readonly T[], one: T): T {
  return all[(all.indexOf(one) + 1) % all.length] ?? one
}
