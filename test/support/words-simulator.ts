import type { Test } from 'tap'
import { engineServer } from './engine-servers.ts'

/** How the simulated service behaves: `well`; `slow`, never answering; `malformed`; `other-words`, about other words; `busy`, with 503. */
export type WordsBehaviour = 'well' | 'slow' | 'malformed' | 'other-words' | 'busy'

/** Where words lie: the middle of their square, and the country. */
export type KnownWords = Readonly<Record<string, { lat: number; lon: number; country?: string }>>

/** Half of a square of three metres, in degrees, at the latitude of Cumbria. */
const HALF = { lat: 0.0000135, lng: 0.000023 }

/** A service for three words on this machine that keeps the contract of docs/three-words.md, or breaks it as it is told. */
export async function wordsSimulator(t: Test, known: KnownWords, key: string) {
  const state = { behaviour: 'well' as WordsBehaviour }
  const server = await engineServer(t, (request, response) => {
    const give = (status: number, body: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (state.behaviour === 'slow') return undefined
    if (state.behaviour === 'busy') return give(503, { error: { code: 'InternalServerError' } })
    if (request.headers['x-api-key'] !== key) return give(401, { error: { code: 'InvalidKey' } })
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    const words = searchParams.get('words') ?? ''
    const place = known[words]
    if (pathname !== '/v3/convert-to-coordinates') return give(404, {})
    if (!place) return give(400, { error: { code: 'BadWords', message: 'Invalid or non-existent 3 word address' } })
    if (state.behaviour === 'malformed') return give(200, { words })
    const { lat, lon: lng, country = 'GB' } = place
    return give(200, {
      words: state.behaviour === 'other-words' ? 'zzz.zzz.zzz' : words,
      country,
      coordinates: { lat, lng },
      square: {
        southwest: { lat: lat - HALF.lat, lng: lng - HALF.lng },
        northeast: { lat: lat + HALF.lat, lng: lng + HALF.lng },
      },
      nearestPlace: 'Boot, Cumbria',
      language: 'en',
    })
  })
  return { ...server, url: `${server.url}/v3`, behave: (behaviour: WordsBehaviour) => (state.behaviour = behaviour) }
}
