import t, { type Test } from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { testDatabase } from '../support/index.ts'
import { timeOf } from '../support/passing-time.ts'
import { type Deployment, open, sendFirst, spots } from '../support/way-of-a-call.ts'

const database = await testDatabase(t, { template: 'demo' })
const room = await openControlRoom(t, { databaseOf: database })
const time = await timeOf(t, database)
const [handler, north, south, supervisor, terminals] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('dispatch.north'),
  room.signIn('dispatch.south'),
  room.signIn('supervisor1'),
  room.account('terminals'),
])
await Promise.all([north.follow(), south.follow()])

/** Refused, by this problem. */
async function refused(
  t: Test,
  desk: typeof north,
  status: number,
  code: string,
  ...request: Parameters<typeof north.ask>
) {
  const answer = await desk.ask<{ type: string }>(...request)
  t.same([answer.status, answer.body.type], [status, `/problems/${code}`], request.slice(0, 2).join(' '))
}
type Shelving = { id: string; kind: string; shelvedBy: string; until: string; shelvedAt: string }

t.test(
  'a crew asks for more units: told to the desk of the area at once, and raised until they were sent',
  async (t) => {
    const incident = await open(handler, { type: 'domestic', grade: '1' })
    const { id, callsign } = await sendFirst(north, incident.id)
    const crew = await room.signIn(callsign.toLowerCase())
    const asked = await crew.must<Deployment & { moreUnits: object }>(200, 'POST', `/deployments/${id}/more-units`, {
      units: 1,
      text: 'Three of them',
    })
    t.match(asked.moreUnits, { units: 1, askedAt: /^20/ })
    t.match((await north.event('more-units-wanted', incident.id)).data, { units: 1, deployment: { callsign } })
    t.notOk(south.story(incident.id).includes('more-units-wanted'), 'another area is not disturbed')
    const { entries } = await north.must<{ entries: { text: string }[] }>(200, 'GET', `/incidents/${incident.id}`)
    t.ok(entries.some(({ text }) => text === `${callsign} asks for 1 more unit. Three of them`))

    await time.passUntil(1, incident.id)
    const standing = async () => {
      const { lines } = await north.must<{ lines: { first: { incidentId: string }; kinds: string[] }[] }>(
        200,
        'GET',
        '/exceptions',
      )
      return lines.filter(({ first }) => first.incidentId === incident.id).flatMap(({ kinds }) => kinds)
    }
    t.ok((await standing()).includes('more-units-wanted'))
    const { id: recommendationId, candidates } = await north.must<{
      id: string
      candidates: { unitId: string; rank: number | null; callsign: string }[]
    }>(201, 'POST', `/incidents/${incident.id}/recommendations`)
    const next = candidates.find((one) => one.rank !== null && one.callsign !== callsign)
    await north.must(201, 'POST', `/incidents/${incident.id}/deployments`, {
      recommendationId,
      unitId: next?.unitId,
      additional: true,
      reasonCode: 'skill',
    })
    await time.passUntil(2, incident.id)
    t.notOk((await standing()).includes('more-units-wanted'), 'over as soon as so many were sent')

    const other = await room.signIn(String(next?.callsign).toLowerCase())
    await refused(t, other, 403, 'unit/not-yours', 'POST', `/deployments/${id}/more-units`, { units: 1 })
    await refused(t, handler, 403, 'right/missing', 'POST', `/deployments/${id}/more-units`, { units: 1 })
    await refused(t, crew, 400, 'request/invalid', 'POST', `/deployments/${id}/more-units`, { units: 0 })
    await terminals.must(200, 'POST', `/deployments/${id}/steps`, { step: 'stand-down' })
    await refused(t, crew, 409, 'deployment/ended', 'POST', `/deployments/${id}/more-units`, { units: 1 })
  },
)

t.test('no step ends an emergency; a hand does, with the state that the deployment has', async (t) => {
  const incident = await open(handler, { grade: '2', location: spots.kendal })
  const { id, unitId, callsign } = await sendFirst(south, incident.id)
  const crew = await room.signIn(callsign.toLowerCase())
  await crew.must(200, 'PUT', `/units/${unitId}/state`, { state: '0' })
  await crew.must(200, 'POST', `/deployments/${id}/steps`, { step: 'at-scene' })
  const stateOf = async () =>
    (await south.must<{ id: string; state: string }[]>(200, 'GET', '/units')).find((unit) => unit.id === unitId)?.state
  t.equal(await stateOf(), '0', 'the queue of a telephone may say where it was, and not that help is not needed')
  await refused(t, crew, 409, 'unit/state', 'PUT', `/units/${unitId}/state`, { state: '2' })
  await crew.must(200, 'PUT', `/units/${unitId}/state`, { state: '6' })
  t.equal(await stateOf(), '6')
  await crew.must(200, 'PUT', `/units/${unitId}/state`, { state: '0' })
  await crew.must(200, 'POST', `/deployments/${id}/steps`, { step: 'clear' })
  t.equal(await stateOf(), '0')
  await crew.must(200, 'PUT', `/units/${unitId}/state`, { state: '2' })
})

t.test(
  'a supervisor shelves a kind of alarm, half an hour at most, and every desk is told; an emergency never',
  async (t) => {
    const wish = { kind: 'waiting', minutes: 30, reason: 'Flood at Cockermouth, grade 1 worked from the board' }
    await refused(t, north, 403, 'right/missing', 'POST', '/alarm-shelvings', wish)
    await refused(t, supervisor, 409, 'alarm/emergency', 'POST', '/alarm-shelvings', { ...wish, kind: 'emergency' })
    for (const wrong of [{ minutes: 31 }, { reason: ' ' }, { kind: 'all' }])
      await refused(t, supervisor, 400, 'request/invalid', 'POST', '/alarm-shelvings', { ...wish, ...wrong })
    const shelving = await supervisor.must<Shelving>(201, 'POST', '/alarm-shelvings', wish)
    t.equal(Date.parse(shelving.until) - Date.parse(shelving.shelvedAt), 1_800_000)
    for (const desk of [north, south])
      t.match((await desk.event('alarm-shelved')).data, { shelving: { kind: 'waiting', reason: wish.reason } })
    t.match(await handler.must(200, 'GET', '/alarm-shelvings'), [{ id: shelving.id, endedAt: null }])
    await refused(t, supervisor, 409, 'alarm/shelved', 'POST', '/alarm-shelvings', wish)
    await supervisor.must(200, 'POST', `/alarm-shelvings/${shelving.id}/end`)
    t.match((await south.event('alarm-unshelved')).data, { shelving: { endedAt: /^20/ } })
    t.same(await handler.must(200, 'GET', '/alarm-shelvings'), [])
    await refused(t, supervisor, 409, 'alarm/shelving-over', 'POST', `/alarm-shelvings/${shelving.id}/end`)
    const nowhere = '/alarm-shelvings/00000000-0000-4000-8000-000000000000/end'
    await refused(t, supervisor, 404, 'alarm/shelving-unknown', 'POST', nowhere)
  },
)
