export { type Geometry, middleOf, type Shape, spansAt } from './geojson-point-rules.ts'
export { runImportCommand } from './import-command.ts'
export { type Importer, importFile, type Saved } from './import-machine.ts'
export {
  type FieldTable,
  fitMapping,
  ImportError,
  type Mapping,
  openMapping,
  RowProblem,
  type RowValues,
} from './import-mapping.ts'
export { type ImportOutcome, wordsOf } from './import-outcome.ts'
export { ImportRunStore } from './import-run-store.ts'
export { ZoneClock } from './import-time-rules.ts'
export { type Column, type Connection, idsThere, insertRows } from './table-rows-store.ts'
