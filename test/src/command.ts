import { vi } from 'vitest'
import { researcherProgram } from '@crosspanel/node/cli/program'
import { runProgram } from '@crosspanel/node/cli/run'
import type { Edge } from './edge.ts'

const URL = 'http://lund.test'

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs `crosspanel` in this process against an edge, as the bearer of the token. One at a time. */
export async function crosspanel(edge: Edge, token: string, ...args: string[]): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  const textOf = (part: string | Uint8Array) =>
    typeof part === 'string' ? part : Buffer.from(part).toString('utf8')
  const spies = [
    vi
      .spyOn(process.stdout, 'write')
      .mockImplementation((part) => ((stdout += textOf(part)), true)),
    vi
      .spyOn(process.stderr, 'write')
      .mockImplementation((part) => ((stderr += textOf(part)), true)),
    vi
      .spyOn(globalThis, 'fetch')
      .mockImplementation(async (input, init) => edge.app.request(input, init)),
  ]
  vi.stubEnv('CROSSPANEL_LOGIN_URL', URL)
  vi.stubEnv('CROSSPANEL_TOKEN', token)
  try {
    const code = await runProgram(researcherProgram(), ['node', 'crosspanel', ...args])
    return { code, stdout, stderr }
  } finally {
    vi.unstubAllEnvs()
    for (const spy of spies) spy.mockRestore()
  }
}
