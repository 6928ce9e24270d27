import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { findShowcase } from '../support/showcase.ts'
import { open, sendFirst } from '../support/way-of-a-call.ts'
import { changeSeats, openBrowser, openConsole, openPage, signInAt } from './browser.ts'
import { bringChecker, checkScreen } from './screen-checks.ts'
import { comes } from './waiting.ts'

// pages of a browser, on a machine that may be busy
t.setTimeout(300_000)

const room = await openControlRoom(t)
const browser = await openBrowser(t)
const [telephony, handler, north] = await Promise.all([
  room.account('telephony'),
  room.signIn('handler2'),
  room.signIn('dispatch.north'),
])
await north.follow()
const prepare = bringChecker
// one after the other everybody sits at this window; a crew has a telephone of its own
const desk = await openPage(browser, room.url, { prepare })
const { page } = desk

/**
 * Nobody is kept from this screen: every rule in the dark, and in the other lights the one that they can break.
 * @param dimmed also as it is in the small hours
 */
async function isOpenToAll(t: Test, name: string, page: Page, dimmed = false): Promise<void> {
  const lights = ['dark', 'dim', 'light'] as const
  for (const [index, theme] of lights.entries()) {
    if (theme !== 'dim' || dimmed) {
      const { faults, rules, contrasts } = await checkScreen(page, theme === 'dark' ? undefined : 'color-contrast')
      t.same(faults, [], `${name}, ${theme}`)
      t.ok(rules > 15 || theme !== 'dark', `${rules} rules had something to look at`)
      t.ok(contrasts > 10, `${contrasts} contrasts were measured`)
    }
    await page.getByRole('button', { name: `Colours: ${theme}` }).click()
    await page.getByRole('button', { name: `Colours: ${lights[(index + 1) % 3]}` }).waitFor()
  }
}

t.test('the way in; and the eye sees what is planted', async (t) => {
  await page.getByLabel('User name').fill('nobody')
  await page.getByLabel('Password').fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByText('The name or the password is not right').first().waitFor()
  t.same((await checkScreen(page)).faults, [])

  const plantAll = () =>
    page.evaluate(() => {
      const plant = (tag: string, text: string, attributes: Record<string, string> = {}) => {
        const element = document.createElement(tag)
        element.textContent = text
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
        document.querySelector('main')?.append(element)
        return element
      }
      plant('p', 'Hardly to be read', { id: 'planted' }).style.color = '#555'
      plant('img', '', { src: '/console/none.svg' })
      plant('input', '', { type: 'text' })
      plant('button', '')
      plant('h5', 'Steps left out')
      plant('div', '', { role: 'listbox', 'aria-label': 'Nothing in it but', tabindex: '3' }).append('words')
      plant('p', '', { 'aria-hiden': 'true', 'aria-labelledby': 'nothing' })
      for (const text of ['x', 'y']) {
        const { style } = plant('button', text)
        Object.assign(style, { minHeight: '0', height: '10px', width: '10px', padding: '0', border: '0', margin: '0' })
      }
    })
  let found: (string | undefined)[] = []
  // a repaint pulls up what the page did not plant itself
  for (let round = 0; round < 10; round += 1) {
    await plantAll()
    found = (await checkScreen(page)).faults.map((fault) => fault.split(' ')[0])
    if ((await page.locator('#planted').count()) > 0) break
  }
  const planted = ['button-name', 'color-contrast', 'heading-order', 'image-alt', 'label', 'tabindex', 'target-size']
  t.same(
    planted.filter((rule) => !found.includes(rule)),
    [],
    'every planted fault is found',
  )
  await page.reload()
})

t.test('a look is kept for whoever chose it, at this browser, and for nobody else', async (t) => {
  await signInAt(desk, 'handler3')
  const sizeIs = (pixels: number) =>
    page.waitForFunction((size) => getComputedStyle(document.documentElement).fontSize === `${size}px`, pixels)
  await sizeIs(16)
  await page.getByRole('button', { name: 'Text size' }).click()
  await sizeIs(14)
  await page.getByRole('button', { name: 'Text size' }).click()
  await sizeIs(20)
  await page.getByRole('button', { name: 'Colours: dark' }).click()
  await page.getByRole('button', { name: 'Colours: dim' }).click()
  await page.locator(':root[data-theme=light]').waitFor()
  t.same((await checkScreen(page)).faults, [], 'an empty console, large and light')
  await page.reload()
  await page.locator(':root[data-theme=light][data-size=large]').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.locator(':root[data-theme=dark][data-size=normal]').waitFor()
  await page.getByLabel('User name').waitFor()
  await signInAt(desk, 'handler2')
  await page.getByRole('button', { name: 'Colours: dark' }).waitFor()
  await sizeIs(16)
  const kept = await page.evaluate(() => JSON.stringify(localStorage))
  t.match(kept, /^\{"look\/[0-9a-f-]{36}":"\{\\"theme\\":\\"light\\",\\"size\\":\\"large\\"\}"\}$/, 'and nothing else')
})

t.test('every console with work on it', async (t) => {
  const victim = findShowcase('highRiskRepeat')
  await changeSeats(desk, 'handler1')
  await telephony.must(201, 'POST', '/contacts', {
    channel: '999',
    number: victim.dialled,
    firstWords: 'My husband is back, he is kicking the door',
    networkLocation: { source: 'aml', lat: 54.8865, lon: -2.92, radiusMetres: 35, fixedAt: new Date().toISOString() },
  })
  await page.locator('.row.contact').getByText('Danger').first().waitFor()
  await page.keyboard.press('F2')
  await page.locator('.findings > li').first().waitFor()
  await page.keyboard.press('Alt+p')
  await page.locator('.person').first().waitFor()
  await page.locator('#where').fill('914 greystone rd')
  await page.getByRole('option', { name: '914 Greystone Road, Carlisle' }).waitFor()
  await isOpenToAll(t, 'intake', page)

  const incident = await open(handler, { type: 'domestic', grade: '1' })
  const { callsign } = await sendFirst(north, incident.id)
  const theft = await open(handler, { grade: '2' })
  const crew = await openConsole(browser, room.url, callsign.toLowerCase(), { prepare, width: 360, height: 740 })
  await crew.page.getByRole('button', { name: 'I have read this' }).click()
  await crew.page.locator('.unknowns').waitFor()
  await crew.page.getByText('Menu', { exact: true }).click()
  await isOpenToAll(t, 'crew', crew.page)

  await changeSeats(desk, 'dispatch.north')
  await crew.page.getByRole('button', { name: /^Emergency/ }).focus()
  await crew.page.keyboard.press('Enter')
  await page.locator('.alarm-emergency').waitFor()
  await page.locator(`#incident-${incident.id}.emergency`).click()
  await page.locator('.briefing .unknowns, .briefing-panel .unknowns').first().waitFor()
  await page.locator('#queue').focus()
  await isOpenToAll(t, 'dispatch, an emergency', page, true)
  await page.locator(`#incident-${theft.id}`).click()
  await page.locator('.candidate').first().waitFor()
  await page.keyboard.press('Alt+x')
  await page.locator('#closing').waitFor()
  await isOpenToAll(t, 'dispatch, whom to send, and closing', page)
  await page.keyboard.press('Alt+h')
  await page.getByRole('button', { name: 'Draft the hand-over' }).click()
  await page.locator('#handover-read').waitFor()
  await page.locator('#transfer-reason').waitFor()
  await isOpenToAll(t, 'dispatch, the end of a shift', page)
  await page.goto(`${room.url}/desk/map`)
  await page.getByText('In words').click()
  await page.getByText('Layers', { exact: true }).click()
  await page.locator('#map-words button').first().waitFor()
  await isOpenToAll(t, 'the map in a window of its own', page)
  await page.goto(room.url)
  await page.getByText('Live', { exact: true }).waitFor()

  await changeSeats(desk, 'ppu.north')
  await page.getByRole('heading', { name: /^Waiting for the unit/ }).waitFor()
  await isOpenToAll(t, 'public protection unit', page)

  await changeSeats(desk, 'supervisor1')
  await page.locator('.watched').first().waitFor()
  await page.keyboard.press('Alt+h')
  await page.locator('#block-reason').fill('Upgrade')
  await page.getByRole('button', { name: 'Keep numbers back' }).click()
  await page.locator('#sheet-clock').waitFor()
  await isOpenToAll(t, 'the end of a shift', page)
  await page.keyboard.press('Alt+8')
  await page.locator('.watched').first().waitFor()
  await isOpenToAll(t, 'watch list', page)
  await page.locator('.roads-panel').getByLabel('Which').selectOption('line')
  await page.locator('#road-place').fill('Kirkstone Pass')
  await page.locator('.places [role=option]').first().waitFor()
  await page.keyboard.press('Enter')
  await page.locator('#road-map:focus').waitFor()
  await page.locator('.road-label').first().waitFor()
  await isOpenToAll(t, 'drawing a closure', page)

  const api = await room.signIn('supervisor1')
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
  await api.must(201, 'POST', '/quality/draws', { from: day(31), to: day(1) })
  await page.keyboard.press('Alt+r')
  await page.locator('#quality:focus').waitFor()
  await page.keyboard.press('q')
  await page.locator('.review-item:focus').waitFor()
  await isOpenToAll(t, 'a review', page)
  await page.keyboard.press('Alt+m')
  await page.getByRole('heading', { name: 'How it comes along' }).waitFor()
  await isOpenToAll(t, 'my reviews', page)
  await page.keyboard.press('Alt+f')
  await page.getByRole('button', { name: /^Show what is behind: Time to grade, Emergency/ }).click()
  await page.locator('.behind li button').first().waitFor()
  await isOpenToAll(t, 'figures', page)
  await page.keyboard.press('Alt+-')
  await page.locator('.audit-list tbody tr').first().waitFor()
  await page.getByText(/^The chain is unbroken to entry \d+\.$/).waitFor()
  await isOpenToAll(t, 'alarms and audit', page)
  await page.getByLabel('What was done').selectOption({ label: 'passed on' })
  await page
    .locator('.audit-list')
    .getByText(/^sent to \w+ with its deployment$/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Only this incident' }).first().click()
  await page.getByRole('button', { name: 'Of all incidents again' }).waitFor()

  await changeSeats(desk, 'admin')
  await page.locator('.staff-form').waitFor()
  await isOpenToAll(t, 'staff', page)
  await page.keyboard.press('Alt+-')
  await page.locator('.audit-list tbody tr').first().waitFor()
  await comes(t, () => page.locator('.audit-list').textContent(), /looked at.*audit of the audit/)
  await comes(t, () => page.locator('.audit-list').textContent(), /^(?!.*\d+\/\d\d-\d\d-\d{4})/, 'no log number')
  t.same([...desk.faults, ...crew.faults], [])
})
