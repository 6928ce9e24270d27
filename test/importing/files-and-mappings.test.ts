import t from 'tap'
import {
  incidentFile,
  incidentHeader,
  incidentMapping,
  incidentRow,
  incidentRows,
  openImportRoom,
  writerIn,
} from './import-runner.ts'

t.test('files and mappings', async (t) => {
  const room = await openImportRoom(t)
  const folder = t.testdir({ 'm.json': JSON.stringify(incidentMapping) })
  const { write, mapped } = writerIn(folder)

  await t.test('files as other systems write them', async (t) => {
    const semicolons = `${incidentHeader.replaceAll(',', ';')}\n${incidentRow(1).replace('"Please, ""come"""', "Call at O'Neil's").replace('"Shouting, row 1"', 'Shouting').replaceAll(',', ';')}\n`
    const accents = `${incidentHeader}\n${incidentRow(1).replace('Shouting', '“Café” – noise')}\n`
    const latin = Buffer.from(accents.replaceAll('“', '\x93').replaceAll('”', '\x94').replaceAll('–', '\x96'), 'latin1')
    const cases: Array<[name: string, text: string | Buffer, summary: string]> = [
      ['bom', `\uFEFF${incidentFile(incidentRows(1, 2))}`, 'Shouting, row 1'],
      ['crlf', incidentFile(incidentRows(1, 2), '\r\n'), 'Shouting, row 1'],
      ['no-end', incidentFile(incidentRows(1, 2)).trimEnd(), 'Shouting, row 1'],
      [
        'lines',
        incidentFile([incidentRow(1).replace('Shouting, ', 'Shouting,\n\nthen quiet, ')]),
        'Shouting,\n\nthen quiet, row 1',
      ],
      ['semicolons', semicolons, 'Shouting'],
      ['utf8', accents, '“Café” – noise, row 1'],
      ['windows', latin, '“Café” – noise, row 1'],
    ]
    for (const [name, text, summary] of cases) {
      write(`${name}.csv`, text)
      const { out, err } = await room.importHere(folder, mapped(name), `${name}.csv`)
      t.match(out, /1 rows read, 1 in, 0 there already, 0 rejected/, `${name} ${err}`)
      t.same(await room.own('select summary from incident where imported_from = $1', [name]), [{ summary }], name)
    }
  })

  await t.test('files that are refused, in one sentence', async (t) => {
    const cases: Array<[name: string, text: string | Buffer, said: RegExp]> = [
      [
        'utf16.csv',
        Buffer.from(`\uFEFF${incidentFile(incidentRows(1, 2))}`, 'utf16le'),
        /^utf16\.csv is in UTF-16: save it as UTF-8\.$/m,
      ],
      [
        'neither.csv',
        Buffer.concat([Buffer.from(incidentFile(incidentRows(1, 2))), Buffer.from([0x81, 0xff])]),
        /neither in UTF-8 nor in Windows-1252/,
      ],
      ['sheet.xlsx', Buffer.from('PK\u0003\u0004spread'), /is a zip or a spreadsheet: save it as CSV/],
      ['none.csv', '', /^none\.csv is empty\.$/m],
      ['mac.csv', incidentFile(incidentRows(1, 2)).replaceAll('\n', '\r'), /lines that end with CR alone/],
      [
        'columns.csv',
        'Ref,Opened\nR1,01/01/2024 10:00\n',
        /^m\.json: fields\.closedAt: columns\.csv has no column Closed\.$/m,
      ],
      ['twice.csv', `${incidentHeader},Ref\n`, /fields\.reference: twice\.csv has two columns Ref/],
    ]
    for (const [name, text, said] of cases) {
      write(name, text)
      const { code, err, out } = await room.importHere(folder, 'm.json', name)
      t.equal(code, 1, name)
      t.match(err, said)
      t.notMatch(err, /\n {4}at /, 'no stack')
      t.equal(out, '')
    }
    t.match((await room.importHere(folder, 'm.json', 'away.csv')).err, /^There is no file .*away\.csv\.$/m)
  })

  await t.test('a mapping that is wrong is told so by its field', async (t) => {
    const { reference: _reference, ...without } = incidentMapping.fields
    const fields = (more: object) => ({ ...incidentMapping, fields: { ...incidentMapping.fields, ...more } })
    const cases: Array<[mapping: unknown, said: RegExp]> = [
      [
        { ...incidentMapping, fields: without },
        /^w\.json: fields\.reference: is needed for incidents, and is not mapped\.$/m,
      ],
      [{ ...incidentMapping, kind: 'cats' }, /^w\.json: kind: must be one of persons, incidents/m],
      [{ ...incidentMapping, colour: 1 }, /^w\.json: Unrecognized key: "colour"/m],
      [{ ...incidentMapping, source: '' }, /^w\.json: source: /m],
      [{ ...incidentMapping, timezone: 'Mars' }, /^w\.json: timezone: is no time zone/m],
      [fields({ colour: 'Ref' }), /^w\.json: fields\.colour: is no field of incidents; those are reference, openedAt/m],
      [
        fields({ openedAt: { column: 'Opened', format: 'HH:mm' } }),
        /^w\.json: fields\.openedAt\.format: must have yyyy/m,
      ],
      [
        fields({ summary: { column: 'Summary', format: 'yyyy-MM-dd' } }),
        /^w\.json: fields\.summary\.format: only dates/m,
      ],
      [
        fields({ type: { column: 'Type', codes: { DOM: 'domestick' } } }),
        /^w\.json: fields\.type\.codes\.DOM: is no code that is in force/m,
      ],
      [fields({ lat: { constant: '91' } }), /^w\.json: fields\.lat\.constant: is no number from -90 to 90/m],
      [fields({ summary: { column: 'Summary', otherwise: 'x' } }), /^w\.json: fields\.summary\.otherwise: /m],
      [fields({ summary: { colum: 'Summary' } }), /^w\.json: fields\.summary: /m],
      [fields({ summary: 7 }), /^w\.json: fields\.summary: must be a column, or/m],
    ]
    write('w.csv', incidentFile(incidentRows(1, 2)))
    for (const [mapping, said] of cases) {
      write('w.json', JSON.stringify(mapping))
      const { code, err } = await room.importHere(folder, 'w.json', 'w.csv')
      t.equal(code, 1, JSON.stringify(mapping).slice(0, 80))
      t.match(err, said)
    }
    write('w.json', 'no')
    t.match((await room.importHere(folder, 'w.json', 'w.csv')).err, /w\.json cannot be read as JSON/)
  })
})
