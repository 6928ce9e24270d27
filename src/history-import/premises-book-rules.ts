import { houseNumber, normaliseAddress, readPostcode } from '../places/index.ts'

/** A premises of the gazetteer, as far as an import asks. */
export type Premises = {
  id: string
  name: string
  locality: string | null
  town: string | null
  postcode: string | null
  uprn: string | null
  lat: number
  lon: number
  areaId: string | null
  areaClass: string | null
}

/** An address as another system has it, in parts; the street may have the number in front. */
export type GivenAddress = {
  uprn?: string | undefined
  house?: string | undefined
  street?: string | undefined
  town?: string | undefined
  postcode?: string | undefined
}

/**
 * Every premises of the gazetteer, found by its number in it or by house and street: equality of both, in the one
 * form that the search writes them in, and of postcode or town where both sides say one. Two that fit are none: a
 * history at the wrong door is worse than one at no door.
 */
export class PremisesBook {
  readonly #byUprn = new Map<string, Premises>()
  readonly #byName = new Map<string, Premises[]>()

  constructor(premises: Iterable<Premises>) {
    for (const one of premises) {
      if (one.uprn !== null) this.#byUprn.set(plainUprn(one.uprn), one)
      const key = normaliseAddress(one.name)
      const same = this.#byName.get(key)
      if (same) same.push(one)
      else this.#byName.set(key, [one])
    }
  }

  /** The premises; undefined when the gazetteer has none, or more than one. */
  find({ uprn, house, street, town, postcode }: GivenAddress): Premises | undefined {
    const byUprn = uprn === undefined ? undefined : this.#byUprn.get(plainUprn(uprn))
    if (byUprn || street === undefined) return byUprn
    const number = house === undefined ? undefined : houseNumber(house)
    const called = house === undefined ? street : number === undefined ? `${house}, ${street}` : `${number} ${street}`
    const wanted = { postcode: readPostcode(postcode ?? ''), town: town && normaliseAddress(town) }
    const fitting = (this.#byName.get(normaliseAddress(called)) ?? []).filter((one) => fits(one, wanted))
    return fitting.length === 1 ? fitting[0] : undefined
  }
}

function fits(one: Premises, { postcode, town }: { postcode: string | undefined; town: string | undefined }): boolean {
  if (postcode && one.postcode) return postcode === one.postcode
  const around = [one.locality, one.town].flatMap((name) => (name ? normaliseAddress(name) : []))
  return !town || around.length === 0 || around.includes(town)
}

/** Some systems write the leading zeros of twelve figures, some do not. */
function plainUprn(uprn: string): string {
  return uprn.trim().replace(/^0+(?=.)/, '')
}
