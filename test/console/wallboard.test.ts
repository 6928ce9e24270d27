import { randomUUID } from 'node:crypto'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { open, spots } from '../support/way-of-a-call.ts'
import { openBrowser, openConsole } from './browser.ts'
import { bringChecker, checkScreen } from './screen-checks.ts'
import { comes } from './waiting.ts'

t.setTimeout(300_000)

const room = await openControlRoom(t)
const [handler, supervisor, admin] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('supervisor1'),
  room.signIn('admin'),
])

t.test('who lights a board, and under which name', async (t) => {
  const board = (more = {}) => ({ name: 'Penrith, north wall', tokenHash: 'a'.repeat(64), ...more })
  await handler.must(403, 'POST', '/wallboards', board())
  await handler.must(403, 'GET', '/wallboards')
  await handler.must(403, 'GET', '/wallboard')
  const wrong = await admin.must<{ errors: { pointer: string }[] }>(
    400,
    'POST',
    '/wallboards',
    board({ tokenHash: 'x' }),
  )
  t.same(
    wrong.errors.map(({ pointer }) => pointer),
    ['/tokenHash'],
  )
  const { id } = await admin.must<{ id: string }>(201, 'POST', '/wallboards', board())
  t.match(await supervisor.must(409, 'POST', '/wallboards', board()), { type: '/problems/wallboard/name-taken' })
  t.match(await supervisor.must(409, 'POST', '/wallboards', board({ name: 'Another' })), {
    type: '/problems/wallboard/name-taken',
  })
  t.same(await supervisor.must(200, 'GET', '/wallboards'), [{ id, name: 'Penrith, north wall', lit: true }])
  await supervisor.must(200, 'POST', `/wallboards/${id}/end`)
  t.same(await supervisor.must(200, 'GET', '/wallboards'), [{ id, name: 'Penrith, north wall', lit: false }])
  await supervisor.must(404, 'POST', `/wallboards/${id}/end`)
  await supervisor.must(404, 'POST', `/wallboards/${randomUUID()}/end`)
})

t.test('on the wall: five blocks of numbers, nobody’s name, and nothing else for its token', async (t) => {
  const browser = await openBrowser(t)
  const telephony = await room.account('telephony')
  await telephony.must(201, 'POST', '/contacts', { channel: '999', number: '07700900462', firstWords: 'Please come' })
  const incident = await open(handler, { summary: 'Nobody on a wall reads this', location: spots.kendal, grade: '1' })

  const desk = await openConsole(browser, room.url, 'supervisor1', { prepare: bringChecker })
  await desk.page.keyboard.press('Alt+0')
  await desk.page.locator('#wallboard-name').fill('Barrow, over the door')
  await desk.page.keyboard.press('Enter')
  const address = (await desk.page.locator('#wallboard-address').getAttribute('href')) ?? ''
  t.match(address, /^\/wall#[0-9a-f]{64}$/)
  t.same((await checkScreen(desk.page)).faults, [], 'whoever lights a board')

  const wall = await desk.context.browser()?.newContext({ viewport: { width: 1_920, height: 1_080 } })
  const page = await wall?.newPage()
  if (!wall || !page) throw new Error('there is no browser')
  const sent: string[] = []
  page.on('request', (request) => void sent.push(request.url()))
  await bringChecker(page)
  await page.clock.install()
  await page.goto(room.url + address)
  await page.getByText('Live', { exact: true }).waitFor()
  await comes(t, () => page.locator('.wall-block').count(), 5)
  const figure = (label: string) => page.locator('.wall-figure', { hasText: label }).textContent()
  await comes(t, () => figure('999 waiting'), '999 waiting1WAITING')
  await comes(t, () => figure('grade 1'), 'grade 11')
  await page.getByText('No road closed').waitFor()
  await comes(t, () => figure('free North'), /^free North\d+of \d+$/)
  const text = (await page.locator('body').textContent()) ?? ''
  for (const secret of [incident.reference, 'Nobody on a wall', spots.kendal.text, '07700900462', 'Please come'])
    t.notOk(text.includes(secret), `the wall does not say ${secret}`)
  const { faults, contrasts } = await checkScreen(page)
  t.same(faults, [], 'the wall')
  t.ok(contrasts > 8)
  const sizes = await page
    .locator('.wall-value, .wall-label, .wall h1')
    .evaluateAll((all) => all.map((one) => [one.className, Number.parseFloat(getComputedStyle(one).fontSize)] as const))
  for (const [name, size] of sizes) t.ok(size >= (name === 'wall-value' ? 130 : 63), `${name} is ${size} px of 1,920`)
  const { scrolls } = await page.evaluate(() => ({ scrolls: document.documentElement.scrollHeight > innerHeight }))
  t.notOk(scrolls, 'all of it is on the wall')
  const token = address.slice('/wall#'.length)
  t.notOk(
    sent.some((url) => url.includes(token)),
    'no request line holds the token',
  )

  for (const path of [
    `/incidents/${incident.id}`,
    '/incidents',
    '/units',
    '/session',
    '/wallboards',
    '/audit',
    '/contacts',
  ]) {
    const { status } = await fetch(room.url + path, { headers: { authorization: `Bearer ${token}` } })
    t.ok([403, 404].includes(status), `${path}: ${status}`)
  }

  await page.route('**/wallboard', (route) => route.abort())
  await page.clock.fastForward(11_000)
  await page.getByText(/^Not live since \d\d:\d\d:\d\d\. Numbers removed\.$/).waitFor()
  await comes(t, () => page.locator('.wall-block').count(), 0, 'numbers that nobody vouches for are taken down')
  await page.unrouteAll()
  await page.clock.fastForward(2_500)
  await page.getByText('Live', { exact: true }).waitFor()

  await desk.page.getByRole('button', { name: 'End Barrow, over the door' }).click()
  await desk.page.getByText('ended').first().waitFor()
  await comes(
    t,
    async () => {
      await page.clock.fastForward(2_500)
      return page.locator('.wall-link').textContent()
    },
    'This board is not lit. A supervisor lights it.',
  )
  await comes(t, () => page.locator('.wall-block').count(), 0)
  t.same(desk.faults, [])
})
