import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { type PlayableRole, playableRoles, type ShiftReport, startShift } from './shift.ts'

/**
 * `npm run replay -- --day 2023-01-03 --speed 10`: plays one real day against a service that runs already, through
 * its public interface. Ctrl-C ends it; what is under way stays as it is in the service.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      day: { type: 'string', default: '2023-01-03' },
      speed: { type: 'string', default: '1' },
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      calls: { type: 'string' },
      roles: { type: 'string' },
      accounts: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    return say(
      'npm run replay -- [--day 2023-01-03] [--speed 10 | max] [--url http://127.0.0.1:8080] [--calls N] [--roles handlers,dispatchers,crews,supervisors] [--accounts FILE]\n' +
        'Days are 2023-01-01 to 2023-01-20. --roles says whom the shift plays; the others are people who sign in.',
    )
  }
  const shift = await startShift({
    url: values.url,
    accountsFile: values.accounts ?? join(readConfig().dataFolder, 'demo-accounts.json'),
    dataFolder: join(import.meta.dirname, '..', '..', 'data'),
    speed: values.speed === 'max' ? Number.POSITIVE_INFINITY : numberOf('speed', values.speed),
    day: values.day,
    ...(values.calls === undefined ? {} : { calls: numberOf('calls', values.calls) }),
    ...(values.roles === undefined ? {} : { playRoles: rolesOf(values.roles) }),
    onLog: say,
  })
  process.once('SIGINT', () => void shift.stop())
  process.once('SIGTERM', () => void shift.stop())
  say(summaryOf(await shift.done))
}

function numberOf(option: string, text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new Error(`--${option} is a number above 0, not ${text}`)
  return number
}

function rolesOf(text: string): PlayableRole[] {
  return text.split(',').map((name) => {
    const role = playableRoles.find((one) => one === name.trim())
    if (!role) throw new Error(`--roles knows ${playableRoles.join(', ')}, not ${name}`)
    return role
  })
}

function summaryOf(report: ShiftReport): string {
  const { contacts, incidents, closures, steps } = report
  const waits = report.gradedToRecommendationMs.toSorted((a, b) => a - b)
  const at = (share: number) =>
    waits.length === 0 ? 'none' : `${(waits[Math.floor(share * (waits.length - 1))] ?? 0).toFixed(0)} ms`
  const counts = (of: Record<string, number>) =>
    Object.entries(of)
      .sort(([, a], [, b]) => b - a)
      .map(([what, count]) => `${what} ${count}`)
      .join(', ') || 'none'
  return [
    `${report.seconds.toFixed(0)} s: ${contacts.acknowledged.length} of ${contacts.sent} contacts acknowledged, ${incidents.opened.length} incidents opened, ${contacts.joined} calls joined, ${contacts.left} left to others`,
    `${Object.keys(report.recommendations).length} incidents with a recommendation, ${report.deployments} deployments (${report.diverts} diverts, ${report.notFirst} not the first), ${steps['at-scene']} arrivals, ${steps.clear} cleared`,
    `closed by dispatchers ${closures.byDispatchers}, by supervisors ${closures.bySupervisors}; unfinished ${report.unfinished.length}`,
    `graded to recommendation on the dispatcher's socket: p50 ${at(0.5)}, p99 ${at(0.99)}`,
    `refusals: ${counts(report.errors)}`,
    `sent again: ${counts(report.retries)}`,
  ].join('\n')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
