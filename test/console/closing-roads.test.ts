import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { openBrowser, openConsole } from './browser.ts'

t.test('a supervisor closes a pass on the screen, every desk is told, and opens it again', async (t) => {
  const room = await openControlRoom(t)
  const browser = await openBrowser(t)
  const api = await room.signIn('handler1')
  const [supervisor, north] = await Promise.all([
    openConsole(browser, room.url, 'supervisor1'),
    openConsole(browser, room.url, 'dispatch.north'),
  ])
  const panel = supervisor.page.locator('.roads-panel')
  await panel.getByRole('heading', { name: 'Roads closed or slow: 0' }).waitFor()

  await panel.locator('#road-where').fill('No Such Pass')
  await panel.locator('#road-because').fill('snow')
  await supervisor.page.keyboard.press('Enter')
  await panel.locator('.wrong', { hasText: 'no road of the network answers to that' }).waitFor()

  await panel.locator('#road-where').fill('Kirkstone Pass')
  await supervisor.page.keyboard.press('Enter')
  await panel.locator('.road-change', { hasText: /Kirkstone Pass closed: snow, \d+\.\d km, since \d\d:\d\d/ }).waitFor()
  await north.page
    .locator('li', { hasText: /Kirkstone Pass is closed: snow, by / })
    .first()
    .waitFor()
  t.match(await api.must(200, 'GET', '/road-changes'), [{ kind: 'closed', place: { pass: 'Kirkstone Pass' } }])

  await panel.getByLabel('It is').selectOption('slowed')
  await panel.getByLabel('Which').selectOption('road')
  await panel.locator('#road-where').fill('A591')
  await panel.locator('#road-percent').fill('40')
  await panel.locator('#road-because').fill('flood')
  await panel.getByRole('button', { name: 'Slow the road down' }).click()
  await panel.locator('.road-change', { hasText: 'A591 at 40 %: flood' }).waitFor()

  await panel.getByRole('button', { name: 'Open Kirkstone Pass again' }).click()
  await north.page
    .locator('li', { hasText: /Kirkstone Pass is open again, by / })
    .first()
    .waitFor()
  await panel.getByRole('heading', { name: 'Roads closed or slow: 1' }).waitFor()
  t.match(await api.must(200, 'GET', '/road-changes'), [{ kind: 'slowed', factor: 0.4, place: { road: 'A591' } }])
  t.same([...supervisor.faults, ...north.faults], [])
})
