import type { Secret } from '../config.ts'
import { signedHeaders, TransferFault, type TransferLine } from '../transfers/index.ts'
import { askOutside, isAway, type OutsideAnswer } from './outside-http.ts'
import { readSecret } from './secret-file.ts'

/** What a partner answers to a message is not read: only that it took it. Bytes. */
const MOST_BYTES = 64 * 1024

/**
 * A partner that keeps the contract of docs/transfer.md: `POST <base>/v1/transfers`, signed. Away, slow or busy is
 * unreachable; one that does not accept our signature has refused; any other answer than 2xx is wrong. What it throws
 * names nothing of the message, and no secret.
 */
export function openTransferLine(code: string, base: string, secret: Secret): TransferLine {
  const url = `${base.replace(/\/+$/, '')}/v1/transfers`
  return {
    code,
    secret: () => readSecret(secret),
    async send(id, text, signal) {
      const { status } = await post(url, text, { ...(await headersOf(secret, text)), 'idempotency-key': id }, signal)
      if (status === 401 || status === 403) throw new TransferFault('refused', `it answered ${status}`)
      if (status < 200 || status > 299)
        throw new TransferFault(isAway(status) ? 'unreachable' : 'wrong', `it answered ${status}`)
    },
  }
}

async function headersOf(secret: Secret, text: string): Promise<Record<string, string>> {
  try {
    return { 'content-type': 'application/json', ...signedHeaders(await readSecret(secret), text, new Date()) }
  } catch {
    throw new TransferFault('refused', 'our secret for it cannot be read')
  }
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<OutsideAnswer> {
  try {
    return await askOutside(url, { method: 'POST', headers, body, signal }, MOST_BYTES)
  } catch {
    throw new TransferFault('unreachable', 'it could not be reached, or not in time')
  }
}
