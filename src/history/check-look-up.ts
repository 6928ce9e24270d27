import { localDay, theService } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { type CandidateTerms, decideWho, listCandidates, toCandidateFindings } from './candidate-rules.ts'
import type { CheckCandidate, CheckKind, Finding } from './check.ts'
import {
  answerCheck,
  answerPersonCheck,
  askWithin,
  readAskedPeople,
  readOrdersBetween,
  type StandingCheck,
} from './check-store.ts'
import { type FindingTerms, rankFindings, rankOrders } from './finding-rules.ts'
import { type NameVariants, readVariants } from './name-rules.ts'
import { type AskedPerson, askedPeople } from './record.ts'

/** What our own records said to one check: findings as they are told, and who it may be; or why they did not. */
export type Looked = { ms: number } & (
  | { answered: true; findings: Finding[]; candidates: CheckCandidate[] }
  | { answered: false; timedOut: boolean; reachable: boolean; error: unknown }
)

/**
 * Asks our own records, waiting no longer than `withinMs` for each statement, inside a savepoint: when it fails, the transaction
 * goes on and says so. A number and a premises are one statement; a person is two, because who it is comes before what is known
 * of them, and that is decided by rule.
 */
export async function lookUp(
  trx: Trx,
  check: StandingCheck,
  reason: string,
  withinMs: number,
  book: DefinitionBook,
): Promise<Looked> {
  const began = performance.now()
  const asked = await askWithin(trx, withinMs, () => askAbout(trx, check, reason, book))
  const ms = performance.now() - began
  if (!asked.answered) return { ...asked, ms }
  try {
    return { answered: true, ms, ...(await asked.answer()) }
  } catch (error) {
    // an answer that cannot be read, or a force without words for it
    return { answered: false, timedOut: false, reachable: true, error, ms }
  }
}

type Told = { findings: Finding[]; candidates: CheckCandidate[] }

/** Every statement of a check; @returns how its answer is read, which no longer needs the database */
async function askAbout(
  trx: Trx,
  check: StandingCheck,
  reason: string,
  book: DefinitionBook,
): Promise<() => Promise<Told>> {
  const { id, kind } = check
  if (kind === 'phone' || kind === 'premises') {
    const records = await answerCheck(trx, theService, reason, id)
    return async () => ({ findings: rankFindings(records, await findTerms(kind, book)), candidates: [] })
  }
  const people = askedPeople.parse(await readAskedPeople(trx, theService, reason, id))
  const terms = await candidateTerms(book)
  const [one, other] = people.map((asked) => ({ asked, ...decideWho(asked, terms) }))
  if (!one || (kind === 'pair' && !other)) throw new Error('nobody is named in the check')
  if (other) {
    const orders = await readOrdersBetween(trx, theService, reason, id, meant(one), meant(other))
    return async () => ({ findings: rankOrders(orders, terms.today), candidates: [] })
  }
  const { asked, persons, identity } = one
  const offers = toCandidateFindings(asked, identity, terms)
  const candidates = listCandidates(asked, identity)
  if (persons.length === 0) return async () => ({ findings: offers, candidates })
  const taken = asked.identified === null ? identity.taken : null
  const records = await answerPersonCheck(trx, theService, reason, id, persons, taken)
  return async () => ({ findings: [...rankFindings(records, await findTerms(kind, book)), ...offers], candidates })
}

/** Whoever is known to be meant, or everybody who may be: an order between two of them says who they are. */
function meant({
  persons,
  identity,
}: {
  asked: AskedPerson
  persons: string[]
  identity: { offered: Array<{ id: string }> }
}) {
  return persons.length > 0 ? persons : identity.offered.map(({ id }) => id)
}

const KEYS = { phone: 'number', premises: 'premises', person: 'person', pair: 'person' } as const

async function findTerms(kind: CheckKind, book: DefinitionBook): Promise<FindingTerms> {
  return {
    key: KEYS[kind],
    markerCodes: (await book.get('marker-codes')).body,
    incidentTypes: (await book.get('incident-types')).body,
    repeatAndVulnerable: (await book.get('repeat-and-vulnerable')).body,
    today: localDay(new Date()),
  }
}

async function candidateTerms(book: DefinitionBook): Promise<CandidateTerms> {
  return {
    variants: await variantsOf(book),
    markerCodes: (await book.get('marker-codes')).body,
    today: localDay(new Date()),
  }
}

const read = new WeakMap<object, NameVariants>()

/** The force's list of names that stand for each other, read once for each time the definitions were read. */
export async function variantsOf(book: DefinitionBook): Promise<NameVariants> {
  const listed = (await book.find('name-variants'))?.body ?? []
  const variants = read.get(listed) ?? readVariants(listed)
  read.set(listed, variants)
  return variants
}
