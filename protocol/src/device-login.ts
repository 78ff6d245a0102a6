import { z } from 'zod'
import { LoggedIn } from './account.ts'
import { FAULTS } from './faults.ts'
import { Timestamp } from './ids.ts'
import { isUserCode, plainUserCode } from './user-code.ts'

/**
 * A login at a machine without a browser, approved in a browser elsewhere. After RFC 8628, whose
 * words these are: the machine keeps the device code, the person types the user code at the
 * verification address.
 */
export const StartDeviceLogin = z.object({
  /** What the machine calls itself, for the person who is asked to approve it. */
  machine: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .regex(/^\P{C}*$/u, FAULTS['plain-line'].detail),
})
export type StartDeviceLogin = z.infer<typeof StartDeviceLogin>

/** Both codes are shown this once: the node keeps their SHA-256 only. */
export const DeviceLoginStarted = z.object({
  deviceCode: z.string(),
  /** As people read it: `WDJB-MJHT`. */
  userCode: z.string(),
  /** Where to type it. Without a host when the node does not know how it is reached. */
  verificationUri: z.string(),
  /** The same with the code in it. */
  verificationUriComplete: z.string(),
  /** How long both codes are good from now. */
  expiresInS: z.int(),
  /** To be waited between two questions, seconds. */
  intervalS: z.int(),
})
export type DeviceLoginStarted = z.infer<typeof DeviceLoginStarted>

export const PollDeviceLogin = z.object({ deviceCode: z.string().min(1).max(200) })

export const DeviceLoginPoll = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending'), intervalS: z.int() }),
  LoggedIn.extend({ state: z.literal('approved'), token: z.string() }),
])
export type DeviceLoginPoll = z.infer<typeof DeviceLoginPoll>

/** Case, spaces and dashes do not matter. */
export const UserCode = z
  .string()
  .max(40)
  .transform(plainUserCode)
  .refine(isUserCode, FAULTS['user-code'].detail)

export const DecideDeviceLogin = z.object({ userCode: UserCode })

/** What waits for an answer, for the person to tell whether it is theirs. */
export const DeviceLoginRequest = z.object({
  userCode: z.string(),
  /** What the machine says of itself; nobody has proved it. */
  machine: z.string(),
  /** Where it asks from: its address, or its network where that is IPv6. */
  address: z.string(),
  startedAt: Timestamp,
  expiresAt: Timestamp,
})
export type DeviceLoginRequest = z.infer<typeof DeviceLoginRequest>
