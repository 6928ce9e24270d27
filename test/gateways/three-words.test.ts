import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openWordsLocator } from '../../src/gateways/index.ts'
import { WordsFault } from '../../src/places/index.ts'
import { temporaryFolder } from '../support/control-room.ts'
import { wordsSimulator } from '../support/words-simulator.ts'

const known = { 'aaa.bbb.ccc': { lat: 54.454236, lon: -3.211588 } }
const KEY = 'a-key-of-the-test'

/** What it rejects with. */
const faultOf = (asking: Promise<unknown>) =>
  asking.then(
    () => undefined,
    (error: unknown) => error,
  )

t.test('words are asked with our key in a header; unknown words are no fault', async (t) => {
  const service = await wordsSimulator(t, known, KEY)
  const locator = openWordsLocator({ url: `${service.url}/`, key: { value: KEY }, timeLimitMs: 20_000 })
  t.match(await locator.find('aaa.bbb.ccc'), {
    words: 'aaa.bbb.ccc',
    country: 'GB',
    point: known['aaa.bbb.ccc'],
    southWest: { lat: Number },
    nearestPlace: 'Boot, Cumbria',
  })
  t.equal(await locator.find('aaa.bbb.ddd'), undefined)
  t.equal(service.asked.length, 2)
  t.notMatch(JSON.stringify(service.asked), KEY, 'the key is in no address')
})

t.test('away, busy, slow, another shape: each is a fault that names neither words nor key', async (t) => {
  const service = await wordsSimulator(t, known, KEY)
  const locator = (timeLimitMs: number) => openWordsLocator({ url: service.url, key: { value: KEY }, timeLimitMs })
  for (const [behaviour, because] of [
    ['busy', 'unreachable'],
    ['malformed', 'wrong'],
    ['slow', 'unreachable'],
  ] as const) {
    service.behave(behaviour)
    const fault = await faultOf(locator(behaviour === 'slow' ? 50 : 20_000).find('aaa.bbb.ccc'))
    t.ok(fault instanceof WordsFault)
    t.match(fault, { because }, behaviour)
    t.notMatch(String(fault), /aaa|a-key/)
  }
  const elsewhere = openWordsLocator({ url: `${service.url}/more`, key: { value: KEY }, timeLimitMs: 20_000 })
  service.behave('well')
  t.match(await faultOf(elsewhere.find('aaa.bbb.ccc')), { because: 'wrong' }, 'not the service that was meant')
  service.close()
  t.match(await faultOf(locator(20_000).find('aaa.bbb.ccc')), { because: 'unreachable' })
})

t.test('a key from a file is read each time; one that is wrong or gone is said', async (t) => {
  const service = await wordsSimulator(t, known, KEY)
  const file = join(temporaryFolder(), 'key')
  writeFileSync(file, 'the wrong one\n'.replaceAll(' ', '-'))
  const locator = openWordsLocator({ url: service.url, key: { file }, timeLimitMs: 20_000 })
  t.match(await faultOf(locator.find('aaa.bbb.ccc')), { because: 'refused' })
  writeFileSync(file, `${KEY}\n`)
  t.type(await locator.find('aaa.bbb.ccc'), 'object', 'renewed without a restart')
  writeFileSync(file, '\n')
  t.match(await faultOf(locator.find('aaa.bbb.ccc')), { because: 'refused' })
  rmSync(file)
  const fault = await faultOf(locator.find('aaa.bbb.ccc'))
  t.match(fault, { because: 'refused' })
  t.notMatch(String(fault), file)
})
