import { setTimeout as delay } from 'node:timers/promises'

const DEADLINE_MS = 60_000

/** Resolves once a GET of the address answers 200; looks every so often, milliseconds. */
export async function untilAnswers(url: string, everyMs = 20): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS
  while (!(await answers(url))) {
    if (performance.now() > deadline) throw new Error(`${url} does not answer 200`)
    await delay(everyMs)
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url)
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false
  }
}
