import type { z } from 'zod'
import type { DefinitionBook } from '../definitions/index.ts'
import { type Answer, command, type Desk, type Order, type Work } from '../journal/index.ts'
import { listIncidents } from './incident-board.ts'
import type { sameQuery, sameView } from './incident-contract.ts'
import { offerSame, widest } from './same-incident-rules.ts'
import { listSame, readSaid } from './same-incident-store.ts'
import { findWorse } from './worse-rules.ts'

/** Offers of one question: the likeliest are on one screen. */
const MOST_OFFERS = 10

/** Which open incidents a new contact may be about, with why and how far: offered beside the form before another is opened. */
export function showSame(
  desk: Desk & { book: DefinitionBook },
  order: Order,
  asked: z.output<typeof sameQuery>,
): Promise<Answer<z.output<typeof sameView>>> {
  return command(desk, order, async ({ trx, actor }) => {
    const terms = (await desk.book.find('same-incident'))?.body
    const { contactId = null, placeId = null, lat = null, lon = null } = asked
    const found = await listSame(trx, actor, { contactId, placeId, lat, lon, metres: widest(terms) })
    const incidents = new Map(
      (
        await listIncidents(
          trx,
          found.map(({ id }) => id),
        )
      ).map((one) => [one.id, one]),
    )
    const candidates = found.flatMap((row) => {
      const incident = incidents.get(row.id)
      if (!incident) return []
      return {
        incidentId: row.id,
        type: incident.type,
        metres: row.metres,
        samePremises: row.same_premises,
        sameNumber: row.same_number,
        openedAt: row.opened_at.getTime(),
        lastContactAt: row.last_contact_at.getTime(),
        contacts: row.contacts,
      }
    })
    const offers = offerSame(candidates, terms, Date.now()).slice(0, MOST_OFFERS)
    const body = offers.flatMap(({ incidentId, ...offer }) => {
      const incident = incidents.get(incidentId)
      return incident ? [{ incident, ...offer }] : []
    })
    return { status: 200, body }
  })
}

/** Whether the calls about an incident say that it has got worse, in a sentence; undefined when they do not. */
export async function lookForWorse(work: Work, incidentId: string, book: DefinitionBook): Promise<string | undefined> {
  const terms = (await book.find('same-incident'))?.body
  return terms && findWorse(await readSaid(work.trx, incidentId), terms)
}
