import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openDatabase } from '../../src/db/index.ts'
import { findOrigin } from '../../src/incidents/incident-board.ts'
import {
  ended,
  incidentFile,
  incidentMapping,
  incidentRow,
  incidentRows,
  markerFields,
  markerMapping,
  openImportRoom,
  orderMapping,
  writerIn,
} from './import-runner.ts'

t.test('history imports', async (t) => {
  const room = await openImportRoom(t)
  const count = async (where: string) =>
    Number((await room.own<{ n: string }>(`select count(*) as n from ${where}`))[0]?.n)
  const folder = t.testdir({ 'm.json': JSON.stringify(incidentMapping) })
  const { write, mapped } = writerIn(folder)

  await t.test('killed half way and taken up again, every row is there once', async (t) => {
    // every tenth row is damaged, so that the rejected rows are counted through the kill as well
    const lines = incidentRows(0, 12_000).map((row, index) =>
      index % 10 === 7 ? row.replace('/03/2024 10', '/13/2024 10') : row,
    )
    write('big.csv', incidentFile(lines))
    const child = room.start('history', folder, '--mapping', 'm.json', 'big.csv')
    const end = ended(child)
    const done = async () =>
      Number((await room.own<{ n: string }>('select coalesce(max(rows_read), 0) as n from import_run'))[0]?.n)
    while ((await done()) === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    child.kill('SIGKILL')
    t.equal((await end).signal, 'SIGKILL')
    const before = await done()
    t.ok(before > 0 && before < 12_000, `${before} rows were committed when it was killed`)
    t.equal(await count('incident'), before - Math.floor((before + 2) / 10), 'and no other')

    const again = await room.run('history', folder, '--mapping', 'm.json', '--report', 'report.json', 'big.csv')
    t.equal(again.code, 0, again.err)
    t.match(again.out, /taken up again with line \d+/)
    t.match(again.out, /12,000 rows read, 10,800 in, 0 there already, 1,200 rejected/)
    t.equal(await count('incident'), 10_800)
    t.equal(await count('contact'), 10_800)
    t.same(
      await room.own(
        'select local_day from log_number l where last <> (select count(*) from incident i where i.local_day = l.local_day)',
      ),
      [],
      'log numbers have no holes',
    )
    const rejected = readFileSync(join(folder, 'big.csv.rejected.csv'), 'utf8').trimEnd().split('\n')
    t.equal(rejected.length, 1_201, 'each rejected row once')
    t.same(
      rejected.slice(1).map((line) => Number(line.split(',')[0])),
      Array.from({ length: 1_200 }, (_, index) => 9 + index * 10),
      'by its line',
    )
    t.match(rejected[1], /^9,openedAt,is no time such as dd\/MM\/yyyy HH:mm,R7,/)
    const [report] = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as [
      { rows: object; rejections: { rows: number; lines: number[] }[] },
    ]
    t.same(report.rows, { read: 12_000, in: 10_800, there: 0, rejected: 1_200 })
    t.match(report.rejections, [{ rows: 1_200, field: 'openedAt', lines: [9, 19, 29] }])

    const third = await room.importHere(folder, 'm.json', 'big.csv')
    t.match(third.out, /imported before, .*: nothing was done now/)
    write('other-name.csv', incidentFile([...incidentRows(11_990, 12_002)]))
    const fourth = await room.importHere(folder, 'm.json', 'other-name.csv')
    t.match(
      fourth.out,
      /12 rows read, 3 in, 9 there already, 0 rejected/,
      'the damaged one is mended here, and two are new',
    )
    t.equal(await count('incident'), 10_803)
  })

  await t.test('imported history is as the service’s own', async (t) => {
    const [incident] = await room.own(`select * from incident where imported_reference = 'R0'`)
    t.match(incident, {
      status: 'closed',
      imported: true,
      locked: true,
      domestic_abuse: true,
      imported_from: 'Old System',
      area_id: 'north',
      area_class: 'urban',
      result: { text: 'Advice given' },
    })
    t.match(incident?.['flags_because'], [{ flag: 'domesticAbuse', because: 'imported from Old System' }])
    const db = openDatabase(room.serviceUrl, 1)
    t.teardown(() => db.destroy())
    t.match(await findOrigin(db, String(incident?.['id'])), { from: 'Old System', reference: 'R0', at: String })
    const [contact] = await room.own(`select * from contact where external_ref = 'of incident R5'`)
    t.match(contact, {
      number: '+447700900005',
      number_as_given: '07700 900005',
      first_words: 'Please, "come"',
      source: 'imported from Old System',
      imported: true,
    })
    const findings = async (check: string, ...values: unknown[]) =>
      (
        await room.own<{ found: { incidents: unknown[]; tally: { ever: number } } }>(
          `select findings_about(${check}) as found`,
          values,
        )
      )[0]?.found
    t.ok(Number((await findings('$1, null, null, null', '+447700900005'))?.tally.ever) > 0, 'by number')
    const [house] = await room.own<{ id: string }>(`select id from place where number = '914'`)
    t.ok(Number((await findings('null, $1::uuid, null, null', house?.id))?.tally.ever) > 0, 'by premises')
  })

  await t.test('persons, who was part of what, markers and plans are found by name, number and door', async (t) => {
    write(
      'p.json',
      JSON.stringify({
        kind: 'persons',
        source: 'Old System',
        fields: {
          reference: 'Ref',
          familyName: 'Family',
          givenNames: 'Given',
          bornOn: { column: 'Born', format: 'dd.MM.yyyy' },
          aliases: { column: 'Also', between: '|' },
          numbers: 'Numbers',
          house: 'House',
          street: 'Street',
          postcode: 'Postcode',
          riskGrade: { column: 'Risk', codes: { H: 'high', M: 'medium', '': '' } },
          riskGradedOn: 'Graded',
        },
      }),
    )
    write(
      'p.csv',
      'Ref,Family,Given,Born,Also,Numbers,House,Street,Postcode,Risk,Graded\nP1,Exemplar,Ann Mary,03.02.1990,Nan Exemplar|Ann Sample,07700 900222;+44 7700 900223,916,Greystone Road,LA9 4QW,H,2024-03-01\nP2,Sample,Bob,01.01.1980,,,916,Greystone Road,,,\nP3,Wrong,Tom,1.1.1980,,12,,,,,\nP4,Wrong,Tim,01.01.1980,,12,,,,,\n',
    )
    const persons = await room.importHere(folder, 'p.json', 'p.csv')
    t.match(persons.out, /4 rows read, 2 in, 0 there already, 2 rejected/)
    t.match(persons.out, /1 rejected: bornOn is no day such as dd\.MM\.yyyy \(line 4\)/)
    t.match(persons.out, /1 rejected: numbers has one that is no telephone number \(line 5\)/)
    t.match(
      persons.out,
      /1 rows whose street is an address that is not in the gazetteer, or more than once/,
      'two 916s',
    )
    t.equal(await count('residence'), 1)

    write(
      'i.json',
      JSON.stringify({
        kind: 'involvements',
        source: 'Old System',
        fields: {
          incidentReference: 'Incident',
          personReference: 'Person',
          role: { column: 'Role', codes: { V: 'victim', S: 'suspect' } },
        },
      }),
    )
    write('i.csv', 'Incident,Person,Role\nR0,P1,V\nR0,P9,S\nR999999,P1,V\nR1,P1,S\n')
    const dry = await room.importHere(folder, 'i.json', 'i.csv', true)
    t.match(dry.out, /4 would come in.*\n {2}1 rows whose personReference is not there yet/)
    const involved = await room.importHere(folder, 'i.json', 'i.csv')
    t.match(involved.out, /4 rows read, 2 in, 0 there already, 2 rejected/)
    t.match(involved.out, /personReference is nothing that was imported from this source \(line 3\)/)
    t.match(involved.out, /incidentReference is nothing that was imported from this source \(line 4\)/)

    write('k.json', JSON.stringify(markerMapping))
    write(
      'k.csv',
      'Person,Number,House,Street,Code,Text,From,Review\nP1,,,,WE,Carries a knife,2024-01-01,2030-01-01\n,07700 900222,,,VI,Violent,2024-01-01,2030-01-01\n,,914,Greystone Road,FI,Shotgun,2024-01-01,2030-01-01\n,,7,Nowhere Lane,FI,Shotgun,2024-01-01,2030-01-01\nP1,07700 900222,,,VI,Both,2024-01-01,2030-01-01\n',
    )
    const markers = await room.importHere(folder, 'k.json', 'k.csv')
    t.match(markers.out, /5 rows read, 3 in, 0 there already, 2 rejected/)
    write(
      'l.json',
      JSON.stringify({
        kind: 'plans',
        source: 'Old System',
        fields: {
          reference: 'Ref',
          personReference: 'Person',
          plan: 'Plan',
          codeWord: 'Word',
          author: 'Author',
          startsOn: 'From',
          reviewOn: 'Review',
          endedOn: 'Ended',
        },
      }),
    )
    const plans = 'Ref,Person,Plan,Word,Author,From,Review,Ended\n'
    const [two, three] = ['L1,P1,Two officers,Bluebell', 'L2,P1,Three officers,Harebell']
    const until = ',Ann Author,2024-01-01,2030-01-01,'
    write('l.csv', `${plans}${two}${until}\n${three}${until}\n`)
    t.match((await room.importHere(folder, 'l.json', 'l.csv')).out, /2 rows read, 2 in/)
    write('l2.csv', `${plans}${two}${until}\n${three}${until}2024-06-01\n`)
    t.match((await room.importHere(folder, 'l.json', 'l2.csv')).out, /2 rows read, 1 in, 1 there already, 0 rejected/)

    write('o.json', JSON.stringify(orderMapping))
    write(
      'o.csv',
      'Ref,Kind,Protects,Against,Conditions,From,To\nO1,NMO,P1,P2,Not to come near,2024-01-01,\nO2,BC,P1,P9,Not to ring,2024-01-01,\nO3,NMO,P1,P1,Not to ring,2024-01-01,\nO4,NMO,P1,P2,Not to ring,2024-01-01,2023-01-01\nO5,,P1,P2,Not to ring,2024-01-01,\n',
    )
    const orders = await room.importHere(folder, 'o.json', 'o.csv')
    t.match(orders.out, /5 rows read, 1 in, 0 there already, 4 rejected/)
    t.match(orders.out, /againstReference is nothing that was imported from this source \(line 3\)/)
    t.match(orders.out, /againstReference is the person whom the order protects \(line 4\)/)
    t.match(orders.out, /endsOn is before startsOn \(line 5\)/)
    t.match(orders.out, /kind is empty \(line 6\)/)
    t.match((await room.importHere(folder, 'o.json', 'o.csv')).out, /imported before/)

    // varied, extended, ended by a later file; under a reference that is another's, or without the column, not
    const orderOf = async () =>
      await room.own(`select conditions, power_of_arrest, ends_on::text from protection_order`)
    const powers = { ...orderMapping.fields, powerOfArrest: { column: 'Power', codes: { Y: 'yes', N: 'no' } } }
    write('o2.json', JSON.stringify({ ...orderMapping, fields: powers }))
    write(
      'o2.csv',
      'Ref,Kind,Protects,Against,Conditions,From,To,Power\nO1,NMO,P1,P2,Not to ring,2024-01-01,2030-01-01,Y\nO1,NMO,P2,P1,Not to ring,2024-01-01,2025-01-01,N\nO1,NMO,P1,P2,Not to ring,2024-01-01,2030-01-01,Y\n',
    )
    const changed = /1 changed: they were there, and are now as this file says/
    t.match((await room.importHere(folder, 'o2.json', 'o2.csv', true)).out, changed)
    const varied = await room.importHere(folder, 'o2.json', 'o2.csv')
    t.match(varied.out, /3 rows read, 1 in, 1 there already, 1 rejected/)
    t.match(varied.out, /reference is that of an order between others, of another kind or start \(line 3\)/)
    t.match(varied.out, changed)
    t.same(await orderOf(), [{ conditions: 'Not to ring', power_of_arrest: true, ends_on: '2030-01-01' }])
    write(
      'o3.csv',
      'Ref,Kind,Protects,Against,Conditions,From,To\nO1,NMO,P1,P2,Not to ring,2024-01-01,2024-02-01\nO1,NMO,P1,P2,Not to ring,2024-01-01,2025-02-01\n',
    )
    t.match((await room.importHere(folder, 'o.json', 'o3.csv')).out, /2 rows read, 2 in, 0 there/)
    t.same(await orderOf(), [{ conditions: 'Not to ring', power_of_arrest: true, ends_on: '2025-02-01' }])
    write('o4.csv', 'Ref,Kind,Protects,Against,Conditions,From,To\nO1,NMO,P1,P2,Not to come near,2024-01-01,\n')
    t.equal((await room.importHere(folder, 'o.json', 'o4.csv')).code, 0, 'in force again, for the checks below')

    // one line: a marker is on that one door, or on none
    const { house: _house, street: _street, ...ofMarkers } = markerFields
    write('a.json', JSON.stringify({ ...markerMapping, fields: { ...ofMarkers, address: 'Address' } }))
    write(
      'a.csv',
      'Person,Number,Address,Code,Text,From,Review\n,,"Flat 2, 914 Greystone Road, Penrith CA11 8AA",FI,Shotgun,2024-01-01,2030-01-01\n,,916 Greystone Road,FI,Shotgun,2024-01-01,2030-01-01\n,,"94 Greystone Road, CA11 8AA",FI,Shotgun,2024-01-01,2030-01-01\n,,near 914 Greystone Road,FI,Shotgun,2024-01-01,2030-01-01\n',
    )
    const lines = await room.importHere(folder, 'a.json', 'a.csv')
    t.match(lines.out, /4 rows read, 1 in, 0 there already, 3 rejected/)
    t.match(lines.out, /address is an address that fits more than one place of the gazetteer \(line 3\)/)
    t.match(lines.out, /address is an address that is not in the gazetteer \(line 4\)/)
    t.match(lines.out, /address says what the place is beside, and not what it is \(line 5\)/)

    const about = (
      await room.own<{ found: Record<string, unknown[]> }>(
        `select check_person('{"id":"${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}","role":"system"}', 'test', 'Nan Exemplar', null, null) as found`,
      )
    )[0]?.found
    t.match(about?.['persons'], [{ name: 'Ann Mary Exemplar', riskGrade: 'high' }], 'by an alias')
    const from = { from: 'Old System', reference: null, at: String }
    t.match(about?.['markers'], [{ code: 'WE', source: 'Old System', imported: from }])
    t.match(about?.['orders'], [
      { kind: 'non-molestation', protects: 'Ann Mary Exemplar', imported: { ...from, reference: 'O1' } },
    ])
    t.match(about?.['incidents'], [{ imported: { from: 'Old System', reference: /^R[01]$/, at: String } }])
    t.match(about?.['plans'], [{ codeWord: 'Bluebell', author: 'Ann Author (Old System)' }])
    t.equal(about?.['incidents']?.length, 2)
    const byNumber = (
      await room.own<{ found: Record<string, unknown[]> }>(
        `select findings_about('+447700900223', null, null, null) as found`,
      )
    )[0]?.found
    t.equal(byNumber?.['persons']?.length, 1)
  })

  await t.test('a dry run writes nothing', async (t) => {
    write('dry.csv', incidentFile([...incidentRows(50_000, 50_010), 'R1,broken']))
    const before = await room.own(
      'select (select count(*) from incident) i, (select count(*) from import_run) r, (select count(*) from audit) a, (select count(*) from log_number) l',
    )
    const { code, out } = await room.importHere(folder, 'm.json', 'dry.csv', true)
    t.equal(code, 0)
    t.match(out, /looked at only: nothing was written\n {2}11 rows read, 10 would come in, 0 there already, 1 rejected/)
    t.match(out, /line has 2 cells and not the 10 of the first line \(line 12\)/)
    t.same(
      await room.own(
        'select (select count(*) from incident) i, (select count(*) from import_run) r, (select count(*) from audit) a, (select count(*) from log_number) l',
      ),
      before,
    )
    t.notOk(existsSync(join(folder, 'dry.csv.rejected.csv')))
  })

  await t.test('one row in a hundred is damaged: each is reported by its line, the others are in', async (t) => {
    const damages: ReadonlyArray<readonly [RegExp, (row: string) => string]> = [
      [/^openedAt,/, (row) => row.replace(/\d\d\/03\/2024 10/, '31/02/2024 10')],
      [/^type,/, (row) => row.replace(/,(DOM|ASB),/, ',???,')],
      [/^line,has 9 cells/, (row) => row.replace(',CA11 8AA', '')],
      [/^line,has a quote/, (row) => row.replace('"Shouting', 'x,"Shouting').replace(/"$/, '')],
      [/^closedAt,is before/, (row) => row.replace('/2024 12:', '/2023 12:')],
      [/^reference,is empty/, (row) => row.replace(/^R\d+/, '')],
    ]
    const lines = incidentRows(0, 3_000)
    const damaged = new Map<number, RegExp>()
    for (let index = 50; index < 3_000; index += 100) {
      const [expected, spoil] = damages[((index / 50 - 1) / 2) % damages.length] as (typeof damages)[number]
      lines[index] = spoil(lines[index] as string)
      damaged.set(index + 2, expected)
    }
    write('damaged.csv', incidentFile(lines))
    // as an earlier import may have left it: others on the machine could read it
    write('damaged.csv.rejected.csv', '')
    chmodSync(join(folder, 'damaged.csv.rejected.csv'), 0o644)
    const { out } = await room.importHere(folder, mapped('Damaged System'), 'damaged.csv')
    t.match(out, /3,000 rows read, 2,970 in, 0 there already, 30 rejected/)
    t.equal(statSync(join(folder, 'damaged.csv.rejected.csv')).mode & 0o777, 0o600, 'for whoever imports, and no other')
    const rejected = readFileSync(join(folder, 'damaged.csv.rejected.csv'), 'utf8').trimEnd().split('\n').slice(1)
    t.same(
      rejected.map((line) => Number(line.split(',')[0])),
      [...damaged.keys()],
    )
    for (const line of rejected) t.match(line.slice(line.indexOf(',') + 1), damaged.get(Number(line.split(',')[0])))
    t.equal(await count(`incident where imported_from = 'Damaged System'`), 2_970)

    const mended = rejected.map((_, index) => incidentRow(50 + index * 100))
    write('mended.csv', incidentFile(mended))
    t.match((await room.importHere(folder, mapped('Damaged System'), 'mended.csv')).out, /30 rows read, 30 in/)
  })

  await t.test('wrong words are answered with the right ones', async (t) => {
    t.match((await room.run('history', folder)).err, /^Name a mapping and a file\./)
    t.match((await room.run('history', folder, '--colour')).err, /Unknown option '--colour'/)
  })

  await t.test('the audit says who imported what, and nothing that was said', async (t) => {
    const staff = '00000000-0000-7000-8000-000000000001'
    await room.own(
      `insert into staff (id, username, display_name, role, centre_id, password_hash) values ($1, 'admin.one', 'Admin', 'administrator', 'c', 'x')`,
      [staff],
    )
    write('audited.csv', incidentFile(incidentRows(1, 3)))
    t.match(
      (await room.run('history', folder, '--mapping', mapped('Audited'), '--by', 'nobody', 'audited.csv')).err,
      /Nobody on the staff signs in as nobody/,
    )
    const { out, err } = await room.run(
      'history',
      folder,
      '--mapping',
      mapped('Audited'),
      '--by',
      'admin.one',
      'audited.csv',
    )
    const entries = await room.own(
      `select op, actor_id, actor_role, subject_type, reason, detail from audit where actor_id = $1 order by n`,
      [staff],
    )
    t.match(entries, [
      { op: 'collection', actor_role: 'import', reason: 'import begun: incidents from Audited' },
      {
        reason: 'import finished: incidents from Audited',
        detail: { by: 'admin.one', file: 'audited.csv', rowsIn: 2 },
      },
    ])
    const said = JSON.stringify(entries) + out + err + JSON.stringify(await room.own('select * from import_run'))
    for (const personal of ['7700', 'Greystone', 'Please', 'Shouting']) t.notMatch(said, personal)
    t.same(await room.own('select first_broken_audit() as broken'), [{ broken: null }])
  })

  await t.test('an import touches nothing that is live', async (t) => {
    const importing = (statement: string) =>
      room
        .own(`begin; set local golden_hour.importing = 'on'; ${statement}; commit`)
        .finally(() => room.own('rollback'))
    for (const statement of [
      `update incident set domestic_abuse = false where domestic_abuse`,
      `update incident set status = 'open', closed_at = null where imported_reference = 'R0'`,
      `delete from incident`,
      `update contact set caller_name = ''`,
      `insert into contact (id, channel, kind, source) values (gen_random_uuid(), '999', 'voice', 'x')`,
      `insert into incident (id, local_day, day_number, opening_category, type, imported) values (gen_random_uuid(), '2026-01-01', 1, 'domestic', 'domestic', true)`,
    ]) {
      await t.rejects(
        importing(statement),
        { message: 'an import adds history, and changes nothing that is there' },
        statement,
      )
    }
    const today = new Date().toLocaleDateString('en-GB', { timeZone: 'Europe/London' })
    write('today.csv', incidentFile([incidentRow(1).replace(/\d\d\/03\/2024/, today)]))
    t.match((await room.importHere(folder, mapped('Today'), 'today.csv')).out, /openedAt is of today or later/)
  })
})
