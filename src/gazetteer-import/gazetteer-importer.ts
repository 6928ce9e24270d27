import {
  type Connection,
  fitMapping,
  ImportError,
  type Importer,
  type Mapping,
  openMapping,
} from '../importing/index.ts'
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
  { mapping: path, kind: said }: { mapping: string; kind: string | undefined },
): Promise<{ mapping: Mapping; importer: Importer<unknown> }> {
  const opened = openMapping(path)
  const kinds = Object.keys(gazetteerKinds) as GazetteerKind[]
  const kind = kinds.find((one) => one === (said ?? opened.file.kind))
  if (!kind) throw new ImportError(`${opened.name}: kind: must be one of ${kinds.join(', ')}, here or with --kind.`)
  const mapping = fitMapping(opened, kind, gazetteerFields[kind])
  const store = await GazetteerStore.open(client, ownerUrl, mapping.source, gazetteerKinds[kind])
  const importer: Importer<GivenPlace> = {
    table: gazetteerFields[kind],
    shapes: gazetteerShapes[kind],
    make: (values) => readGivenPlace(kind, values),
    save: (on, rows, dryRun) => store.save(on, rows, dryRun),
  }
  return { mapping, importer: importer as Importer<unknown> }
}
