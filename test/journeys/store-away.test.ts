import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import t from 'tap'
import { loadDefinitions } from '../../src/definitions/index.ts'
import { hashPassword } from '../../src/staff/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { testPostgres } from '../support/index.ts'

/** Postgres is killed under a running service, and brought back (CRD/1 P10, P4, P1). */
t.test(
  'while the store is away a call is answered 503 with nothing stored; sent again with its key it is recorded once',
  async (t) => {
    const store = await testPostgres(t)
    await loadDefinitions(store.ownerUrl, join(import.meta.dirname, '../../data'))
    const owner = new pg.Client({ connectionString: store.ownerUrl })
    await owner.connect()
    await owner.query(
      `insert into centre values ('one', 'One'); insert into area values ('north', 'North', 'one', '{}')`,
    )
    await owner.query(
      `insert into staff (id, username, display_name, role, password_hash) values ($1, 'handler1', 'H. One', 'call-handler', $2)`,
      [randomUUID(), await hashPassword('golden-hour')],
    )
    await owner.end()
    const room = await openControlRoom(t, { databaseOf: store })
    const handler = await (await room.signIn('handler1')).follow()
    const call = { channel: '999', firstWords: 'There is somebody in the house' }
    await handler.must(201, 'POST', '/contacts', call, 'before')

    await store.kill()
    const refused = await handler.ask('POST', '/contacts', call, 'while-away')
    t.match(refused, { status: 503, body: { type: '/problems/service/not-recorded' } })
    t.match(await handler.ask('GET', '/health/ready'), { status: 503, body: { checks: { store: 'failing' } } })
    t.match(await handler.ask('GET', '/health/live'), { status: 200 })

    await store.revive()
    let answer = await handler.ask<{ id: string }>('POST', '/contacts', call, 'while-away')
    for (let n = 0; n < 100 && answer.status === 503; n += 1) {
      await wait(100)
      answer = await handler.ask('POST', '/contacts', call, 'while-away')
    }
    t.equal(answer.status, 201)
    t.equal((await handler.ask<{ id: string }>('POST', '/contacts', call, 'while-away')).body.id, answer.body.id)
    const contacts = await handler.must<unknown[]>(200, 'GET', '/contacts/waiting')
    t.equal(contacts.length, 2, 'the one before is still there, the other once')
    const again = await (await room.signIn('handler1')).follow()
    await handler.must(201, 'POST', '/contacts', { ...call, firstWords: 'After' })
    await again.until(
      ({ type, data }) =>
        type === 'contact-received' && (data as { contact: { firstWords: string } }).contact.firstWords === 'After',
    )
  },
)
