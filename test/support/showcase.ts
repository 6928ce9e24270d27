import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A person or address of the demo force that is always there, as a caller would say it. */
export type Showcase = { number: string; dialled: string; street: string; address: string }

type File = {
  showcases: Record<string, { number: string; premises: { number: string; street: string; locality: string } }>
}

/** One of the documented showcases of `data/force/demo-force.json`. */
export function findShowcase(
  name: 'highRiskRepeat' | 'silentCall' | 'vulnerableOlder' | 'ordinaryCaller' | 'neighbour',
): Showcase {
  const file = JSON.parse(readFileSync(join(import.meta.dirname, '../../data/force/demo-force.json'), 'utf8')) as File
  const found = file.showcases[name]
  if (!found) throw new Error(`the demo force has no ${name}`)
  const { number, premises } = found
  return {
    number,
    dialled: number.replace('+44', '0').replace(/^(\d{5})/, '$1 '),
    street: premises.street,
    address: `${premises.number} ${premises.street.replace('Road', 'Rd').replace('Street', 'St')}, ${premises.locality}`,
  }
}
