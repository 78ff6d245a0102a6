/**
 * Writes the tables of settings in docs/operations.md from the schemas that read them;
 * with `--check`, fails when the file says something else.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  inProduction,
  NODE_IN_PRODUCTION,
  REGISTRY_IN_PRODUCTION,
} from '@crosspanel/deploy/profiles'
import { NodeEnvironment } from '@crosspanel/node/config'
import { RegistryEnvironment } from '@crosspanel/registry/config'
import { format, resolveConfig } from 'prettier'
import { z } from 'zod'

const path = fileURLToPath(new URL('../docs/operations.md', import.meta.url))

const Property = z.object({
  description: z.string().default(''),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
})

function tableOf(
  schema: z.ZodObject<Readonly<Record<string, z.ZodType>>>,
  profile: Readonly<Partial<Record<string, string>>>,
): string {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' })
  const rows = Object.entries(properties).map(([name, property]) => {
    const { description, default: otherwise } = Property.parse(property)
    const isOptional = schema.shape[name]?.safeParse(undefined).success ?? false
    const fallback = isOptional ? '' : 'required'
    const shown = otherwise === undefined ? fallback : `\`${otherwise}\``
    return `| \`${name}\` | ${description} | ${shown} | ${inProduction(profile, name)} |`
  })
  const head = '| variable | what it sets | default, as in development | in production |'
  return [head, '| --- | --- | --- | --- |', ...rows].join('\n')
}

function replaceTable(text: string, name: string, table: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const start = text.indexOf(open)
  const end = text.indexOf(close)
  if (start < 0 || end < 0) throw new Error(`docs/operations.md has no place for ${name}`)
  return `${text.slice(0, start + open.length)}\n\n${table}\n\n${text.slice(end)}`
}

const before = readFileSync(path, 'utf8')
let after = replaceTable(before, 'settings of a node', tableOf(NodeEnvironment, NODE_IN_PRODUCTION))
after = replaceTable(
  after,
  'settings of a registry',
  tableOf(RegistryEnvironment, REGISTRY_IN_PRODUCTION),
)
after = await format(after, { ...(await resolveConfig(path)), parser: 'markdown' })

if (!process.argv.includes('--check')) writeFileSync(path, after)
else if (after !== before) {
  console.error('docs/operations.md is not what the schemas say: run `npm run operations`')
  process.exitCode = 1
} else console.log('docs/operations.md says what the schemas say')
