import { closeSync, openSync, readSync } from 'node:fs'
import type pg from 'pg'

/** Bytes sent at once. */
const CHUNK = 1 << 16

/** What the driver's connection offers of COPY, and its types do not name. */
type CopyConnection = {
  query: (text: string) => void
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
  stream: { writableNeedDrain: boolean; once: (event: 'drain', then: () => void) => void }
}

/** A CSV file into a table by COPY, as it is: the least that any import can cost. */
export async function bareCopy(client: pg.Client, table: string, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let failed: Error | undefined
    const settle = () => (failed ? reject(failed) : resolve())
    const copy = {
      submit: (connection: CopyConnection) => connection.query(`copy ${table} from stdin with (format csv, header)`),
      handleCopyInResponse: (connection: CopyConnection) => send(connection, path),
      handleCommandComplete: () => undefined,
      handleError: (error: Error) => {
        failed = error
      },
      handleReadyForQuery: settle,
    }
    client.query(copy as unknown as pg.Submittable)
  })
}

function send(connection: CopyConnection, path: string): void {
  const file = openSync(path, 'r')
  const more = () => {
    for (;;) {
      // a buffer of its own each time: the one before may still wait to be sent
      const chunk = Buffer.allocUnsafe(CHUNK)
      const read = readSync(file, chunk)
      if (read === 0) {
        closeSync(file)
        return connection.endCopyFrom()
      }
      connection.sendCopyFromChunk(chunk.subarray(0, read))
      if (connection.stream.writableNeedDrain) return connection.stream.once('drain', more)
    }
  }
  more()
}
