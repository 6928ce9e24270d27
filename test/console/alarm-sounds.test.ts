import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { open, sendFirst } from '../support/way-of-a-call.ts'
import { openBrowser, openConsole } from './browser.ts'
import { comes } from './waiting.ts'

// pages of a browser, on a machine that may be busy
t.setTimeout(300_000)

const room = await openControlRoom(t)
const browser = await openBrowser(t)
const [handler, north] = await Promise.all([room.signIn('handler1'), room.signIn('dispatch.north')])
await north.follow()

/** Counts the pulses that a page sounds, by their pitch. */
async function listen(page: Page | BrowserContext): Promise<void> {
  await page.addInitScript(() => {
    const heard: Record<string, number> = {}
    Object.assign(globalThis, { heard })
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (when?: number) {
      const pitch = String(this.frequency.value)
      heard[pitch] = (heard[pitch] ?? 0) + 1
      start.call(this, when)
    }
  })
}
const pulses = (page: Page, pitch: number) =>
  page.evaluate((of) => (globalThis as unknown as { heard: Record<string, number> }).heard[of] ?? 0, String(pitch))
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

t.test('one window of a desk sounds; when it falls silent or closes, another does', async (t) => {
  const desk = await openConsole(browser, room.url, 'dispatch.north', { prepare: listen })
  const { page, context } = desk
  await button(page, 'Sound on').waitFor()
  await comes(t, () => pulses(page, 660), 1, 'signing in is heard: one tone')

  const other = await context.newPage()
  await listen(other)
  await other.goto(room.url)
  await other.getByText('Live', { exact: true }).waitFor()
  await other.keyboard.press('Shift')
  await button(other, 'Sound in another window').waitFor()

  const incident = await open(handler, { type: 'domestic', grade: '1' })
  const { id, callsign, unitId } = await sendFirst(north, incident.id)
  await comes(t, () => pulses(page, 660), 4, 'a new call of the most urgent grade: three pulses')
  const crew = await room.signIn(callsign.toLowerCase())
  await crew.must(200, 'POST', `/deployments/${id}/more-units`, { units: 1 })
  for (const one of [page, other]) await one.locator('.alarm-more-units').waitFor()
  await comes(t, () => pulses(page, 660), 7)
  await comes(t, () => pulses(other, 660), 1, 'both show it, one sounds: of the other its own first tone')

  await button(page, 'Sound on').click()
  await page.locator('.sound-off').waitFor()
  await button(other, 'Sound on').waitFor()
  await crew.must(200, 'PUT', `/units/${unitId}/state`, { state: '0' })
  await comes(t, async () => (await pulses(other, 880)) > 0, true, 'an emergency sounds in the other one')
  await comes(t, () => pulses(page, 880), 0)
  await button(page, 'Sound off').click()
  await button(page, 'Sound in another window').waitFor()
  await other.close()
  await button(page, 'Sound on').waitFor()
  await comes(t, async () => (await pulses(page, 880)) > 0, true, 'and goes on in this one')
  await page.keyboard.press('Alt+a')

  // shelved by a supervisor, it is left out, and every desk says so
  const supervisor = await openConsole(browser, room.url, 'supervisor1')
  await supervisor.page.keyboard.press('Alt+-')
  const form = supervisor.page.locator('.shelving-form')
  await form.getByLabel('Which').selectOption('more-units')
  await form.getByLabel('Minutes').fill('10')
  await form.getByLabel('Reason').fill('Football: worked by the commander on the ground')
  await form.getByRole('button', { name: 'Shelve it' }).click()
  const said = /^Shelved until \d\d:\d\d:\d\d by .*: Crew asks for more units\. Football/
  await comes(t, () => page.locator('.alarm.shelved').textContent(), said)
  await page.locator('.alarm-more-units').waitFor({ state: 'detached' })
  await comes(t, () => page.locator('.alarm-emergency').count(), 1)
  await supervisor.page.getByRole('button', { name: 'Let it sound again' }).click()
  await page.locator('.alarm-more-units').waitFor()
  t.same([...desk.faults, ...supervisor.faults], [])
  await Promise.all([context.close(), supervisor.context.close()])
})
