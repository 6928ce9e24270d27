import type { ItemMark, Mark } from '../quality/mark.ts'

/** What a reviewer has marked so far, an entry for each item that is asked. */
export type ReviewDraft = readonly ItemMark[]

/** The keys 1 to 4 and what they mark. */
export const markKeys: Readonly<Record<string, Mark>> = { 1: 'met', 2: 'partly', 3: 'not-met', 4: 'cannot-tell' }

/** A draft of these items, with what was kept of it. */
export function draftOf(items: readonly string[], kept: readonly ItemMark[]): ReviewDraft {
  return items.map((item) => kept.find((one) => one.item === item) ?? { item, mark: null, note: '', evidence: null })
}

/** The draft with one thing of one item changed. */
export function change(draft: ReviewDraft, item: string, part: Partial<Omit<ItemMark, 'item'>>): ReviewDraft {
  return draft.map((one) => (one.item === item ? { ...one, ...part } : one))
}

/** Whether an item still owes something: its mark, or why it is not Met. */
export function isOwed({ mark, note }: ItemMark): boolean {
  return mark === null || (mark !== 'met' && note.trim() === '')
}

/** The item after this one that still owes something, from the top again at the end; undefined: everything is there. */
export function nextOwed(draft: ReviewDraft, after: string): string | undefined {
  const at = draft.findIndex(({ item }) => item === after) + 1
  return [...draft.slice(at), ...draft.slice(0, at)].find(isOwed)?.item
}

/** What is sent: in a draft what is begun, handed in everything. */
export function marksToSend(draft: ReviewDraft): ItemMark[] {
  return draft.filter(({ mark, note, evidence }) => mark !== null || note !== '' || evidence !== null)
}
