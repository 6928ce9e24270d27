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

t.test('the service for three words has an address and a key, or neither', async (t) => {
  t.equal(readConfig().what3words, undefined)
  const url = 'https://words.example/v3'
  t.same(readConfig({ WHAT3WORDS_URL: url, WHAT3WORDS_KEY: 'k', WHAT3WORDS_TIMEOUT_MS: '900' }).what3words, {
    url,
    key: { value: 'k' },
    timeLimitMs: 900,
  })
  t.match(readConfig({ WHAT3WORDS_URL: url, WHAT3WORDS_KEY_FILE: 'k.txt' }), { what3words: { key: { file: 'k.txt' } } })
  const wrongs: Record<string, string>[] = [
    { WHAT3WORDS_URL: url },
    { WHAT3WORDS_KEY: 'secret' },
    { WHAT3WORDS_URL: url, WHAT3WORDS_KEY: 'secret', WHAT3WORDS_KEY_FILE: 'k.txt' },
    { WHAT3WORDS_URL: 'http://words.example/v3', WHAT3WORDS_KEY: 'secret' },
    { WHAT3WORDS_URL: `${url}?key=secret`, WHAT3WORDS_KEY: 'secret' },
  ]
  for (const wrong of wrongs) {
    const said = t.throws(() => readConfig(wrong), { message: /^WHAT3WORDS_/ })
    t.notMatch(String(said), /secret/)
  }
})

t.test('what a check source is shown belongs to one that has an address, and goes over TLS', async (t) => {
  const urls = { CHECK_SOURCE_URLS: 'pnc=https://pnc.example,rms=http://127.0.0.1:9100,old=http://old.example' }
  const config = readConfig({
    ...urls,
    CHECK_SOURCE_TOKENS: 'rms=secret==',
    CHECK_SOURCE_TOKEN_FILES: 'pnc=t.txt',
    CHECK_SOURCE_CERT_FILES: 'pnc=c.pem',
    CHECK_SOURCE_KEY_FILES: 'pnc=k.pem',
    CHECK_SOURCE_CA_FILES: 'pnc=a.pem',
  })
  t.same(Object.fromEntries(config.checkSourceAccess), {
    pnc: { token: { file: 't.txt' }, certificate: { certFile: 'c.pem', keyFile: 'k.pem' }, authorityFile: 'a.pem' },
    rms: { token: { value: 'secret==' } },
    old: {},
  })
  const wrongs: Record<string, string>[] = [
    { CHECK_SOURCE_TOKENS: 'secret' },
    { CHECK_SOURCE_TOKENS: 'none=secret' },
    { CHECK_SOURCE_TOKENS: 'old=secret' },
    { CHECK_SOURCE_TOKENS: 'pnc=secret', CHECK_SOURCE_TOKEN_FILES: 'pnc=t.txt' },
    { CHECK_SOURCE_CERT_FILES: 'pnc=c.pem' },
    { CHECK_SOURCE_KEY_FILES: 'pnc=c.pem' },
    { CHECK_SOURCE_CA_FILES: 'old=a.pem' },
  ]
  for (const wrong of wrongs) {
    const said = t.throws(() => readConfig({ ...urls, ...wrong }), { message: /^CHECK_SOURCE_/ })
    t.notMatch(String(said), /secret/, Object.keys(wrong).join())
  }
})

t.test('a transfer partner has an address over TLS, and a secret of both sides', async (t) => {
  const urls = { TRANSFER_URLS: 'north=https://north.example/in,here=http://127.0.0.1:9200' }
  const secrets = { TRANSFER_SECRETS: 'here=secret', TRANSFER_SECRET_FILES: 'north=s.txt' }
  t.same(Object.fromEntries(readConfig({ ...urls, ...secrets }).transferPartners), {
    north: { url: 'https://north.example/in', secret: { file: 's.txt' } },
    here: { url: 'http://127.0.0.1:9200', secret: { value: 'secret' } },
  })
  t.equal(readConfig().transferPartners.size, 0)
  const wrongs: Record<string, string>[] = [
    { ...secrets },
    { ...urls, TRANSFER_SECRETS: 'here=secret' },
    { ...urls, ...secrets, TRANSFER_SECRETS: 'here=secret,north=secret' },
    { TRANSFER_URLS: 'old=http://old.example', TRANSFER_SECRETS: 'old=secret' },
    { TRANSFER_URLS: 'nowhere' },
  ]
  for (const wrong of wrongs) {
    const said = t.throws(() => readConfig(wrong), { message: /^TRANSFER_/ })
    t.notMatch(String(said), /=secret/)
  }
})
