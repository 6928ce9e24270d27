import { addDays, earlierDay } from './demo-calendar.ts'
import type { DomesticPair } from './demo-domestic.ts'
import type { DemoRows } from './demo-force-store.ts'
import type { DemoPerson, Household } from './demo-people.ts'
import type { DemoUnit } from './demo-units.ts'
import { type SeededRandom, WeightedTable } from './seeded-random.ts'

/** A pair with the local days of its incidents, oldest first. */
export type KnownPair = { pair: DomesticPair; days: readonly string[] }

/** What is known of one subject: a person, a house or a number. */
type Subject = { person_id: string } | { premises_id: string } | { number: string }

const texts: Record<string, readonly string[]> = {
  HR: [
    'High risk: separation, threats, escalating.',
    'High risk: control of daily life, fear for the children.',
    'High risk by professional judgement; see the risk assessment.',
  ],
  DA: [
    'Repeat calls about domestic abuse.',
    'Domestic abuse; answers may be given in front of the other person.',
    'Victim is known to police, see earlier incidents.',
  ],
  MR: ['Discussed at MARAC; actions with the advocate.', 'Discussed at MARAC; housing and health have actions.'],
  VI: ['Violent towards officers.', 'Violent when drunk.', 'Fought with staff when arrested.'],
  WE: ['Has carried a knife.', 'Keeps a bat behind the door.'],
  TP: ['Has threatened whoever comes to the door.'],
  FI: ['Said to have access to a shotgun.'],
  DR: ['Uses drugs; needles seen.'],
  SU: ['Has spoken of ending their life.'],
  SH: ['Harms themselves in custody.'],
  MN: ['Known to the community mental health team.'],
  ES: ['Ran from officers on arrest.'],
  CP: ['Child protection plan; tell the social worker of every attendance.'],
  VU: ['In need of care; easily led.', 'Has been exploited for money.', 'Lives alone, cannot manage stairs.'],
  DE: ['Dementia; may not know the time of day.', 'Dementia; goes out at night.'],
  AT: ['Heart condition, carries a spray.', 'Epilepsy.'],
  DG: ['Large dog, loose in the yard.', 'Two dogs, held back by the owner if asked.'],
  BH: ['Needles on the floor.', 'House is badly neglected.'],
  FC: ['Holds a shotgun certificate; cabinet in the hall.'],
}
const SOURCES = ['earlier incident', 'officer’s report', 'partner agency', 'intelligence', 'risk assessment'] as const
const CODE_WORDS = [
  'bluebell',
  'parcel',
  'Aunt Ruth',
  'library',
  'lasagne',
  'bus pass',
  'jumper',
  'piano',
  'greenhouse',
  'tide table',
  'crossword',
  'kettle',
]
const APPROACHES = [
  'No lights or sirens in the street; come on foot from the corner.',
  'Rear door by the lane; the front is overlooked.',
  'Ring the bell twice and stand back from the door.',
  'Park out of sight of the windows.',
]
const PLANS = [
  'Two officers. See the victim alone. Children sleep at the back.',
  'Treat a silent call as a call for help. Do not ring back.',
  'Victim wishes to be taken to a relative; the address is with the public protection unit.',
  'Ask to see everybody who lives there. The victim may say that all is well while the other person listens.',
]
const CARE_PLANS = [
  'Introduce yourself by first name and take your time. Ring the family before going anywhere.',
  'Speak slowly; answers come late. The care provider has a key.',
  'Often found at the old workplace. Bring a coat.',
]

type OrderKind = { kind: string; days: number; power: boolean; conditions: string }
const orderKinds = new WeightedTable<OrderKind>(
  [
    {
      kind: 'non-molestation order',
      days: 365,
      power: true,
      conditions: 'Not to use or threaten violence, not to contact, not to come within 100 metres of the home.',
    },
    { kind: 'restraining order', days: 730, power: true, conditions: 'Not to contact directly or indirectly.' },
    {
      kind: 'domestic abuse protection order',
      days: 365,
      power: true,
      conditions: 'Not to contact; to live elsewhere; to notify police of the address within three days.',
    },
    {
      kind: 'domestic violence protection order',
      days: 28,
      power: true,
      conditions: 'Not to enter the home, not to contact.',
    },
    {
      kind: 'bail conditions',
      days: 84,
      power: true,
      conditions: 'Not to contact; to sleep at the address given to the court.',
    },
    {
      kind: 'stalking protection order',
      days: 730,
      power: true,
      conditions: 'Not to follow, watch or contact; not to enter the named streets.',
    },
    { kind: 'occupation order', days: 180, power: false, conditions: 'To leave the home and not to return.' },
  ],
  ({ kind }) => (kind === 'bail conditions' || kind === 'non-molestation order' ? 3 : 1),
)

/** Share of pairs with a court order or bail, live or ended. */
const WITH_ORDER = 0.2

/** Writes markers, plans and orders; every one with its dates, some of them stale or over. */
export class WarningWriter {
  readonly #random: SeededRandom
  readonly #today: string
  readonly #rows: DemoRows
  readonly #authors: readonly string[]

  constructor(random: SeededRandom, today: string, units: readonly DemoUnit[], rows: DemoRows) {
    this.#random = random
    this.#today = today
    this.#rows = rows
    this.#authors = units.flatMap(({ crew, station }) =>
      crew.map(({ rank, collarNumber, name }) => `${rank} ${collarNumber} ${name}, ${station}`),
    )
  }

  /** Grades the risk to a victim, and warns of those concerned. Call before the people are saved: it marks them. */
  aboutPair({ pair, days }: KnownPair): void {
    const random = this.#random
    const { victim, suspect, household } = pair
    const newest = days.at(-1) ?? this.#today
    const often = days.length
    const high = random.chance(often >= 4 ? 0.65 : often >= 2 ? 0.25 : 0.06)
    victim.riskGrade = high ? 'high' : random.chance(often >= 2 ? 0.6 : 0.3) ? 'medium' : 'standard'
    victim.riskGradedOn = earlierDay(addDays(newest, random.integer(0, 3)), this.#today)
    if (high) {
      const discussed = addDays(newest, random.integer(9, 35))
      victim.maracOn = discussed < this.#today ? discussed : null
      this.#mark({ person_id: victim.id }, 'HR', newest)
      if (victim.maracOn) this.#mark({ person_id: victim.id }, 'MR', victim.maracOn)
    } else if (often >= 2 || random.chance(0.5)) this.#mark({ person_id: victim.id }, 'DA', newest)
    if (often >= 2) this.#mark({ premises_id: household.premises.id }, 'DA', newest)
    if (victim.number && random.chance(high ? 0.95 : often >= 2 ? 0.5 : 0.1))
      this.#mark({ number: victim.number }, 'DA', newest)
    for (const [code, share] of [
      ['VI', 0.32],
      ['WE', 0.12],
      ['TP', 0.05],
      ['FI', 0.02],
      ['DR', 0.1],
      ['SU', 0.05],
      ['ES', 0.02],
    ] as const) {
      if (random.chance(share * (often >= 3 ? 1.6 : 1))) this.#mark({ person_id: suspect.id }, code, random.pick(days))
    }
    if (household.children.length > 0 && (high || random.chance(0.08))) {
      for (const child of household.children) this.#mark({ person_id: child.id }, 'CP', newest)
    }
    if (high || (victim.riskGrade === 'medium' && random.chance(0.25))) {
      this.plan(
        { person_id: victim.id },
        {
          plan: random.pick(PLANS),
          codeWord: random.pick(CODE_WORDS),
          safeApproach: random.pick(APPROACHES),
          startsOn: newest,
        },
      )
    }
    if (random.chance(WITH_ORDER * (high ? 2 : 1))) this.#order(victim, suspect, random.pick(days))
  }

  /** Somebody in need of care: markers, and for some a plan for whoever comes. */
  aboutInNeed(person: DemoPerson): void {
    const since = addDays(this.#today, -this.#random.integer(20, 900))
    const codes = person.age >= 70 ? ['DE', 'VU', 'AT'] : ['MN', 'VU', 'SU', 'SH', 'AT']
    this.#mark({ person_id: person.id }, this.#random.pick(codes), since)
    if (this.#random.chance(0.35)) this.#mark({ person_id: person.id }, this.#random.pick(codes), since)
    if (this.#random.chance(0.3)) {
      this.plan(
        { person_id: person.id },
        { plan: this.#random.pick(CARE_PLANS), codeWord: null, safeApproach: null, startsOn: since },
      )
    }
  }

  /** Houses and people that have nothing to do with domestic abuse, so that a marker is not a synonym for it. */
  aboutTheRest(households: readonly Household[]): void {
    for (const { premises, adults } of households) {
      const past = () => addDays(this.#today, -this.#random.integer(30, 1_800))
      for (const [code, share] of [
        ['FC', 0.03],
        ['DG', 0.018],
        ['BH', 0.006],
        ['WE', 0.004],
      ] as const) {
        if (this.#random.chance(share)) this.#mark({ premises_id: premises.id }, code, past())
      }
      const [someone] = adults
      for (const [code, share] of [
        ['VI', 0.03],
        ['DR', 0.03],
        ['AT', 0.01],
        ['ES', 0.004],
      ] as const) {
        if (someone && this.#random.chance(share)) this.#mark({ person_id: someone.id }, code, past())
      }
    }
  }

  /** A marker with these very words and dates. */
  marker(
    subject: Subject,
    marker: { code: string; text: string; confidence: string; startsOn: string; expiresOn: string | null },
  ): void {
    this.#rows.marker.push({
      id: this.#random.uuid(Date.parse(marker.startsOn)),
      person_id: null,
      premises_id: null,
      number: null,
      ...subject,
      code: marker.code,
      text: marker.text,
      source: this.#random.pick(SOURCES),
      author: this.#random.pick(this.#authors),
      confidence: marker.confidence,
      starts_on: marker.startsOn,
      // a year later somebody should have looked again; for what is older than that, nobody has
      review_on: addDays(marker.startsOn, 365),
      expires_on: marker.expiresOn,
    })
  }

  /** What a crew is to do for this person or at this house. */
  plan(
    subject: { person_id: string } | { premises_id: string },
    {
      plan,
      codeWord,
      safeApproach,
      startsOn,
    }: { plan: string; codeWord: string | null; safeApproach: string | null; startsOn: string },
  ): void {
    this.#rows.response_plan.push({
      id: this.#random.uuid(Date.parse(startsOn)),
      person_id: null,
      premises_id: null,
      ...subject,
      plan,
      code_word: codeWord,
      safe_approach: safeApproach,
      author: this.#random.pick(this.#authors),
      starts_on: startsOn,
      review_on: addDays(startsOn, 180),
      ended_on: null,
    })
  }

  #mark(subject: Subject, code: string, startsOn: string): void {
    const random = this.#random
    const expires = random.chance(0.12)
      ? addDays(startsOn, random.integer(60, 400))
      : random.chance(0.3)
        ? addDays(startsOn, 1_826)
        : null
    this.marker(subject, {
      code,
      text: random.pick(texts[code] ?? []),
      confidence: new WeightedTable(
        ['confirmed', 'reported', 'unverified'],
        (word) => ({ confirmed: 6, reported: 3 })[word] ?? 1,
      ).draw(random),
      startsOn,
      expiresOn: expires,
    })
  }

  #order(victim: DemoPerson, suspect: DemoPerson, after: string): void {
    const { kind, days, power, conditions } = orderKinds.draw(this.#random)
    const startsOn = earlierDay(addDays(after, this.#random.integer(1, 20)), this.#today)
    this.#rows.protection_order.push({
      id: this.#random.uuid(Date.parse(startsOn)),
      kind,
      protected_id: victim.id,
      subject_id: suspect.id,
      conditions,
      power_of_arrest: power,
      starts_on: startsOn,
      ends_on: addDays(startsOn, days),
    })
  }
}
