import pg from 'pg'
import t from 'tap'
import { loadDefinitions } from '../../src/definitions/index.ts'
import { testDatabase } from '../support/index.ts'
import { root } from '../support/keeper-address.ts'

const database = await testDatabase(t, { template: 'bare' })
const owner = new pg.Client({ connectionString: database.ownerUrl })
await owner.connect()
t.teardown(() => owner.end())
await loadDefinitions(database.ownerUrl, `${root}/data`)

type Found = { id: string; givenNames: string; familyName: string; bornOn: string | null }

async function keep(given: string, family: string, more: { bornOn?: string; aliases?: string[] } = {}) {
  const { rows } = await owner.query<{ id: string }>(
    `insert into person (id, given_names, family_name, born_on, aliases, source)
     values (gen_random_uuid(), $1, $2, $3, $4, 'test') returning id`,
    [given, family, more.bornOn ?? null, more.aliases ?? []],
  )
  return rows[0]?.id ?? ''
}

async function peopleLike(name: string, bornOn: string | null = null, contact: string | null = null) {
  const { rows } = await owner.query<{ people: Found[] }>('select people_like($1, $2, null, $3, null) as people', [
    name,
    bornOn,
    contact,
  ])
  return rows[0]?.people ?? []
}

const has = (people: readonly Found[], id: string) => people.some((person) => person.id === id)

// more of one name than are ever looked at
await owner.query(
  `insert into person (id, given_names, family_name, born_on, source)
   select gen_random_uuid(), case when n % 3 = 0 then 'John ' || chr(97 + n % 26) || 'ohan' else 'John' end, 'Smith', date '1940-01-01' + n, 'test'
   from generate_series(1, 400) n`,
)

t.test('of a name that hundreds have, forty at most, and those that something speaks for first', async (t) => {
  const people = await peopleLike('John Smith')
  t.equal(people.length, 40)
  t.ok(people.every(({ familyName }) => familyName === 'Smith'))

  const born = await keep('John', 'Smith', { bornOn: '1988-02-29' })
  t.equal((await peopleLike('John Smith', '1988-02-29'))[0]?.id, born, 'the date of birth')
  t.ok(has(await peopleLike('Jhon Smiht', '1988-02-29'), born), 'also with a slip in both words')

  const holder = await keep('John', 'Smith')
  await owner.query(
    `insert into telephone (number, person_id, valid_from) values ('+447700900777', $1, '2020-01-01')`,
    [holder],
  )
  const { rows } = await owner.query<{ id: string }>(
    `insert into contact (id, channel, kind, number, source) values (gen_random_uuid(), '999', 'voice', '+447700900777', 'test') returning id`,
  )
  t.equal((await peopleLike('john smith', null, rows[0]?.id))[0]?.id, holder, 'whose number it is')
})

t.test('another spelling, sound, order, form or letter is found, by one search after the other', async (t) => {
  const person = await keep('Katherine', 'Braithwaite')
  const kept: Array<[string, string]> = [
    ['Katherine Braithwaite', person],
    ['Braithwaite, Katherine', person],
    ['KATHERINE  braithwaite', person],
    ['Kathryn Brathwate', person],
    ['Kate Braithwaite', person],
    ['Katherine Briathwaite', person],
    ['Katherine Braithwait', person],
    ['Katerine Braithwite', person],
    ['Maryann Postlethwaite', await keep('Mary-Ann', 'Postlethwaite')],
    ['Mary Ann Fothergill', await keep('Maryann', 'Fothergill')],
    ['Robert Tunstall', await keep('Bob', 'Tunstall')],
    ['Siobhán Ó Néill', await keep('Siobhan', "O'Neill")],
    ['Ziggy Marlowe', await keep('Peter', 'Hale', { aliases: ['Ziggy Marlowe'] })],
  ]
  for (const [said, id] of kept) t.ok(has(await peopleLike(said), id), said)
})

t.test('nobody is found by one word alone, by none, or by what is no name', async (t) => {
  for (const said of ['Braithwaite', '', ' ', '12', "'; drop table person; --", 'Nobody Whatsoever', '\u202e']) {
    t.same(
      (await peopleLike(said)).map(({ familyName }) => familyName),
      [],
      JSON.stringify(said),
    )
  }
  t.ok(Array.isArray(await peopleLike('a b c d e f g h i j k l '.repeat(20))), 'a hundred words')
})

t.test('who is renamed is found by what they are called now', async (t) => {
  const id = await keep('Ingrid', 'Sandwith')
  await owner.query(`update person set family_name = 'Thistlethwayte' where id = $1`, [id])
  t.ok(has(await peopleLike('Ingrid Thistlethwayte'), id))
  t.notOk(has(await peopleLike('Ingrid Sandwith'), id))
})
