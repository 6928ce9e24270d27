import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { loadDefinitions } from '../definitions/index.ts'
import { describeAddress, loadGazetteer } from '../places/index.ts'
import { hashPassword, isSealedPassword } from '../staff/index.ts'
import { DemoForceStore } from './demo-force-store.ts'
import { generateDemoForce } from './demo-generator.ts'
import { type AccountTokens, DEMO_PASSWORD, makeSystemAccounts } from './demo-staff.ts'
import { SHIFT_BEGAN_HOURS_AGO } from './demo-units.ts'
import { SeededRandom } from './seeded-random.ts'

/** What to load, from where. */
export type DemoForceOptions = {
  /** the repository's `data` */
  dataFolder: string
  /** where the tokens of the outside systems are written, readable by the owner alone */
  accountsFile: string
  /** the same seed and `now` give the same force; default 1 */
  seed?: number
  /** default 24,000: a quarter of a year of the reference force, in the shape of a whole one */
  historyIncidents?: number
  /** history ends with the day before this instant, and units came on duty hours before it; default: now */
  now?: Date
  /** called with what is being done and how far it is */
  onProgress?: (what: string, done: number, total: number) => void
}

/** Somebody who may sign in to the demo. */
export type DemoSignIn = { username: string; role: string; name: string; password: string }

/** What the database holds now. */
export type DemoForce = {
  /** false: it was there already */
  loaded: boolean
  /** those who still have the demo's password; nobody in a database that is not the demo's */
  signIns: DemoSignIn[]
  units: number
  incidents: number
}

const HISTORY_INCIDENTS = 24_000
/** A unit with less of its shift left than this is booked on again when the service starts. */
const SHIFT_LEFT_HOURS = 8

/**
 * Loads definitions, gazetteer and a demo force into an empty database, as its owner: all of the force or
 * nothing. A database with anybody on its staff is left alone, except that demo units whose shift is over are
 * booked on again. Two nodes that start together wait for each other.
 * @throws Error that names the file and field when the data do not fit together
 */
export async function loadDemoForce(ownerUrl: string, options: DemoForceOptions): Promise<DemoForce> {
  const { dataFolder, accountsFile, seed = 1, historyIncidents = HISTORY_INCIDENTS, now = new Date() } = options
  const onProgress = options.onProgress ?? (() => undefined)
  return await DemoForceStore.with(ownerUrl, async (store) => {
    await store.lock()
    if (await store.hasStaff()) return await describeLoaded(store, now)

    onProgress('definitions', 0, 1)
    await loadDefinitions(ownerUrl, dataFolder)
    onProgress('definitions', 1, 1)
    await loadGazetteer(ownerUrl, dataFolder, onProgress)

    const passwordHash = await hashPassword(DEMO_PASSWORD)
    const force = await store.readForce()
    const rows = generateDemoForce({
      seed,
      now,
      historyIncidents,
      dataFolder,
      force,
      describe: describeAddress,
      passwordHash,
    })
    const accounts = makeSystemAccounts(new SeededRandom(`${seed}/accounts`), now)
    rows.system_account = accounts.rows
    const total = Object.values(rows).reduce((sum, table) => sum + table.length, 0)
    // in this order: should the commit fail, the file holds tokens that open nothing, never the other way round
    const beforeCommit = () => writeTokens(accountsFile, accounts.tokens)
    await store.insertAll(rows, beforeCommit, (inserted) => onProgress('demo force', inserted, total))
    return { ...(await describeLoaded(store, now)), loaded: true }
  })
}

async function describeLoaded(store: DemoForceStore, now: Date): Promise<DemoForce> {
  const counted = await store.count()
  if (!(await store.isDemo())) return { loaded: false, signIns: [], ...counted }
  await store.renewShifts(now, { atLeastHours: SHIFT_LEFT_HOURS, beganHoursAgo: SHIFT_BEGAN_HOURS_AGO[0] })
  return { loaded: false, signIns: await listSignIns(store), ...counted }
}

/** One hash is shared by all who were loaded; whoever has another has a password of their own. */
async function listSignIns(store: DemoForceStore): Promise<DemoSignIn[]> {
  const staff = await store.listStaff()
  const shared = mostCommon(staff.map(({ passwordHash }) => passwordHash))
  if (shared === undefined || !(await isSealedPassword(shared, DEMO_PASSWORD))) return []
  return staff
    .filter(({ passwordHash }) => passwordHash === shared)
    .map(({ username, role, name }) => ({ username, role, name, password: DEMO_PASSWORD }))
}

function mostCommon(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}

function writeTokens(file: string, tokens: AccountTokens): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600 })
  // the mode above counts only for a file that was not there
  chmodSync(file, 0o600)
}
