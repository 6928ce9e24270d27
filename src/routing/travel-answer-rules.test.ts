import t from 'tap'
import { handMadeSpeeds } from '../../test/support/hand-made-roads.ts'
import type { Snapped } from './snap-rules.ts'
import { answerFrom, type Drive } from './travel-answer-rules.ts'

/** 10 m off the road take a second. */
const { offRoad } = handMadeSpeeds()

function place(offRoadMetres: number): Snapped {
  return { road: 0, along: 0, offRoadMetres, side: 'on', bearing: 0, lat: 54, lon: -3 }
}

function answer(units: number[], incidents: number[], drives: Drive[][]) {
  return answerFrom(
    offRoad,
    units.map(place),
    incidents.map(place),
    (unit, incident) => drives[unit]?.[incident] as Drive,
  )
}

t.test('one place each: the drive, and the way from the road on both sides', async (t) => {
  const time = answer([10], [20], [[{ ms: 60_000, metres: 600 }]])
  t.ok(time.known && Math.abs(time.seconds - 63) < 1e-9)
  t.ok(time.known && time.metres === 630)
  t.notOk('atBestSeconds' in time)
  t.notOk('delayedBy' in time)
})

t.test('on no road: no time', async (t) => {
  t.same(answer([], [0], []), { known: false, because: 'off-network' })
  t.same(answer([0], [], [[]]), { known: false, because: 'off-network' })
})

t.test('on either carriageway: the slower, and the faster beside it', async (t) => {
  const [fast, slow]: Drive[] = [
    { ms: 60_000, metres: 600 },
    { ms: 300_000, metres: 5_000, delayedBy: ['crash'] },
  ]
  const expected = { known: true, seconds: 300, metres: 5_000, atBestSeconds: 60, delayedBy: ['crash'] }
  t.same(answer([0, 0], [0], [[fast as Drive], [slow as Drive]]), expected)
  t.same(answer([0], [0, 0], [[slow as Drive, fast as Drive]]), expected)
  t.same(answer([0, 0], [0], [[fast as Drive], [fast as Drive]]), { known: true, seconds: 60, metres: 600 })
})

t.test('where one of them is known, that; where none is, why', async (t) => {
  const none: Drive = { none: 'unreachable', delayedBy: ['snow'] }
  t.same(answer([0], [0, 0], [[none, { ms: 1_000, metres: 10 }]]), { known: true, seconds: 1, metres: 10 })
  t.same(answer([0], [0, 0], [[{ ms: 1_000, metres: 10 }, none]]), { known: true, seconds: 1, metres: 10 })
  t.same(answer([0], [0], [[none]]), { known: false, because: 'unreachable', delayedBy: ['snow'] })
  t.same(answer([0], [0, 0], [[none, { none: 'too-far' }]]), { known: false, because: 'too-far' })
})
