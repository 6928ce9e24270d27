import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import t from 'tap'
import { openRedisHints } from '../../src/gateways/index.ts'
import type { Hints } from '../../src/live/hints.ts'
import { testRedis } from '../support/index.ts'

const quiet = { warn: () => undefined, info: () => undefined }

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 600; waited += 1) {
    if (isSo()) return
    await sleep(25)
  }
  throw new Error(`never: ${what}`)
}

t.test('hints reach the other nodes, while Redis is there; when it comes back they do again', async (t) => {
  const redis = await testRedis(t, { own: true })
  if (!redis) return
  const logged: string[] = []
  const log = {
    warn: (message: string) => void logged.push(message),
    info: (message: string) => void logged.push(message),
  } as typeof quiet
  const open = () => openRedisHints(redis.url, log, { prefix: redis.prefix })
  const [one, two] = [open(), open()]
  t.teardown(async () => void (await Promise.all([one.close(), two.close()])))
  const heard: string[] = []
  two.subscribe('journal', (message) => heard.push(message))
  two.subscribe('positions', (message) => heard.push(`position ${message}`))
  await until('healthy', () => one.healthy && two.healthy)
  // a handler that comes later is heard as well
  two.subscribe('journal', (message) => heard.push(`again ${message}`))
  one.publish('journal', 'a')
  one.publish('positions', 'b')
  one.publish('nobody listens', 'c')
  await until('both heard', () => heard.length >= 3)
  t.same(heard, ['a', 'again a', 'position b'])

  await redis.kill()
  await until('noticed', () => !one.healthy && !two.healthy)
  for (let sent = 0; sent < 10_000; sent += 1) one.publish('journal', 'lost')
  t.pass('publishing into nothing neither throws nor waits')
  await redis.revive()
  await until('healthy again', () => one.healthy && two.healthy)
  one.publish('positions', 'd')
  await until('heard again', () => heard.includes('position d'))
  t.notOk(heard.includes('lost'), 'nothing was kept for later')
  t.same([...new Set(logged)].sort(), ['redis is away', 'redis is there'], 'said once each way, not for every attempt')
  t.equal(logged.length, 6)
})

t.test('attempts are counted across nodes, go on counting without Redis, and Redis is told no name', async (t) => {
  const redis = await testRedis(t, { own: true })
  if (!redis) return
  const open = () => openRedisHints(redis.url, quiet, { prefix: redis.prefix })
  const [one, two] = [open(), open()]
  t.teardown(async () => void (await Promise.all([one.close(), two.close()])))
  await until('healthy', () => one.healthy && two.healthy)
  const key = 'sign-in/c.okafor/192.0.2.7'
  const counted: number[] = []
  for (const node of [one, two, one, two]) counted.push(await node.countAttempt(key, 60))
  t.same(counted, [1, 2, 3, 4])
  const reader = new Redis(redis.url)
  const keys = await reader.keys('*')
  t.equal(keys.length, 1)
  t.notMatch(keys.join(), /okafor|192/)
  const left = await reader.ttl(keys[0] ?? '')
  t.ok(left > 0 && left <= 60, 'the window ends by itself')
  reader.disconnect()

  await redis.kill()
  await until('noticed', () => !one.healthy)
  t.equal(await one.countAttempt(key, 60), 3, 'its own third: nobody starts again at one')
  t.equal(await one.countAttempt('another', 60), 1)
})

t.test('a Redis that is not there at all stops nobody', async (t) => {
  const hints: Hints = openRedisHints('redis://127.0.0.1:1', quiet)
  t.teardown(() => hints.close())
  hints.subscribe('journal', () => t.fail())
  hints.publish('journal', '')
  t.equal(await hints.countAttempt('a', 60), 1)
  t.equal(await hints.countAttempt('a', 60), 2)
  t.notOk(hints.healthy)
})

t.test('a Redis that accepts and never answers holds nobody up', async (t) => {
  const { createServer } = await import('node:net')
  const server = createServer(() => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const hints = openRedisHints(`redis://127.0.0.1:${port}`, quiet)
  t.teardown(async () => {
    await hints.close()
    server.close()
  })
  await sleep(200)
  const began = performance.now()
  t.equal(await hints.countAttempt('a', 60), 1)
  hints.publish('journal', '')
  t.ok(performance.now() - began < 2_000)
})
