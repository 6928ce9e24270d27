import type { Route } from 'playwright-core'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { open, spots } from '../support/way-of-a-call.ts'
import { openBrowser, openConsole, openPage } from './browser.ts'
import { comes } from './waiting.ts'

const room = await openControlRoom(t)
const browser = await openBrowser(t)
const api = await room.signIn('supervisor2')

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

t.test('what was built is served, packed and plain alike, for ever under its name; and nothing else is', async (t) => {
  const html = await (await fetch(room.url)).text()
  const names = [...html.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, name = '']) => name)
  const asked = [...html.matchAll(/<script|rel="(\w+)"/g)].map(([all, rel]) => rel ?? all)
  t.same(
    new Set(asked),
    new Set(['<script', 'stylesheet', 'icon', 'modulepreload']),
    'its module, styles, mark, and what it imports',
  )
  const kinds: Record<string, RegExp> = { js: /^text\/javascript/, css: /^text\/css/, svg: /^image\/svg/ }
  const seen = new Set<string>()
  // what a built module imports is found in its text
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    t.match(name, /^\/console\/[\w-]+-[\w-]{8}\.(js|css|svg)$/, 'the name changes with the content')
    const plain = await fetch(`${room.url}${name}`, { headers: { 'accept-encoding': 'identity' } })
    const packed = await fetch(`${room.url}${name}`, { headers: { 'accept-encoding': 'br, gzip' } })
    t.equal(plain.status, 200, name)
    t.match(plain.headers.get('content-type'), kinds[name.slice(name.lastIndexOf('.') + 1)], name)
    t.equal(plain.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    t.same([plain.headers.get('content-encoding'), packed.headers.get('content-encoding')], [null, 'gzip'])
    t.not(plain.headers.get('etag'), packed.headers.get('etag'), 'they are two things to a cache')
    t.equal(plain.headers.get('vary'), 'accept-encoding')
    const text = await plain.text()
    t.equal(await packed.text(), text)
    t.notMatch(text, /sourceMappingURL|\beval\(|new Function\(|innerHTML/)
    if (name.endsWith('.js')) {
      for (const [, imported] of text.matchAll(/["'`](?:\.\/|\/?console\/)([\w-]+\.(?:js|css))["'`]/g))
        names.push(`/console/${imported}`)
    }
  }
  t.ok(seen.size > 7, `${seen.size} files: a part for each role`)
  const [one = ''] = [...seen].filter((name) => name.endsWith('.js'))
  const hidden = [
    `${one}.gz`,
    `${one}.map`,
    '/index.html',
    '/index.html.gz',
    '/console/index.html',
    '/console/start-page.ts',
    '/console/console-routes.ts',
    '/console/README.md',
    '/console/../app.ts',
    '/console/..%2fapp.ts',
    '/console/%2e%2e/app.ts',
    '/console/',
    '/console/..%2f..%2fpackage.json',
    '/console/constructor',
  ]
  for (const name of hidden) t.equal((await fetch(`${room.url}${name}`)).status, 404, name)
})

t.test('the page itself is asked for each time, and not sent again while it is the same', async (t) => {
  const first = await fetch(room.url)
  const etag = first.headers.get('etag') ?? ''
  t.ok(etag.length > 10)
  t.equal(first.headers.get('cache-control'), 'no-cache')
  const again = await fetch(room.url, { headers: { 'if-none-match': etag } })
  t.same([again.status, await again.text()], [304, ''])
  const other = await fetch(room.url, { headers: { 'if-none-match': '"another"' } })
  t.equal(other.status, 200)
})

t.test('whose data it shows is served to anybody', async (t) => {
  const { lines } = (await (await fetch(`${room.url}/attribution`)).json()) as { lines: string[] }
  t.ok(lines.some((line) => /ODbL/.test(line) && /OpenStreetMap contributors/.test(line)))
  t.ok(lines.some((line) => /OpenMapTiles/.test(line)))
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

t.test('a page that is older than the service says so, and lets nobody work on half of it', async (t) => {
  const notOpened = 'This page could not be opened. Reload it (F5), then sign in.'
  const { page, faults, context } = await openPage(browser, room.url, {
    prepare: async (page) => {
      // every part of it has another name by now
      await page.route('**/console/*-console-*.js', (route: Route) => route.fulfill({ status: 404 }))
    },
  })
  const signIn = async (username: string) => {
    await page.getByLabel('User name').fill(username)
    await page.getByLabel('Password').fill('golden-hour')
    await page.keyboard.press('Enter')
  }
  const people = ['dispatch.north', 'handler1', 'supervisor1', 'nr11', 'admin']
  for (const [index, username] of people.entries()) {
    await signIn(username)
    await comes(t, async () => faults.length, index + 1, 'the browser has it in its own list of errors')
    await page
      .getByRole('alert')
      .getByText(`${notOpened} The service may have been upgraded.`, { exact: true })
      .waitFor()
    await comes(t, () => page.locator('.clock').count(), 0)
  }

  // whatever else keeps it from opening is no upgrade
  await page.unrouteAll()
  await page.route('**/definitions', (route: Route) => route.fulfill({ json: {} }))
  await page.reload()
  await page.getByRole('alert').getByText(notOpened, { exact: true }).waitFor()
  t.equal(faults.length, people.length + 1)
  await context.close()
})
