import type { Locator } from 'playwright-core'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { open, sendFirst, spots, step } from '../support/way-of-a-call.ts'
import { changeSeats, openBrowser, openConsole } from './browser.ts'

// a real browser, on a machine that may be busy
t.setTimeout(300_000)

/** The end of a shift at real consoles: drafted, signed, taken over by somebody else; and what goes to the other desks. */
const room = await openControlRoom(t)
const browser = await openBrowser(t)
const [handler, north, terminals] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('dispatch.north'),
  room.account('terminals'),
])
await north.follow()
const abuse = await open(handler, { type: 'domestic', grade: '1', location: spots.carlisle })
const { id } = await sendFirst(north, abuse.id)
await step(terminals, id, 'mobile', 'at-scene')

t.test('a dispatcher hands over to the next one, who says what they have taken on', async (t) => {
  const desk = await openConsole(browser, room.url, 'dispatch.north')
  const { page } = desk
  const read = page.locator('#handover-read')
  await page.keyboard.press('Alt+h')
  await page.locator('#handover-notes').fill('The river is high.')
  await page.getByRole('button', { name: 'Draft the hand-over' }).click()
  await read.getByText('The river is high.').waitFor()
  await read.getByRole('button', { name: abuse.reference }).first().waitFor()
  const fresh = await open(handler, { grade: '3', location: spots.carlisle })
  // what was shown is old: the service refuses, and the page shows what is new
  const change = read.getByText(`New: ${fresh.reference}`)
  const sign = async (name: string, done: Locator) => {
    for (let n = 0; n < 20 && (await done.count()) === 0; n += 1) {
      const button = page.getByRole('button', { name })
      if ((await button.count()) > 0) await button.click()
      await done.waitFor({ timeout: 2_000 }).catch(() => undefined)
    }
    await done.waitFor()
  }
  await sign('Sign as the outgoing shift', read.getByRole('button', { name: 'Sign as the incoming shift' }))
  await change.waitFor()

  await changeSeats(desk, 'dispatch.force')
  await page.keyboard.press('Alt+h')
  await page.getByRole('button', { name: 'Read area north, dispatcher' }).click()
  await change.waitFor()
  await page.locator('#taken-on').fill('All of it')
  await sign('Sign as the incoming shift', read.getByText('has taken on: All of it'))
  t.same(desk.faults, [])
})

t.test('a supervisor keeps numbers back and enters a sheet; the unit acknowledges what it reads', async (t) => {
  const desk = await openConsole(browser, room.url, 'supervisor1')
  const { page } = desk
  await page.keyboard.press('Alt+h')
  await page.locator('#block-size').fill('2')
  await page.locator('#block-reason').fill('Upgrade at two')
  await page.getByRole('button', { name: 'Keep numbers back' }).click()
  await page.locator('.number-block').waitFor()
  await page.getByLabel('Number on the sheet').selectOption({ index: 1 })
  await page.getByLabel('What became of it').selectOption('void')
  await page.locator('#sheet-words').fill('Torn')
  await page.getByRole('button', { name: 'Account for the number' }).click()
  await page.getByRole('heading', { name: 'Numbers kept back for paper: 1' }).waitFor()

  await changeSeats(desk, 'ppu.north')
  await page.getByRole('button', { name: `Read ${abuse.reference}` }).click()
  await page.locator('.ppu-read .log li').first().waitFor()
  await page.getByRole('button', { name: `The unit has ${abuse.reference}` }).click()
  await page
    .locator('.ppu-entry')
    .getByText(/ has it, /)
    .waitFor()
  t.same(desk.faults, [])
})
