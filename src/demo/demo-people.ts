import { addDays, bornOn, laterDay } from './demo-calendar.ts'
import type { DemoRows } from './demo-force-store.ts'
import { inventFamilyName, inventGivenName, type Sex } from './demo-names.ts'
import type { InventedStreets, Premises } from './demo-premises.ts'
import type { TelephoneBook } from './demo-telephones.ts'
import { type SeededRandom, WeightedTable } from './seeded-random.ts'

/** Somebody who does not exist. */
export type DemoPerson = {
  id: string
  givenNames: string
  familyName: string
  sex: Sex
  age: number
  bornOn: string
  /** in E.164 */
  number: string | null
  riskGrade: 'standard' | 'medium' | 'high' | null
  riskGradedOn: string | null
  maracOn: string | null
  aliases: string[]
}

/** People who live together in an invented house. The first two of a couple are the couple. */
export type Household = {
  kind: 'single' | 'couple' | 'family' | 'lone-parent' | 'older-single' | 'older-couple'
  premises: Premises
  adults: DemoPerson[]
  children: DemoPerson[]
  /** somebody in need of care, who the household's calls are often about */
  vulnerable: DemoPerson | null
}

const kinds = new WeightedTable(
  ['single', 'couple', 'family', 'lone-parent', 'older-single', 'older-couple'] as const,
  (kind) => ({ single: 20, couple: 22, family: 24, 'lone-parent': 13, 'older-single': 12, 'older-couple': 9 })[kind],
)

/** Share of adults whose number the police know, and how many of those numbers are mobiles. */
const KNOWN_NUMBER = 0.8
const MOBILE = 0.42
const SAME_SEX_COUPLE = 0.04

/** Households until there are so many people, every house and number their own. */
export function makeHouseholds(
  random: SeededRandom,
  people: number,
  streets: InventedStreets,
  book: TelephoneBook,
  today: string,
): Household[] {
  const households: Household[] = []
  const madeAtMs = Date.parse(today)
  const birthday = (age: number) => bornOn(today, age, random.integer(0, 364))
  const person = (sex: Sex, age: number, familyName: string): DemoPerson => ({
    id: random.uuid(madeAtMs),
    givenNames: inventGivenName(random, sex, age),
    familyName,
    sex,
    age,
    bornOn: birthday(age),
    number: age >= 16 && random.chance(KNOWN_NUMBER) ? takeNumber(random, book) : null,
    riskGrade: null,
    riskGradedOn: null,
    maracOn: null,
    aliases: random.chance(0.04) ? [inventGivenName(random, sex, age)] : [],
  })
  for (let count = 0; count < people; ) {
    const kind = kinds.draw(random)
    const familyName = inventFamilyName(random)
    const older = kind === 'older-single' || kind === 'older-couple'
    const age = older
      ? random.integer(70, 92)
      : random.integer(kind === 'family' ? 26 : 20, kind === 'family' ? 48 : 62)
    const firstSex: Sex = random.chance(kind === 'lone-parent' ? 0.86 : 0.5) ? 'female' : 'male'
    const adults = [person(firstSex, age, familyName)]
    if (kind === 'couple' || kind === 'family' || kind === 'older-couple') {
      const otherSex = random.chance(SAME_SEX_COUPLE) ? firstSex : firstSex === 'female' ? 'male' : 'female'
      const otherAge = Math.max(older ? 68 : 20, age + random.integer(-5, 5))
      adults.push(person(otherSex, otherAge, random.chance(0.65) ? familyName : inventFamilyName(random)))
    }
    const withChildren = kind === 'family' || kind === 'lone-parent'
    const children = withChildren
      ? Array.from({ length: random.integer(1, 3) }, () =>
          person(
            random.chance(0.5) ? 'female' : 'male',
            random.integer(0, Math.max(1, Math.min(17, age - 19))),
            familyName,
          ),
        )
      : []
    const vulnerable = random.chance(older ? 0.22 : 0.04) ? (adults[0] ?? null) : null
    households.push({ kind, premises: streets.invent(), adults, children, vulnerable })
    count += adults.length + children.length
  }
  return households
}

/** Rows of people, where they live and how they are reached. */
export function savePeople(
  random: SeededRandom,
  households: readonly Household[],
  today: string,
  rows: DemoRows,
): void {
  for (const { premises, adults, children } of households) {
    const movedIn = addDays(today, -random.integer(400, 5_500))
    for (const person of [...adults, ...children]) {
      savePerson(person, rows)
      const since = laterDay(person.bornOn, movedIn)
      rows.residence.push({
        premises_id: premises.id,
        person_id: person.id,
        relation: person.age < 18 ? 'child' : 'resident',
        valid_from: since,
        valid_to: null,
      })
      if (person.number) {
        const reachedSince = addDays(today, -random.integer(370, 3_000))
        rows.telephone.push({ number: person.number, person_id: person.id, valid_from: reachedSince, valid_to: null })
      }
    }
  }
}

/** One person's own row. */
export function savePerson(person: DemoPerson, rows: DemoRows): void {
  rows.person.push({
    id: person.id,
    family_name: person.familyName,
    given_names: person.givenNames,
    born_on: person.bornOn,
    sex: person.sex,
    aliases: person.aliases,
    risk_grade: person.riskGrade,
    risk_graded_on: person.riskGradedOn,
    marac_on: person.maracOn,
    source: 'demo',
  })
}

/** First and family name as they are spoken. */
export function fullName({ givenNames, familyName }: Pick<DemoPerson, 'givenNames' | 'familyName'>): string {
  return `${givenNames} ${familyName}`
}

function takeNumber(random: SeededRandom, book: TelephoneBook): string | null {
  return (random.chance(MOBILE) ? book.mobiles.pop() : undefined) ?? book.landlines.pop() ?? null
}
