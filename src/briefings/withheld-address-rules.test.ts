import t from 'tap'
import { allAnswered, compose, facts, finding, found } from '../../test/briefings/briefing-facts.ts'
import { withholdAddress } from './withheld-address-rules.ts'

const refuge = {
  id: 'r',
  name: 'Rose House',
  number: '968',
  street: 'Hartness Road',
  town: 'Penrith',
  postcode: 'CA11 8AB',
  lat: 54.66,
  lon: -2.75,
}

t.test('a briefing of an incident at a refuge never tells the address, in no part of it', async (t) => {
  const told = 'Rose House, 968 Hartness Rd, CA11 8AB'
  const known = {
    ...facts,
    incident: { ...facts.incident, summary: `She is at ${told}`, typeName: `Incident at ${told}` },
    ...found(finding({ danger: true, headline: `Dog at ${told}`, detail: `${'x '.repeat(105)}${told}`, source: told })),
    needs: { ...facts.needs, ...allAnswered, questions: { injured: `At ${told}` } },
  }
  t.match(JSON.stringify(compose(known)), /Hartness/, 'it was there')
  const { body, unknowns } = compose(withholdAddress(known, refuge))
  t.notMatch(JSON.stringify({ body, unknowns }), /Rose|Hart|968|CA11/)
  t.match(body.sections[0]?.lines[0], { text: 'At Protected address, Penrith' })
  t.match(
    body.parts?.find(({ code }) => code === 'danger'),
    { state: 'filled' },
  )
  t.same(unknowns, compose(known).unknowns, 'its checks are still its own')
})
