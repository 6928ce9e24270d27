/** What a desk can hear: pulses of one pitch, because tunes are badly learned (IEC 60601-1-8). */
export type Tone = 'three' | 'emergency' | 'low' | 'test'

/** Start of each pulse in seconds, length and pitch in hertz. */
const tones: Readonly<Record<Tone, { pulses: readonly number[]; length: number; pitch: number }>> = {
  three: { pulses: [0, 0.3, 0.6], length: 0.18, pitch: 660 },
  emergency: { pulses: [0, 0.2, 0.4, 0.85, 1.05], length: 0.13, pitch: 880 },
  low: { pulses: [0], length: 0.6, pitch: 220 },
  test: { pulses: [0], length: 0.12, pitch: 660 },
}

/** The console's voice. A browser lets a page sound only after somebody has pressed something on it. */
export class Sounds {
  #context: AudioContext | undefined
  #wanted = true

  /** How it is said in the top bar. */
  get words(): string {
    if (!this.#wanted) return 'Sound off'
    return this.#context?.state === 'running' ? 'Sound on' : 'Sound waits for a key'
  }

  /** Somebody pressed something: from now on the page may sound. */
  unlock(): void {
    this.#context ??= new AudioContext()
    if (this.#context.state === 'suspended') void this.#context.resume()
  }

  toggle(): void {
    this.#wanted = !this.#wanted
    this.unlock()
    this.play('test')
  }

  play(tone: Tone): void {
    const context = this.#context
    if (!this.#wanted || context?.state !== 'running') return
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
