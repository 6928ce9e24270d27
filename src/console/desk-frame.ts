import { type Alarm, listAlarms } from './alarm-rules.ts'
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
import type { Sounds } from './sounds.ts'
import { clockTime, elapsed } from './time-words-rules.ts'
import { UndoBar } from './undo-bar.ts'

/** Messages that stay in the list; nothing vanishes by itself. */
const MOST_NEWS = 50
/** A screen reader is told at most this often, in milliseconds (CONSOLES A14). */
const ANNOUNCE_EVERY_MS = 5_000
const EMERGENCY_EVERY_MS = 5_000
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
  #sounded = new Set<string>()
  #emergencySoundedAt = 0
  #alarms: Alarm[] = []
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
    if (
      event.type === 'incident-graded' &&
      ['first', 'raised'].includes(event.data.direction) &&
      this.#deps.console.answersAlarms
    ) {
      if (this.#deps.desk.words.grades[0]?.id === event.data.grade) this.#deps.sounds.play('three')
    }
    return news?.about
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
    const rows = console.answersAlarms ? queueOf(desk.board, desk.words, now) : []
    this.#alarms = console.answersAlarms
      ? listAlarms({ board: desk.board, rows, words: desk.words, role: desk.you.role, now })
      : []
    const there = new Set(this.#alarms.map(({ key }) => key))
    this.#acknowledged = new Set([...this.#acknowledged].filter((key) => there.has(key)))
    this.#sounded = new Set([...this.#sounded].filter((key) => there.has(key)))
    // said once to a screen reader: the strip counts seconds, and would be read out with each of them
    const fresh = this.#open().find(({ key, kind }) => kind !== 'late' && !this.#sounded.has(key))
    if (fresh) this.#alert = fresh.words
    for (const alarm of this.#open()) this.#sound(alarm, now)
  }

  #sound(alarm: Alarm, now: number): void {
    const { sounds } = this.#deps
    if (alarm.sound === 'emergency' && now - this.#emergencySoundedAt > EMERGENCY_EVERY_MS) {
      this.#emergencySoundedAt = now
      sounds.play('emergency')
    } else if (alarm.sound === 'three' && !this.#sounded.has(alarm.key)) sounds.play('three')
    this.#sounded.add(alarm.key)
  }

  /** Alarms nobody at this desk has acknowledged; an emergency stays on the strip until it is over. */
  #open(): Alarm[] {
    return this.#alarms.filter(({ key }) => !this.#acknowledged.has(key))
  }

  /** The top alarm. */
  acknowledge(alarm: Alarm | undefined = this.#open()[0]): void {
    if (alarm) this.#acknowledged.add(alarm.key)
    this.#deps.desk.repaint()
  }

  view(): readonly Child[] {
    const { console, desk } = this.#deps
    const notLive = desk.link.state === 'not-live'
    return [
      h('div.alarms', { key: 'alarms', role: 'region', 'aria-label': 'Alarms' }, this.#alarmRows()),
      h('p.announcement', { key: 'alert', role: 'alert' }, this.#alert),
      notLive &&
        h(
          'div.not-live-bar',
          { key: 'not-live', role: 'alert' },
          linkWords(desk.link),
          ' Keep working on paper if this lasts two minutes.',
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
    const shown = this.#alarms.filter((alarm) => alarm.kind === 'emergency' || !this.#acknowledged.has(alarm.key))
    const more = shown.length - MOST_ALARMS
    return [
      ...shown.slice(0, MOST_ALARMS).map((alarm) => this.#alarmRow(alarm)),
      more > 0 && h('p.alarm.quiet', { key: 'more' }, `and ${more} more`),
    ]
  }

  #alarmRow(alarm: Alarm): Spec {
    const { incidentId } = alarm
    const isOpen = !this.#acknowledged.has(alarm.key)
    const unitId = alarm.kind === 'emergency' ? (alarm.key.split('/')[1] ?? '') : ''
    return h(
      'div',
      {
        key: alarm.key,
        class: `alarm alarm-${alarm.kind}${isOpen ? ' open' : ''}`,
        'data-about': unitId === '' ? undefined : `unit/${unitId}`,
      },
      h('strong', {}, alarm.words),
      isOpen &&
        h(
          'button',
          { onclick: () => this.acknowledge(alarm) },
          `Acknowledge${this.#deps.desk.keys.hint('acknowledge')}`,
        ),
      incidentId !== null && h('button', { onclick: () => this.#deps.console.open?.(incidentId) }, 'Open'),
    )
  }

  #topBar(): Child[] {
    const { desk, console, sounds, signOut } = this.#deps
    const areas =
      desk.you.areas.length === 0
        ? 'all areas'
        : desk.you.areas.map((area) => area.charAt(0).toUpperCase() + area.slice(1)).join(', ')
    const waiting = desk.listWaiting()
    return [
      h('h1', {}, console.title),
      h('span.areas', {}, desk.you.role === 'unit' ? '' : areas),
      h('time.clock', {}, clockTime(desk.now())),
      h(
        'span',
        { class: `link link-${desk.link.state}`, role: 'status' },
        desk.link.state === 'not-live' ? 'Not live' : linkWords(desk.link),
      ),
      waiting.length > 0 && h('span.waiting', {}, waitingWords(waiting, Date.now())),
      this.#command?.view() ?? h('span.grow', { key: 'grow' }),
      console.topBar?.(),
      h('button.quiet', { onclick: () => this.#keys.toggle() }, `Keys${desk.keys.hint('help')}`),
      h('button.quiet', { onclick: () => this.#toggleSound() }, sounds.words),
      h(
        'button.quiet',
        { onclick: () => this.#changeLook(nextTheme), title: 'Dark, dim, light' },
        `Colours: ${themeWord()}`,
      ),
      h('button.quiet', { onclick: () => this.#changeLook(nextSize), title: 'Text size: 14, 16, 20' }, 'Text size'),
      h('span.who', {}, desk.you.name),
      h('button.quiet', { onclick: signOut }, 'Sign out'),
    ]
  }

  #toggleSound(): void {
    this.#deps.sounds.toggle()
    this.#deps.desk.repaint()
  }

  #changeLook(change: () => void): void {
    change()
    this.#deps.desk.repaint()
  }

  #bottomBar(): Child[] {
    const { desk, console, attributions } = this.#deps
    const now = desk.now()
    return [
      h('p.last-action', {}, this.#lastAction),
      this.undo.view(),
      h(
        'ol.news',
        { 'aria-label': 'Messages, newest first', tabindex: 0 },
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
      h(
        'details.attribution',
        {},
        h('summary', {}, 'Data: © OpenStreetMap contributors (ODbL), OGL'),
        h(
          'ul',
          {},
          attributions.map((line) => h('li', {}, line)),
        ),
      ),
    ]
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
      return 'Connecting'
    case 'live':
      return 'Live'
    case 'not-live':
      return `Not live - data may be old since ${clockTime(link.since)}.`
  }
}

function waitingWords(waiting: ReturnType<Desk['listWaiting']>, now: number): string {
  const [oldest] = waiting
  if (!oldest) return ''
  if (waiting.some(({ paper }) => paper)) return `Nothing is being recorded. Use paper. Trying again: ${oldest.what}`
  if (oldest.tries === 0 && now - oldest.since < 1_000) return 'Saving'
  return `Not saved yet, trying again ${elapsed(now - oldest.since)}: ${oldest.what}`
}
