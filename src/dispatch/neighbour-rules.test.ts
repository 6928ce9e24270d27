import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { definitionBodies, definitionFile } from '../definitions/definition.ts'
import type { Candidate } from './dispatch.ts'
import { canAnyBeInTime, type NeighbouringForce, neighbourFor } from './neighbour-rules.ts'

const file = join(import.meta.dirname, '..', '..', 'data/force/definitions/neighbouring-forces.json')
const forces = definitionBodies['neighbouring-forces'].parse(
  definitionFile.parse(JSON.parse(readFileSync(file, 'utf8'))).body,
)
const namesAt = (lat: number, lon: number) => neighbourFor({ lat, lon }, forces).map(({ name }) => name)

t.test('the places where Cumbria meets its neighbours', async (t) => {
  t.match(neighbourFor({ lat: 54.985, lon: -3.045 }, forces), [
    {
      code: 'police-scotland',
      place: 'Gretna',
      words: 'Ask Police Scotland (duty officer, control room Govan) for a unit: Gretna is 2 km away',
    },
  ])
  t.same(namesAt(54.2018, -2.5967), ['Lancashire Constabulary'], 'Kirkby Lonsdale')
  t.same(namesAt(54.3227, -2.5287), ['North Yorkshire Police'], 'Sedbergh')
  t.same(namesAt(54.7892, -2.3428), ['Durham Constabulary', 'Northumbria Police'], 'Nenthead, where three meet')
  t.same(namesAt(54.601, -3.135), [], 'Keswick is far from any')
})

t.test('each force once, by its nearest place, within the radius of that place', async (t) => {
  const force = (code: string, ...places: NeighbouringForce['places']): NeighbouringForce => ({
    code,
    name: code,
    contact: { role: 'duty officer', room: 'control room' },
    places,
  })
  const place = (name: string, lat: number, withinKm: number) => ({ name, lat, lon: -3, withinKm })
  const here = { lat: 54, lon: -3 }
  const found = neighbourFor(here, [
    force('far', place('Far', 54.09, 20)),
    force('two', place('Second', 54.03, 20), place('First', 53.98, 20)),
    force('small', place('Small', 54.01, 1)),
    force('here', place('Here', 54.001, 1)),
  ])
  t.same(
    found.map(({ code, place, km }) => [code, place, Math.round(km)]),
    [
      ['here', 'Here', 0],
      ['two', 'First', 2],
      ['far', 'Far', 10],
    ],
  )
  t.match(found[0]?.words, /it is at Here$/)
  t.same(neighbourFor(here, []), [])
})

t.test('they are asked when no own unit that may go is known to be in time', async (t) => {
  const candidate = (rank: number | null, seconds: number | null) =>
    ({
      rank,
      travel: seconds === null ? { known: false, because: 'unreachable' } : { known: true, seconds, metres: 1 },
    }) as Candidate
  t.ok(canAnyBeInTime([candidate(1, 900), candidate(2, 600)], 600))
  t.notOk(canAnyBeInTime([candidate(1, 601)], 600))
  t.notOk(canAnyBeInTime([candidate(null, 10)], 600), 'it may not go')
  t.notOk(canAnyBeInTime([candidate(1, null)], 600), 'nobody knows when')
  t.notOk(canAnyBeInTime([], 600))
})
