import t from 'tap'
import { readConfig } from './config.ts'

t.test('an outside routing engine is named with its kind, and by nothing secret', async (t) => {
  for (const url of ['valhalla+http://valhalla:8002', 'osrm+https://roads.example/osrm']) {
    const config = readConfig({ ROUTING_ENGINE_URL: url, ROUTING_ENGINE_TIMEOUT_MS: '150' })
    t.match(config, { routingEngineUrl: url, routingEngineTimeoutMs: 150 })
  }
  t.match(readConfig(), { routingEngineUrl: undefined, routingEngineTimeoutMs: 300, roadGraphFolder: undefined })
  for (const url of [
    'http://valhalla:8002',
    'graphhopper+http://x',
    'osrm+ftp://x',
    'osrm+http://me:pass@x',
    'osrm+http://x?key=1',
  ])
    t.throws(() => readConfig({ ROUTING_ENGINE_URL: url }), { message: /^ROUTING_ENGINE_URL: must/ }, url)
  for (const limit of ['0', '10000', 'soon'])
    t.throws(() => readConfig({ ROUTING_ENGINE_TIMEOUT_MS: limit }), { message: /^ROUTING_ENGINE_TIMEOUT_MS: / }, limit)
})
