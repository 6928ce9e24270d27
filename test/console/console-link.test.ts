import pg from 'pg'
import type { Page, WebSocketRoute } from 'playwright-core'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { open, spots } from '../support/way-of-a-call.ts'
import { openBrowser, openConsole, openPage, signInAt } from './browser.ts'
import { comes } from './waiting.ts'

const room = await openControlRoom(t)
const browser = await openBrowser(t)
const api = await room.signIn('supervisor2')

/** What passes between a console and the service, and what is kept from passing. */
type Wire = {
  sent: { frame: string; epoch?: string | null; seq?: number | null }[]
  received: { frame: string; seq?: number; prev?: number; type?: string }[]
  /** true: this frame is lost on the way to the console */
  lose: (frame: { frame: string; seq?: number; type?: string }) => boolean
  sockets: WebSocketRoute[]
}

/** Puts a listener on the line between the console and the service, which may lose frames. */
async function tap(page: Page, wire: Wire): Promise<void> {
  await page.routeWebSocket(/\/live$/, (socket) => {
    wire.sockets.push(socket)
    const server = socket.connectToServer()
    socket.onMessage((text) => {
      wire.sent.push(JSON.parse(String(text)) as Wire['sent'][number])
      server.send(text)
    })
    server.onMessage((text) => {
      const frame = JSON.parse(String(text)) as Wire['received'][number]
      wire.received.push(frame)
      if (!wire.lose(frame)) socket.send(text)
    })
  })
}

const newWire = (): Wire => ({ sent: [], received: [], lose: () => false, sockets: [] })
const resumes = ({ sent }: Wire) => sent.filter(({ frame }) => frame === 'resume')

t.test('an event lost on the way is seen as a hole, and asked for again from where the console is', async (t) => {
  const wire = newWire()
  const { page, faults, context } = await openConsole(browser, room.url, 'dispatch.north', {
    prepare: (page) => tap(page, wire),
  })
  t.same(resumes(wire), [{ frame: 'resume', epoch: null, seq: null }], 'a new console asks for a whole picture')
  let lost: { seq?: number } | undefined
  wire.lose = (frame) => {
    if (lost || frame.type !== 'incident-opened') return false
    lost = frame
    return true
  }
  const incident = await open(api, { summary: 'Lost on the way', grade: '2' })
  await page.locator('#queue').getByText('Botchergate').first().waitFor()
  await page.locator(`#incident-${incident.id}`).waitFor()
  t.ok(lost, 'an event was lost')
  // not the last one perhaps: where the machine stood still for three seconds, the line was thought silent as well
  t.ok(
    resumes(wire).some(({ seq }) => seq === (lost?.seq ?? 0) - 1),
    'it says exactly what it has',
  )
  t.equal(wire.received.filter(({ frame }) => frame === 'reset').length, 1, 'and needs no second picture')
  t.same(faults, [])
  await context.close()
})

t.test('a silent line is said across the window, with since when; then the console comes back by itself', async (t) => {
  const wire = newWire()
  const { page, faults, context } = await openConsole(browser, room.url, 'dispatch.north', {
    prepare: (page) => tap(page, wire),
  })
  wire.lose = () => true
  const incident = await open(api, { summary: 'While the line was silent', location: spots.carlisle, grade: '2' })
  const bar = page.locator('.not-live-bar')
  await bar.waitFor()
  await comes(t, () => bar.textContent(), /^Not live - data may be old since \d\d:\d\d:\d\d\./)
  await comes(t, () => page.locator(`#incident-${incident.id}`).count(), 0)
  wire.lose = () => false
  await bar.waitFor({ state: 'detached' })
  await page.locator(`#incident-${incident.id}`).waitFor()
  await page.locator('.last-action', { hasText: /Live\. \d+ updates? received while you were away/ }).waitFor()
  t.ok((resumes(wire).at(-1)?.seq ?? 0) > 0, 'it resumed from where it was')
  t.equal(wire.received.filter(({ frame }) => frame === 'reset').length, 1)
  t.same(faults, [])
  await context.close()
})

t.test('a closed line is said at once', async (t) => {
  const wire = newWire()
  const { page, context } = await openConsole(browser, room.url, 'handler1', { prepare: (page) => tap(page, wire) })
  await wire.sockets[0]?.close({ code: 1001, reason: 'the service is restarting' })
  await page.locator('.not-live-bar').waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
  t.equal(wire.sockets.length, 2)
  await context.close()
})

t.test('a reload of the page goes on from where it was, and loses nothing that was typed', async (t) => {
  const wire = newWire()
  const telephony = await room.account('telephony')
  const { page, faults, context } = await openConsole(browser, room.url, 'handler2', {
    prepare: (page) => tap(page, wire),
  })
  await telephony.must(201, 'POST', '/contacts', { channel: '999', number: '07700 900934', firstWords: 'A man is' })
  await page.locator('.row.contact').waitFor()
  await page.keyboard.press('F2')
  await page.locator('#summary').fill('A man is in the river, holding on to the bridge')
  await page.reload()
  await page.getByText('Live', { exact: true }).waitFor()
  await comes(t, () => page.locator('#summary').inputValue(), 'A man is in the river, holding on to the bridge')
  t.ok((resumes(wire).at(-1)?.seq ?? 0) > 0, 'it resumed')
  t.equal(wire.received.filter(({ frame }) => frame === 'reset').length, 1, 'without a second picture')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('User name').waitFor()
  t.equal(await page.evaluate(() => sessionStorage.length), 0, 'whoever signs out leaves nothing of a call behind')
  t.same(faults, [])
  await context.close()
})

t.test('somebody else at the same browser starts from a picture of their own', async (t) => {
  const wire = newWire()
  const desk = await openPage(browser, room.url, { prepare: (page) => tap(page, wire) })
  await signInAt(desk, 'handler1')
  // the session is taken away behind the page's back, and the page is loaded anew as another person
  await desk.page.evaluate(() => fetch('/session', { method: 'DELETE' }))
  await desk.page.getByLabel('User name').waitFor()
  await signInAt(desk, 'nr11')
  t.same(
    resumes(wire).map(({ seq }) => seq),
    [null, null],
  )
  await comes(t, () => desk.page.locator('.contact, .incident').count(), 0)
  t.same(desk.faults, [])
  await desk.context.close()
})

t.test('a receipt is given for what is on a page that somebody can see, and for nothing else', async (t) => {
  const owner = new pg.Client({ connectionString: room.ownerUrl })
  await owner.connect()
  t.teardown(() => owner.end())
  const wire = newWire()
  const { page, faults, context } = await openConsole(browser, room.url, 'dispatch.west', {
    prepare: async (page) => {
      await tap(page, wire)
      await page.addInitScript(() => {
        Object.defineProperty(document, 'visibilityState', { get: () => sessionStorage.getItem('seen') ?? 'hidden' })
      })
    },
  })
  const incident = await open(api, { location: spots.workington, grade: '1' })
  await page.locator(`#incident-${incident.id}`).waitFor()
  const graded = await owner.query<{ seq: string }>(
    `select seq from journal where type = 'incident-graded' and incident_id = $1`,
    [incident.id],
  )
  const seq = Number(graded.rows[0]?.seq)
  t.ok(seq > 0)
  await page.waitForTimeout(1_500)
  t.same(
    wire.sent.filter(({ frame }) => frame === 'receipt'),
    [],
    'nobody sees a hidden page',
  )
  await page.evaluate(() => sessionStorage.setItem('seen', 'visible'))
  await page.locator('.clock').waitFor()
  const receipted = async () => (await owner.query(`select from receipt where seq = $1`, [seq])).rowCount
  for (let n = 0; n < 300 && (await receipted()) === 0; n += 1) await page.waitForTimeout(100)
  t.ok(wire.sent.some((frame) => frame.frame === 'receipt' && frame.seq === seq))
  t.equal(await receipted(), 1)
  t.same(faults, [])
  await context.close()
})
