import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import type { ControlRoom, DeskClient } from '../support/control-room.ts'
import { openControlRoom } from '../support/control-room.ts'
import { testDatabase } from '../support/index.ts'
import { open, type Recommendation, recommended, sendFirst, spots } from '../support/way-of-a-call.ts'

/** Longer than the room needs to look twice. */
const TWO_LOOKS_MS = 2_600

t.test('a recommendation that waits', async (t) => {
  const database = await testDatabase(t, { template: 'demo' })
  const room = await openControlRoom(t, { databaseOf: database })
  const twin = await openControlRoom(t, { databaseOf: database })
  const [handler, north, avl] = await Promise.all([
    room.signIn('handler1'),
    room.signIn('dispatch.north'),
    room.account('avl'),
  ])
  await Promise.all([handler.follow(), north.follow()])
  const drive = driver(avl)
  const [here, there] = await Promise.all([room.signIn('dispatch.force'), twin.signIn('dispatch.force')])
  // fresh positions: an old one widens the time, and its renewal would be news
  await drive(...(await positionsOf(here)))
  // the twin reads them from the store
  const isFresh = ({ fixedAt }: Placed) => Date.now() - Date.parse(fixedAt) < 30_000
  while (![...(await positionsOf(there)).values()].every(isFresh)) await wait(100)

  t.test('is made anew when another unit has come surely nearer, once for all nodes, and says why', async (t) => {
    const incident = await open(handler, { grade: '1' })
    const first = await recommended(north, incident.id)
    const second = canGo(first)[1]
    if (!second) throw new Error('one unit only')
    await drive([second.callsign, spots.carlisle], [canGo(first)[0]?.callsign, spots.kendal])
    const news = await versionOf(north, incident.id, 2)
    t.equal(canGo(news)[0]?.callsign, second.callsign)
    t.match(news.because, /nearer than|can no longer/)
    await wait(TWO_LOOKS_MS)
    t.equal(north.story(incident.id).filter((type) => type === 'recommendation-made').length, 2, 'two nodes looked')

    const stale = await north.ask<{ type: string; current: Recommendation }>(
      'POST',
      `/incidents/${incident.id}/deployments`,
      { recommendationId: first.id, unitId: first.candidates[0]?.unitId },
    )
    t.equal(stale.status, 409)
    t.match(stale.body, { type: '/problems/recommendation/stale', current: { id: news.id, version: 2 } })
  })

  t.test('is not made anew for metres', async (t) => {
    const south = await signedIn(room, 'dispatch.south')
    const incident = await open(handler, { grade: '2', happeningNow: false, location: spots.kendal })
    const first = await recommended(south, incident.id)
    for (let step = 1; step <= 3; step += 1) {
      for (const { callsign } of canGo(first).slice(0, 3)) {
        const now = (await positionsOf(here)).get(callsign)
        if (now) await drive([callsign, { lat: now.lat + 0.00003, lon: now.lon }])
      }
      await wait(900)
    }
    t.same(
      south.frames.flatMap(({ type, incidentId, data }) =>
        type === 'recommendation-made' && incidentId === incident.id
          ? [(data as { recommendation: Recommendation }).recommendation.because]
          : [],
      ),
      ['graded'],
    )
  })

  t.test('is made anew when its first choice is sent elsewhere; who has been sent is left alone', async (t) => {
    const west = await signedIn(room, 'dispatch.west')
    const [one, other] = [
      await open(handler, { grade: '1', location: spots.workington }),
      await open(handler, { grade: '1', location: spots.workington }),
    ]
    const [ours, theirs] = [await recommended(west, one.id), await recommended(west, other.id)]
    t.equal(canGo(ours)[0]?.unitId, canGo(theirs)[0]?.unitId, 'both would send the same unit')
    const { callsign } = await sendFirst(west, one.id)
    const news = await versionOf(west, other.id, 2)
    t.equal(news.because, `${callsign} can no longer go`)
    t.not(canGo(news)[0]?.callsign, callsign)
    await wait(TWO_LOOKS_MS)
    t.equal(west.story(one.id).filter((type) => type === 'recommendation-made').length, 1, 'its need is met')
  })

  t.ok(twin.url)
})

const canGo = ({ candidates }: Recommendation) => candidates.filter(({ rank }) => rank !== null)

async function versionOf(dispatcher: DeskClient, incidentId: string, version: number): Promise<Recommendation> {
  const { data } = await dispatcher.until(
    (frame) =>
      frame.type === 'recommendation-made' &&
      frame.incidentId === incidentId &&
      (frame.data as { recommendation: Recommendation }).recommendation.version === version,
  )
  return (data as { recommendation: Recommendation }).recommendation
}

type Place = { lat: number; lon: number }
type Placed = Place & { fixedAt: string }

/** Reports where vehicles are now, all in one message, as an AVL system does. */
function driver(avl: DeskClient) {
  return async (...moves: Array<[callsign: string | undefined, place: Place]>) => {
    const fixedAt = new Date().toISOString()
    const positions = moves.map(([callsign, { lat, lon }]) => ({ callsign, lat, lon, fixedAt }))
    const { taken } = await avl.must<{ taken: number }>(200, 'POST', '/positions', { positions })
    if (taken !== moves.length) throw new Error('a position was not taken')
  }
}

async function signedIn(room: ControlRoom, username: string): Promise<DeskClient> {
  return (await room.signIn(username)).follow()
}

async function positionsOf(desk: DeskClient): Promise<Map<string, Placed>> {
  const units = await desk.must<Array<{ callsign: string; position: Placed | null }>>(200, 'GET', '/units')
  return new Map(units.flatMap(({ callsign, position }) => (position ? [[callsign, position]] : [])))
}
