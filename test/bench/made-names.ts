import { seeded } from '../support/bad-input.ts'

const common = {
  family:
    'Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Clark Hughes Edwards Turner Hill Moore Cooper Ward Morris King Watson Baker Harrison Morgan Patel Young Allen Mitchell James Anderson Phillips Lee Bell Parker Davis Bennett Miller Cook Shaw Richardson Carter Collins Graham Nicholson Dixon Armstrong Tyson Fisher Irving Little Murray Hodgson Atkinson Bowman Steele Relph Nixon Routledge Carruthers',
  given:
    'John David Margaret Susan Paul Michael Andrew Mary Stephen Mark Christine Patricia James Robert Peter Elizabeth Linda Jacqueline Karen Sarah Christopher Julie Helen Thomas Daniel Emma Matthew Anthony Laura Rebecca Jack Jessica Joshua Sophie Chloe Emily Ryan Lauren William Samuel Charlotte Hannah Adam Amy Liam Megan Lewis Jordan Connor Kyle Jean Joan Dorothy Alan Brian Kenneth Keith Kevin Ian Simon Neil Graham Gary Stuart Jane Anne Ann Alison Janet Sandra Carol Barbara Ruth Alice',
}
const parts =
  'al ber cal dan el far gil har ing jo ken lan mar nor os per quin ros sten tor un val wil yar brook ford field ham ley more ness ridge shaw ton wick worth by dale gate hurst'.split(
    ' ',
  )

/** So many different names, the common ones first; the same each time. They are nobody's in particular. */
export function makeNames(kind: keyof typeof common, count: number): string[] {
  const random = seeded(kind === 'family' ? 7 : 11)
  const names = new Set(common[kind].split(' '))
  while (names.size < count) {
    const word = Array.from(
      { length: 2 + Math.floor(random() * 2) },
      () => parts[Math.floor(random() * parts.length)] ?? '',
    ).join('')
    names.add(word.charAt(0).toUpperCase() + word.slice(1))
  }
  return [...names]
}

/** The name with one letter left out, or two changed about: as it is typed in haste. */
export function slip(name: string, random: () => number): string {
  if (name.length < 4) return name
  const at = 1 + Math.floor(random() * (name.length - 2))
  return random() < 0.5
    ? name.slice(0, at) + name.slice(at + 1)
    : name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2)
}
