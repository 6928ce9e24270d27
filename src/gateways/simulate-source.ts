import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { behaviours, type Known, openSimulatedSource } from './source-simulator.ts'

const usage = `npm run simulate:source -- [--port 9100] [--known entries.json] [--behave ${behaviours.join('|')}] [--slow-ms 5000] [--token secret]`

/** Runs a simulated outside system until it is told to end; on this machine only. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '9100' },
      known: { type: 'string' },
      behave: { type: 'string', default: 'well' },
      'slow-ms': { type: 'string', default: '5000' },
      token: { type: 'string' },
    },
  })
  const behaviour = behaviours.find((one) => one === values.behave)
  const [port, slowMs] = [Number(values.port), Number(values['slow-ms'])]
  if (!behaviour || !Number.isInteger(port) || !Number.isInteger(slowMs)) throw new Error(usage)
  const known = values.known ? (JSON.parse(readFileSync(values.known, 'utf8')) as Known) : invented
  const source = await openSimulatedSource({
    known,
    port,
    behaviour,
    slowMs,
    ...(values.token === undefined ? {} : { token: values.token }),
  })
  const { url } = source
  say(`A simulated source at ${url}: ${behaviour}.`)
  say(`Start the service with CHECK_SOURCE_URLS=pnc=${url},rms=${url}`)
  say(`Type one of ${behaviours.join(', ')} and Enter to change how it behaves.`)
  process.stdin.setEncoding('utf8').on('data', (line: string) => {
    const next = behaviours.find((one) => one === line.trim())
    if (next) source.behave(next)
    say(next ? `Now: ${next}.` : `One of ${behaviours.join(', ')}.`)
  })
  const end = () => void source.close().then(() => process.exit(0))
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

/** Somebody who does not exist: of the showcases of the demonstration force. */
const invented: Known = {
  'Craig Tallentire': [
    {
      kind: 'marker',
      headline: 'Wanted: failed to appear',
      detail: 'Warrant not backed for bail.',
      danger: true,
      since: '2026-10-01',
      confidence: 'confirmed',
      people: [{ name: 'Craig Tallentire' }],
    },
  ],
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
