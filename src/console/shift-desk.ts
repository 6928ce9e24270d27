import type { z } from 'zod'
import type { peaksView } from '../handover/handover-contract.ts'
import type { Desk } from './desk.ts'
import { HandoverPanel } from './handover-panel.ts'
import { NumbersPanel } from './numbers-panel.ts'
import { type Child, h } from './paint.ts'
import { TransferPanel } from './transfer-panel.ts'

/** The calendar is asked for anew this often, in milliseconds. */
const REFRESH_MS = 60_000

/** What belongs to a shift rather than to one incident: hand-over, transfers, numbers for paper, and what is expected soon. */
export class ShiftDesk {
  readonly #desk: Desk
  readonly #handover: HandoverPanel
  readonly #transfers: TransferPanel
  readonly #numbers: NumbersPanel
  #peaks: z.output<typeof peaksView>['peaks'] = []
  #askedAt = -REFRESH_MS

  /** @param openId the incident that is open beside */
  constructor(desk: Desk, onOpen: (incidentId: string) => void, openId: () => string | null) {
    this.#desk = desk
    this.#handover = new HandoverPanel(desk, onOpen)
    this.#transfers = new TransferPanel(desk, onOpen, openId)
    this.#numbers = new NumbersPanel(desk)
  }

  /** "From 21:00: Appleby Fair, Eden": shown to people, and used in nothing automatic (CR-35). */
  peaks(): Child {
    if (performance.now() - this.#askedAt >= REFRESH_MS) void this.#refresh()
    if (this.#peaks.length === 0) return false
    return h('p.peaks', { key: 'peaks' }, this.#peaks.map(({ words }) => words).join(' · '))
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now()
    const answer = await this.#desk.ask<z.output<typeof peaksView>>('/expected-peaks')
    if (answer.ok) this.#peaks = answer.body.peaks
    this.#desk.repaint()
  }

  /** Everything of it, one panel each. */
  view(): readonly Child[] {
    return [
      h('section.panel.shift-part', { key: 'handover' }, this.#handover.view()),
      h('section.panel.shift-part', { key: 'transfers' }, this.#transfers.view()),
      this.#desk.you.role === 'supervisor' && h('section.panel.shift-part', { key: 'numbers' }, this.#numbers.view()),
    ]
  }
}
