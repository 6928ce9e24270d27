import { join } from 'node:path'
import t from 'tap'
import { openRouter, type RoadChange, type TravelTime } from '../../src/routing/index.ts'

const dataFolder = join(import.meta.dirname, '../../data')
const ambleside = { lat: 54.4322, lon: -2.9624 }
const patterdale = { lat: 54.5338, lon: -2.9345 }
const onKirkstone = { lat: 54.4745, lon: -2.9265 }
const langwathby = { lat: 54.6935, lon: -2.6668 }
const alston = { lat: 54.8118, lon: -2.4395 }
const closed = (pass: string): RoadChange => ({ id: pass, name: pass, kind: 'closed', factor: 0, where: { pass } })

t.test('a closed road lets the police through to what is on it', async (t) => {
  const prepared = Promise.withResolvers<unknown>()
  const router = await openRouter({ dataFolder, onPrepared: prepared.resolve })
  t.teardown(() => router.close())
  const ask = (to: { lat: number; lon: number }, ...unitIds: string[]): Promise<TravelTime[]> =>
    router.timesOfUnits(
      to,
      unitIds.map((unitId) => ({ unitId, profile: 'blue-light' })),
    )
  router.moveUnit('ambleside', ambleside)
  router.moveUnit('pass', onKirkstone)
  router.moveUnit('langwathby', langwathby)
  await prepared.promise
  const usual = await ask(onKirkstone, 'ambleside')
  const leaving = await ask(patterdale, 'pass')
  await router.setRoadChanges([closed('Kirkstone Pass'), closed('Hartside')])

  t.test('to a crash on it, by the usual way, and says which closure', async (t) => {
    const [to] = await ask(onKirkstone, 'ambleside')
    t.ok(usual[0]?.known && to?.known)
    t.equal(Math.round(to?.known ? to.seconds : 0), Math.round(usual[0]?.known ? usual[0].seconds : 1))
    t.same(to?.delayedBy, ['Kirkstone Pass'])
  })

  t.test('and a unit that stands on it may leave it', async (t) => {
    const [from] = await ask(patterdale, 'pass')
    t.equal(Math.round(from?.known ? from.seconds : 0), Math.round(leaving[0]?.known ? leaving[0].seconds : 1))
    t.same(from?.delayedBy, ['Kirkstone Pass'])
  })

  t.test('but not to what lies beyond: round it, or no way at all', async (t) => {
    const [round, none] = [...(await ask(patterdale, 'ambleside')), ...(await ask(alston, 'langwathby'))]
    t.ok(round?.known && round.seconds > 1_800, JSON.stringify(round))
    t.match(none, { known: false, because: 'unreachable', delayedBy: ['Hartside'] })
  })

  t.test('and when it is open again nothing is left of it', async (t) => {
    await router.setRoadChanges([])
    t.equal((await ask(onKirkstone, 'ambleside'))[0]?.delayedBy, undefined)
  })
})
