import type { z } from 'zod'
import type { Candidate, RecommendationView } from '../dispatch/dispatch.ts'
import type { wayView } from '../roads/road-change-contract.ts'
import type { Desk } from './desk.ts'
import { readWay } from './drawn-things-rules.ts'
import type { DrawnLine, MapPoint } from './map-adapter.ts'
import { travelAtMost } from './time-words-rules.ts'

/** The first so many that may be sent have their ways drawn. */
const MOST_WAYS = 3

type Kept = { recommendationId: string; lines: readonly DrawnLine[] }

/** The ways by road of the units that are recommended for the open incident, from where they were when it was ranked. */
export class MapWays {
  readonly #desk: Desk
  #kept: Kept | undefined
  #asked = ''

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** What is known of them now; asked for when it is not. */
  of(incidentId: string | null): readonly DrawnLine[] {
    const { board, you } = this.#desk
    const made = incidentId === null ? undefined : board.recommendations.get(incidentId)
    const mayAsk = you.role === 'dispatcher' || you.role === 'supervisor'
    const { lat = null, lon = null } = (incidentId !== null && board.incidents.get(incidentId)?.location) || {}
    if (!made || !mayAsk || lat === null || lon === null) return []
    if (made.id === this.#kept?.recommendationId) return this.#kept.lines
    if (made.id !== this.#asked) void this.#ask(made, { lat, lon })
    return []
  }

  async #ask(made: RecommendationView, to: MapPoint): Promise<void> {
    this.#asked = made.id
    const first = made.candidates.filter(({ rank }) => rank !== null && rank <= MOST_WAYS)
    const lines = await Promise.all(first.map((candidate) => this.#wayOf(candidate, to)))
    if (this.#asked !== made.id) return
    this.#kept = { recommendationId: made.id, lines: lines.filter((line) => line !== undefined) }
    this.#desk.repaint()
  }

  async #wayOf(candidate: Candidate, to: MapPoint): Promise<DrawnLine | undefined> {
    const { board, positions } = this.#desk
    const from = positions.get(candidate.unitId) ?? board.units.get(candidate.unitId)?.position
    if (!from) return undefined
    const query = new URLSearchParams({
      fromLat: String(from.lat),
      fromLon: String(from.lon),
      toLat: String(to.lat),
      toLon: String(to.lon),
    })
    const answer = await this.#desk.ask<z.output<typeof wayView>>(`/roads/way?${query}`)
    const way = answer.ok ? answer.body.way : null
    const said = `${candidate.rank}. ${candidate.callsign}, ${travelAtMost(candidate.travel)}`
    if (way) return { kind: 'way', points: readWay(way), label: said }
    const straight = [from, to].map(({ lat, lon }) => [lon, lat] as const)
    return { kind: 'straight', points: straight, label: `${said}: straight line, its way by road is not known` }
  }
}
