import type { SettingOrigin, SettingView } from '@crosspanel/protocol/settings'
import { z } from 'zod'

type Schema = z.ZodObject<Readonly<Record<string, z.ZodType>>>
/** Where variables come from that are set; those not named come from the environment. */
export type Origins = Readonly<Partial<Record<string, SettingOrigin>>>

const Property = z.object({
  description: z.string().default(''),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
})

/** Every setting of the schema with its value and where that comes from; secrets without theirs. */
export function settingViews(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
  origins: Origins = {},
): SettingView[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const secrets = new Set(secretsOf(schema))
  return Object.entries(properties).map(([name, property]) => {
    const { description, default: otherwise } = Property.parse(property)
    const given = env[name]
    const value = given ?? otherwise?.toString()
    const isSecret = secrets.has(name)
    return {
      name,
      description,
      value: value === undefined || isSecret ? null : withoutPassword(value),
      isSecret,
      isSet: value !== undefined,
      origin: given === undefined ? 'default' : (origins[name] ?? 'environment'),
    }
  })
}

/** An address may carry a login although its setting is no secret. */
function withoutPassword(value: string): string {
  return value.replace(/^(\w+:\/\/)[^/@]*@/, '$1…@')
}

/** Names of the variables that hold secrets. */
export function secretsOf(schema: Schema): string[] {
  return Object.entries(schema.shape)
    .filter(([, property]) => isSecret(property))
    .map(([name]) => name)
}

function isSecret(property: z.ZodType): boolean {
  if (property.meta()?.['secret'] === true) return true
  return property instanceof z.ZodOptional && isSecret(property.unwrap() as z.ZodType)
}
