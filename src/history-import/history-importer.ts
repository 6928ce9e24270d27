import {
  type Connection,
  fitMapping,
  ImportError,
  type Importer,
  type Mapping,
  openMapping,
  type RowValues,
  ZoneClock,
} from '../importing/index.ts'
import { type HistoryKind, historyFields, historyKinds } from './history-fields.ts'
import { historyStore, readForceWords, readGround } from './history-import-store.ts'
import { type Ground, makeContact, makeIncident } from './history-rows.ts'
import { OneLineAddresses } from './one-line-address-rules.ts'
import { type MadeStanding, makeInvolvement, makeMarker, makeOrder, makePerson, makePlan } from './people-rows.ts'
import { PremisesBook } from './premises-book-rules.ts'
import type { Standing } from './standing-rows-rules.ts'
import { saveStanding } from './standing-rows-store.ts'

/** A mapping, and what imports the rows it describes. */
export type OpenedImport = { mapping: Mapping; importer: Importer<unknown> }

/** Reads a mapping file for history, and what of the database its rows are made with. @throws ImportError */
export async function openHistoryImport(client: Connection, ownerUrl: string, path: string): Promise<OpenedImport> {
  const opened = openMapping(path)
  const kind = historyKinds.find((one) => one === opened.file.kind)
  if (!kind) throw new ImportError(`${opened.name}: kind: must be one of ${historyKinds.join(', ')}.`)
  const table = historyFields(await readForceWords(client))[kind]
  const mapping = fitMapping(opened, kind, table)
  const london = new ZoneClock('Europe/London')
  const { premises, areas } = await readGround(client, ownerUrl)
  let lines: OneLineAddresses | undefined
  const ground: Ground = {
    source: mapping.source,
    premises: new PremisesBook(premises),
    lines: () => (lines ??= new OneLineAddresses(premises)),
    areas,
    dayOf: (instant) => london.dayOf(instant),
    now: Date.now(),
  }
  return {
    mapping,
    importer: { table, ...makers(ground, new Set(mapping.fields.map(({ name }) => name)))[kind] } as Importer<unknown>,
  }
}

/** What makes and keeps rows of each kind. */
function makers(ground: Ground, mapped: ReadonlySet<string>) {
  const saveAs = (what: Standing) => (client: Connection, rows: readonly MadeStanding[], dryRun: boolean) =>
    saveStanding(client, what, { rows, mapped, dryRun })
  return {
    incidents: { make: (values) => makeIncident(values, ground), save: historyStore.incidents },
    contacts: { make: (values, raw) => makeContact(values, raw, ground), save: historyStore.contacts },
    persons: { make: (values) => makePerson(values, ground), save: historyStore.persons },
    involvements: { make: (values) => makeInvolvement(values, ground), save: historyStore.involvements },
    markers: { make: (values, raw) => makeMarker(values, raw, ground), save: saveAs('marker') },
    plans: { make: (values, raw) => makePlan(values, raw, ground), save: saveAs('response_plan') },
    orders: { make: (values, raw) => makeOrder(values, raw, ground), save: saveAs('protection_order') },
  } satisfies {
    [K in HistoryKind]: Pick<Importer<never>, 'save'> & { make: (values: RowValues, raw: Buffer) => unknown }
  }
}
