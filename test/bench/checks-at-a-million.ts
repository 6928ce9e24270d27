import { totalmem } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { migrate, openDatabase, type Reader } from '../../src/db/index.ts'
import { DefinitionBook, loadDefinitions } from '../../src/definitions/index.ts'
import type { CheckKind } from '../../src/history/check.ts'
import { lookUp } from '../../src/history/check-look-up.ts'
import type { StandingCheck } from '../../src/history/check-store.ts'
import { FORCE_RECORDS } from '../../src/history/source.ts'
import { seeded } from '../support/bad-input.ts'
import { dataFolder, type Ground } from './bench-ground.ts'
import { contest, type Measure, timed } from './bench-measure.ts'
import { slip } from './made-names.ts'
import { fillWithIncidents, isFilled } from './many-incidents.ts'

const WARM_UP = 100
/** Handlers at once, and how often each has a call, in milliseconds: far more than any room has. */
const HANDLERS = 32
const CALL_EVERY_MS = 1_000
/** A force of this size gives its database so much of the machine; the rest is for what else runs. */
const SHARED_BUFFERS = `${Math.floor((totalmem() * 3) / 8 / 2 ** 20)}MB`
/** What the service lets one statement of a check take, in milliseconds. */
const WITHIN_MS = 1_000

/** A call: the address it was about, and the checks asked of its number, of that address, and of somebody whose name was given. */
type Call = { premisesId: string; checks: StandingCheck[] }

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
 * transaction of the service's own role that is on disk when it ends, and what was found ranked: the product's own functions
 * over its own connections; one after the other, then from 32 handlers at once. Against finding one incident by its id. Calls are taken as they came, so those who ring
 * often are asked about often; one name in five has a slip, two in five a date of birth. As after a day of work: what checks read is in
 * memory.
 */
async function measure(ground: Ground, incidents: number): Promise<Measure[]> {
  const { quick, onEnd, say } = ground
  const database = `incidents_${incidents}`
  const server = await ground.postgres(ground.folder('incidents'), database, SHARED_BUFFERS)
  await migrate(server.ownerUrl)
  await loadDefinitions(server.ownerUrl, dataFolder)
  const loader = await connect(onEnd, {
    connectionString: server.adminUrl.replace(/\/postgres$/, `/${database}`),
  })
  if (await isFilled(loader)) say(`${incidents} incidents are there from an earlier run`)
  else await fillWithIncidents(loader, incidents, say)
  const each = quick ? 10 : 40
  const calls = await pickCalls(loader, WARM_UP + (quick ? 400 : 2_000) + HANDLERS * each)
  await loader.query('checkpoint')
  await readIntoMemory(loader)

  const open = () => {
    const db = openDatabase(server.serviceUrl, 1)
    onEnd(() => db.destroy())
    return db
  }
  const book = new DefinitionBook(open())
  const service = open()
  const alone = calls.splice(0, calls.length - HANDLERS * each)
  const checks: number[] = []
  const selects: number[] = []
  let hits = 0
  for (const [index, call] of alone.entries()) {
    const select = await timed(() =>
      loader.query({ name: 'bare', text: 'select * from place where id = $1', values: [call.premisesId] }),
    )
    const check = await timed(async () => {
      if (await checkCall(service, call, book)) hits += 1
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
      const db = open()
      await setTimeout((handler * CALL_EVERY_MS) / HANDLERS)
      for (const [index, call] of calls.slice(handler * each, (handler + 1) * each).entries()) {
        const took = await timed(() => checkCall(db, call, book))
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

async function readIntoMemory(client: pg.Client): Promise<void> {
  await client.query('create extension if not exists pg_prewarm')
  await client.query(`
    select pg_prewarm(c.oid) from pg_class c join pg_class t on t.oid = coalesce((select indrelid from pg_index where indexrelid = c.oid), c.oid)
    where c.relkind in ('r', 'i') and t.oid = any ('{place,person,telephone,residence,incident,contact,incident_person,marker,
      response_plan,protection_order,check_run}'::regclass[])
    order by c.relkind desc`)
}

/** The three checks as the service runs them. @returns whether anything is known */
function checkCall(db: Reader, { checks }: Call, book: DefinitionBook): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    let isKnown = false
    for (const check of checks) {
      const looked = await lookUp(trx, check, 'automatic check', WITHIN_MS, book)
      if (!looked.answered) throw looked.error
      isKnown ||= looked.findings.length > 0
    }
    return isKnown
  })
}

/** Calls as they came, each with its checks, which were asked for before: the asking is not measured. */
async function pickCalls(client: pg.Client, count: number): Promise<Call[]> {
  const { rows } = await client.query<Record<'number' | 'premises_id' | 'given' | 'family' | 'born_on', string>>(
    `select c.number, i.premises_id, split_part(p.given_names, ' ', 1) as given, p.family_name as family, p.born_on::text as born_on
     from contact c join incident i on i.id = c.incident_id join incident_person ip on ip.incident_id = i.id and ip.role = 'victim'
       join person p on p.id = ip.person_id
     where c.number is not null and i.premises_id is not null order by md5(c.id::text) limit $1`,
    [count],
  )
  const random = seeded(3)
  const asked: { id: string; kind: CheckKind; query: string; born_on: string | null }[] = []
  const calls = rows.map((row, index): Call => {
    const name = `${index % 5 === 4 ? slip(row.given, random) : row.given} ${row.family}`
    const ask = (kind: CheckKind, query: string, born_on: string | null = null): StandingCheck => {
      const id = crypto.randomUUID()
      asked.push({ id, kind, query, born_on })
      return { ...unanswered, id, kind }
    }
    const checks = [ask('phone', row.number), ask('premises', row.premises_id)]
    return { premisesId: row.premises_id, checks: [...checks, ask('person', name, index % 5 < 2 ? row.born_on : null)] }
  })
  await client.query(
    `insert into check_run (id, kind, source, query, born_on, requested_by)
     select id, kind, '${FORCE_RECORDS}', query, born_on, 'bench'
     from json_to_recordset($1) as wish (id uuid, kind text, query text, born_on date)`,
    [JSON.stringify(asked)],
  )
  return calls
}

const unanswered = {
  ...{ source: FORCE_RECORDS, attempt: 1, aboutPersons: [], state: 'not_started' },
  ...{ contactId: null, incidentId: null, areaId: null, superseded: false },
} satisfies Partial<StandingCheck>

async function connect(onEnd: Ground['onEnd'], options: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(options)
  await client.connect()
  onEnd(() => client.end())
  return client
}
