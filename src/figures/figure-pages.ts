import { sayDay } from '../history/index.ts'
import type { FigureQuery, FiguresView } from './figure-contract.ts'
import { type FigurePage, writePage } from './figure-page-rules.ts'
import { dayAfter } from './figure-span-rules.ts'
import { quarterDays } from './figure-words-rules.ts'

/** Answers a question, always as of the same instant. */
type Ask = (query: Pick<FigureQuery, 'from' | 'to' | 'by' | 'areaId' | 'figure'>) => Promise<FiguresView>
type Of = { areaId: string | undefined; asOf: string }

/** Of each day: the clocks by grade, and why another unit than the first was sent. */
const SHEET_BY_GRADE = ['time-to-dispatch', 'time-to-attend', 'clocks-met'] as const

/** The sheet of one day for the daily management meeting of an area, beside the seven days that end with it. */
export async function dailySheet(ask: Ask, day: string, of: Of): Promise<string> {
  const areaId = of.areaId
  const [one, week, byGrade, reasons] = await Promise.all([
    ask({ from: day, to: day, by: 'all', areaId }),
    ask({ from: dayAfter(day, -6), to: day, by: 'all', areaId }),
    ask({ from: day, to: day, by: 'grade', areaId }),
    ask({ from: dayAfter(day, -6), to: day, by: 'detail', areaId, figure: 'not-first-sent' }),
  ])
  return write(`Daily management meeting, ${sayDay(day)}`, of, one.definitions, {
    columns: [
      { title: 'The day', figures: one.figures },
      { title: 'Seven days to it', figures: week.figures },
    ],
    parts: [
      {
        title: 'By grade',
        figures: byGrade.figures.filter(({ id }) => SHEET_BY_GRADE.some((wanted) => wanted === id)),
      },
      { title: 'Why another unit than the first was sent, seven days', figures: reasons.figures },
    ],
  })
}

/** The same figures for a quarter beside the one before it, and the quarter by area and by grade. */
export async function quarterlyPack(ask: Ask, quarter: string, of: Of): Promise<string> {
  const areaId = of.areaId
  const { from, to, before } = quarterDays(quarter)
  const earlier = quarterDays(before)
  const [now, then, byArea, byGrade] = await Promise.all([
    ask({ from, to, by: 'all', areaId }),
    ask({ from: earlier.from, to: earlier.to, by: 'all', areaId }),
    ask({ from, to, by: 'area', areaId }),
    ask({ from, to, by: 'grade', areaId }),
  ])
  return write(`Quarterly pack, ${sayDay(from)} to ${sayDay(to)}`, of, now.definitions, {
    columns: [
      { title: 'The quarter', figures: now.figures },
      { title: 'The one before', figures: then.figures },
    ],
    parts: [
      { title: 'By area', figures: byArea.figures },
      { title: 'By grade', figures: byGrade.figures },
    ],
  })
}

function write(
  title: string,
  { areaId, asOf }: Of,
  definitions: FiguresView['definitions'],
  tables: Pick<FigurePage, 'columns' | 'parts'>,
): string {
  return writePage({
    title,
    area: areaId === undefined ? 'Every area' : `Area ${areaId}`,
    asOf,
    definitions,
    ...tables,
  })
}
