import type { Board } from './board.ts'
import type { BoardEvent } from './board-event.ts'
import { CommandSender, type Order } from './command-sender.ts'
import { forgetOtherQueues } from './crew-queue.ts'
import type { Console, Desk, SignedIn } from './desk.ts'
import { problemWords } from './desk.ts'
import { DeskChoices } from './desk-choices.ts'
import { type Attributions, DeskFrame } from './desk-frame.ts'
import { DeskKeys } from './desk-keys.ts'
import { applyLookOf } from './desk-look.ts'
import { type ForceWords, readForceWords } from './force-words.ts'
import { forgetKept, LiveClient } from './live-client.ts'
import { focusSoon } from './marks.ts'
import { type Child, h, paint } from './paint.ts'
import { Receipts } from './receipts.ts'
import { SignInForm } from './sign-in-form.ts'
import { Sounds } from './sounds.ts'
import { say } from './words/say.ts'

/** What the page shows now: the way in, or a desk. */
type Scene = {
  view: () => readonly Child[]
  afterPaint?: () => void
  onKey?: (event: KeyboardEvent) => void
  tick?: () => void
  end?: () => void
}

/** How long a sign-out may take before the page goes on without its answer, in milliseconds. */
const SIGN_OUT_MS = 3_000
const sounds = new Sounds(repaint)
const sender = new CommandSender(repaint, () => leave(say('sign-in.session-ended')))
let scene: Scene = { view: () => [h('p.starting', {}, 'Golden Hour')] }
let queued = false
/** a sign-out that the service has not answered yet */
let leaving: Promise<unknown> = Promise.resolve()

/** Paints once a frame, however often something changes. */
function repaint(): void {
  if (queued) return
  queued = true
  requestAnimationFrame(() => {
    queued = false
    paint(document.body, scene.view())
    scene.afterPaint?.()
  })
}

function show(next: Scene): void {
  scene.end?.()
  scene = next
  repaint()
}

function leave(words: string): void {
  forgetKept()
  applyLookOf(undefined)
  const form = new SignInForm({ sender, repaint, onSignedIn: (you) => void enter(you), isFree: () => leaving }, words)
  show({ view: () => [h('main.way-in', { key: 'way-in' }, form.view())] })
  focusSoon('input[name=username]')
}

/** Signed in: reads the force's own words, chooses the console of the role, and goes live. */
async function enter(you: SignedIn): Promise<void> {
  const [definitions, attributions] = await Promise.all([
    sender.ask<Parameters<typeof readForceWords>[0]>('/definitions'),
    sender.ask<{ lines: Attributions }>('/attribution'),
  ])
  if (!definitions.ok) return leave(problemWords(definitions.problem))
  try {
    await openDesk(you, readForceWords(definitions.body), attributions.ok ? attributions.body.lines : [])
  } catch (error) {
    reportError(error)
    const upgraded = error instanceof PartNotLoaded ? ` ${say('sign-in.upgraded')}` : ''
    leave(say('sign-in.not-opened') + upgraded)
  }
}

async function openDesk(you: SignedIn, words: ForceWords, attributions: Attributions): Promise<void> {
  let frame: DeskFrame | undefined
  let console: Console | undefined
  const receipts = new Receipts(you.role, (seq) => live.receipt(seq))
  const live = new LiveClient({
    onChange: repaint,
    // a window that nobody sees has its timers slowed to one a minute; what the service sends is not
    onBeat: () => frame?.tick(),
    onEvent: (event: BoardEvent, board: Board) => {
      receipts.owe(event, frame?.takeEvent(event, board))
      console?.onEvent?.(event, board)
      // an officer's call for help does not wait for the next second
      if (event.type === 'officer-emergency' || event.type === 'more-units-wanted') frame?.tick()
    },
    onBack: (events) => frame?.say(backWords(events)),
    onPicture: (unreceipted) => receipts.owePicture(unreceipted),
    onSignedOut: () => leave(say('sign-in.rights-changed')),
  })
  const choices = new DeskChoices(you.id)
  const keys = new DeskKeys()
  keys.choice = choices.readKeys()
  const desk: Desk = {
    you,
    words,
    keys,
    get board() {
      return live.board
    },
    get link() {
      return live.link
    },
    positions: live.positions,
    get presence() {
      return live.presence
    },
    look: (incidentId) => live.look(incidentId),
    now: () => live.now(),
    repaint,
    order: async <T>({ what, method, path, body }: Order) => {
      const answer = await sender.send<T>(what, method, path, body)
      if (!answer.ok) frame?.say(`${what}: ${problemWords(answer.problem)}`, true)
      repaint()
      return answer
    },
    ask: (path, signal, about) => sender.ask(path, signal, about),
    done: (said) => {
      frame?.say(said)
      repaint()
    },
    offerUndo: (undoable) => frame?.undo.offer(undoable),
    listWaiting: () => sender.listWaiting(),
  }
  forgetOtherQueues(you.id)
  console = await consoleFor(desk)
  applyLookOf(you.id)
  frame = new DeskFrame({
    ...{ desk, sounds, console, attributions },
    signOut: () => void signOut(),
    onKeys: (choice) => choices.keepKeys(choice),
  })
  const [theConsole, theFrame] = [console, frame]
  show({
    view: () => theFrame.view(),
    afterPaint: () => receipts.afterPaint(),
    tick: () => theFrame.tick(),
    onKey: (event) => {
      if (theFrame.onKey(event) || theConsole.onKey?.(event)) event.preventDefault()
    },
    end: () => {
      live.stop()
      theConsole.end?.()
    },
  })
  live.start()
  void sounds.test()
}

function backWords(events: number | undefined): string {
  return events === undefined ? say('link.loaded-anew') : say('link.back', { count: events })
}

/** A part of the page did not come: after an upgrade the service has it only under its new name. */
class PartNotLoaded extends Error {}

/** Waits for a part of the page. @throws PartNotLoaded */
async function load<T>(part: Promise<T>): Promise<T> {
  try {
    return await part
  } catch (cause) {
    throw new PartNotLoaded('A part of the page was not loaded', { cause })
  }
}

/** Who sees incidents and units, and so has a map. */
const ROOM = new Set(['call-handler', 'front-desk', 'dispatcher', 'supervisor'])

/** The console of a role; only that role's part of the page is loaded. */
async function consoleFor(desk: Desk): Promise<Console> {
  if (location.pathname === '/desk/map' && ROOM.has(desk.you.role))
    return (await load(import('./map-window.ts'))).mapWindow(desk)
  if (!ROOM.has(desk.you.role)) return otherConsole(desk)
  // read first: what a console asks the keyboard for is asked with its first picture
  const { withMyReviews } = await load(import('./my-reviews.ts'))
  switch (desk.you.role) {
    case 'call-handler':
    case 'front-desk':
      return withMyReviews((await load(import('./intake-console.ts'))).intakeConsole(desk), desk)
    case 'dispatcher':
      return withMyReviews((await load(import('./dispatch-console.ts'))).dispatchConsole(desk), desk)
    default:
      return withMyReviews((await load(import('./supervision-console.ts'))).supervisionConsole(desk), desk)
  }
}

/** The console of those whose work nobody reviews here. */
async function otherConsole(desk: Desk): Promise<Console> {
  switch (desk.you.role) {
    case 'ppu':
      return (await load(import('./ppu-console.ts'))).ppuConsole(desk)
    case 'unit':
      return (await load(import('./crew-console.ts'))).crewConsole(desk)
    default:
      return (await load(import('./staff-console.ts'))).staffConsole(desk)
  }
}

/**
 * Whoever leaves leaves nothing behind at once, also without a network: then the service is told as soon as there is one, and
 * nobody else signs in before.
 */
async function signOut(): Promise<void> {
  const gone = sender.send(say('frame.sign-out'), 'DELETE', '/session')
  leaving = gone
  show({ view: () => [h('p.starting', {}, say('sign-in.name'))] })
  // drafts and queues hold what callers said: they do not wait for whoever sits here next
  sessionStorage.clear()
  const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), SIGN_OUT_MS))
  leave((await Promise.race([gone, late])) === 'late' ? say('sign-in.not-told') : '')
}

async function start(): Promise<void> {
  applyLookOf(undefined)
  addEventListener('keydown', (event) => {
    void sounds.unlock()
    // what has the keyboard has used it
    if (!event.defaultPrevented) scene.onKey?.(event)
  })
  addEventListener('pointerdown', () => void sounds.unlock())
  addEventListener('beforeunload', (event) => {
    // a command that nobody answered yet would be forgotten
    if (sender.listWaiting().length > 0) event.preventDefault()
  })
  document.addEventListener('visibilitychange', repaint)
  setInterval(() => {
    scene.tick?.()
    repaint()
  }, 1_000)
  if (location.pathname === '/wall') {
    const { Wallboard } = await import('./wallboard.ts')
    const wall = new Wallboard(repaint)
    return show({ view: () => wall.view(), end: () => wall.end() })
  }
  const session = await sender.ask<SignedIn>('/session')
  if (session.ok) await enter(session.body)
  else leave(session.problem.status === 401 ? '' : problemWords(session.problem))
}

void start()
