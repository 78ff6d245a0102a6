/** Guesses at the password of one account from many addresses, in a process of its own as strangers do. */
import { setTimeout as pause } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { carryOutPlans } from '../worker.ts'

export interface GuessPlan {
  readonly url: string
  readonly email: string
  readonly attempts: number
  readonly perS: number
}
/** How many attempts were answered with which status. */
export type GuessResult = Readonly<Record<string, number>>

const agent = new Agent({ connections: 64 })
let sent = 0

carryOutPlans(guessSteadily)

/** Attempts at a steady rate, however slowly they are answered. */
async function guessSteadily({ url, email, attempts, perS }: GuessPlan): Promise<GuessResult> {
  const startedMs = performance.now()
  const open: Promise<number>[] = []
  while (open.length < attempts) {
    open.push(guess(url, email))
    const dueMs = startedMs + (open.length * 1000) / perS
    await pause(Math.max(0, dueMs - performance.now()))
  }
  const counts: Record<string, number> = {}
  for (const status of await Promise.all(open)) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

async function guess(url: string, email: string): Promise<number> {
  const n = sent++
  const answer = await request(`${url}/api/v1/login`, {
    method: 'POST',
    dispatcher: agent,
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `198.${18 + (n % 2)}.${Math.floor(n / 256) % 256}.${n % 256}`,
    },
    body: JSON.stringify({ email, password: `guess ${n}`, kind: 'command-line' }),
  })
  await answer.body.dump()
  return answer.statusCode
}
