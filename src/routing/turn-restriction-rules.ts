/** What turns are laid from of a road: the junctions at its ends, and whether it is driven from -> to only. */
type RoadEnds = { from: number; to: number; oneway: boolean }

/**
 * What a sign at a junction says to those who come by one road: `no`: not on into `to`; `only`: nowhere but into `to`.
 * Roads and junctions by their place in what the graph is built from. `to` may be `from`: no turning round.
 */
export type TurnRestriction = { from: number; via: number; to: number; kind: 'no' | 'only' }

/**
 * Which junctions turns lead between; a turn is road * 2, plus 1 when driven from its `to` end to its `from` end. A
 * junction is copied for those who may not leave it by every road: such a copy has fewer ways on, and so nothing that
 * searches the roads has to know of signs.
 */
export type Turns = {
  /** the junction that each copy stands for; copy i is junction number `junctions` + i */
  copyOf: number[]
  /** where each turn arrives */
  head: Int32Array
  /** the junctions turn t may be driven from are tail[tailFirst[t]] ..; none where it may not be driven */
  tailFirst: Int32Array
  tail: Int32Array
}

/** @throws Error when a restriction's roads do not meet at its junction */
export function layTurns(
  junctions: number,
  roads: readonly RoadEnds[],
  restrictions: readonly TurnRestriction[],
): Turns {
  const head = new Int32Array(roads.length * 2)
  roads.forEach(({ from, to }, road) => {
    head[road * 2] = to
    head[road * 2 + 1] = from
  })
  const copyOf: number[] = []
  /** what else than its own junction a turn may be driven from */
  const moreTails = new Map<number, number[]>()
  const copies = new Map<string, number>()
  const atJunction = new Map<number, TurnRestriction[]>()
  for (const one of restrictions) {
    if (![one.from, one.to].every((road) => roads[road]?.from === one.via || roads[road]?.to === one.via))
      throw new Error(`Roads ${one.from} and ${one.to} do not meet at junction ${one.via}`)
    atJunction.set(one.via, [...(atJunction.get(one.via) ?? []), one])
  }
  const leaving = turnsLeaving(roads, new Set(atJunction.keys()))
  for (const [via, all] of atJunction) {
    for (const road of new Set(all.map(({ from }) => from))) {
      const signs = all.filter(({ from }) => from === road)
      const left = (leaving.get(via) ?? []).filter((turn) => mayTurn(signs, turn >> 1))
      // roads from which the same ways are left share a copy
      const key = `${via}: ${left.join()}`
      const copy = copies.get(key) ?? junctions + copyOf.length
      if (!copies.has(key)) {
        copies.set(key, copy)
        copyOf.push(via)
        for (const turn of left) moreTails.set(turn, [...(moreTails.get(turn) ?? []), copy])
      }
      if (roads[road]?.to === via) head[road * 2] = copy
      if (roads[road]?.from === via) head[road * 2 + 1] = copy
    }
  }
  return { copyOf, head, ...tailsOf(roads, moreTails) }
}

/** With signs that say `only`, one of them must name the road; and no sign may forbid it. */
function mayTurn(signs: readonly TurnRestriction[], road: number): boolean {
  const only = signs.filter(({ kind }) => kind === 'only')
  return (
    (only.length === 0 || only.some(({ to }) => to === road)) &&
    !signs.some(({ kind, to }) => kind === 'no' && to === road)
  )
}

function turnsLeaving(roads: readonly RoadEnds[], vias: ReadonlySet<number>): Map<number, number[]> {
  const leaving = new Map<number, number[]>()
  const add = (junction: number, turn: number) => {
    if (vias.has(junction)) leaving.set(junction, [...(leaving.get(junction) ?? []), turn])
  }
  roads.forEach(({ from, to, oneway }, road) => {
    add(from, road * 2)
    if (!oneway) add(to, road * 2 + 1)
  })
  return leaving
}

function tailsOf(roads: readonly RoadEnds[], more: ReadonlyMap<number, number[]>) {
  const tailFirst = new Int32Array(roads.length * 2 + 1)
  const tail: number[] = []
  const lay = (turn: number, junction: number) => {
    tail.push(junction)
    for (const copy of more.get(turn) ?? []) tail.push(copy)
  }
  roads.forEach(({ from, to, oneway }, road) => {
    lay(road * 2, from)
    tailFirst[road * 2 + 1] = tail.length
    if (!oneway) lay(road * 2 + 1, to)
    tailFirst[road * 2 + 2] = tail.length
  })
  return { tailFirst, tail: Int32Array.from(tail) }
}
