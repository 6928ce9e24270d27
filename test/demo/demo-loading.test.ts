import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { DemoForceStore } from '../../src/demo/demo-force-store.ts'
import { generateDemoForce } from '../../src/demo/demo-generator.ts'
import { loadDemoForce } from '../../src/demo/index.ts'
import { describeAddress } from '../../src/places/index.ts'
import { testDatabase } from '../support/index.ts'
import { count, dataFolder, fingerprint, load, now, open } from './loaded-force.ts'

const folder = mkdtempSync(join(tmpdir(), 'golden-hour-demo-'))
t.teardown(() => rmSync(folder, { recursive: true }))

t.test('all of a force or nothing, and the same seed gives the same', async (t) => {
  const wish = { dataFolder, now, seed: 7, historyIncidents: 3_000 }
  const { ownerUrl } = await testDatabase(t)
  const client = await open(t, ownerUrl)

  await t.test('when the tokens cannot be written nothing of the force is loaded', async (t) => {
    writeFileSync(join(folder, 'not-a-folder'), '')
    await t.rejects(loadDemoForce(ownerUrl, { ...wish, accountsFile: join(folder, 'not-a-folder', 'accounts.json') }))
    for (const table of ['staff', 'unit', 'incident', 'system_account', 'person', 'place where invented']) {
      t.equal(await count(client, table), 0, table)
    }
  })

  await t.test('the next start loads all of it, and another database with that seed gets the same', async (t) => {
    const accountsFile = join(folder, 'accounts.json')
    t.match(await loadDemoForce(ownerUrl, { ...wish, accountsFile }), { loaded: true, incidents: 3_000 })
    const second = await load(t, wish)
    t.strictSame(await fingerprint(second.client), await fingerprint(client))
    t.not(
      readFileSync(accountsFile, 'utf8'),
      readFileSync(second.accountsFile, 'utf8'),
      'tokens never come from the seed',
    )
  })

  await t.test('another seed gives another force, of which only the showcases are the same', async (t) => {
    const force = await DemoForceStore.with(ownerUrl, (store) => store.readForce())
    const generate = (seed: number, historyIncidents: number) =>
      generateDemoForce({ ...wish, seed, historyIncidents, force, describe: describeAddress, passwordHash: 'x' })
    const ids = (seed: number) => {
      const { incident, person, unit, place, marker } = generate(seed, 1_000)
      return [incident, person, unit, place, marker].map((rows) => rows.map(({ id }) => id))
    }
    const [seven, eight] = [ids(7), ids(8)]
    const found = await client.query<{ id: string }>('select id from person')
    t.strictSame(found.rows.map(({ id }) => id).toSorted(), seven[1]?.toSorted(), 'what is generated is what is loaded')
    const others = new Set(eight.flat())
    const shared = seven.flat().filter((id) => others.has(id))
    t.ok(shared.length > 0 && shared.every((id) => id.charAt(14) === '8'), 'a name keeps its id')
    t.equal(generate(7, 0).incident.length, 10, 'without a history there are still the showcases')
  })
})

t.test('a database with staff of its own is left alone', async (t) => {
  const { ownerUrl } = await testDatabase(t)
  const client = await open(t, ownerUrl)
  await client.query(
    `insert into staff (id, username, display_name, role, password_hash) values (gen_random_uuid(), 'somebody', 'Somebody', 'supervisor', 'x')`,
  )
  const accountsFile = join(folder, 'untouched.json')
  const left = { loaded: false, signIns: [], units: 0, incidents: 0 }
  t.match(await loadDemoForce(ownerUrl, { dataFolder, accountsFile, now }), left)
  t.equal(await count(client, 'place'), 0)
  t.throws(() => statSync(accountsFile))
})
