import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Teardown } from '../support/index.ts'

/** Debian's Chromium without a GPU; the last flag halves the time from message to paint. */
const flags = [
  ...['--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-default-apps', '--no-default-browser-check'],
  ...['--force-color-profile=srgb', '--disable-dev-shm-usage', '--use-gl=angle', '--use-angle=swiftshader'],
  ...['--enable-unsafe-swiftshader', '--disable-gpu-compositing'],
]
const EXECUTABLE = '/usr/bin/chromium'

/** A desk in a browser of its own profile, and everything that went wrong on its page. */
export type BrowserDesk = {
  page: Page
  context: BrowserContext
  /** errors of the page, violations of its policy, requests to anywhere else */
  faults: string[]
}

/** A real browser for one test file. */
export async function openBrowser(t: Teardown): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: flags })
  t.teardown(() => browser.close())
  return browser
}

/** A page of the console, before anybody has signed in. `prepare` runs before the first request. */
export async function openPage(
  browser: Browser,
  url: string,
  options: { width?: number; height?: number; prepare?: (page: Page) => Promise<void> } = {},
): Promise<BrowserDesk> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1_440, height: options.height ?? 900 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(40_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`${error.message} ${error.stack ?? ''}`))
  page.on('console', (message) => {
    // a browser notes each refused request as an error of the page; the page shows it to the person
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text())
  })
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(url).host) faults.push(`a request to ${request.url()}`)
  })
  await options.prepare?.(page)
  await page.goto(url)
  return { page, context, faults }
}

/** Signs in by keyboard and waits until the console is live. */
export async function signInAt({ page }: Pick<BrowserDesk, 'page'>, username: string): Promise<void> {
  await page.getByLabel('User name').fill(username)
  await page.getByLabel('Password').fill('golden-hour')
  await page.keyboard.press('Enter')
  await page.getByText('Live', { exact: true }).waitFor()
}

/** Somebody else at the same window: it is opened once, and that is what takes long. */
export async function changeSeats({ page }: Pick<BrowserDesk, 'page'>, username: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('User name').waitFor()
  await signInAt({ page }, username)
}

/** A console of this person, live. */
export async function openConsole(
  browser: Browser,
  url: string,
  username: string,
  options: Parameters<typeof openPage>[2] = {},
): Promise<BrowserDesk> {
  const desk = await openPage(browser, url, options)
  await signInAt(desk, username)
  return desk
}
