import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { loadDefinitions } from '../../src/definitions/index.ts'
import { root } from '../support/keeper-address.ts'

/** What is checked across files before anything is written: no store is needed to be refused. */
t.test('a grade that the force does not have is named, and nothing is loaded', async (t) => {
  const folder = t.testdir({ force: { definitions: {} } })
  cpSync(join(root, 'data/force'), join(folder, 'force'), { recursive: true })
  const file = join(folder, 'force/definitions/escalation.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"2"', '"2a"'))
  await t.rejects(loadDefinitions('postgres://nowhere.invalid/none', folder), /escalation.json names grades.*: 2a$/)
})
