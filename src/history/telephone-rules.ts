import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** How networks and callers say that a number is a public telephone's; every mention in a text. */
const PAYPHONE =
  /\b(pay[- ]?phone|(tele)?phone[- ](box|kiosk)|call box|kiosk|public telephone|coin[- ]?(box|phone)?)\b/gi

/**
 * What a number as given is: `whole` has a key; `withheld` means that the network or caller gave none; `short` is a
 * code of a network or service (101, 999, 61016), which is nobody's; `unclear` is anything else, kept as it was given.
 */
export type TelephoneKind = 'whole' | 'withheld' | 'short' | 'unclear'

/** A telephone as it is looked up: E.164, or null when nobody gave one or it is not one. */
export type Telephone = {
  number: string | null
  withheld: boolean
  kind: TelephoneKind
  /** the network or the caller says that it is a public telephone: whoever rings from it is not who rang before */
  payphone: boolean
}

/** What networks and switches send in place of a number. */
const WITHHELD = new RegExp(
  `^(|[po]|[-–—?*]+|n/?a|none|nil|null|anonymous|blocked|ex[- ]?directory|international|hidden|not (available|given|known)|` +
    `no (caller ?id|cli|clip|number|telephone number)|(number|caller ?id|cli|caller|id) (withheld|unavailable|hidden|blocked|restricted|not available)|` +
    `(number|cli) not available|out of area|overseas|private( number| caller)?|presentation restricted|restricted|unavailable|unknown( number| caller)?|` +
    `with[- ]?held( number)?)$`,
  'i',
)

/** Codes dialled before a number that are no part of it: withhold, release, another carrier, Relay UK. */
const DIALLED_BEFORE = /^(?:141|1470|1280|1800[0-2])[\s.-]*(?=(?:\+|00?[1-9]|0044))/

/** Lengths of a national number that are whole in the UK; 7 and 9 only where the number is a known one. */
const WHOLE_IN_UK = 10

/**
 * Any form in which a UK network or caller gives a number, as E.164: the history is looked up by equality, so
 * `07...`, `+44`, `0044` and brackets must become one number, and what is not a telephone none. Numbers of
 * Ofcom's drama ranges are not allocated to anybody, and are whole all the same. An extension is not part of it.
 * Never throws: a contact is taken whatever its number.
 */
export function toTelephone(given: string | null): Telephone {
  const unwrapped = plain(given ?? '')
  const unmarked = unwrapped.replace(PAYPHONE, ' ')
  const payphone = given !== null && given.search(PAYPHONE) >= 0
  const text = unmarked.replace(/[\s()]+/g, ' ').trim() === '' ? '' : unmarked.replace(/\s+/g, ' ').trim()
  const of = (kind: TelephoneKind, number: string | null = null) => ({
    number,
    withheld: kind === 'withheld',
    kind,
    payphone,
  })
  if (payphone && text === '') return of('unclear')
  if (WITHHELD.test(text)) return of('withheld')
  const number = wholeNumber(text)
  if (number !== null) return of('whole', number)
  return of(/^[1-9]\d{2,5}$/.test(text) ? 'short' : 'unclear')
}

/** The one number of a text, or null: of two numbers nobody can say which one rang. */
function wholeNumber(text: string): string | null {
  const spoken = /\d/.test(text) ? text : spokenDigits(text)
  const read = parsePhoneNumberFromString(mendDigits(spoken), 'GB')
  if (!read) return null
  const { nationalNumber } = read
  const whole =
    read.countryCallingCode === '44'
      ? nationalNumber.length === WHOLE_IN_UK
        ? nationalNumber[0] !== '0'
        : read.isValid()
      : read.isPossible()
  return whole ? read.number : null
}

/** Without the wrapping of `sip:` and `tel:` addresses, and without what stands around a number. */
function plain(given: string): string {
  const text = given.normalize('NFKC').trim()
  const address = /<([^<>]*)>/.exec(text)?.[1] ?? text
  return address
    .replace(/^(sips?|tel|callto):\/{0,2}/i, '')
    .replace(/(@|;(phone-context|user|isub|cpc)).*$/i, '')
    .trim()
}

/** The slips of a hurried hand, and the zero that is written behind the country's code though it is not dialled. */
function mendDigits(text: string): string {
  return text
    .replace(/\b(?=[oli\d]*\d)[oli\d]+\b/gi, (digits) => digits.replace(/o/gi, '0').replace(/[li]/gi, '1'))
    .replace(/[‐-―−_·•]/g, '-')
    .replace(DIALLED_BEFORE, '')
    .replace(/^011[\s.-]*(?=44(?:[\s.-]*\d){10}$)/, '+')
    .replace(/^\(?\s*\+\s*\(?\s*(?=\d)/, '+')
    .replace(/^\+\s*0044/, '+44')
    .replace(/^\(?00\)?[\s.-]*(?=\(?[1-9])/, '+')
    .replace(/^\+?44[\s.)-]*\(?\s*0\s*\)?[\s.-]*(?=\(?[1-9])/, '+44')
    .replace(/\s*[/;,#]\s*(?:ext(?:ension)?\.?)?\s*\d{1,5}$/i, '')
}

const DIGIT_WORDS: Readonly<Record<string, string>> = {
  ...{ zero: '0', nought: '0', naught: '0', oh: '0', o: '0', one: '1', two: '2', three: '3', four: '4', five: '5' },
  ...{ six: '6', seven: '7', eight: '8', nine: '9', hundred: '00', plus: '+' },
}

/** Digits as they are read out: `oh double seven oh oh, nine hundred one two three`; what is not all digits stays. */
function spokenDigits(text: string): string {
  let written = ''
  let times = 1
  for (const word of text.toLowerCase().split(/[\s,.-]+/)) {
    if (word === 'double' || word === 'treble' || word === 'triple') {
      times = word === 'double' ? 2 : 3
      continue
    }
    const digit = DIGIT_WORDS[word]
    if (digit === undefined) return text
    written += digit.repeat(times)
    times = 1
  }
  return written
}
