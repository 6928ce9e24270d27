import type { IncidentView } from '../incidents/index.ts'
import type { Profile, Router } from '../routing/index.ts'
import type { UnitView } from '../units/index.ts'
import type { SeededRandom } from './seeded-random.ts'
import { ProblemAnswer, type ShiftClient } from './shift-client.ts'
import { isEnded } from './shift-clock.ts'
import { atSceneSeconds, humanSeconds } from './shift-delay-rules.ts'
import { placeOnLine, secondsOf, straightLine, type VehicleFix } from './shift-drive-rules.ts'
import type { Deployment, ShiftEvent, Step } from './shift-events.ts'
import type { VehicleLocations } from './shift-positions.ts'
import type { ShiftRoom } from './shift-room.ts'
import type { ShiftStreets } from './shift-streets.ts'

type Place = { lat: number; lon: number }
/** `own`: steps that we took, so that a step of somebody else is told from them */
type Job = {
  deployment: Deployment
  incident: IncidentView
  /** of the briefing that came with the deployment, or of what was added since; undefined: not on this terminal */
  version: number | undefined
  hasRead: boolean
  end: AbortController
  random: SeededRandom
  own: Set<Step>
}
/** A deployment that people have taken over, and when they last did something (seconds of the shift). */
type Left = { deployment: Deployment; incident: IncidentView; at: number }
type Crew = {
  unitId: string
  home: Place | undefined
  at: Place | undefined
  job: Job | undefined
  left: Left | undefined
  /** driving about while free; ended by a deployment */
  patrol: AbortController | undefined
}

/** How often a vehicle says where it is, in seconds of the shift and at least in real milliseconds. */
const FIX_EVERY_SECONDS = 5
const FIX_EVERY_MS = 1_000
/** Somebody who is signed in as the crew acts for it: the shift takes over again after this long without. */
const HANDS_OFF_SECONDS = 600
/** Crews that arrive without having read: what a supervisor must see now and then. */
const UNREAD = 0.02
/** A patrol begins after a pause of so many seconds, and stays this near to where the unit began, in metres. */
const PATROL_PAUSE = { from: 240, to: 1_200 }
const PATROL_METRES = 4_000

export type CrewOptions = {
  client: ShiftClient
  router: Router
  locations: VehicleLocations
  streets: ShiftStreets
  patrols: boolean
}

/** The crews and their vehicles, through the terminals in them: acknowledge, read, drive, arrive, deal, clear. */
export class CrewRoom {
  readonly #room: ShiftRoom
  readonly #options: CrewOptions
  readonly #crews = new Map<string, Crew>()
  #working = 0

  constructor(room: ShiftRoom, options: CrewOptions) {
    this.#room = room
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#working === 0
  }

  /** A picture: crews as they stand; a deployment that is under way goes on from where it is. */
  load(snapshot: unknown): void {
    const {
      units = [],
      deployments = [],
      incidents = [],
    } = snapshot as { units?: UnitView[]; deployments?: Deployment[]; incidents?: IncidentView[] }
    for (const unit of units) this.#meet(unit)
    const open = new Map(deployments.map((deployment) => [deployment.unitId, deployment]))
    for (const crew of this.#crews.values()) {
      const deployment = open.get(crew.unitId)
      if (crew.job && crew.job.deployment.id !== deployment?.id) crew.job.end.abort()
      const incident = incidents.find(({ id }) => id === deployment?.incidentId)
      if (deployment && incident && crew.job?.deployment.id !== deployment.id) this.#begin(crew, deployment, incident)
    }
  }

  /** One event of the live feed. */
  take(event: ShiftEvent): void {
    switch (event.type) {
      case 'unit-changed':
        this.#meet(event.data.unit)
        return
      case 'deployment-made': {
        const { deployment, incident, briefing } = event.data
        const crew = this.#crews.get(deployment.unitId)
        if (crew) this.#begin(crew, deployment, incident, briefing.version)
        return
      }
      case 'deployment-ended': {
        const { deployment } = event.data
        const crew = this.#crews.get(deployment.unitId)
        if (crew?.job?.deployment.id === deployment.id) crew.job.end.abort()
        if (crew?.left?.deployment.id === deployment.id) crew.left = undefined
        return
      }
      case 'briefing-added':
        this.#seeAddition(event.data.incidentId, event.data.briefing.version)
        return
      case 'deployment-stepped':
        this.#seeStep(event.data.deployment, event.data.step)
        return
      default:
    }
  }

  /** A person at the crew's page, or the dispatcher for it, has taken a step: nothing more of ours for a while. */
  #seeStep(deployment: Deployment, step: Step): void {
    const crew = this.#crews.get(deployment.unitId)
    if (crew?.left?.deployment.id === deployment.id)
      Object.assign(crew.left, { deployment, at: this.#room.clock.now() })
    const job = crew?.job
    if (!crew || job?.deployment.id !== deployment.id) return
    job.deployment = deployment
    if (job.own.has(step)) return
    const left: Left = { deployment, incident: job.incident, at: this.#room.clock.now() }
    crew.left = left
    job.end.abort()
    this.#room.run(() => this.#takeOverAgain(crew, left))
  }

  async #takeOverAgain(crew: Crew, left: Left): Promise<void> {
    const { clock } = this.#room
    while (clock.now() - left.at < HANDS_OFF_SECONDS) await clock.sleep(HANDS_OFF_SECONDS - (clock.now() - left.at))
    if (crew.left === left && left.deployment.releasedAt === null) this.#begin(crew, left.deployment, left.incident)
  }

  #meet(unit: UnitView): void {
    if (this.#crews.has(unit.id)) return
    const place = unit.position && { lat: unit.position.lat, lon: unit.position.lon }
    const crew: Crew = {
      unitId: unit.id,
      home: place ?? undefined,
      at: place ?? undefined,
      job: undefined,
      left: undefined,
      patrol: undefined,
    }
    this.#crews.set(unit.id, crew)
    if (crew.at) this.#fix(crew, { ...crew.at, speedKmh: 0, heading: 0 })
    if (this.#options.patrols) this.#room.run(() => this.#patrol(crew))
  }

  #begin(crew: Crew, deployment: Deployment, incident: IncidentView, version?: number): void {
    crew.job?.end.abort()
    crew.patrol?.abort()
    crew.left = undefined
    const job: Job = {
      deployment,
      incident,
      version,
      hasRead: false,
      end: this.#whileShift(),
      random: this.#room.random.fork(`crew/${deployment.id}`),
      own: new Set(),
    }
    crew.job = job
    this.#working += 1
    this.#room.run(() =>
      this.#work(crew, job).finally(() => {
        this.#working -= 1
        // whatever the job was waiting with is let go
        job.end.abort()
        if (crew.job === job) crew.job = undefined
      }),
    )
  }

  /** From the deployment on the terminal to clearing; each step as far as it has not been taken already. */
  async #work(crew: Crew, job: Job): Promise<void> {
    const { clock } = this.#room
    const { random, incident } = job
    const { signal } = job.end
    const to =
      incident.location.lat === null || incident.location.lon === null
        ? undefined
        : { lat: incident.location.lat, lon: incident.location.lon }
    if (job.deployment.acknowledgedAt === null) {
      await clock.sleep(humanSeconds.acknowledge(random), { signal })
      await this.#step(job, 'acknowledge')
    }
    if (job.deployment.atSceneAt === null) {
      await clock.sleep(humanSeconds.readBriefing(random), { signal })
      if (!random.chance(UNREAD)) await this.#read(crew, job)
    }
    if (job.deployment.mobileAt === null && job.deployment.atSceneAt === null) {
      await clock.sleep(humanSeconds.setOff(random), { signal })
      await this.#step(job, 'mobile')
    }
    if (job.deployment.atSceneAt === null) {
      if (to) await this.#drive(crew, to, this.#room.isEmergency(incident.grade) ? 'blue-light' : 'normal', signal)
      await this.#step(job, 'at-scene')
    }
    await clock.sleep(atSceneSeconds(incident.type, random), { signal })
    await this.#step(job, 'clear')
  }

  async #step(job: Job, step: Step): Promise<void> {
    job.end.signal.throwIfAborted()
    job.own.add(step)
    try {
      job.deployment = await this.#options.client.command<Deployment>(
        'POST',
        `/deployments/${job.deployment.id}/steps`,
        { step },
      )
      this.#room.tally.stepped(step)
    } catch (error) {
      if (!(error instanceof ProblemAnswer) || error.code !== 'deployment/order') throw error
      // the room has taken a later step for this crew already
      this.#room.tally.refused(error.code)
    }
  }

  /** Says which version was on the terminal: the one that came with the deployment, asked for only after a restart. */
  async #read({ unitId }: Crew, job: Job): Promise<void> {
    const { client } = this.#options
    const path = `/incidents/${job.deployment.incidentId}/briefing`
    job.version ??= (await client.get<{ version: number }>(`${path}?unitId=${unitId}`)).version
    job.end.signal.throwIfAborted()
    await client.command('POST', `${path}/read`, { version: job.version, unitId })
    job.hasRead = true
  }

  /** Something was added on the way: a crew that has read before reads again. */
  #seeAddition(incidentId: string, version: number): void {
    for (const crew of this.#crews.values()) {
      const { job } = crew
      if (job?.deployment.incidentId !== incidentId) continue
      job.version = version
      if (!job.hasRead) continue
      this.#room.run(async () => {
        await this.#room.clock.sleep(humanSeconds.readBriefing(job.random), { signal: job.end.signal })
        await this.#read(crew, job)
      })
    }
  }

  /** Along the roads at the router's timing; the vehicle is where it is when the job is broken off. */
  async #drive(crew: Crew, to: Place, profile: Profile, signal: AbortSignal): Promise<void> {
    const { clock } = this.#room
    const from = crew.at ?? to
    const line = (await this.#options.router.route(from, to, profile))?.line ?? straightLine(from, to)
    const began = clock.now()
    const whole = secondsOf(line)
    for (;;) {
      const driven = clock.now() - began
      this.#fix(crew, placeOnLine(line, driven))
      if (driven >= whole) return
      try {
        await clock.sleep(Math.min(FIX_EVERY_SECONDS, whole - driven), {
          signal,
          atLeastMs: Math.min(FIX_EVERY_MS, ((whole - driven) / clock.speed) * 1_000),
        })
      } catch (error) {
        this.#fix(crew, { ...placeOnLine(line, clock.now() - began), speedKmh: 0 })
        throw error
      }
    }
  }

  #fix(crew: Crew, where: VehicleFix): void {
    crew.at = { lat: where.lat, lon: where.lon }
    this.#options.locations.fix(crew.unitId, where)
  }

  async #patrol(crew: Crew): Promise<void> {
    const { clock } = this.#room
    const random = this.#room.random.fork(`patrol/${crew.unitId}`)
    for (;;) {
      await clock.sleep(random.integer(PATROL_PAUSE.from, PATROL_PAUSE.to))
      const to = crew.home && this.#options.streets.near(crew.home, PATROL_METRES, random)
      if (crew.job || !to) continue
      crew.patrol = this.#whileShift()
      try {
        await this.#drive(crew, to, 'normal', crew.patrol.signal)
      } catch (error) {
        clock.signal.throwIfAborted()
        if (!isEnded(error)) throw error
      } finally {
        crew.patrol.abort()
        crew.patrol = undefined
      }
    }
  }

  /** Something that ends by itself, or with the shift. */
  #whileShift(): AbortController {
    const controller = new AbortController()
    const { signal } = this.#room.clock
    const end = () => controller.abort()
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
    controller.signal.addEventListener('abort', () => signal.removeEventListener('abort', end), { once: true })
    return controller
  }
}
