import { SoundLeader } from './sound-leader.ts'
import { say } from './words/say.ts'

/** What a desk can hear: pulses of one pitch, because tunes are badly learned (IEC 60601-1-8). */
export type Tone = 'three' | 'emergency' | 'low' | 'test'

/** Start of each pulse in seconds, length and pitch in hertz. */
const tones: Readonly<Record<Tone, { pulses: readonly number[]; length: number; pitch: number }>> = {
  three: { pulses: [0, 0.3, 0.6], length: 0.18, pitch: 660 },
  emergency: { pulses: [0, 0.2, 0.4, 0.85, 1.05], length: 0.13, pitch: 880 },
  low: { pulses: [0], length: 0.6, pitch: 220 },
  test: { pulses: [0], length: 0.12, pitch: 660 },
}

/**
 * The console's voice. A browser lets a page sound only after somebody has pressed something on it; of several windows of one
 * desk one sounds, and it is one that can.
 */
export class Sounds {
  readonly #leader: SoundLeader
  #context: AudioContext | undefined
  #wanted = true

  constructor(onChange: () => void) {
    this.#leader = new SoundLeader(onChange)
  }

  /** How it is said in the top bar. */
  get words(): string {
    if (!this.#wanted) return say('frame.sound-off')
    if (this.#context?.state !== 'running') return say('frame.sound-locked')
    return this.#leader.leads ? say('frame.sound-on') : say('frame.sound-elsewhere')
  }

  /** Nothing is heard at this desk because somebody wants it so: said where it is seen. */
  get isOff(): boolean {
    return !this.#wanted
  }

  /** Somebody pressed something: from now on the page may sound. */
  async unlock(): Promise<void> {
    this.#context ??= new AudioContext()
    if (this.#context.state === 'suspended') await this.#context.resume()
    if (this.#wanted) this.#leader.stand()
  }

  toggle(): void {
    this.#wanted = !this.#wanted
    if (this.#wanted) void this.test()
    // another window of this desk takes over
    else this.#leader.resign()
  }

  /** Lets whoever sits down hear that the desk can be heard. */
  async test(): Promise<void> {
    await this.unlock()
    if (this.#wanted) this.#sound('test')
  }

  /** Sounds, where this window is the one that does. */
  play(tone: Tone): void {
    if (this.#wanted && this.#leader.leads) this.#sound(tone)
  }

  #sound(tone: Tone): void {
    const context = this.#context
    if (context?.state !== 'running') return
    const { pulses, length, pitch } = tones[tone]
    for (const start of pulses) {
      const oscillator = new OscillatorNode(context, { type: 'triangle', frequency: pitch })
      const gain = new GainNode(context, { gain: 0 })
      const at = context.currentTime + start
      // edges of ten milliseconds, or each pulse clicks
      gain.gain.setValueAtTime(0, at)
      gain.gain.linearRampToValueAtTime(0.25, at + 0.01)
      gain.gain.setValueAtTime(0.25, at + length - 0.01)
      gain.gain.linearRampToValueAtTime(0, at + length)
      oscillator.connect(gain).connect(context.destination)
      oscillator.start(at)
      oscillator.stop(at + length)
    }
  }
}
