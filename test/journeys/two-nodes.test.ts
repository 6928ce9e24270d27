import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { testRedis } from '../support/index.ts'
import { open, recommended, send, spots, step } from '../support/way-of-a-call.ts'

/**
 * Two nodes of one force, a console on each, one incident worked across both, Redis killed in the middle and
 * brought back: nothing lost, nothing wrong, only slower.
 */
t.test('one incident worked across two nodes, with Redis, without it, and with it again', async (t) => {
  const redis = await testRedis(t, { own: true })
  if (redis === undefined) return
  const one = await openControlRoom(t, { redisUrl: redis.url })
  const two = await openControlRoom(t, { redisUrl: redis.url, databaseOf: one })
  const [handler, avl] = await Promise.all([one.signIn('handler1'), one.account('avl')])
  const north = await two.signIn('dispatch.north')
  const terminals = await two.account('terminals')
  const watcher = await one.signIn('supervisor1')
  await Promise.all([north.follow(), watcher.follow()])

  // with Redis: graded on one, recommended on the other's console; a position reported to one is seen on two
  const incident = await open(handler, { grade: '1', happeningNow: true })
  const ranking = await recommended(north, incident.id)
  const unit = ranking.candidates[0]
  if (!unit) throw new Error('nobody was recommended')
  await avl.must(200, 'POST', '/positions', {
    positions: [{ callsign: unit.callsign, ...pick(spots.carlisle), fixedAt: new Date().toISOString() }],
  })
  const sees = (desk: typeof north, lat: number) =>
    desk.until(
      (frame) =>
        frame.frame === 'pos' &&
        (frame['units'] as Array<{ unitId: string; lat: number }>).some(
          (seen) => seen.unitId === unit.unitId && Math.abs(seen.lat - lat) < 1e-6,
        ),
    )
  await sees(north, spots.carlisle.lat)

  await redis.kill()
  const deployment = await send(north, incident.id, ranking)
  t.equal(deployment.unitId, unit.unitId)
  await watcher.event('deployment-made', incident.id)
  await step(terminals, deployment.id, 'acknowledge', 'mobile')
  await avl.must(200, 'POST', '/positions', {
    positions: [{ callsign: unit.callsign, ...pick(spots.kendal), fixedAt: new Date().toISOString() }],
  })
  await sees(north, spots.kendal.lat)

  await redis.revive()
  await wait(300)
  await step(terminals, deployment.id, 'at-scene', 'clear')
  await Promise.all([north, watcher].map((desk) => desk.event('deployment-ended', incident.id)))
  const order = ['incident-opened', 'incident-graded', 'recommendation-made', 'deployment-made', 'deployment-ended']
  for (const desk of [north, watcher]) {
    t.same(
      // made anew when the unit came nearer
      [...new Set(desk.story(incident.id).filter((type) => order.includes(type)))],
      order,
    )
    const seqs = desk.frames.flatMap(({ frame, seq }) => (frame === 'ev' && seq !== undefined ? [seq] : []))
    t.same(
      seqs,
      [...seqs].sort((a, b) => a - b),
      'in order, each once',
    )
    t.equal(new Set(seqs).size, seqs.length)
  }
})

function pick({ lat, lon }: { lat: number; lon: number }): { lat: number; lon: number } {
  return { lat, lon }
}
