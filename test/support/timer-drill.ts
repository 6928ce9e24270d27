import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { root } from './keeper-address.ts'
import { plainNode } from './plain-node.ts'

/** What a drill asks for. */
export type Drill = {
  timers: number
  /** the instants at which they are due lie this far apart, at random */
  overSeconds: number
  /** how often the process that does them is killed meanwhile, without a word */
  kills: number
  /** how long each is at work */
  workMs: number
}

/** What came of it: I9 is that both of the first are 0. */
export type Drilled = {
  lost: number
  doubled: number
  /** timers that were begun and cut off by a kill, and begun again */
  cutOff: number
  /** how long after its instant each was done, in milliseconds */
  latenessMs: number[]
}

/** What the timers are counted by. */
const tables = `
  create table drill_done (job_id uuid not null, at timestamptz not null default clock_timestamp());
  create sequence drill_begun;
  grant select, insert on drill_done to golden_hour_app;
  grant usage on sequence drill_begun to golden_hour_app`

/** Counts timers that were never done, and those that were done more than once. */
export async function countDrill(client: pg.Client): Promise<Pick<Drilled, 'lost' | 'doubled' | 'latenessMs'>> {
  const { rows } = await client.query<{ times: number; late: number | null }>(
    `select count(d.job_id)::int as times, (extract(epoch from min(d.at) - j.due_at) * 1000)::float8 as late
     from job j left join drill_done d on d.job_id = j.id where j.kind = 'drill' group by j.id`,
  )
  return {
    lost: rows.filter(({ times }) => times === 0).length,
    doubled: rows.filter(({ times }) => times > 1).length,
    latenessMs: rows.flatMap(({ late }) => (late === null ? [] : [late])),
  }
}

/** Plans the timers of a drill, in a database that has the schema; for a drill, and for seeing that its count can fail. */
export async function planDrill(client: pg.Client, { timers, overSeconds }: Pick<Drill, 'timers' | 'overSeconds'>) {
  await client.query(tables)
  await client.query(
    `insert into job (id, kind, subject_id, due_at)
     select gen_random_uuid(), 'drill', gen_random_uuid(), clock_timestamp() + make_interval(secs => 2 + random() * $2)
     from generate_series(1, $1)`,
    [timers, overSeconds],
  )
}

/**
 * Timers that are due at random while the process that does them is killed again and again, and started again at once,
 * as a supervisor of processes would. Ends every process that it started.
 */
export async function drillTimers(urls: { ownerUrl: string; serviceUrl: string }, drill: Drill): Promise<Drilled> {
  const client = new pg.Client({ connectionString: urls.ownerUrl })
  await client.connect()
  let child: ChildProcess | undefined
  try {
    await planDrill(client, drill)
    child = await start(urls.serviceUrl, drill.workMs)
    for (let kill = 0; kill < drill.kills; kill += 1) {
      await wait((drill.overSeconds * 1_000) / (drill.kills + 1))
      await killNow(child)
      child = await start(urls.serviceUrl, drill.workMs)
    }
    for (let left = drill.timers, n = 0; left > 0 && n < 600; n += 1) {
      const { rows } = await client.query<{ left: number }>(
        `select count(*)::int as left from job where kind = 'drill' and done_at is null`,
      )
      left = rows[0]?.left ?? 0
      if (left > 0) await wait(500)
    }
    const { rows } = await client.query<{ begun: number }>(`select last_value::int as begun from drill_begun`)
    const counted = await countDrill(client)
    return { ...counted, cutOff: (rows[0]?.begun ?? 0) - drill.timers }
  } finally {
    if (child) await killNow(child)
    await client.end()
  }
}

async function start(serviceUrl: string, workMs: number): Promise<ChildProcess> {
  const [program, parts] = plainNode(
    '--disable-warning=ExperimentalWarning',
    join(root, 'test/support/timer-runner.ts'),
    serviceUrl,
    String(workMs),
  )
  const child = spawn(program, parts, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('the job runner did not start')
    }),
  ])
  return child
}

async function killNow(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
