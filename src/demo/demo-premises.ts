import type { Row } from './demo-force-store.ts'
import { type Ground, houseKey, nearby, type Spot, type Street } from './demo-ground.ts'
import type { ShowcasePremises } from './demo-plan.ts'
import type { SeededRandom } from './seeded-random.ts'

/** A house that does not exist, on a street that does. */
export type Premises = Spot & {
  id: string
  number: string
  street: string
  locality: string
  town: string
  postcode: string
  protected: boolean
}

/** How a premises is searched for; the places room's own rule. */
export type DescribeAddress = (address: Pick<Premises, 'number' | 'street' | 'locality' | 'town' | 'postcode'>) => {
  name: string
  search: string
}

/** House numbers here begin with 9 and have three figures: no street in the county comes that far. */
const FIRST_NUMBER = 900
const LAST_NUMBER = 999
/** A house of ours is this near the middle of its street, in metres. */
const ALONG_THE_STREET_METRES = 45
/** Crimes that say where people live, not where they shop. */
const HOME_CRIMES = ['Violence and sexual offences', 'Criminal damage and arson', 'Burglary', 'Anti-social behaviour']

/** Invents houses and keeps count, so that no address is given twice and none is a real one. */
export class InventedStreets {
  readonly #ground: Ground
  readonly #random: SeededRandom
  readonly #given = new Set<string>()
  readonly #points: readonly Spot[]
  readonly #madeAtMs: number

  constructor(ground: Ground, random: SeededRandom, madeAtMs: number) {
    this.#ground = ground
    this.#random = random
    this.#madeAtMs = madeAtMs
    this.#points = HOME_CRIMES.flatMap((crime) => ground.demand.get(crime) ?? [])
  }

  /** A house where police are often called to, on the nearest street that people live on. */
  invent(): Premises {
    for (;;) {
      const point = this.#random.pick(this.#points)
      const street = this.#ground.homeStreets(point.lat, point.lon)
      const number = String(this.#random.integer(FIRST_NUMBER, LAST_NUMBER))
      if (!this.#isFree(number, street)) continue
      return this.#build(number, street, this.#random.uuid(this.#madeAtMs))
    }
  }

  /** The house of a showcase. @throws Error when its street is not in the gazetteer or its number is a real one */
  take({ number, street, locality }: ShowcasePremises, id: string, isProtected = false): Premises {
    const found = this.#ground.streets.find((one) => one.name === street && one.locality === locality)
    if (!found) throw new Error(`demo-force.json: no street ${street} in ${locality}`)
    if (!this.#isFree(number, found)) throw new Error(`demo-force.json: ${number} ${street} is taken`)
    return { ...this.#build(number, found, id), protected: isProtected }
  }

  #isFree(number: string, street: Street): boolean {
    return (
      !this.#ground.takenNumbers.has(houseKey(number, street.name)) &&
      !this.#given.has(`${houseKey(number, street.name)}|${street.locality}`)
    )
  }

  #build(number: string, street: Street, id: string): Premises {
    this.#given.add(`${houseKey(number, street.name)}|${street.locality}`)
    const { lat, lon } = nearby(this.#random, street, ALONG_THE_STREET_METRES)
    const { areaId, areaClass, name, locality, town, postcode } = street
    return { id, number, street: name, locality, town, postcode, lat, lon, areaId, areaClass, protected: false }
  }
}

/** As the gazetteer keeps it, marked as invented. */
export function premisesRow(premises: Premises, describe: DescribeAddress): Row<'place'> {
  return {
    id: premises.id,
    kind: 'premises',
    ...describe(premises),
    number: premises.number,
    street: premises.street,
    locality: premises.locality,
    town: premises.town,
    postcode: premises.postcode,
    lat: premises.lat,
    lon: premises.lon,
    area_id: premises.areaId,
    area_class: premises.areaClass,
    source: 'demo',
    invented: true,
    protected: premises.protected,
  }
}

/** As it is written on an incident. */
export function addressLine({ number, street, locality }: Pick<Premises, 'number' | 'street' | 'locality'>): string {
  return `${number} ${street}, ${locality}`
}
