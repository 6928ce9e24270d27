import type { Board } from '../../src/console/board.ts'
import type { Desk } from '../../src/console/desk.ts'
import { DeskKeys } from '../../src/console/desk-keys.ts'
import { IncidentQueue } from '../../src/console/incident-queue.ts'
import { h, paint } from '../../src/console/paint.ts'
import { UnitList } from '../../src/console/unit-list.ts'
import { at, boardOf, committedUnit, incident, NOW, unit, words } from '../console/board-facts.ts'

/** Milliseconds of each paint, by what had happened before it; layout is included. */
export type Paints = { first: number[]; second: number[]; change: number[]; order: number[]; byHand: number[] }

const TYPES = ['domestic', 'burglary', 'collision', 'missing person', 'disorder']
/** What comes within one frame on a very bad night. */
const CHANGED_AT_ONCE = 10

/** The queue and the units of a whole county on one desk, in the real panels, beside nothing else. */
export class Night {
  now = NOW
  #incidents: ReturnType<typeof incident>[]
  #units: ReturnType<typeof unit>[]
  board: Board
  readonly #queue: IncidentQueue
  readonly #list: UnitList
  #turn = 0

  constructor(incidents: number, units: number) {
    this.#incidents = Array.from({ length: incidents }, (_, n) =>
      incident({
        id: `i${n}`,
        reference: `${n}/22-11-2026`,
        type: TYPES[n % TYPES.length] ?? 'domestic',
        grade: String((n % 3) + 1),
        firstGrade: String((n % 3) + 1),
        openedAt: at(-n - 60),
        gradedAt: at(-n),
        attendBy: n % 3 === 2 ? null : at(900 + n),
        location: {
          text: `${(n % 99) + 900} Lake Road, Kendal`,
          premisesId: null,
          lat: 54.3,
          lon: -2.7,
          confirmed: true,
        },
      }),
    )
    this.#units = Array.from({ length: units }, (_, n) => {
      const more = { id: `u${n}`, callsign: `SR${100 + n}`, stateAt: at(-n) }
      return n % 2 === 0 ? unit(more) : committedUnit(more)
    })
    this.board = this.#asBoard()
    const night = this
    const desk = {
      words,
      you: { areas: [], role: 'dispatcher' },
      positions: new Map(),
      presence: new Map(),
      keys: new DeskKeys(),
      get board() {
        return night.board
      },
      now: () => night.now,
      repaint: () => requestAnimationFrame(() => night.paint()),
    } as unknown as Desk
    this.#queue = new IncidentQueue({ desk, openId: () => 'i7', onOpen: () => undefined })
    this.#list = new UnitList(desk, () => undefined)
  }

  #asBoard(): Board {
    return boardOf({ incidents: this.#incidents, units: this.#units })
  }

  /** One event after another came in before the frame: their incidents and units are other ones now. */
  change(): void {
    for (let n = 0; n < CHANGED_AT_ONCE; n += 1) {
      this.#turn += 1
      const [i, u] = [(this.#turn * 37) % this.#incidents.length, (this.#turn * 37) % this.#units.length]
      const [was, wasUnit] = [this.#incidents[i], this.#units[u]]
      if (was) this.#incidents[i] = { ...was, type: TYPES[this.#turn % TYPES.length] ?? '' }
      if (wasUnit) this.#units[u] = { ...wasUnit, state: wasUnit.state === '2' ? '6' : '2' }
    }
    this.board = this.#asBoard()
  }

  /** Ten incidents are due at another time, and stand elsewhere in the queue. */
  order(): void {
    for (let n = 0; n < CHANGED_AT_ONCE; n += 1) {
      this.#turn += 1
      const i = (this.#turn * 37) % this.#incidents.length
      const was = this.#incidents[i]
      if (was?.attendBy) this.#incidents[i] = { ...was, attendBy: at(900 + ((this.#turn * 101) % 2_000)) }
    }
    this.board = this.#asBoard()
  }

  paint(): void {
    paint(document.body, [
      h('main.console.role-dispatcher', {}, [
        h('section.panel.queue-panel', {}, this.#queue.view()),
        h('section.panel.units-panel', {}, this.#list.view()),
      ]),
    ])
  }
}

function timed(work: () => void): number {
  const began = performance.now()
  work()
  // the browser lays out what was painted: half of what a person waits for
  void document.body.offsetHeight
  return performance.now() - began
}

/** One frame between two paints, as the console has it. */
function frame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve))
}

async function measure(incidents: number, units: number, rounds: number): Promise<Paints> {
  const night = new Night(incidents, units)
  const paints: Paints = { first: [timed(() => night.paint())], second: [], change: [], order: [], byHand: [] }
  for (let round = 0; round < rounds; round += 1) {
    for (const what of ['second', 'change', 'order'] as const) {
      await frame()
      if (what === 'second') night.now += 1_000
      else night[what]()
      paints[what].push(timed(() => night.paint()))
    }
    await frame()
    const rows = [...document.querySelectorAll('.row-where')].slice(0, CHANGED_AT_ONCE)
    paints.byHand.push(
      timed(() => {
        for (const row of rows) row.textContent = `${round % 99} Lake Road, Kendal`
        for (const row of rows) row.textContent = '900 Lake Road, Kendal'
      }),
    )
  }
  return paints
}

/** A night that stands still until it is told to change, for hands in the list. */
function openNight(incidents: number, units = 1): Night {
  const night = new Night(incidents, units)
  night.paint()
  return night
}

/** Rows that somebody types in and scrolls, in this order. */
function showRows(order: readonly string[]): void {
  const lines = Array.from({ length: 60 }, (_, n) => h('p', {}, `Line ${n}`))
  const row = (id: string) =>
    h('div', { key: id }, h('input', { id, initial: '' }), h('div.list', { id: `${id}-lines`, highRem: 6 }, lines))
  paint(document.body, [h('main', {}, order.map(row))])
}

Object.assign(globalThis, { measure, openNight, showRows })
