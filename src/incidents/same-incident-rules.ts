import type { DefinitionBody } from '../definitions/index.ts'

/** An open incident that a new contact may be about. Instants in milliseconds. */
export type SameCandidate = {
  incidentId: string
  type: string
  /** null: not known, or not told, at a protected address */
  metres: number | null
  samePremises: boolean
  sameNumber: boolean
  openedAt: number
  lastContactAt: number
  contacts: number
}
export type SameTerms = DefinitionBody<'same-incident'>
/** An offer, with why; `minutes` since anybody last rang about it. */
export type SameOffer = { incidentId: string; metres: number | null; minutes: number; because: string[] }

const MINUTE_MS = 60_000

/**
 * Which open incidents a new contact may be about, the likeliest first, each with its reasons: the same address, the
 * same number, or near in place and time, where both depend on the type (callers about a crash are far apart). It
 * offers, and a person decides: a second call that is swallowed is lost, one that is opened apart is not linked (F8).
 */
export function offerSame(
  candidates: readonly SameCandidate[],
  terms: SameTerms | undefined,
  now: number,
): SameOffer[] {
  return candidates
    .filter((one) => one.samePremises || one.sameNumber || (terms && isNear(one, terms, now)))
    .sort(
      (a, b) =>
        Number(b.samePremises) - Number(a.samePremises) ||
        Number(b.sameNumber) - Number(a.sameNumber) ||
        awayOf(a) - awayOf(b) ||
        b.lastContactAt - a.lastContactAt,
    )
    .map((one) => {
      const metres = one.metres === null ? null : Math.round(one.metres)
      const minutes = Math.max(0, Math.round((now - lastOf(one)) / MINUTE_MS))
      return {
        incidentId: one.incidentId,
        metres,
        minutes,
        because: [
          ...(one.samePremises ? ['The same address'] : []),
          ...(one.sameNumber ? ['The same number has rung about it'] : []),
          ...(metres === null || one.samePremises ? [] : [`${sayMetres(metres)} away`]),
          minutes === 0 ? 'Last call about it a moment ago' : `Last call about it ${minutes} min ago`,
          ...(one.contacts > 1 ? [`${one.contacts} calls about it so far`] : []),
        ],
      }
    })
}

/** How far round a new contact it has to be looked, in metres. */
export function widest(terms: SameTerms | undefined): number {
  return terms ? Math.max(terms.withinMetres, ...terms.wider.map(({ withinMetres }) => withinMetres)) : 0
}

function isNear(one: SameCandidate, terms: SameTerms, now: number): boolean {
  const { withinMetres, withinMinutes } = terms.wider.find(({ types }) => types.includes(one.type)) ?? terms
  return one.metres !== null && one.metres <= withinMetres && now - lastOf(one) <= withinMinutes * MINUTE_MS
}

function awayOf({ metres }: SameCandidate): number {
  return metres ?? Number.MAX_VALUE
}

function lastOf({ openedAt, lastContactAt }: SameCandidate): number {
  return Math.max(openedAt, lastContactAt)
}

function sayMetres(metres: number): string {
  return metres < 1_000 ? `${metres} m` : `${(metres / 1_000).toFixed(1)} km`
}
