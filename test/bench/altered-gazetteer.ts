import type pg from 'pg'
import { streetTypes } from '../../src/places/address-words.ts'

/** Rows a statement. */
const BATCH = 4_000
const VOWELS = 'aeiou'
const CONSONANTS = 'bcdfghjklmnprstvwz'

/**
 * Adds another county to the table of places: the same places under names of their own, made by moving every letter
 * some places on in the alphabet of vowels or of consonants. What roads are called (Road, Street, Lane) stays, as it
 * does from one county to the next.
 */
export async function alteredCopy(owner: pg.Client, copy: number): Promise<void> {
  await owner.query('begin')
  await owner.query(`declare county cursor for select * from place where source not like 'copy-%' order by id`)
  for (;;) {
    const { rows } = await owner.query<Record<string, unknown>>(`fetch ${BATCH} from county`)
    if (rows.length === 0) break
    const altered = rows.map((row) => ({
      ...row,
      id: copyOfId(String(row['id']), copy),
      source: `copy-${copy}`,
      ...Object.fromEntries(
        ['name', 'street', 'locality', 'town', 'search']
          .filter((column) => typeof row[column] === 'string' && row['kind'] !== 'postcode')
          .map((column) => [column, alter(String(row[column]), copy)]),
      ),
      ...(row['kind'] === 'postcode' && { name: alterPostcode(String(row['name']), copy) }),
      ...(typeof row['postcode'] === 'string' && { postcode: alterPostcode(row['postcode'], copy) }),
    }))
    await owner.query(
      'insert into place select * from jsonb_populate_recordset(null::place, $1::jsonb) on conflict do nothing',
      [JSON.stringify(altered)],
    )
  }
  await owner.query('commit')
}

function alter(text: string, copy: number): string {
  return text.replace(/\p{L}{3,}/gu, (word) => {
    if (streetTypes.has(word.toLowerCase())) return word
    const moved = [...word.toLowerCase()].map(
      (letter) => move(letter, VOWELS, copy) ?? move(letter, CONSONANTS, copy) ?? letter,
    )
    const lower = moved.join('')
    return /^\p{Lu}/u.test(word) ? lower.charAt(0).toUpperCase() + lower.slice(1) : lower
  })
}

function move(letter: string, alphabet: string, copy: number): string | undefined {
  const at = alphabet.indexOf(letter)
  return at < 0 ? undefined : alphabet[(at + copy) % alphabet.length]
}

/** Another area of postcodes: LA becomes XB and so on. */
function alterPostcode(postcode: string, copy: number): string {
  return postcode.replace(/^[A-Z]+/, `X${String.fromCharCode(65 + copy)}`)
}

function copyOfId(id: string, copy: number): string {
  return `${copy.toString(16).padStart(8, '0')}${id.slice(8)}`
}
