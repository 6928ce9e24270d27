import { createHmac, timingSafeEqual } from 'node:crypto'

/** Headers of a message and of an acknowledgement. */
export const TIMESTAMP_HEADER = 'golden-hour-timestamp'
const SIGNATURE_HEADER = 'golden-hour-signature'

/** `v1=` and, in hexadecimal, HMAC-SHA256 over timestamp (seconds since 1970), a full stop, and the body as it is sent. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

/** Whether this is the signature; takes as long for a wrong one, wherever it differs. */
function isSignature(given: string, secret: string, timestamp: string, body: string): boolean {
  const [one, other] = [given, signatureOf(secret, timestamp, body)].map((text) => Buffer.from(text, 'utf8'))
  return one !== undefined && other !== undefined && one.length === other.length && timingSafeEqual(one, other)
}

/** The two headers of a body that is sent now. */
export function signedHeaders(secret: string, body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  return { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signatureOf(secret, timestamp, body) }
}

/** Whether a body with these headers was signed with the secret of both sides. How old it is, is asked apart. */
export function isSigned(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
  secret: string,
): boolean {
  const [timestamp, signature] = [headers[TIMESTAMP_HEADER], headers[SIGNATURE_HEADER]]
  return (
    typeof timestamp === 'string' && typeof signature === 'string' && isSignature(signature, secret, timestamp, body)
  )
}
