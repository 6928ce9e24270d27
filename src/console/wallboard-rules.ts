import type { WallboardView } from '../wallboards/room-figures.ts'
import { clockTime, elapsed } from './time-words-rules.ts'

/** One figure of a block: what it is, how much, and the word it gets when somebody should act on it. */
export type WallFigure = { label: string; value: string; more: string; word: string }
export type WallBlock = { title: string; figures: readonly WallFigure[] }

/** So long without an answer, in milliseconds, and the numbers are taken down: nobody vouches for them. */
const REMOVED_AFTER_MS = 10_000
/** Of 999 calls so many in a hundred are to be answered within 10 s (national contact standard). */
const TARGET_PERCENT = 90
/** An incident that nobody goes to is to be seen from across the room after a minute (CONSOLES 1.3, alarm 2). */
const NO_UNIT_SECONDS = 60

/** Whether numbers read then may still stand now; both in milliseconds of this machine's clock. */
export function mayStand(readAt: number | undefined, now: number): boolean {
  return readAt !== undefined && now - readAt < REMOVED_AFTER_MS
}

/** The five blocks of the wall (CONSOLES 4.4). A word, and never a colour alone, says what needs somebody. */
export function wallBlocks(view: WallboardView): WallBlock[] {
  const { waiting, answered, open, noUnit, late, available, closed } = view
  const percent = answered.of === 0 ? null : Math.round((answered.within / answered.of) * 100)
  const figure = (label: string, value: string | number, more = '', word = ''): WallFigure => ({
    label,
    value: String(value),
    more,
    word,
  })
  const longest = waiting.longestSeconds > 0 ? `longest ${elapsed(waiting.longestSeconds * 1_000)}` : ''
  const isWaiting = noUnit.count > 0 && noUnit.longestSeconds >= NO_UNIT_SECONDS
  return [
    {
      title: 'Waiting to be answered',
      figures: [
        figure('999 waiting', waiting['999'], '', waiting['999'] > 0 ? 'WAITING' : ''),
        figure('101 waiting', waiting['101'], longest),
      ],
    },
    {
      title: '999 in 10 s, last 30 min',
      figures: [
        figure(
          '999 in 10 s',
          percent === null ? '–' : `${percent} %`,
          percent === null ? 'no calls' : `target ${TARGET_PERCENT}`,
          percent !== null && percent < TARGET_PERCENT ? 'LOW' : '',
        ),
      ],
    },
    {
      title: 'Open incidents',
      figures: [
        ...open.map(({ grade, open }) => figure(`grade ${grade}`, open)),
        figure(
          'no unit',
          noUnit.count,
          noUnit.count > 0 ? elapsed(noUnit.longestSeconds * 1_000) : '',
          isWaiting ? 'WAITS' : '',
        ),
        figure('late', late, '', late > 0 ? 'LATE' : ''),
      ],
    },
    {
      title: 'Units available',
      figures: available.map(({ area, free, onDuty }) =>
        figure(`free ${area}`, free, `of ${onDuty}`, free === 0 ? 'NONE' : ''),
      ),
    },
    {
      title: 'Roads',
      figures: closed.map(({ name, to }) =>
        figure('closed', name, to === null ? '' : `until ${clockTime(to).slice(0, 5)}`),
      ),
    },
  ]
}
