import { simulate } from './simulate.ts'

try {
  await simulate(
    process.argv.slice(2),
    (text) => process.stdout.write(`${text}\n`),
    (line) => process.stderr.write(`${line}\n`),
  )
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
