import { inventName } from './demo-names.ts'
import { narrativeOf } from './demo-narratives.ts'
import type { Showcases } from './demo-plan.ts'
import { dramaRanges } from './demo-telephones.ts'
import { SeededRandom } from './seeded-random.ts'
import type { NamedPerson, RealCall, ReplayTable, ScriptedCall, SpokenAddress } from './shift-call.ts'

/** Real streets, drawn as often as police were wanted there; on the road when traffic is asked for. */
export type BlockStreets = { draw: (random: SeededRandom, onTheRoad: boolean) => SpokenAddress }

/** What scripting a call needs beside the call. `today` is the local day that is played, for dates of birth. */
export type ScriptSources = { table: ReplayTable; streets: BlockStreets; showcases: Showcases; today: string }

/** Types of incident that happen on the road itself. */
const ROAD_TYPES = new Set(['rtc-injury', 'rtc-damage', 'highway', 'road-offence'])
/** Types that are mostly about a house. */
const HOUSE_TYPES = new Set([
  'domestic',
  'burglary',
  'concern',
  'mental-health',
  'missing',
  'civil',
  'fraud',
  'asb-personal',
  'sudden-death',
])
/** Mobiles given to nobody's showcase and kept out of the tours: places 200 to 899 of the mobile drama range. */
const MOBILES = { first: 200, last: 899 }
/** Landline ranges of cities: callers of whom, mostly, nothing is known. */
const CITY_RANGES = dramaRanges.landlines.slice(1)

/**
 * One real call as ours: its time, urgency and whether it is about something that somebody had rung about stay
 * as they were; its place, words and people are invented. The same call is the same for ever, and calls from
 * one block are about one place, so that places people ring about again stay so.
 */
export function scriptCall(call: RealCall, sources: ScriptSources): ScriptedCall {
  const { table, streets } = sources
  const random = new SeededRandom(`call/${call.id}`)
  const mapped = table.callTypes[call.callType] ?? table.otherwise
  const priority = table.priorities[call.priority] ?? { now: false, grade: '4', by999: 0 }
  if (mapped.from === 'public' && random.chance(table.showcases.share)) return showcaseCall(call, sources, random)
  const isDomestic = table.domesticAbuse.among.includes(call.callType) && random.chance(table.domesticAbuse.share)
  const type = isDomestic ? 'domestic' : mapped.type
  const place = placeOfBlock(call.block, type, streets)
  const kind = isDomestic && mapped.kind === 'abandoned' ? 'silent' : mapped.kind
  const grade = isDomestic ? null : (mapped.grade ?? priority.grade)
  const isPublic = mapped.from === 'public'
  const narrative = narrativeOf(type)
  const told = [...narrative.summaries, ...((place.atHouse ? narrative.inside : narrative.outside) ?? [])]
  return {
    id: call.id,
    atSeconds: call.atSeconds,
    channel: mapped.from === 'public' ? channelOf(isDomestic ? 0.8 : priority.by999, random) : mapped.from,
    kind,
    number: isPublic ? numberOf(call.block, place.atHouse, table, random) : null,
    callerRole: callerRole(mapped.from, isDomestic, random),
    callerName: isPublic && kind === 'voice' && random.chance(0.6) ? someName(random) : null,
    firstWords: kind === 'voice' ? random.pick(narrative.words) : null,
    type,
    summary: random.pick(told),
    happeningNow: isDomestic
      ? random.chance(table.domesticAbuse.happeningNow)
      : grade === null && (mapped.now ?? priority.now),
    domesticAbuse: isDomestic,
    grade,
    ...place,
    people: isDomestic && kind === 'voice' ? domesticPeople(call.block, sources.today) : [],
    namesHouse: false,
    duplicate: table.duplicateDispositions.includes(call.disposition),
  }
}

/** Everything that belongs to the block and not to the call: street, house, whether there is one. */
function placeOfBlock(
  block: string,
  type: string,
  streets: BlockStreets,
): Pick<ScriptedCall, 'where' | 'atHouse' | 'whichHouse'> {
  const onTheRoad = ROAD_TYPES.has(type)
  const random = new SeededRandom(`block/${block}`)
  const street = streets.draw(random.fork(onTheRoad ? 'road' : 'street'), onTheRoad)
  const whichHouse = random.fraction()
  const hasHouse = !onTheRoad && (HOUSE_TYPES.has(type) || random.chance(0.35))
  return {
    where: { ...street, number: hasHouse ? String(random.integer(900, 999)) : null },
    atHouse: hasHouse,
    whichHouse,
  }
}

function channelOf(by999: number, random: SeededRandom): '999' | '101' {
  return random.chance(by999) ? '999' : '101'
}

function callerRole(
  from: 'public' | 'officer' | 'partner',
  isDomestic: boolean,
  random: SeededRandom,
): ScriptedCall['callerRole'] {
  if (from !== 'public') return from
  return random.chance(isDomestic ? 0.6 : 0.3) ? 'victim' : random.chance(0.7) ? 'third-party' : 'unknown'
}

/** A number nobody has; a block's callers ring from it again half of the time. */
function numberOf(block: string, atHouse: boolean, { numbers }: ReplayTable, random: SeededRandom): string | null {
  if (random.chance(numbers.withheld)) return null
  const of = random.chance(0.5) ? new SeededRandom(`number/${block}`) : random
  if (of.chance(atHouse ? numbers.knownPeopleAtHome : numbers.knownPeople))
    return inRange(dramaRanges.mobile.from, of.integer(MOBILES.first, MOBILES.last))
  const range = of.pick(CITY_RANGES)
  return inRange(range.from, of.integer(0, range.count - 1))
}

function inRange(from: string, offset: number): string {
  return `+${BigInt(from.slice(1)) + BigInt(offset)}`
}

function someName(random: SeededRandom): string {
  const { givenNames, familyName } = inventName(random, random.chance(0.5) ? 'female' : 'male', random.integer(20, 80))
  return `${givenNames} ${familyName}`
}

/** The people of one home are the same each time somebody rings about it. */
function domesticPeople(block: string, today: string): NamedPerson[] {
  const random = new SeededRandom(`home/${block}`)
  const isFemale = random.chance(0.76)
  const person = (role: NamedPerson['role'], sex: 'female' | 'male', age: number, relationship: string | null) => {
    const { givenNames, familyName } = inventName(random, sex, age)
    return {
      role,
      name: `${givenNames} ${familyName}`,
      bornOn: bornAbout(today, age, random),
      relationship,
      present: null,
    }
  }
  const age = random.integer(19, 62)
  const people = [
    person('victim', isFemale ? 'female' : 'male', age, null),
    person(
      'suspect',
      isFemale ? 'male' : 'female',
      age + random.integer(-4, 8),
      random.pick(['partner', 'former partner', 'husband or wife', 'relative']),
    ),
  ]
  if (random.chance(0.35))
    people.push(person('child', random.chance(0.5) ? 'female' : 'male', random.integer(1, 15), null))
  return people
}

function bornAbout(today: string, age: number, random: SeededRandom): string {
  const month = String(random.integer(1, 12)).padStart(2, '0')
  const day = String(random.integer(1, 28)).padStart(2, '0')
  return `${Number(today.slice(0, 4)) - age}-${month}-${day}`
}

/** One of the documented people rings, as a tour would have them. */
function showcaseCall(call: RealCall, { streets, showcases }: ScriptSources, random: SeededRandom): ScriptedCall {
  const { highRiskRepeat, silentCall, vulnerableOlder, ordinaryCaller, neighbour } = showcases
  const from = (
    showcase: { number: string; premises: { number: string; street: string; locality: string } },
    says: Pick<ScriptedCall, 'channel' | 'type' | 'summary'> & Partial<ScriptedCall>,
  ): ScriptedCall => ({
    id: call.id,
    atSeconds: call.atSeconds,
    kind: 'voice',
    number: showcase.number,
    callerRole: 'unknown',
    callerName: null,
    firstWords: random.pick(narrativeOf(says.type).words),
    happeningNow: false,
    domesticAbuse: false,
    grade: null,
    // the search finds the house by its own number; until then the street drawn for the block says where
    where: { ...placeOfBlock(call.block, says.type, streets).where, ...showcase.premises },
    atHouse: true,
    whichHouse: 0,
    people: [],
    namesHouse: true,
    duplicate: false,
    ...says,
  })
  const { victim, suspect } = highRiskRepeat
  return random.pick([
    () =>
      from(highRiskRepeat, {
        channel: '999',
        type: 'domestic',
        summary: 'Former partner is at the back door and will not go away.',
        callerRole: 'victim',
        happeningNow: true,
        domesticAbuse: true,
        people: [
          {
            role: 'victim',
            name: `${victim.givenNames} ${victim.familyName}`,
            bornOn: null,
            relationship: null,
            present: true,
          },
          {
            role: 'suspect',
            name: `${suspect.givenNames} ${suspect.familyName}`,
            bornOn: null,
            relationship: suspect.relationship,
            present: true,
          },
        ],
      }),
    () =>
      from(silentCall, {
        channel: '999',
        type: 'abandoned',
        summary: 'Silent call, line open, a television in the background.',
        kind: 'silent',
        firstWords: null,
      }),
    () =>
      from(vulnerableOlder, {
        channel: '101',
        type: 'missing',
        summary: 'Daughter reports that her father has gone out and is not dressed for the weather.',
        callerRole: 'third-party',
        happeningNow: true,
      }),
    () =>
      from(ordinaryCaller, {
        channel: '101',
        type: 'theft',
        summary: 'Pedal cycle taken from the yard.',
        callerRole: 'victim',
        callerName: ordinaryCaller.name,
        grade: '3',
      }),
    () =>
      from(neighbour, {
        channel: '101',
        type: 'civil',
        summary: 'Dispute about the height of a hedge.',
        callerRole: 'victim',
        grade: '4',
      }),
  ])()
}
