import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { engineServer } from '../support/engine-servers.ts'
import { open } from '../support/way-of-a-call.ts'

type Timed = { travel: { known: boolean; seconds: number; answeredBy?: string; withoutEngine?: string } }
type Recommended = { recommendation: { candidates: Timed[]; warnings: string[] } }
type Place = { lat: number; lon: number }
type Question = { sources: Place[]; targets: Place[] }

t.test('a force with a Valhalla of its own: its times rank the units; without it the room goes on', async (t) => {
  // 3,000 s, and one more for each unit that was asked for before this one
  const server = await engineServer(t, (_request, response) => {
    const { sources } = lastQuestion()
    const durations = sources.map((_, index) => [3_000 + index])
    const distances = sources.map(() => [150])
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ units: 'kilometers', sources_to_targets: { durations, distances } }))
  })
  const lastQuestion = () => (server.asked.at(-1) as { body: Question }).body
  const room = await openControlRoom(t, { engineUrl: `valhalla+${server.url}` })
  const [handler, north] = await Promise.all([room.signIn('handler1'), room.signIn('dispatch.north')])
  await north.follow()
  const recommend = async (grade: string, more: Record<string, unknown> = {}) => {
    const incident = await open(handler, { grade, happeningNow: true, ...more })
    const { data } = await north.event('recommendation-made', incident.id)
    return (data as unknown as Recommended).recommendation
  }

  const {
    candidates: [first],
    warnings,
  } = await recommend('2')
  t.match(first?.travel, { known: true, answeredBy: 'valhalla' })
  const { sources, targets } = lastQuestion()
  t.ok(sources.length > 1 && sources.length <= 20, `${sources.length} units were asked for`)
  t.equal(targets.length, 1)
  t.notMatch(warnings.join(), /^Ask/, 'an hour is enough')

  // three quarters of an hour are not in time for an emergency: whoever is beyond the border is named
  const emergency = await recommend('1', { location: { lat: 54.7892, lon: -2.3428, text: 'Nenthead' } })
  t.match(emergency.warnings, [/^No unit can be there/, /^Ask Durham Constabulary \(/, /^Ask Northumbria Police \(/])

  server.close()
  for (let asked = 0; asked < 4; asked += 1) {
    const { candidates } = await recommend('2')
    t.ok(candidates[0]?.travel.known, 'somebody is recommended all the same')
    t.match(candidates[0]?.travel.answeredBy, 'embedded')
    t.match(candidates[0]?.travel.withoutEngine, /^(failed|resting)$/)
  }
  const said = room.logged.filter((line) => line.includes('outside routing engine'))
  t.equal(said.length, 1, 'said once')
  t.match(said[0], /"because":"failed"/)
  const places = [...sources, ...targets].flatMap(({ lat, lon }) => [String(lat), String(lon), lon.toFixed(6)])
  t.notOk(
    room.logged.some((line) => places.some((place) => line.includes(place))),
    'and no place of anybody is in the log',
  )
})
