import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Route } from 'playwright-core'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { open, spots } from '../support/way-of-a-call.ts'
import { openBrowser, openConsole } from './browser.ts'
import { comes } from './waiting.ts'

const room = await openControlRoom(t)
const browser = await openBrowser(t)
const api = await room.signIn('supervisor2')
const folder = join(import.meta.dirname, '../../src/console')

t.test('the page forbids everything that is not its own', async (t) => {
  const page = await fetch(room.url)
  const policy = page.headers.get('content-security-policy') ?? ''
  for (const rule of [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `connect-src 'self'`,
    `frame-ancestors 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
  ]) {
    t.ok(policy.split('; ').includes(rule), rule)
  }
  t.notMatch(policy, /unsafe|\*|data:|https?:/)
  t.equal(page.headers.get('x-content-type-options'), 'nosniff')
  t.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
  const html = await page.text()
  t.notMatch(html, /<script(?![^>]*src=)|<style|\son\w+=|https?:/, 'nothing inline, nothing from elsewhere')
})

t.test('every module of the console is served as JavaScript, and nothing else of the folder', async (t) => {
  const names = readdirSync(folder)
  const modules = names.filter((name) => name.endsWith('.ts') && !/\.test\.ts$|-routes\.ts$|^index\.ts$/.test(name))
  t.ok(modules.length > 30, `${modules.length} modules`)
  for (const name of modules) {
    const answer = await fetch(`${room.url}/console/${name}`)
    const text = await answer.text()
    t.match([answer.status, answer.headers.get('content-type')], [200, /^text\/javascript/], name)
    t.notMatch(text, /^import type|^export type|^\s*interface /m, `${name} has no types left`)
    for (const [, imported] of text.matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
      t.ok(
        imported?.startsWith('./') && modules.includes(imported.slice(2)),
        `${name} loads ${imported}, which is served`,
      )
    }
  }
  const hidden = [
    'console-routes.ts',
    'index.ts',
    'board-rules.test.ts',
    'README.md',
    '../app.ts',
    '..%2fapp.ts',
    '%2e%2e/app.ts',
    '.',
    '',
    'nothing.ts',
    '..%2f..%2fpackage.json',
    'constructor',
  ]
  for (const name of hidden) {
    const { status } = await fetch(`${room.url}/console/${name}`)
    t.equal(status, 404, name)
  }
})

t.test('what a browser has already is not sent again', async (t) => {
  const first = await fetch(`${room.url}/console/start-page.ts`)
  const etag = first.headers.get('etag') ?? ''
  t.ok(etag.length > 10)
  t.equal(first.headers.get('cache-control'), 'no-cache')
  const again = await fetch(`${room.url}/console/start-page.ts`, { headers: { 'if-none-match': etag } })
  t.same([again.status, await again.text()], [304, ''])
  const other = await fetch(`${room.url}/console/start-page.ts`, { headers: { 'if-none-match': '"another"' } })
  t.equal(other.status, 200)
})

t.test('the map’s ground and whose data it is are served to anybody', async (t) => {
  const answer = await fetch(`${room.url}/console/map-data`)
  const ground = (await answer.json()) as {
    unit: number
    roads: { kind: string; line: number[] }[]
    lakes: number[][]
    land: number[][]
  }
  t.equal(answer.headers.get('content-encoding'), 'gzip')
  t.ok(ground.roads.length > 3_000 && ground.lakes.length > 400)
  t.same([...new Set(ground.roads.map(({ kind }) => kind))].sort(), [
    'motorway',
    'primary',
    'secondary',
    'tertiary',
    'trunk',
  ])
  const [lon = 0, lat = 0] = ground.roads[0]?.line ?? []
  t.ok(
    lon * ground.unit > -3.7 && lon * ground.unit < -2.1 && lat * ground.unit > 54 && lat * ground.unit < 55.2,
    'they lie in Cumbria',
  )
  const { lines } = (await (await fetch(`${room.url}/attribution`)).json()) as { lines: string[] }
  t.ok(lines.some((line) => /ODbL/.test(line) && /OpenStreetMap contributors/.test(line)))
  t.ok(lines.some((line) => /OGL/.test(line) || /Open Government Licence/.test(line)))
})

t.test('what a caller said is text, whatever it looks like', async (t) => {
  const { page, faults, context } = await openConsole(browser, room.url, 'dispatch.north')
  const hostile = `<img src=x onerror="document.title='broken'"><script>document.title='broken'</script> & "quotes" \u202e`
  const incident = await open(api, {
    summary: hostile,
    location: { ...spots.carlisle, text: `<b>bold</b>${hostile}`.slice(0, 400) },
    grade: '2',
  })
  await page.locator(`#incident-${incident.id}`).click()
  await page.locator('.summary').getByText('<img src=x').first().waitFor()
  await comes(t, () => page.locator('.summary').textContent(), hostile)
  await comes(t, () => page.locator('main img, main script, main b b').count(), 0)
  t.equal(await page.title(), 'Golden Hour')
  t.same(faults, [])
  await context.close()
})

t.test('an answer lost on the way: the same command again with the same key, and one line on the log', async (t) => {
  const { page, faults, context } = await openConsole(browser, room.url, 'dispatch.north')
  const incident = await open(api, { summary: 'A line that is said twice', grade: '2' })
  await page.locator(`#incident-${incident.id}`).click()
  const keys: (string | undefined)[] = []
  await page.route(`**/incidents/${incident.id}/log`, async (route: Route) => {
    keys.push(route.request().headers()['idempotency-key'])
    // the service takes it; the first answer does not arrive
    const answer = await route.fetch()
    if (keys.length === 1) await route.abort('connectionreset')
    else await route.fulfill({ response: answer })
  })
  await page.locator('#add-to-log').fill('Caller says the dog is loose')
  await page.keyboard.press('Enter')
  await page.locator('.log').getByText('Caller says the dog is loose').first().waitFor()
  await page.waitForFunction(() => (document.querySelector('#add-to-log') as HTMLInputElement).value === '')
  t.equal(keys.length, 2)
  t.ok(keys[0])
  t.equal(keys[0], keys[1])
  const log = await api.must<{ entries: { text: string }[] }>(200, 'GET', `/incidents/${incident.id}`)
  t.equal(log.entries.filter(({ text }) => text === 'Caller says the dog is loose').length, 1)
  t.same(faults, [])
  await context.close()
})

t.test('while nothing can be recorded the top bar says to use paper, and goes on trying', async (t) => {
  const { page, faults, context } = await openConsole(browser, room.url, 'dispatch.north')
  const incident = await open(api, { summary: 'While the store is away', grade: '2' })
  await page.locator(`#incident-${incident.id}`).click()
  let away = true
  await page.route(`**/incidents/${incident.id}/log`, (route: Route) =>
    away
      ? route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({ type: '/problems/service/not-recorded', title: 'Nothing was recorded', status: 503 }),
        })
      : route.continue(),
  )
  await page.locator('#add-to-log').fill('Kept until it is taken')
  await page.keyboard.press('Enter')
  await page.getByText('Nothing is being recorded. Use paper. Trying again: Add to the log').first().waitFor()
  await comes(t, () => page.locator('#add-to-log').inputValue(), 'Kept until it is taken', 'what was typed stays')
  away = false
  await page.locator('.log').getByText('Kept until it is taken').first().waitFor()
  await page.locator('.waiting').waitFor({ state: 'detached' })
  t.same(faults, [])
  await context.close()
})

t.test('a wrong password is said in words, and lets nobody in', async (t) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(room.url)
  await page.getByLabel('User name').fill('handler1')
  await page.getByLabel('Password').fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('The name or the password is not right').first().waitFor()
  await comes(t, () => page.getByLabel('User name').inputValue(), 'handler1')
  await comes(t, () => page.locator('.clock').count(), 0)
  await context.close()
})
