import { parseArgs } from 'node:util'
import { openSimulatedPartner, partnerBehaviours } from './transfer-simulator.ts'

const usage = `npm run simulate:transfer -- --secret text [--service http://localhost:8080] [--port 9200] [--behave ${partnerBehaviours.join('|')}]`

/** Runs a simulated force that incidents are handed to, until it is told to end; on this machine only. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '9200' },
      service: { type: 'string', default: 'http://localhost:8080' },
      secret: { type: 'string' },
      behave: { type: 'string', default: 'well' },
    },
  })
  const behaviour = partnerBehaviours.find((one) => one === values.behave)
  const [port, { secret, service }] = [Number(values.port), values]
  if (!behaviour || !Number.isInteger(port) || secret === undefined) throw new Error(usage)
  const partner = await openSimulatedPartner({ secret, serviceUrl: () => service, port, behaviour })
  say(`A simulated partner at ${partner.url}: ${behaviour}.`)
  say(`Start the service with TRANSFER_URLS=lancashire=${partner.url} and TRANSFER_SECRETS=lancashire=<the secret>`)
  say(`Type one of ${partnerBehaviours.join(', ')} and Enter to change how it behaves.`)
  process.stdin.setEncoding('utf8').on('data', (line: string) => {
    const next = partnerBehaviours.find((one) => one === line.trim())
    if (next) partner.behave(next)
    say(next ? `Now: ${next}. ${partner.taken.length} taken so far.` : `One of ${partnerBehaviours.join(', ')}.`)
  })
  const end = () => void partner.close().then(() => process.exit(0))
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
