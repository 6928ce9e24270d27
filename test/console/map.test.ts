import type { Page } from 'playwright-core'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { open, recommended, spots } from '../support/way-of-a-call.ts'
import { changeSeats, openBrowser, openConsole, openPage, signInAt } from './browser.ts'
import { comes } from './waiting.ts'

t.setTimeout(300_000)

const room = await openControlRoom(t)
const browser = await openBrowser(t)
const [supervisor, handler, north, telephony] = await Promise.all([
  room.signIn('supervisor1'),
  room.signIn('handler1'),
  room.signIn('dispatch.north'),
  room.account('telephony'),
])
await north.follow()

/** How many pixels of the map are not as its commonest one: a map that draws nothing has none. */
function drawn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const counts = new Map<number, number>()
    let all = 0
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('#map canvas')) {
      const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
      for (const pixel of new Uint32Array(image?.data.buffer ?? new ArrayBuffer(0))) {
        counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
        all += 1
      }
    }
    return all - Math.max(0, ...counts.values())
  })
}

t.test('the tiles are one file of this service, sent by ranges under a name that changes with it', async (t) => {
  const ground = (await (await fetch(`${room.url}/console/map-data`)).json()) as {
    tiles: string
    unit: number
    land: number[][]
    areas: { name: string }[]
  }
  t.match(ground.tiles, /^\/console\/tiles\/[0-9a-f]{24}\.pmtiles$/)
  t.ok(ground.land.length > 0 && ground.areas.some(({ name }) => name === 'North: Carlisle'))
  const [lon = 0, lat = 0] = ground.land[0] ?? []
  t.ok(lon * ground.unit > -3.8 && lon * ground.unit < -2 && lat * ground.unit > 53.9 && lat * ground.unit < 55.3)
  const ask = (headers: Record<string, string>) => fetch(room.url + ground.tiles, { headers })
  const first = await ask({ range: 'bytes=0-6' })
  t.same([first.status, await first.text()], [206, 'PMTiles'])
  t.match(first.headers.get('content-range'), /^bytes 0-6\/\d{8}$/)
  t.match(first.headers.get('etag'), /^"[0-9a-f]{24}"$/, 'strong: a part may be put beside another')
  t.match(first.headers.get('cache-control'), 'immutable')
  const etag = first.headers.get('etag') ?? ''
  const size = Number(first.headers.get('content-range')?.split('/')[1])
  const answers: [Record<string, string>, number][] = [
    [{ range: `bytes=${size}-` }, 416],
    [{ 'if-none-match': etag }, 304],
    [{ range: 'bytes=0-6', 'if-range': etag }, 206],
    [{ range: 'bytes=0-6', 'if-range': '"another"' }, 200],
    [{ range: 'lines=1-2' }, 200],
  ]
  for (const [headers, status] of answers) {
    const answer = await ask(headers)
    t.equal(answer.status, status, JSON.stringify(headers))
    await answer.body?.cancel()
  }
  for (const name of ['none.pmtiles', '..%2fSOURCE.txt', '%00'])
    t.equal((await fetch(`${room.url}/console/tiles/${name}`)).status, 404, name)
})

t.test('a way by road as a line, and none where there is none', async (t) => {
  type Way = { way: { seconds: number; metres: number; unit: number; line: number[] } | null }
  const [from, to] = [spots.carlisle, spots.kendal]
  const ask = (toLat: number) =>
    `/roads/way?fromLat=${from.lat}&fromLon=${from.lon}&toLat=${toLat}&toLon=${to.lon}&profile=normal`
  const { way } = await north.must<Way>(200, 'GET', ask(to.lat))
  t.ok(way && way.metres > 60_000 && way.metres < 90_000 && way.seconds > 2_400)
  const ends = way?.line.reduce(([x = 0, y = 0], step, at) => (at % 2 === 0 ? [x + step, y] : [x, y + step]), [0, 0])
  t.same(
    ends?.map((one) => (one * (way?.unit ?? 0)).toFixed(2)),
    [to.lon.toFixed(2), to.lat.toFixed(2)],
    'its steps add up to where it goes',
  )
  t.same(await north.must<Way>(200, 'GET', ask(60)), { way: null })
  await handler.must(403, 'GET', ask(to.lat))
})

t.test('the dispatcher’s map: drawn, moved by keys, in words, and in its own window', async (t) => {
  const desk = await openConsole(browser, room.url, 'dispatch.north')
  const { page } = desk
  const ranges: (string | undefined)[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('.pmtiles')) ranges.push(request.headers()['range'])
  })
  const incident = await open(supervisor, { summary: 'On the map', location: spots.carlisle, grade: '1' })
  const other = await open(supervisor, { summary: 'Not yet', location: spots.carlisle, grade: '2' })
  await recommended(north, incident.id)
  await page.locator(`#incident-${incident.id}`).click()
  await page.locator('#map canvas').first().waitFor({ state: 'attached' })
  await comes(t, async () => (await drawn(page)) > 2_000, true, 'roads, water and marks are drawn')
  await comes(t, async () => ranges.length > 1 && ranges.every((range) => range?.startsWith('bytes=')), true)

  await page.getByText('In words').click()
  const words = page.locator('#map-words')
  await words.getByRole('button', { name: `Grade 1, ${incident.reference.split('/')[0]}` }).waitFor()
  await comes(t, () => words.locator('h2').allTextContents().then(String), /Ways shown: 3/)
  await words.getByText(/^1\. [A-Z]{2}\d\d, /).waitFor()
  await words.getByRole('button', { name: `Grade 2, ${other.reference.split('/')[0]}` }).click()
  await page.locator(`#incident-${other.id}.open`).waitFor()

  await page.keyboard.press('Alt+5')
  await page.locator('#map:focus').waitFor()
  const inSight = () => words.locator('h2').nth(1).textContent()
  await page.keyboard.press('0')
  await comes(t, async () => Number(/\d+/.exec((await inSight()) ?? '')?.[0]) > 50, true, 'the whole force')
  for (const key of ['+', '+', '+', '+', '+', '+', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(key)
  await comes(t, async () => Number(/\d+/.exec((await inSight()) ?? '')?.[0]) < 50, true, 'nearer: less of it')
  await page.getByText('Layers', { exact: true }).click()
  const isOn = () => page.getByLabel('4 Incidents').isChecked()
  await comes(t, isOn, true)
  await page.locator('#map').focus()
  await page.keyboard.press('4')
  await comes(t, isOn, false, 'a digit hides its layer')

  const own = await desk.context.newPage()
  const faults: string[] = []
  own.on('pageerror', (error) => faults.push(error.message))
  own.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(room.url).host) faults.push(request.url())
  })
  await own.goto(`${room.url}/desk/map`)
  const follows = () => own.locator('#map-follows').textContent()
  await comes(t, follows, `Follows the desk: ${other.reference.split('/')[0]}, ${spots.carlisle.text}`)
  await own.getByLabel('Pin.').check()
  await page.locator(`#incident-${incident.id}`).click()
  await page.locator(`#incident-${incident.id}.open`).waitFor()
  await comes(t, follows, `Pinned to ${other.reference.split('/')[0]}, ${spots.carlisle.text}`)
  await own.getByLabel('Pin.').uncheck()
  await comes(t, follows, `Follows the desk: ${incident.reference.split('/')[0]}, ${spots.carlisle.text}`)
  await comes(t, async () => (await drawn(own)) > 10_000, true)
  await own.getByText('In words').click()
  await own
    .locator('#map-words')
    .getByRole('button', { name: /^Grade 2/ })
    .click()
  await page.locator(`#incident-${other.id}.open`).waitFor()
  t.same([...desk.faults, ...faults], [], 'nothing against the policy, and nothing asked of anybody else')
  await own.close()

  await page.route('**/console/map-data', (route) =>
    route.fulfill({ status: 404, json: { type: '/problems/none', title: 'None' } }),
  )
  await page.reload()
  await page.getByText('Map not available on this computer. Distances are in the unit list.').waitFor()
  await page.locator(`#incident-${incident.id}`).click()
  await page.locator('.candidate').first().waitFor()
  await page.unrouteAll()
  t.same(desk.faults, [])
  await desk.context.close()
})

t.test('at intake: where the network says the caller is, and what the search offers', async (t) => {
  const desk = await openPage(browser, room.url)
  const { page } = desk
  await signInAt(desk, 'handler1')
  await telephony.must(201, 'POST', '/contacts', {
    channel: '999',
    number: '07700900461',
    networkLocation: {
      source: 'aml',
      ...spots.kendal,
      text: undefined,
      radiusMetres: 35,
      fixedAt: new Date().toISOString(),
    },
  })
  await page.locator('.row.contact').first().waitFor()
  await page.keyboard.press('F2')
  await page.getByRole('img', { name: 'On the map: network position, within 35 m.' }).waitFor()
  await page.locator('#where').fill('highgate kendal')
  await page.getByRole('img', { name: /^On the map: network position, within 35 m; Highgate/ }).waitFor()
  await page.locator('#where-map canvas').first().waitFor({ state: 'attached' })
  await page.locator('#where').press('Enter')
  await page.getByRole('img', { name: /within 35 m; chosen: Highgate/ }).waitFor()
  await changeSeats(desk, 'handler2')
  t.same(desk.faults, [])
  await desk.context.close()
})
