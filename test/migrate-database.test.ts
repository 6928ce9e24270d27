import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import t from 'tap'
import { testDatabase } from './support/index.ts'
import { root } from './support/keeper-address.ts'
import { plainNode } from './support/plain-node.ts'

const run = promisify(execFile)

async function migrateCommand(environment: Record<string, string>): Promise<{ code: number; said: string }> {
  const { PATH = '' } = process.env
  const options = { env: { PATH, ...environment } }
  return await run(...plainNode(join(root, 'src/migrate-database.ts')), options).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: unknown) => {
      const { code, stderr } = error as { code: number; stderr: string }
      return { code, said: stderr }
    },
  )
}

t.test('an empty database is migrated once, and a second run has nothing to do', async (t) => {
  const { adminUrl, ownerUrl, name } = await testDatabase(t)
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  const empty = `${name}_empty`
  await admin.query(`create database ${empty} owner golden_hour_owner template template0`)
  t.teardown(async () => {
    await admin.query(`drop database ${empty} with (force)`)
    await admin.end()
  })
  const DATABASE_OWNER_URL = ownerUrl.replace(name, empty)
  t.match(await migrateCommand({ DATABASE_OWNER_URL }), {
    code: 0,
    said: /migrated 0001-foundation\n[\s\S]*migrations run\.\n$/,
  })
  t.same(await migrateCommand({ DATABASE_OWNER_URL }), { code: 0, said: 'The database is at the newest schema.\n' })
})

t.test('what is wrong is said in one sentence, with exit code 1', async (t) => {
  const oneSentence = (about: RegExp) => new RegExp(`^The database was not migrated: [^\\n]*${about.source}[^\\n]*\\n$`)
  t.match(await migrateCommand({}), { code: 1, said: oneSentence(/DATABASE_OWNER_URL is not set/) })
  const wrong = { DATABASE_OWNER_URL: 'postgres://owner:secret@127.0.0.1:1/none' }
  const { code, said } = await migrateCommand(wrong)
  t.equal(code, 1)
  t.match(said, oneSentence(/ECONNREFUSED/))
  t.notMatch(said, /secret/, 'and the password is not')
  t.match(await migrateCommand({ DATABASE_OWNER_URL: 'mysql://x' }), {
    code: 1,
    said: oneSentence(/DATABASE_OWNER_URL/),
  })
})
