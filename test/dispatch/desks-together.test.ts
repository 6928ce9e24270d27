import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { type Deployment, open, recommended, sendFirst, spots, step } from '../support/way-of-a-call.ts'

const room = await openControlRoom(t)
const [handler, north, supervisor] = await Promise.all([
  room.signIn('handler2'),
  room.signIn('dispatch.north'),
  room.signIn('supervisor1'),
])
const west = await room.signIn('dispatch.west')
await Promise.all([north.follow(), supervisor.follow(), west.follow()])
type Problem = { type: string; detail?: string }

t.test('two who send at once: the second is told who was quicker', async (t) => {
  const incident = await open(handler, { location: spots.carlisle, grade: '2' })
  const recommendation = await recommended(north, incident.id)
  await sendFirst(north, incident.id)
  const second = recommendation.candidates[1]
  const refused = await supervisor.ask<Problem>('POST', `/incidents/${incident.id}/deployments`, {
    recommendationId: recommendation.id,
    unitId: second?.unitId,
  })
  t.equal(refused.status, 409)
  t.match(refused.body.type, /recommendation\/(met|stale)$/)
  if (refused.body.type.endsWith('/met')) t.match(refused.body.detail, /Benn-Wilkinson assigned N\w+ at \d\d:\d\d/)
})

t.test('a unit that was sent is taken back before its crew has acknowledged it, by whoever sent it', async (t) => {
  const terminals = await room.account('terminals')
  const undo = { step: 'stand-down', undo: true }
  const incident = await open(handler, { location: spots.carlisle, grade: '1', type: 'robbery' })
  const sent = await sendFirst(north, incident.id)
  const path = `/deployments/${sent.id}/steps`
  t.match((await supervisor.ask<Problem>('POST', path, undo)).body, { type: '/problems/undo/not-yours' })
  t.match((await north.ask<Problem>('POST', path, { step: 'clear', undo: true })).status, 400)
  const back = await north.must<Deployment>(200, 'POST', path, undo)
  t.equal(back.releaseReason, 'stood-down')
  const log = await north.must<{ entries: { kind: string; text: string }[] }>(200, 'GET', `/incidents/${incident.id}`)
  t.match(
    log.entries.filter(({ kind }) => kind === 'correction').map(({ text }) => text),
    [/assigned by mistake, taken back$/],
    'by a further entry',
  )
  const other = await open(handler, { location: spots.carlisle, grade: '1', type: 'robbery' })
  const going = await sendFirst(north, other.id)
  await step(terminals, going.id, 'acknowledge')
  const late = await north.ask<Problem>('POST', `/deployments/${going.id}/steps`, undo)
  t.match(late.body, { type: '/problems/undo/acted-on', detail: /has acknowledged it: stand it down/ })
})

t.test('a state goes back as long as it stands; a line of the log is struck through, never taken off', async (t) => {
  type Unit = { id: string; state: string; stateAt: string; commitment: unknown }
  const units = await north.must<Unit[]>(200, 'GET', '/units')
  const free = units.find(({ commitment, state }) => commitment === null && state === '2')
  const set = await north.must<Unit>(200, 'PUT', `/units/${free?.id}/state`, { state: '4' })
  await north.must(200, 'PUT', `/units/${free?.id}/state`, { state: '2', undoes: set.stateAt })
  const again = await north.ask<Problem>('PUT', `/units/${free?.id}/state`, { state: '4', undoes: set.stateAt })
  t.match(again.body, { type: '/problems/undo/acted-on', detail: /in another state since/ })

  const incident = await open(handler, { location: spots.carlisle })
  const line = await north.must<{ id: string }>(201, 'POST', `/incidents/${incident.id}/log`, { text: 'Wrong log' })
  const strike = `/incidents/${incident.id}/log/${line.id}/strike`
  t.match((await supervisor.ask<Problem>('POST', strike)).body, { type: '/problems/undo/not-yours' })
  const correction = await north.must<{ id: string }>(201, 'POST', strike)
  t.match((await north.ask<Problem>('POST', strike.replace(line.id, incident.id))).body, {
    type: '/problems/log/unknown',
  })
  t.match((await north.ask<Problem>('POST', strike.replace(line.id, correction.id))).status, 404, 'nor is a correction')
  const { entries } = await north.must<{ entries: { id: string; text: string; detail: { corrects?: string } }[] }>(
    ...([200, 'GET', `/incidents/${incident.id}`] as const),
  )
  t.equal(entries.find(({ id }) => id === line.id)?.text, 'Wrong log')
  t.equal(entries.find(({ id }) => id === correction.id)?.detail.corrects, line.id)
})

t.test('who has an incident open is told to those who may see it, and gone with the socket', async (t) => {
  const incident = await open(handler, { location: spots.carlisle, grade: '3' })
  type Presence = { frame: string; incidents?: { incidentId: string; by: { name: string }[] }[] }
  const isHere = (frame: unknown) =>
    (frame as Presence).incidents?.some(({ incidentId }) => incidentId === incident.id) === true
  const isGone = (frame: unknown) => (frame as Presence).frame === 'presence' && !isHere(frame)
  for (const desk of [north, west]) desk.socket?.send(JSON.stringify({ frame: 'look', incidentId: incident.id }))
  await supervisor.until(isHere)
  const frames = supervisor.frames as unknown as Presence[]
  const seen = frames.findLast(isHere)?.incidents?.find(({ incidentId }) => incidentId === incident.id)
  t.match(seen?.by, [{ name: /Benn-Wilkinson/ }], 'the desk of another area has no business there')
  const from = frames.length
  north.close()
  await supervisor.until((frame) => frames.indexOf(frame) >= from && isGone(frame))
  t.notOk((west.frames as unknown as Presence[]).some(isHere), 'and is told nothing of it')
})
