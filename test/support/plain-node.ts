/**
 * The command that runs Node as a person would. tap hangs its hooks (coverage, signals) on every Node that a
 * test starts, whatever environment it is given; a shell takes them off again.
 * @returns what spawn and execFile take: the program, and its arguments
 */
export function plainNode(...parts: string[]): [program: string, parts: string[]] {
  return ['/bin/sh', ['-c', 'unset NODE_OPTIONS; exec "$@"', 'sh', process.execPath, ...parts]]
}
