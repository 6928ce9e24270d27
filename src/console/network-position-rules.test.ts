import t from 'tap'
import { matchWords } from './network-position-rules.ts'

t.test(
  'the network’s address beside the premises: the same, another and how far, or nothing that anybody knows',
  async (t) => {
    t.equal(matchWords({ answer: 'same', metres: null }), 'The network’s address is the same.')
    t.equal(
      matchWords({ answer: 'another', metres: 1_234 }),
      'The network’s address is another one, 1.2 km away: ask again where.',
    )
    t.equal(matchWords({ answer: 'another', metres: null }), 'The network’s address is another one: ask again where.')
    t.equal(matchWords({ answer: 'unsure', metres: null }), 'Whether the network’s address is the same is not known.')
    t.equal(matchWords({ answer: 'withheld', metres: null }), '')
  },
)
