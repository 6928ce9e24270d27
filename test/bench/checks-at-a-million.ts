import pg from 'pg'
import { theService } from '../../src/core/index.ts'
import { migrate, poolOptions } from '../../src/db/index.ts'
import type { Ground } from './bench-ground.ts'
import { contest, type Measure, timed } from './bench-measure.ts'
import { fillWithIncidents } from './many-incidents.ts'

/** How many there are in the whole bench, and in a quick one. */
const INCIDENTS = { whole: 1_000_000, quick: 50_000 }
const WARM_UP = 100

/** A call: the number it came from and the address it was about. */
type Call = { number: string; premises_id: string }

/**
 * What a ringing call waits for: the phone check and the address check, each with its audit row, in one transaction of
 * the service's own role that is on disk when it ends; against finding the rows of both keys by their index.
 * Calls are taken as they came, so those who ring often are asked about often.
 */
export async function measureChecks(ground: Ground): Promise<Measure[]> {
  const { quick, onEnd, say } = ground
  const incidents = quick ? INCIDENTS.quick : INCIDENTS.whole
  const server = await ground.postgres(ground.folder('incidents'), 'many_incidents')
  await migrate(server.ownerUrl)
  const loader = await connect(onEnd, { connectionString: server.adminUrl.replace(/\/postgres$/, '/many_incidents') })
  await fillWithIncidents(loader, incidents, say)

  const service = await connect(onEnd, poolOptions(server.serviceUrl, 1))
  const calls = await pickCalls(loader, WARM_UP + (quick ? 400 : 3_000))
  await loader.query('checkpoint')
  const checks: number[] = []
  const selects: number[] = []
  let hits = 0
  for (const [index, call] of calls.entries()) {
    const select = await timed(() => selectRows(loader, call))
    const check = await timed(async () => {
      if (await checkCall(service, call)) hits += 1
    })
    if (index < WARM_UP) continue
    checks.push(check)
    selects.push(select)
  }
  if (hits < calls.length / 2) throw new Error(`only ${hits} of ${calls.length} calls were about somebody known`)
  say(`${hits} of ${calls.length} calls found something`)
  return contest({
    name: `phone and address check, ${incidents / 1_000}k incidents`,
    samples: checks,
    limits: { p99: 5 },
    rival: { name: 'both keys by a bare indexed select', samples: selects },
  })
}

/** Both checks as the service runs them. @returns whether anything is known */
async function checkCall(service: pg.Client, call: Call): Promise<boolean> {
  const actor = JSON.stringify(theService)
  await service.query('begin')
  const { rows: phone } = await service.query<{ found: Findings }>({
    name: 'phone',
    text: `select check_number($1, 'automatic check', $2, null) as found`,
    values: [actor, call.number],
  })
  const { rows: premises } = await service.query<{ found: Findings }>({
    name: 'premises',
    text: `select check_premises($1, 'automatic check', $2, null) as found`,
    values: [actor, call.premises_id],
  })
  await service.query('commit')
  return [...phone, ...premises].some(({ found }) => found.incidents.length > 0)
}

type Findings = { incidents: unknown[] }

/** The rival: the newest row of each key, and nothing about it. */
async function selectRows(client: pg.Client, call: Call): Promise<void> {
  await client.query({
    name: 'by number',
    text: 'select incident_id from contact where number = $1 order by received_at desc limit 100',
    values: [call.number],
  })
  await client.query({
    name: 'by premises',
    text: 'select id from incident where premises_id = $1 order by opened_at desc limit 100',
    values: [call.premises_id],
  })
}

async function pickCalls(client: pg.Client, count: number): Promise<Call[]> {
  const { rows } = await client.query<Call>(
    `select c.number, i.premises_id from contact c join incident i on i.id = c.incident_id
     where c.number is not null and i.premises_id is not null order by md5(c.id::text) limit $1`,
    [count],
  )
  return rows
}

async function connect(onEnd: Ground['onEnd'], options: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(options)
  await client.connect()
  onEnd(() => client.end())
  return client
}
