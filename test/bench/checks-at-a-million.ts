import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { localDay, theService } from '../../src/core/index.ts'
import { migrate, poolOptions } from '../../src/db/index.ts'
import { loadDefinitions } from '../../src/definitions/index.ts'
import { type CandidateTerms, decideWho } from '../../src/history/candidate-rules.ts'
import { readVariants } from '../../src/history/name-rules.ts'
import { askedPeople } from '../../src/history/record.ts'
import { seeded } from '../support/bad-input.ts'
import { dataFolder, type Ground } from './bench-ground.ts'
import { contest, type Measure, timed } from './bench-measure.ts'
import { slip } from './made-names.ts'
import { fillWithIncidents, isFilled } from './many-incidents.ts'

const WARM_UP = 100
/** Handlers at once, and how often each has a call, in milliseconds: far more than any room has. */
const HANDLERS = 32
const CALL_EVERY_MS = 1_000

/** A call: the number it came from, the address it was about, and somebody whose name was given. */
type Call = { number: string; premises_id: string; person_id: string; checkId: string }

/** Among a million incidents of ten years; fifty thousand in a quick run. */
export function measureChecks(ground: Ground): Promise<Measure[]> {
  return measure(ground, ground.quick ? 50_000 : 1_000_000)
}

/** Among ten million: what the largest force has. */
export function measureChecksAtTenMillion(ground: Ground): Promise<Measure[]> {
  return measure(ground, ground.quick ? 500_000 : 10_000_000)
}

/**
 * What a ringing call waits for: the phone check, the address check and the check of somebody who was named, each with its audit row, in one
 * transaction of the service's own role that is on disk when it ends, and who it is decided by the product's rule; one after the
 * other, then from 32 handlers at once. Against finding one incident by its id. Calls are taken as they came, so those who ring
 * often are asked about often; one name in five has a slip, two in five a date of birth.
 */
async function measure(ground: Ground, incidents: number): Promise<Measure[]> {
  const { quick, onEnd, say } = ground
  const database = `incidents_${incidents}`
  const server = await ground.postgres(ground.folder('incidents'), database)
  await migrate(server.ownerUrl)
  await loadDefinitions(server.ownerUrl, dataFolder)
  const loader = await connect(onEnd, {
    connectionString: server.adminUrl.replace(/\/postgres$/, `/${database}`),
  })
  if (await isFilled(loader)) say(`${incidents} incidents are there from an earlier run`)
  else await fillWithIncidents(loader, incidents, say)
  const terms = await readTerms(loader)
  const each = quick ? 10 : 40
  const calls = await pickCalls(loader, WARM_UP + (quick ? 400 : 2_000) + HANDLERS * each)
  await loader.query('checkpoint')

  const service = await connect(onEnd, poolOptions(server.serviceUrl, 1))
  const alone = calls.splice(0, calls.length - HANDLERS * each)
  const checks: number[] = []
  const selects: number[] = []
  let hits = 0
  for (const [index, call] of alone.entries()) {
    const select = await timed(() =>
      loader.query({ name: 'bare', text: 'select * from place where id = $1', values: [call.premises_id] }),
    )
    const check = await timed(async () => {
      if (await checkCall(service, call, terms)) hits += 1
    })
    if (index < WARM_UP) continue
    checks.push(check)
    selects.push(select)
  }
  if (hits < alone.length / 2) throw new Error(`only ${hits} of ${alone.length} calls were about somebody known`)
  say(`${hits} of ${alone.length} calls found something`)

  const among: number[] = []
  await Promise.all(
    Array.from({ length: HANDLERS }, async (_, handler) => {
      const client = await connect(onEnd, poolOptions(server.serviceUrl, 1))
      await setTimeout((handler * CALL_EVERY_MS) / HANDLERS)
      for (const [index, call] of calls.slice(handler * each, (handler + 1) * each).entries()) {
        const took = await timed(() => checkCall(client, call, terms))
        // the first two of a connection plan its statements
        if (index > 1) among.push(took)
        await setTimeout(Math.max(0, CALL_EVERY_MS - took))
      }
    }),
  )
  const rival = { name: 'one row by its primary key', samples: selects }
  const what = `phone, address and person check, ${incidents / 1_000}k incidents`
  return [
    ...contest({ name: what, samples: checks, limits: { p99: 5 }, rival }),
    ...contest({ name: `${what}, ${HANDLERS} handlers at once`, samples: among, limits: { p99: 20 }, rival }).slice(
      0,
      2,
    ),
  ]
}

/** The three checks as the service runs them. @returns whether anything is known */
async function checkCall(service: pg.Client, call: Call, terms: CandidateTerms): Promise<boolean> {
  const actor = JSON.stringify(theService)
  const because = 'automatic check'
  await service.query('begin')
  const phone = await ask<Findings>(service, 'check_number($1, $2, $3, null)', [actor, because, call.number])
  const premises = await ask<Findings>(service, 'check_premises($1, $2, $3, null)', [actor, because, call.premises_id])
  const people = askedPeople.parse(await ask(service, 'check_people($1, $2, $3)', [actor, because, call.checkId]))
  const persons = people[0] ? decideWho(people[0], terms).persons : []
  const person =
    persons.length > 0 &&
    (await ask<Findings>(service, 'answer_person_check($1, $2, $3, $4, null)', [actor, because, call.checkId, persons]))
  await service.query('commit')
  return [phone, premises, person].some((found) => found && found.incidents.length > 0)
}

type Findings = { incidents: unknown[] }

async function ask<T>(service: pg.Client, call: string, values: unknown[]): Promise<T> {
  const { rows } = await service.query<{ found: T }>({ name: call, text: `select ${call} as found`, values })
  if (!rows[0]) throw new Error(`${call} gave no row`)
  return rows[0].found
}

async function readTerms(client: pg.Client): Promise<CandidateTerms> {
  const { rows } = await client.query<{ body: string[][] }>(`select body from definition where kind = 'name-variants'`)
  return { variants: readVariants(rows[0]?.body ?? []), markerCodes: [], today: localDay(new Date()) }
}

/** Calls as they came, each with a check of a person that was asked for; the asking is not measured. */
async function pickCalls(client: pg.Client, count: number): Promise<Call[]> {
  const { rows } = await client.query<Omit<Call, 'checkId'> & { given: string; family: string; born_on: string }>(
    `select c.number, i.premises_id, p.id as person_id, split_part(p.given_names, ' ', 1) as given, p.family_name as family,
       p.born_on::text as born_on
     from contact c join incident i on i.id = c.incident_id join incident_person ip on ip.incident_id = i.id and ip.role = 'victim'
       join person p on p.id = ip.person_id
     where c.number is not null and i.premises_id is not null order by md5(c.id::text) limit $1`,
    [count],
  )
  const random = seeded(3)
  const calls = rows.map(({ given, family, born_on, ...call }, index) => ({
    ...call,
    checkId: crypto.randomUUID(),
    query: `${index % 5 === 4 ? slip(given, random) : given} ${family}`,
    bornOn: index % 5 < 2 ? born_on : null,
  }))
  await client.query(
    `insert into check_run (id, kind, source, query, born_on, requested_by)
     select id, 'person', 'bench', query, born_on, 'bench' from unnest($1::uuid[], $2::text[], $3::date[]) as wish (id, query, born_on)`,
    [calls.map(({ checkId }) => checkId), calls.map(({ query }) => query), calls.map(({ bornOn }) => bornOn)],
  )
  return calls
}

async function connect(onEnd: Ground['onEnd'], options: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(options)
  await client.connect()
  onEnd(() => client.end())
  return client
}
