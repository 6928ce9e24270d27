import { createHash } from 'node:crypto'

/** A UUID made from a stable key (RFC 9562, version 5), so that the same data gives the same ids on every machine. */
export function stableId(key: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(key).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Ours: a random UUID, the same for ever. */
const NAMESPACE = Buffer.from('5b0f1c6e9a3d4f2780d1c7b2e64a9f35', 'hex')
