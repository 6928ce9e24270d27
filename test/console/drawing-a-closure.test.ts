import type { Page } from 'playwright-core'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { type Candidate, open, type Recommendation, recommended } from '../support/way-of-a-call.ts'
import { openBrowser, openConsole } from './browser.ts'
import { comes } from './waiting.ts'

// pages of a browser, on a machine that may be busy
t.setTimeout(300_000)

/** On the A592 north of the top of Kirkstone, where it runs north to south; and what lies on either side of it. */
const onThePass = { lat: 54.48501, lon: -2.92405, text: 'Kirkstone Pass, north side' }
const patterdale = { lat: 54.5338, lon: -2.9345, text: 'Patterdale' }
const ambleside = { lat: 54.4322, lon: -2.9624 }

type Change = { id: string; name: string; kind: string; place: { line?: number[][]; area?: number[][] } }

t.test('a supervisor draws a line by mouse and an area by keyboard, and the recommendation says so', async (t) => {
  const room = await openControlRoom(t)
  const browser = await openBrowser(t)
  const [handler, force, avl] = await Promise.all([
    room.signIn('handler1'),
    room.signIn('dispatch.force'),
    room.account('avl'),
  ])
  await force.follow()
  // one response unit at Ambleside; everybody else is far away
  const units = await force.must<Array<{ callsign: string; kind: string }>>(200, 'GET', '/units')
  const callsign = units.find(({ kind }) => kind === 'response')?.callsign ?? ''
  const report = () =>
    avl.must(200, 'POST', '/positions', {
      positions: units.map((unit) => ({
        callsign: unit.callsign,
        ...(unit.callsign === callsign ? ambleside : { lat: 54.1108, lon: -3.2261 }),
        fixedAt: new Date().toISOString(),
      })),
    })
  await report()
  const crash = await open(handler, { type: 'theft', grade: '2', location: onThePass })

  const { page, faults } = await openConsole(browser, room.url, 'supervisor1')
  page.setDefaultTimeout(60_000)
  const panel = page.locator('.roads-panel')
  const says = panel.locator('#road-map-says')
  const send = panel.locator('.road-form button[type=submit]')
  const { promise: nextIsBegun, resolve: begin } = Promise.withResolvers<void>()

  await t.test('a line across the road, by mouse, round the incident that is open', async (t) => {
    await page.keyboard.press('Alt+7')
    const number = crash.reference.split('/')[0] ?? ''
    await page
      .locator('#queue .row', { has: page.locator('.ref', { hasText: new RegExp(`^${number}$`) }) })
      .first()
      .click()
    await page.keyboard.press('Alt+8')
    await panel.getByLabel('Which').selectOption('line')
    await comes(t, () => send.isDisabled(), true, 'nothing is drawn yet')
    await panel.getByRole('button', { name: `Draw round ${crash.reference}` }).click()
    await page.locator('#road-map:focus').waitFor()
    await panel.locator('.road-map .road-primary[d^="M"]').waitFor({ state: 'attached' })
    await panel.locator('.road-label', { hasText: 'A592' }).first().waitFor()
    await says.getByText('Cross-hair: A592', { exact: false }).waitFor()

    await clickOn(page, 0.35, 0.5)
    await says.getByText('1 point set, 1 more to set.', { exact: false }).waitFor()
    await clickOn(page, 0.65, 0.52)
    await says.getByText(/2 points set\. Catches \d+ stretch(es)?, .* of road: A592/).waitFor()
    await panel.locator('.road-map .caught[d^="M"]').waitFor({ state: 'attached' })
    t.same(await (await room.signIn('supervisor2')).must(200, 'GET', '/road-changes'), [], 'drawing closes nothing')

    await panel.locator('#road-because').fill('a crash')
    await panel.locator('#road-called').fill('A592 at the crash')
    await send.click()
    await panel.locator('.road-change', { hasText: /A592 at the crash closed: a crash, \d+\.\d km/ }).waitFor()
    const [change] = await force.must<Change[]>(200, 'GET', '/road-changes')
    t.match(change, { name: 'A592 at the crash', kind: 'closed', place: { line: { length: 2 } } })
  })

  await t.test('the recommendation gives it as the reason', async (t) => {
    await report()
    const incident = await open(handler, { grade: '1', location: patterdale })
    const line = lineOf(await recommended(force, incident.id), callsign)
    t.ok(line?.because.includes('A592 at the crash is closed: a crash'), String(line?.because))
    t.ok((line?.travel.seconds ?? 0) > 1_500, 'round by Keswick')
  })

  await t.test('an area, by keyboard alone: what is closed already is seen, points are taken back', async (t) => {
    await panel.getByLabel('It is').focus()
    await page.keyboard.press('ArrowDown')
    await panel.locator('#road-percent').fill('40')
    await panel.getByLabel('Which').focus()
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowDown')
    await panel.locator('#road-place').focus()
    await page.keyboard.type('Kirkstone Pass')
    await panel.locator('.places [role=option]').first().waitFor()
    await page.keyboard.press('Enter')
    await page.locator('#road-map:focus').waitFor()
    await panel.locator('.road-map .road-closed[d^="M"]').waitFor({ state: 'attached' })
    await panel.locator('.road-map .drawn-before[d^="M"]').first().waitFor({ state: 'attached' })

    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const many = (key: string, times: number) => Array.from({ length: times }, () => key)
    await press('-', '+', ...many('ArrowUp', 5), ...many('ArrowLeft', 5), 'Enter')
    await press(...many('ArrowRight', 10), 'Enter', 'Shift+ArrowLeft', 'Enter')
    await says.getByText('3 points set.', { exact: false }).waitFor()
    await press('Backspace')
    await says.getByText('2 points set, 1 more to set.', { exact: false }).waitFor()
    await comes(t, () => send.isDisabled(), true)
    await press(...many('ArrowDown', 10), 'Enter', ...many('ArrowLeft', 10), 'Enter')
    await says.getByText(/4 points set\. Catches \d+ stretch(es)?, /).waitFor()

    await press('Escape')
    await page.locator('#road-place:focus').waitFor()
    await comes(t, () => panel.locator('#road-map').count(), 0, 'Escape ends the drawing')
    await page.keyboard.type('Kirkstone Pass')
    await panel.locator('.places [role=option]').first().waitFor()
    await page.keyboard.press('Enter')
    await page.locator('#road-map:focus').waitFor()
    await press(...many('ArrowUp', 5), ...many('ArrowLeft', 5), 'Enter', ...many('ArrowRight', 10), 'Enter')
    await press(...many('ArrowDown', 10), 'Enter', ...many('ArrowLeft', 10), 'Enter')
    await says.getByText(/4 points set\. Catches \d+ stretch(es)?, /).waitFor()
    await panel.locator('#road-because').fill('ice')
    await page.route('**/road-changes', async (route) => {
      if (route.request().method() !== 'POST') return route.fallback()
      const response = await route.fetch()
      await nextIsBegun
      await route.fulfill({ response })
    })
    await page.keyboard.press('Enter')
    await comes(t, () => send.isDisabled(), true, 'one order at a time')
    await panel
      .locator('.road-change', { hasText: / at 40 %: ice, / })
      .first()
      .waitFor()
    const changes = await force.must<Change[]>(200, 'GET', '/road-changes')
    const slowed = changes.find(({ kind }) => kind === 'slowed')
    t.match(slowed, { place: { area: { length: 4 } } })
    t.not(slowed?.name, '', 'it is called after its longest road')
  })

  await t.test('dragging moves the map and sets no point; the wheel comes nearer', async () => {
    await panel.getByLabel('Which').selectOption('line')
    await panel.getByRole('button', { name: `Draw round ${crash.reference}` }).click()
    await panel.locator('.road-map .road-primary[d^="M"]').waitFor({ state: 'attached' })
    // the answer to the order before comes late, and throws away nothing that was begun since
    begin()
    await page.locator('.last-action', { hasText: /km of road slowed/ }).waitFor()
    const way = () => panel.locator('.road-map .road-primary').getAttribute('d')
    const before = await way()
    const box = await mapBox(page)
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 + 30, { steps: 4 })
    await page.mouse.up()
    await page.waitForFunction((was) => document.querySelector('.road-primary')?.getAttribute('d') !== was, before)
    await says.getByText('0 points set', { exact: false }).waitFor()
    const panned = await way()
    await page.mouse.wheel(0, -200)
    await page.waitForFunction((was) => document.querySelector('.road-primary')?.getAttribute('d') !== was, panned)
    await panel.getByRole('button', { name: 'Nearer' }).click()
    await panel.getByRole('button', { name: 'Further away' }).click()
    await panel.getByRole('button', { name: 'Cancel the drawing' }).click()
    await panel.locator('#road-map').waitFor({ state: 'detached' })
  })

  await t.test('opened again, it is gone from the list', async () => {
    await panel.getByRole('button', { name: 'Open A592 at the crash again' }).click()
    await panel.getByRole('heading', { name: 'Roads closed or slow: 1' }).waitFor()
  })
  t.same(faults, [])
})

function lineOf({ candidates }: Recommendation, callsign: string): Candidate | undefined {
  return candidates.find((line) => line.callsign === callsign)
}

async function mapBox(page: Page) {
  const map = page.locator('#road-map')
  await map.scrollIntoViewIfNeeded()
  return (await map.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
}

/** Clicks at a share of the map's width and height. */
async function clickOn(page: Page, across: number, down: number): Promise<void> {
  const box = await mapBox(page)
  await page.mouse.click(box.x + across * box.width, box.y + down * box.height)
}
