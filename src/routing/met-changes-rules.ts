/**
 * Sets of road changes, each named by a number, so that an arc of the hierarchy can say with one number which changes
 * its way meets. Set 0 is empty. Two sets are joined once; after that the answer is looked up.
 */
export class ChangeSets {
  readonly #members: number[][] = [[]]
  readonly #named = new Map<string, number>([['', 0]])
  readonly #joined = new Map<number, number>()

  /** The set with these members: changes, by their place in the list that is in force. */
  of(members: Iterable<number>): number {
    const sorted = [...new Set(members)].sort((a, b) => a - b)
    const name = sorted.join()
    const known = this.#named.get(name)
    if (known !== undefined) return known
    this.#members.push(sorted)
    this.#named.set(name, this.#members.length - 1)
    return this.#members.length - 1
  }

  /** The set of all that are in either. */
  join(a: number, b: number): number {
    if (a === b || b === 0) return a
    if (a === 0) return b
    const key = Math.min(a, b) * 2 ** 26 + Math.max(a, b)
    const known = this.#joined.get(key)
    if (known !== undefined) return known
    const joined = this.of([...this.list(a), ...this.list(b)])
    this.#joined.set(key, joined)
    return joined
  }

  /** The members of a set, ascending. */
  list(set: number): readonly number[] {
    return this.#members[set] as number[]
  }
}
