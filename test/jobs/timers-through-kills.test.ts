import pg from 'pg'
import t from 'tap'
import { testDatabase } from '../support/index.ts'
import { countDrill, drillTimers, planDrill } from '../support/timer-drill.ts'

/** I9: a deadline is never lost or done twice. `npm run bench -- --only t` has ten thousand of them, and says how late. */
t.test('the count finds a timer that was lost, and one that was done twice', async (t) => {
  const { ownerUrl } = await testDatabase(t)
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  t.teardown(() => client.end())
  await planDrill(client, { timers: 5, overSeconds: 0 })
  await client.query(`insert into drill_done (job_id) select id from job where kind = 'drill' order by id offset 1`)
  await client.query(`insert into drill_done (job_id) select job_id from drill_done order by job_id limit 2`)
  t.match(await countDrill(client), { lost: 1, doubled: 2, latenessMs: { length: 4 } })
})

t.test('200 timers while the process that does them is killed three times: none lost, none twice', async (t) => {
  const { lost, doubled, cutOff, latenessMs } = await drillTimers(await testDatabase(t), {
    timers: 200,
    overSeconds: 4,
    kills: 3,
    workMs: 40,
  })
  t.equal(lost, 0)
  t.equal(doubled, 0)
  t.equal(latenessMs.length, 200)
  t.comment(`${cutOff} were cut off in the middle and done again`)
})
