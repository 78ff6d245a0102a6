import { z } from 'zod'
import { FAULTS } from './faults.ts'
import { Timestamp } from './ids.ts'

/** A site in maintenance takes no new work from its researchers; what is under way goes on. */
export const Maintenance = z.object({
  isOn: z.boolean(),
  /** For researchers: why, in the administrator's words. */
  message: z.string(),
  /** When it is expected to end, if anybody knows. */
  until: Timestamp.nullable(),
})
export type Maintenance = z.infer<typeof Maintenance>

export const ChangeMaintenance = z.object({
  isOn: z.boolean(),
  message: z
    .string()
    .trim()
    .max(300)
    .regex(/^\P{Cc}*$/u, FAULTS['plain-line'].detail)
    .default(''),
  until: Timestamp.nullable().default(null),
})
export type ChangeMaintenance = z.infer<typeof ChangeMaintenance>
