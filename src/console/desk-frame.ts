import { type Alarm, listAlarms } from './alarm-rules.ts'
import { type AlarmRow, hear, isFlood, nothingHeard, rowsOf, unshelved } from './alarm-sound-rules.ts'
import type { Board } from './board.ts'
import type { BoardEvent } from './board-event.ts'
import { CommandLine } from './command-line.ts'
import type { Console, Desk } from './desk.ts'
import { nextSize, nextTheme, themeWord } from './desk-look.ts'
import type { KeyChoice } from './key-map-rules.ts'
import { KeysPanel } from './keys-panel.ts'
import type { Link } from './live-client.ts'
import { focusSoon } from './marks.ts'
import { type News, newsOf } from './news-rules.ts'
import { type Child, h, type Spec } from './paint.ts'
import { queueOf } from './queue-rules.ts'
import { ShelvedAlarms } from './shelved-alarms.ts'
import type { Sounds } from './sounds.ts'
import { clockTime, elapsed } from './time-words-rules.ts'
import { UndoBar } from './undo-bar.ts'
import { say, speak, spoken } from './words/say.ts'

/** Messages that stay in the list; nothing vanishes by itself. */
const MOST_NEWS = 50
/** A screen reader is told at most this often, in milliseconds (CONSOLES A14). */
const ANNOUNCE_EVERY_MS = 5_000
const MOST_ALARMS = 3

/** What the footer shows of where the data come from, by line. */
export type Attributions = readonly string[]

type FrameDeps = {
  desk: Desk
  sounds: Sounds
  console: Console
  attributions: Attributions
  signOut: () => void
  /** a person changed their keys */
  onKeys: (choice: KeyChoice) => void
}

/**
 * The frame around every console: alarm strip, top bar with the link state in words, the console's panels,
 * and what happened last. Nothing here covers a list or takes the focus.
 */
export class DeskFrame {
  readonly #deps: FrameDeps
  readonly #keys: KeysPanel
  readonly undo: UndoBar
  readonly #command: CommandLine | undefined
  #news: News[] = []
  #acknowledged = new Set<string>()
  #heard = nothingHeard
  /** something came that sounds once and is no alarm */
  #owesSound = false
  #alarms: Alarm[] = []
  readonly #shelved: ShelvedAlarms
  #leaving = false
  #alert = ''
  #lastAction = ''
  #announced = { at: 0, seq: 0, words: '' }
  #wasLive = false

  constructor(deps: FrameDeps) {
    this.#deps = deps
    const { desk, onKeys, console } = deps
    const { screen } = console
    this.#keys = new KeysPanel({ desk, sendsUnits: screen?.sendsUnits ?? null, onChange: onKeys })
    this.undo = new UndoBar(desk)
    this.#command = screen && new CommandLine({ desk, screen, help: () => this.#keys.toggle() })
    this.#shelved = new ShelvedAlarms(desk)
  }

  /** Keys that work on every desk; true when it was one of them. */
  onKey(event: KeyboardEvent): boolean {
    const doing = this.#deps.desk.keys.doing(event, 'everywhere')
    if (doing === 'acknowledge') this.acknowledge()
    else if (doing === 'emergencies') focusSoon('.alarm-emergency button')
    else if (doing === 'help') this.#keys.toggle()
    else if (doing === 'undo') void this.undo.undo()
    else if (doing === 'command' && this.#command) this.#command.enter()
    else return false
    return true
  }

  /** What an event says, for the message list; returns what on the screen shows it. */
  takeEvent(event: BoardEvent, board: Board): string | undefined {
    const news = newsOf(event, board)
    if (news) this.#news = [news, ...this.#news].slice(0, MOST_NEWS)
    this.#shelved.onEvent(event)
    if (this.#soundsOnce(event)) this.#owesSound = true
    return news?.about
  }

  /** A new call of the most urgent grade at a desk that answers alarms; being sent, for a crew. */
  #soundsOnce(event: BoardEvent): boolean {
    const { desk, console } = this.#deps
    if (event.type === 'deployment-made') return desk.you.unitId === event.data.deployment.unitId
    if (event.type !== 'incident-graded' || !console.answersAlarms) return false
    return ['first', 'raised'].includes(event.data.direction) && desk.words.grades[0]?.id === event.data.grade
  }

  /** The last-action line, and the message list: a refusal stays to be read. */
  say(words: string, isProblem = false): void {
    const at = this.#deps.desk.now()
    this.#lastAction = `${clockTime(at)} ${words}`
    if (isProblem)
      this.#news = [
        { seq: 0, at: new Date(at).toISOString(), words, about: '', incidentId: null },
        ...this.#news,
      ].slice(0, MOST_NEWS)
  }

  /** Once a second, also when nothing is painted: alarms sound in a window that is behind another. */
  tick(): void {
    const { desk, console, sounds } = this.#deps
    const now = desk.now()
    const isLive = desk.link.state === 'live'
    if (this.#wasLive && !isLive) sounds.play('low')
    this.#wasLive = isLive
    if (desk.you.role !== 'unit' && desk.you.role !== 'administrator') this.#shelved.tick()
    const rows = console.answersAlarms ? queueOf(desk.board, desk.words, now) : []
    const all = console.answersAlarms
      ? listAlarms({ board: desk.board, rows, words: desk.words, role: desk.you.role, now })
      : []
    this.#alarms = unshelved(all, this.#shelved.listNow())
    const there = new Set(this.#alarms.map(({ key }) => key))
    this.#acknowledged = new Set([...this.#acknowledged].filter((key) => there.has(key)))
    const open = this.#open()
    // said once to a screen reader: the strip counts seconds, and would be read out with each of them
    const fresh = open.find(({ key, sound }) => sound !== 'none' && !this.#heard.first.has(key))
    if (fresh) this.#alert = fresh.words
    const { heard, tone } = hear(this.#heard, open, now, this.#owesSound)
    this.#heard = heard
    this.#owesSound = false
    if (tone) sounds.play(tone)
  }

  /** Alarms nobody at this desk has acknowledged; an emergency stays on the strip until it is over. */
  #open(): Alarm[] {
    return this.#alarms.filter((alarm) => this.#isOpen(alarm))
  }

  /** The top alarm. */
  acknowledge(row: AlarmRow | undefined = this.#rows().find(({ all }) => all.some((one) => this.#isOpen(one)))): void {
    for (const { key } of row?.all ?? []) this.#acknowledged.add(key)
    this.#deps.desk.repaint()
  }

  #isOpen({ key }: Alarm): boolean {
    return !this.#acknowledged.has(key)
  }

  /** What the strip shows; in a flood the alarms of one kind are one row. */
  #rows(): AlarmRow[] {
    const shown = this.#alarms.filter((alarm) => alarm.kind === 'emergency' || this.#isOpen(alarm))
    return rowsOf(shown, isFlood(this.#heard, this.#deps.desk.now()))
  }

  view(): readonly Child[] {
    const { console, desk } = this.#deps
    const notLive = desk.link.state === 'not-live'
    return [
      h('div.alarms', { key: 'alarms', role: 'region', 'aria-label': say('frame.alarms') }, this.#alarmRows()),
      h('p.announcement', { key: 'alert', role: 'alert' }, this.#alert),
      notLive &&
        h(
          'div.not-live-bar',
          { key: 'not-live', role: 'alert' },
          `${linkWords(desk.link)} ${desk.you.role === 'unit' ? say('link.crew-goes-on') : say('link.use-paper')}`,
        ),
      h('header.top', { key: 'top' }, this.#topBar()),
      this.#command?.says(),
      h(
        'main',
        { key: 'main', class: notLive ? `console not-live role-${desk.you.role}` : `console role-${desk.you.role}` },
        console.view(),
      ),
      this.#keys.view(),
      h('footer.bottom', { key: 'bottom' }, this.#bottomBar()),
    ]
  }

  #alarmRows(): Child[] {
    const { console, desk } = this.#deps
    const rows = this.#rows()
    const more = rows.length - MOST_ALARMS
    return [
      ...rows.slice(0, MOST_ALARMS).map((row) => this.#alarmRow(row)),
      more > 0 && h('p.alarm.quiet', { key: 'more' }, say('frame.more-alarms', { count: more })),
      ...this.#shelved.listNow().map(({ id, kind, until, shelvedBy, reason }) =>
        h(
          'p.alarm.quiet.shelved',
          { key: id },
          kind !== 'emergency' &&
            say('alarm.shelved', {
              kind: say(`alarm.kind-${kind}`),
              until: clockTime(until),
              by: shelvedBy,
              reason,
            }),
        ),
      ),
      this.#shelved.unknown && h('p.alarm.quiet', { key: 'unknown' }, say('alarm.shelved-unknown')),
      console.answersAlarms && !desk.words.escalation && h('p.alarm.quiet', { key: 'no-times' }, say('alarm.no-times')),
    ]
  }

  #alarmRow(row: AlarmRow): Spec {
    const { incidentId } = row
    const isOpen = row.all.some((one) => this.#isOpen(one))
    const unitId = row.kind === 'emergency' ? (row.key.split('/')[1] ?? '') : ''
    return h(
      'div',
      {
        key: row.key,
        class: `alarm alarm-${row.kind}${isOpen ? ' open' : ''}`,
        'data-about': unitId === '' ? undefined : `unit/${unitId}`,
      },
      h('strong', {}, row.words),
      isOpen &&
        h(
          'button',
          { onclick: () => this.acknowledge(row) },
          say('frame.acknowledge') + this.#deps.desk.keys.hint('acknowledge'),
        ),
      incidentId !== null && h('button', { onclick: () => this.#deps.console.open?.(incidentId) }, say('frame.open')),
    )
  }

  #topBar(): Child[] {
    const { desk, console } = this.#deps
    const areas =
      desk.you.areas.length === 0
        ? say('frame.all-areas')
        : desk.you.areas.map((area) => area.charAt(0).toUpperCase() + area.slice(1)).join(', ')
    const waiting = desk.listWaiting()
    const isCrew = desk.you.role === 'unit'
    return [
      h('h1', {}, console.title),
      h('span.areas', {}, isCrew ? '' : areas),
      h('time.clock', {}, clockTime(desk.now())),
      h(
        'span',
        { class: `link link-${desk.link.state}`, role: 'status' },
        desk.link.state === 'not-live' ? say('link.not-live') : linkWords(desk.link),
      ),
      waiting.length > 0 && h('span.waiting', {}, waitingWords(waiting, Date.now())),
      this.#command?.view() ?? h('span.grow', { key: 'grow' }),
      ...(console.topBar?.() ?? []),
      // a telephone has no room for them beside the work
      ...(isCrew
        ? [
            h(
              'details.menu',
              { key: 'menu' },
              h('summary', {}, say('frame.menu')),
              ...this.#ownButtons(),
              this.#attribution(),
            ),
          ]
        : [
            h(
              'button.quiet',
              { onclick: () => this.#keys.toggle() },
              say('frame.keys') + this.#deps.desk.keys.hint('help'),
            ),
            ...this.#ownButtons(),
          ]),
      this.#leaving && this.#askToLeave(console.unsent?.() ?? 0),
    ]
  }

  /** How the desk looks and sounds to whoever sits here, and the way out. */
  #ownButtons(): Child[] {
    const { desk, sounds } = this.#deps
    const button = (words: string, onclick: () => void, more: { title?: string; class?: string; lang?: string } = {}) =>
      h('button.quiet', { ...more, onclick: () => this.#after(onclick) }, words)
    return [
      button(sounds.words, () => sounds.toggle(), { class: sounds.isOff ? 'sound-off' : '' }),
      button(say('frame.colours', { theme: themeWord() }), nextTheme, { title: say('frame.colours-all') }),
      button(say('frame.text-size'), nextSize, { title: say('frame.text-sizes') }),
      spoken() === 'cy'
        ? button(say('frame.own-language'), () => speak('en-GB'), { lang: 'en-GB' })
        : button(say('frame.other-language'), () => speak('cy'), { lang: 'cy' }),
      h('span.who', {}, desk.you.name),
      button(say('frame.sign-out'), () => this.#leave()),
    ]
  }

  #after(change: () => void): void {
    change()
    this.#deps.desk.repaint()
  }

  /** Whoever signs out loses what is on no record yet: they are asked, and nothing is lost by one tap. */
  #leave(): void {
    if ((this.#deps.console.unsent?.() ?? 0) > 0) this.#leaving = true
    else this.#deps.signOut()
  }

  #askToLeave(count: number): Spec {
    const { signOut } = this.#deps
    return h(
      'div.leaving',
      { key: 'leaving', role: 'alert' },
      h('p', {}, say('frame.sign-out-loses', { count })),
      h('button', { onclick: () => this.#after(() => (this.#leaving = false)) }, say('frame.stay')),
      h('button', { onclick: signOut }, say('frame.sign-out-anyway', { count })),
    )
  }

  #bottomBar(): Child[] {
    const { desk, console } = this.#deps
    const now = desk.now()
    return [
      h('p.last-action', {}, this.#lastAction),
      this.undo.view(),
      h(
        'ol.news',
        { 'aria-label': say('frame.messages'), tabindex: 0 },
        this.#news.map((news, index) =>
          h(
            'li',
            { key: `${news.seq}/${news.at}/${news.words}`, 'data-about': news.about, memo: [news, index === 0] },
            h('time', {}, clockTime(news.at)),
            ' ',
            news.incidentId !== null && console.open
              ? h('button.quiet', { onclick: () => console.open?.(news.incidentId ?? '') }, news.words)
              : news.words,
          ),
        ),
      ),
      h('p.announcement', { 'aria-live': 'polite' }, this.#announcement(now)),
      desk.you.role !== 'unit' && this.#attribution(),
    ]
  }

  #attribution(): Spec {
    return h(
      'details.attribution',
      { key: 'attribution' },
      h('summary', {}, say('frame.attribution')),
      h(
        'ul',
        {},
        this.#deps.attributions.map((line) => h('li', {}, line)),
      ),
    )
  }

  /** One line for a screen reader, not oftener than every five seconds. */
  #announcement(now: number): string {
    const [newest] = this.#news
    if (newest && newest.seq !== this.#announced.seq && now - this.#announced.at >= ANNOUNCE_EVERY_MS) {
      this.#announced = { at: now, seq: newest.seq, words: newest.words }
    }
    return this.#announced.words
  }
}

/** The link state in words (CONSOLES A6). */
export function linkWords(link: Link): string {
  switch (link.state) {
    case 'connecting':
      return say('link.connecting')
    case 'live':
      return say('link.live')
    case 'not-live':
      return say('link.not-live-since', { since: clockTime(link.since) })
  }
}

function waitingWords(waiting: ReturnType<Desk['listWaiting']>, now: number): string {
  const [oldest] = waiting
  if (!oldest) return ''
  const { what } = oldest
  if (waiting.some(({ paper }) => paper)) return say('frame.not-recorded', { what })
  if (oldest.tries === 0 && now - oldest.since < 1_000) return say('frame.saving')
  return say('frame.not-saved-yet', { since: elapsed(now - oldest.since), what })
}
