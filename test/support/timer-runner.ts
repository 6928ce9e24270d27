import { sql } from 'kysely'
import pino from 'pino'
import { openDatabase } from '../../src/db/index.ts'
import { JobRunner } from '../../src/jobs/index.ts'

// The process that a timer drill kills: a node's job runner, and nothing else of a node. Each timer is at work for a
// moment, so that a kill nearly always meets some in the middle.

const [serviceUrl = '', workMs = '20'] = process.argv.slice(2)
const db = openDatabase(serviceUrl)
const runner = new JobRunner({ db, wake: () => undefined }, pino({ level: 'silent' }), [
  {
    kind: 'drill',
    async run(job, { trx }) {
      // a sequence is not undone with its transaction: it counts every beginning
      await sql`select nextval('drill_begun')`.execute(trx)
      await sql`insert into drill_done (job_id) values (${job.id})`.execute(trx)
      await sql`select pg_sleep(${Number(workMs) / 1_000})`.execute(trx)
    },
  },
])
runner.start()
process.stdout.write('runs\n')
