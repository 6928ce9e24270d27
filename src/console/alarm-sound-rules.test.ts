import t from 'tap'
import type { Alarm } from './alarm-rules.ts'
import { type Heard, hear, isFlood, nothingHeard, rowsOf, unshelved } from './alarm-sound-rules.ts'

const alarm = (key: string, more: Partial<Alarm> = {}): Alarm => ({
  key,
  kind: 'waiting',
  words: key,
  incidentId: 'i1',
  sound: 'three',
  ...more,
})
const help = alarm('help', { kind: 'emergency', sound: 'emergency' })
const many = (count: number) => Array.from({ length: count }, (_, index) => alarm(`w${index}`))
/** What sounds at each of these seconds, with the same alarms there. */
function play(open: readonly Alarm[], seconds: readonly number[], from: Heard = nothingHeard, news = false) {
  let heard = from
  const tones = seconds.map((second) => {
    const next = hear(heard, open, second * 1_000, news)
    heard = next.heard
    return next.tone
  })
  return { tones, heard }
}

t.test('an alarm sounds once; an emergency every five seconds until it is acknowledged', async (t) => {
  t.same(play([alarm('one')], [0, 1, 70]).tones, ['three', undefined, undefined])
  t.same(play([help], [0, 1, 4, 5, 9, 10]).tones, [
    'emergency',
    undefined,
    undefined,
    'emergency',
    undefined,
    'emergency',
  ])
  t.same(play([alarm('quiet', { sound: 'none' })], [0, 1]).tones, [undefined, undefined])
  t.same(play([], [0, 1]).tones, [undefined, undefined])
})

t.test('what comes with an emergency sounds right after it, and is not lost', async (t) => {
  t.same(play([help, alarm('one')], [0, 1, 2]).tones, ['emergency', 'three', undefined])
})

t.test('news sound once without an alarm', async (t) => {
  t.equal(hear(nothingHeard, [], 0, true).tone, 'three')
})

t.test('more than ten in ten minutes are a flood: one sound in thirty seconds, and it ends', async (t) => {
  const { tones, heard } = play(many(10), [0, 1])
  t.same(tones, ['three', undefined])
  t.notOk(isFlood(heard, 1_000))
  const eleven = play(many(11), [2, 10, 29, 30, 31], heard)
  t.same(eleven.tones, [undefined, undefined, undefined, 'three', undefined])
  t.ok(isFlood(eleven.heard, 31_000))
  t.notOk(isFlood(eleven.heard, 602_000))
  t.equal(hear(eleven.heard, [help], 32_000, false).tone, 'emergency', 'an emergency waits for no flood')
  t.same([...hear(eleven.heard, many(1), 700_000, false).heard.first.keys()], ['w0'], 'what is over is forgotten')
})

t.test('in a flood the strip has one row for each kind; emergencies stand by themselves', async (t) => {
  const alarms = [
    help,
    alarm('help2', { kind: 'emergency', sound: 'emergency' }),
    ...many(7),
    alarm('u', { kind: 'unseen' }),
  ]
  t.equal(rowsOf(alarms, false).length, 10)
  t.match(rowsOf(alarms, true), [
    { key: 'help' },
    { key: 'help2' },
    { key: 'many/waiting', words: '7 incidents of the most urgent grade with no unit', incidentId: null },
    { key: 'u', incidentId: 'i1' },
  ])
  t.equal(rowsOf(alarms, true)[2]?.all.length, 7)
})

t.test('what is shelved is left out, and an emergency never is', async (t) => {
  t.same(unshelved([help, alarm('one')], [{ kind: 'waiting' }, { kind: 'emergency' }]), [help])
})
