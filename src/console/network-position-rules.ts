import type { AddressMatchView } from '../contacts/contact.ts'
import { distance } from './time-words-rules.ts'

/** How the network's address stands to the chosen premises, in words; empty when nothing may be said. */
export function matchWords({ answer, metres }: AddressMatchView): string {
  switch (answer) {
    case 'same':
      return 'The network’s address is the same.'
    case 'another':
      return `The network’s address is another one${metres === null ? '' : `, ${distance(metres)} away`}: ask again where.`
    case 'unsure':
      return 'Whether the network’s address is the same is not known.'
    case 'withheld':
      return ''
  }
}
