import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { inflateSync, zstdDecompressSync } from 'node:zlib'
import { PbfReader } from 'pbf'

/** An extract that cannot be imported: the message is one sentence for the person who asked. */
export class ExtractError extends Error {}

/** An open extract: its blocks are read one at a time, so that memory does not grow with the file. */
export type Extract = {
  name: string
  bytes: number
  blocks: number
  /** the state of OpenStreetMap it holds, where the file says so */
  dataOf: Date | undefined
  /** one block, inflated: a PrimitiveBlock of osmformat.proto. @throws ExtractError */
  readBlock(block: number): Uint8Array
  close(): void
}

/** What fileformat.proto allows; more is a broken length. */
const MOST_HEADER_BYTES = 64 * 1024
const MOST_BLOB_BYTES = 32 * 1024 * 1024
const FEATURES = ['OsmSchema-V0.6', 'DenseNodes']

/** Where the data of one block lies in the file. */
type Place = { type: string; at: number; bytes: number }

/**
 * Opens a .osm.pbf and walks over the headers of all its blocks, so that a file that was cut off is refused before
 * anything is made of it. @throws ExtractError
 */
export function openExtract(path: string): Extract {
  const name = basename(path)
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new ExtractError(missing ? `There is no file ${path}.` : `${path} cannot be opened for reading.`)
  }
  try {
    const about = fstatSync(file)
    if (!about.isFile()) throw new ExtractError(`${path} is not a file.`)
    const places = findPlaces(file, about.size, name)
    const [header, ...blocks] = places
    if (header?.type !== 'OSMHeader') throw notAnExtract(name)
    const dataOf = readHeader(inflate(file, header, name), name)
    const data = blocks.filter(({ type }) => type === 'OSMData')
    return {
      name,
      bytes: about.size,
      blocks: data.length,
      dataOf,
      readBlock: (block) => inflate(file, data[block] as Place, name),
      close: () => closeSync(file),
    }
  } catch (error) {
    closeSync(file)
    throw error
  }
}

function notAnExtract(name: string): ExtractError {
  return new ExtractError(
    `${name} is not an OpenStreetMap extract in the .osm.pbf format: download the one that ends in .osm.pbf, and do not unpack it.`,
  )
}

/** A file is a row of: 4 bytes of length, BlobHeader, Blob. */
function findPlaces(file: number, size: number, name: string): Place[] {
  const places: Place[] = []
  for (let at = 0; at < size; ) {
    const cutOff = (wanted: number) =>
      new ExtractError(
        `${name} is cut off: a block at byte ${at} goes on to byte ${wanted}, and the file ends at ${size}. Download it again.`,
      )
    if (at + 4 > size) throw places.length === 0 ? notAnExtract(name) : cutOff(at + 4)
    const headerBytes = Buffer.from(readBytes(file, at, 4)).readUInt32BE()
    if (headerBytes === 0 || headerBytes > MOST_HEADER_BYTES)
      throw places.length === 0 ? notAnExtract(name) : damaged(name)
    const dataAt = at + 4 + headerBytes
    if (dataAt > size) throw places.length === 0 ? notAnExtract(name) : cutOff(dataAt)
    const header = readBlobHeader(readBytes(file, at + 4, headerBytes))
    if (!header || header.bytes > MOST_BLOB_BYTES) throw places.length === 0 ? notAnExtract(name) : damaged(name)
    const end = dataAt + header.bytes
    if (end > size) throw cutOff(end)
    places.push({ type: header.type, at: dataAt, bytes: header.bytes })
    at = end
  }
  if (places.length === 0) throw new ExtractError(`${name} is empty.`)
  return places
}

function readBlobHeader(bytes: Uint8Array): { type: string; bytes: number } | undefined {
  try {
    const header = new PbfReader(bytes).readFields(
      (tag, into, pbf) => {
        if (tag === 1) into.type = pbf.readString()
        else if (tag === 3) into.bytes = pbf.readVarint()
      },
      { type: '', bytes: -1 },
    )
    return header.type.startsWith('OSM') && header.bytes >= 0 ? header : undefined
  } catch {
    return undefined
  }
}

function damaged(name: string): ExtractError {
  return new ExtractError(`${name} is damaged: a block cannot be read. Download it again.`)
}

function inflate(file: number, { at, bytes }: Place, name: string): Uint8Array {
  const most = { maxOutputLength: MOST_BLOB_BYTES }
  const blob = { data: undefined as Uint8Array | undefined, packedWith: 0 }
  try {
    new PbfReader(readBytes(file, at, bytes)).readFields((tag, into, pbf) => {
      if (tag === 2 || !(tag === 1 || (tag >= 3 && tag <= 7))) return
      into.packedWith = tag
      into.data = pbf.readBytes()
    }, blob)
    if (blob.data && blob.packedWith === 1) return blob.data
    if (blob.data && blob.packedWith === 3) return inflateSync(blob.data, most)
    if (blob.data && blob.packedWith === 7) return zstdDecompressSync(blob.data, most)
  } catch {
    throw damaged(name)
  }
  throw blob.data
    ? new ExtractError(`${name} is packed in a way this program does not know: use one packed with zlib or zstd.`)
    : damaged(name)
}

/** @returns the instant the file says its data is of */
function readHeader(block: Uint8Array, name: string): Date | undefined {
  const header = { needs: [] as string[], seconds: 0 }
  new PbfReader(block).readFields((tag, into, pbf) => {
    if (tag === 4) into.needs.push(pbf.readString())
    else if (tag === 32) into.seconds = pbf.readVarint(true)
  }, header)
  const unknown = header.needs.filter((feature) => !FEATURES.includes(feature))
  if (unknown.length > 0)
    throw new ExtractError(
      `${name} needs ${unknown.join(', ')}, which this program does not know: use an extract without history.`,
    )
  return header.seconds > 0 ? new Date(header.seconds * 1000) : undefined
}

function readBytes(file: number, at: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let done = 0; done < length; ) {
    const read = readSync(file, bytes, done, length - done, at + done)
    if (read === 0) throw new ExtractError('The file became shorter while it was read.')
    done += read
  }
  return bytes
}
