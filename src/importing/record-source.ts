import type { Geometry } from './geojson-point-rules.ts'
import type { RowProblem } from './import-mapping.ts'

/** A row as its file has it: a record of CSV, or a feature of GeoJSON. */
export type SourceRecord = {
  cells: string[]
  /** where it begins; the first line of a file is 1. Of a feature in a collection: which it is */
  line: number
  /** the one after it */
  nextLine: number
  /** the byte after it */
  end: number
  /** its bytes as they are in the file, without the last line end */
  raw: Buffer
  /** why it is no record */
  damage: string | undefined
  /** of a feature that has one: where it is */
  geometry?: Geometry | undefined
}

/** A file whose rows can be read, whatever it is written in. */
export type RecordSource = {
  /** the columns that rows have cells for */
  header: readonly string[]
  /** where the first row begins */
  start: { byte: number; line: number }
  /** the rows from a byte on, in constant memory */
  records: (from: { byte: number; line: number }) => Generator<SourceRecord>
  /** what rows are counted by, as people say it */
  counted: 'line' | 'feature'
  /** columns of the mapping that no row read so far had, where rows need not have all */
  unseen?: () => string[]
  /** how rows that were not taken are kept, beside their file */
  rejects: {
    suffix: string
    header: Buffer
    write: (row: { line: number; problem: RowProblem; raw: Buffer }) => Buffer
  }
}
