import {
  type Connection,
  fitMapping,
  ImportError,
  type Importer,
  type Mapping,
  openMapping,
  ZoneClock,
} from '../importing/index.ts'
import { areaFields, type GivenArea, readGivenArea } from './area-boundary-rules.ts'
import { AreaImportStore } from './area-import-store.ts'
import { GazetteerStore } from './gazetteer-import-store.ts'
import {
  type GazetteerKind,
  type GivenPlace,
  gazetteerFields,
  gazetteerKinds,
  gazetteerShapes,
  readGivenPlace,
} from './gazetteer-place-rules.ts'

/** Reads a mapping of places, and what is there of their kind. @throws ImportError */
export async function openGazetteerImport(
  client: Connection,
  ownerUrl: string,
  { mapping: path, kind: said, flags }: { mapping: string; kind: string | undefined; flags: ReadonlySet<string> },
): Promise<{ mapping: Mapping; importer: Importer<unknown> }> {
  const opened = openMapping(path)
  const kinds = Object.keys(gazetteerKinds) as GazetteerKind[]
  const wanted = said ?? opened.file.kind
  if (wanted === 'areas')
    return {
      mapping: fitMapping(opened, wanted, areaFields),
      importer: areaImporter(opened.file, flags.has('partial')),
    }
  const kind = kinds.find((one) => one === wanted)
  if (!kind)
    throw new ImportError(`${opened.name}: kind: must be one of ${kinds.join(', ')} or areas, here or with --kind.`)
  const mapping = fitMapping(opened, kind, gazetteerFields[kind])
  const store = await GazetteerStore.open(client, ownerUrl, {
    ...{ source: mapping.source, kind: gazetteerKinds[kind], besideProtected: flags.has('beside-protected') },
  })
  const importer: Importer<GivenPlace> = {
    table: gazetteerFields[kind],
    shapes: gazetteerShapes[kind],
    make: (values) => readGivenPlace(kind, values),
    save: (on, rows, dryRun) => store.save(on, rows, dryRun),
  }
  return { mapping, importer: importer as Importer<unknown> }
}

function areaImporter({ source }: { source: string }, mayLose: boolean): Importer<unknown> {
  const store = new AreaImportStore(source, mayLose)
  const today = new ZoneClock('Europe/London').dayOf(Date.now())
  const importer: Importer<GivenArea> = {
    table: areaFields,
    shapes: ['surface'],
    make: (values, _raw, geometry) => readGivenArea(values, geometry, today),
    save: (client, areas, dryRun) => store.save(client, areas, dryRun),
    takenUp: (first) => store.takenUp(first),
    finish: (client, rejected, dryRun) => store.finish(client, rejected, dryRun),
  }
  return importer as Importer<unknown>
}
