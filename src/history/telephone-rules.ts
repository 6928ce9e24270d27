import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** A telephone as it is looked up: E.164, or null when nobody gave one or it is not one. */
export type Telephone = { number: string | null; withheld: boolean }

/** What networks and switches send in place of a number. */
const WITHHELD =
  /^(|anonymous|blocked|no (cli|clip|number)|number (withheld|unavailable)|not available|out of area|private( number)?|restricted|unavailable|unknown|withheld)$/i

/** Lengths of a national number that are whole in the UK; 7 and 9 only where the number is a known one. */
const WHOLE_IN_UK = 10

/**
 * Any form in which a UK network or caller gives a number, as E.164: the history is looked up by equality, so
 * `07...`, `+44`, `0044` and brackets must become one number, and what is not a telephone none. Numbers of
 * Ofcom's drama ranges are not allocated to anybody, and are whole all the same. An extension is not part of it.
 */
export function toTelephone(given: string | null): Telephone {
  const text = plain(given ?? '')
  if (WITHHELD.test(text)) return { number: null, withheld: true }
  const read = parsePhoneNumberFromString(text, 'GB')
  if (!read) return { number: null, withheld: false }
  const { nationalNumber } = read
  const whole =
    read.countryCallingCode === '44'
      ? nationalNumber.length === WHOLE_IN_UK
        ? nationalNumber[0] !== '0'
        : read.isValid()
      : read.isPossible()
  return { number: whole ? read.number : null, withheld: false }
}

/** Without the wrapping of `sip:` and `tel:` addresses, and without what stands around a number. */
function plain(given: string): string {
  const text = given.trim().replace(/^(sips?|tel):/i, '')
  return text.replace(/(@|;phone-context).*$/i, '').trim()
}
