import { Parser, type Result } from 'tap-parser'

type Failure = { path: string; result: Result }

/**
 * What a person or a log wants of a run: a line for each file, and under a failed one, where and why. tap's
 * own reporters draw on a terminal, and fill a log with every frame.
 * @param failedFile is told each file that did not pass
 * @returns where tap's output is to be written
 */
export function plainReporter(print: (text: string) => void, failedFile: (name: string) => void): Parser {
  const root = new Parser()
  let failures: Failure[] = []

  const follow = (test: Parser, path: readonly string[]): void => {
    let before = 0
    test.on('child', (child: Parser) => {
      before = failures.length
      follow(child, [...path, child.name])
    })
    test.on('extra', print)
    test.on('assert', (result: Result) => {
      // the point that closes a failed subtest says nothing that the failure inside it has not said
      const told = result.closingTestPoint && failures.length > before
      if (!result.ok && !result.todo && !told) failures.push({ path: [...path, result.name].join(' > '), result })
    })
  }
  root.on('child', (file: Parser) => follow(file, []))
  root.on('assert', (result: Result) => {
    const seconds = ((result.time ?? 0) / 1000).toFixed(1).padStart(6)
    const mark = result.skip ? 'skip' : result.ok ? 'ok  ' : 'FAIL'
    print(`${mark} ${seconds} s  ${result.name}\n`)
    if (!result.ok) failedFile(result.name)
    if (!result.ok && failures.length === 0) failures.push({ path: 'the file itself', result })
    for (const { path, result: failed } of failures) print(`\n  ${path}\n${indent(reasonOf(failed), 4)}\n\n`)
    failures = []
  })
  root.on('bailout', (reason: string) => print(`BAILED OUT: ${reason}\n`))
  return root
}

/** The parts of tap's diagnosis that say something, in this order. */
const TELLING = ['message', 'diff', 'found', 'wanted', 'tapCaught', 'expired', 'signal', 'exitCode', 'stack']

function reasonOf(result: Result): string {
  const diagnosis = (result.diag ?? {}) as Record<string, unknown>
  const parts: string[] = []
  for (const key of TELLING) {
    const value = diagnosis[key]
    // a diff says both what was found and what was wanted
    const twice = (key === 'found' || key === 'wanted') && diagnosis['diff'] !== undefined
    if (value === undefined || value === null || twice) continue
    const text = typeof value === 'string' ? value.trimEnd() : JSON.stringify(value)
    parts.push(text.includes('\n') ? `${key}:\n${indent(text, 2)}` : `${key}: ${text}`)
  }
  const at = diagnosis['at'] as { fileName?: string; lineNumber?: number } | undefined
  if (diagnosis['stack'] === undefined && at?.fileName) parts.push(`at ${at.fileName}:${at.lineNumber}`)
  return parts.join('\n')
}

function indent(text: string, spaces: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(spaces))
}
