import { createHash, randomInt } from 'node:crypto'
import { localDay, newId, Refusal } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order } from '../journal/index.ts'
import { findDraw, isDrawnAlready, listPopulation, lockDraws, saveDraw } from './draw-store.ts'
import type { qualityEvents } from './quality-contract.ts'
import { checkPeriod, drawSample, type Lot, listEligible } from './sampling-rules.ts'

/** What this room works with. */
export type QualityDesk = Desk & { book: DefinitionBook }
type Event = EventOf<typeof qualityEvents>

/** The lots of a seed: the first 48 bits of SHA-256 over `seed/purpose/key`, as a fraction. Anybody can compute them. */
export function lotsOf(seed: string): Lot {
  return (purpose, key) => createHash('sha256').update(`${seed}/${purpose}/${key}`).digest().readUIntBE(0, 6) / 2 ** 48
}

/**
 * Draws what is reviewed of a period (CR-31). The service draws the seed: whoever could choose it could choose the sample.
 * @throws Refusal request/invalid, quality/no-plan, quality/drawn-already, quality/nobody
 */
export async function drawReviews(
  desk: QualityDesk,
  order: Order,
  { from, to }: { from: string; to: string },
): Promise<Answer<{ drawId: string; reviews: number }>> {
  const [plan, scorecards] = await Promise.all([desk.book.find('sampling-plan'), desk.book.find('scorecards')])
  if (!plan || !scorecards)
    throw new Refusal('quality/no-plan', 'The force has no sampling plan or no scorecards in force')
  const lacking = plan.body.skills.filter((skill) => !scorecards.body.some((card) => card.skill === skill))
  if (lacking.length > 0) throw new Refusal('quality/no-plan', `There is no scorecard for ${lacking.join(' and ')}`)
  const errors = checkPeriod({ from, to }, plan.body, localDay(new Date()))
  if (errors.length > 0) throw new Refusal('request/invalid', 'The days do not fit', { errors })
  return command(desk, order, async (work) => {
    await lockDraws(work.trx)
    if (await isDrawnAlready(work.trx, from, to))
      throw new Refusal('quality/drawn-already', 'Some of these days are in a draw')
    const population = listEligible(await listPopulation(work.trx, from, to), plan.body)
    const seed = String(randomInt(1_000_000_000))
    const drawn = drawSample(population, plan.body, lotsOf(seed))
    if (drawn.length === 0)
      throw new Refusal('quality/nobody', 'Nothing was closed on these days that the plan asks for')
    const drawId = newId()
    await saveDraw(work.trx, work.actor.id, { id: drawId, seed, plan, scorecards, from, to, population, drawn })
    work.audit({
      op: 'collection',
      subjectType: 'quality-draw',
      subjectId: drawId,
      reason: `reviews drawn from ${from} to ${to}`,
      detail: { seed, planVersion: plan.version, population: population.length, reviews: drawn.length },
    })
    const body = { drawId, reviews: drawn.length }
    work.record({ type: 'quality-drawn', audience: 'supervision', data: body } satisfies Event)
    return { status: 201, body }
  })
}

/** Draws again by the seed, the plan and the population that were kept, and says whether it comes out the same. */
export async function drawAgain(
  desk: QualityDesk,
  drawId: string,
): Promise<{ drawId: string; reviews: number; same: boolean }> {
  const draw = await findDraw(desk.db, drawId)
  if (!draw) throw new Refusal('quality/unknown', 'There is no such draw')
  const again = drawSample(draw.population, draw.plan, lotsOf(draw.seed)).map(
    ({ candidate, because, stratum, blind }) =>
      `${candidate.incidentId} ${candidate.skill} ${candidate.staffId} ${because} ${stratum} ${blind}`,
  )
  const kept = draw.reviews.map(
    (one) => `${one.incident_id} ${one.skill} ${one.staff_id} ${one.because} ${one.stratum} ${one.blind}`,
  )
  return { drawId, reviews: kept.length, same: again.join('\n') === kept.join('\n') }
}
