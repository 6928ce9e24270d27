/** What a page noted of itself, in milliseconds. `late`: a row that was not as wanted when its frame was painted. */
export type Noted = {
  /** from the service's clock at the commit until the frame after the message was painted */
  served: number[]
  /** from the message in the page until that frame was painted */
  heard: number[]
  /** from the key until the frame after it was painted */
  keys: number[]
  /** tasks of more than 50 ms */
  long: number[]
  late: number
}

/**
 * Runs in the page before its own first script: notes when messages and keys come, and when the frame after them is on the
 * screen. It changes nothing that the console does.
 */
export function probe(): void {
  const noted: Noted = { served: [], heard: [], keys: [], long: [], late: 0 }
  Object.assign(globalThis, { noted })
  // a message that a frame posts comes after that frame was painted
  const painted = (then: () => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = then
      port2.postMessage(0)
    })
  const now = () => performance.timeOrigin + performance.now()
  const Plain = globalThis.WebSocket
  globalThis.WebSocket = class extends Plain {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }: MessageEvent<string>) => {
        if (!data.startsWith('{"frame":"ev"') || !data.includes('"unit-changed"')) return
        const came = now()
        const frame = JSON.parse(data) as {
          at: string
          data: { unit?: { id: string; stateAt: string; state: string } }
        }
        painted(() => {
          const row = document.getElementById(`unit-${frame.data.unit?.id}`)
          // out of sight: nothing of it is painted
          if (!row) return
          noted.served.push(now() - Date.parse(frame.at))
          noted.heard.push(now() - came)
          if (!row.querySelector('.state')?.textContent.startsWith(`${frame.data.unit?.state} `)) noted.late += 1
        })
      })
    }
  }
  addEventListener('keydown', ({ timeStamp }) => painted(() => noted.keys.push(performance.now() - timeStamp)), true)
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) noted.long.push(duration)
  }).observe({ type: 'longtask' })
}
