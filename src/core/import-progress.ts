/** Where progress is shown: standard error. */
export type Screen = { isTTY?: boolean; columns?: number; write(text: string): unknown }

/** Says how far the work is. */
export type Progress = {
  /** begins the next part of the work */
  begin(what: string): void
  /** 0 to 1 of this part */
  update(share: number): void
  /** ends the last part, done or not */
  end(): void
}

const BAR = 24
/** a bar is drawn anew no more often */
const EVERY_MS = 100

/** On a terminal a bar that fills, a line for each part; elsewhere a plain line when a part is done. */
export function showProgress(screen: Screen, now: () => number = () => performance.now()): Progress {
  let [what, share, startedAt, drawnAt] = ['', 0, 0, -EVERY_MS]
  const draw = (last: boolean) => {
    const seconds = ((now() - startedAt) / 1000).toFixed(1)
    if (!screen.isTTY) {
      if (last) screen.write(`${what}: ${share === 1 ? `${seconds} s` : `stopped at ${percent(share)}`}\n`)
      return
    }
    const full = Math.floor(share * BAR)
    const line = `${what.padEnd(26)} [${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${percent(share).padStart(5)} ${seconds} s`
    screen.write(`\r${line.slice(0, (screen.columns ?? 80) - 1)}${last ? '\n' : ''}`)
    drawnAt = now()
  }
  const end = () => {
    if (what !== '') draw(true)
    what = ''
  }
  return {
    begin(next) {
      end()
      ;[what, share, startedAt, drawnAt] = [next, 0, now(), -EVERY_MS]
    },
    update(next) {
      share = next
      if (screen.isTTY && now() - drawnAt >= EVERY_MS) draw(false)
    },
    end,
  }
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`
}
