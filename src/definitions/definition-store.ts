import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { definitionBodies, definitionFile, gradeFile } from './definition.ts'
import { listUnknownGrades } from './escalation-definition.ts'

/**
 * Loads every definition of `<dataFolder>/force/definitions` and the grades, as the owner. Safe to run
 * again: a version that is there stays as it is; a new version is added beside it.
 * @throws ZodError that names the file's field when a definition is not well formed; Error when it names a grade that
 * the force does not have. Nothing is written then
 */
export async function loadDefinitions(ownerUrl: string, dataFolder: string): Promise<number> {
  const folder = join(dataFolder, 'force', 'definitions')
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const { grades, ...file } = gradeFile.parse(readJson(join(dataFolder, 'force', 'grades.json')))
  const definitions = files.map((name) => {
    const { body, ...definition } = definitionFile.parse(readJson(join(folder, name)))
    if (definition.kind === 'escalation') mustKnowGrades(name, body, grades)
    return { ...definition, body: definitionBodies[definition.kind].parse(body) }
  })
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    for (const { kind, version, validFrom, source, body } of definitions) {
      await client.query(
        `insert into definition (kind, version, valid_from, source, body) values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [kind, version, validFrom, source, JSON.stringify(body)],
      )
    }
    for (const grade of grades) {
      await client.query(
        `insert into grade (id, version, position, name, urban_seconds, rural_seconds, deploys, domestic_abuse_allowed,
           clock_starts, valid_from, source) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
        [
          grade.id,
          file.version,
          grade.position,
          grade.name,
          grade.urbanSeconds,
          grade.ruralSeconds,
          grade.deploys,
          grade.domesticAbuseAllowed,
          grade.clockStarts,
          file.validFrom,
          file.source,
        ],
      )
    }
    return files.length + 1
  } finally {
    await client.end()
  }
}

function mustKnowGrades(name: string, body: unknown, grades: readonly { id: string }[]): void {
  const unknown = listUnknownGrades(
    definitionBodies.escalation.parse(body),
    grades.map(({ id }) => id),
  )
  if (unknown.length > 0) throw new Error(`${name} names grades that grades.json does not have: ${unknown.join(', ')}`)
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
