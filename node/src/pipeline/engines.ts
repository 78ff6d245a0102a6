import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { EngineFailure } from './failures.ts'

export const ENGINE_NAMES = [
  'prlimit',
  'setpriv',
  'bcftools',
  'tabix',
  'minimac4',
  'eagle',
  'shapeit4',
] as const
export type EngineName = (typeof ENGINE_NAMES)[number]

export interface Engine {
  readonly name: EngineName
  readonly file: string
  readonly version: string
  /** Every option that its help names, with the dashes. */
  readonly options: ReadonlySet<string>
}

export interface MissingEngine {
  readonly name: EngineName
  readonly debianPackage: string
}

/** What a machine has; `missing` names the package to install. */
export interface Engines {
  readonly found: Readonly<Partial<Record<EngineName, Engine>>>
  readonly missing: readonly MissingEngine[]
}

interface Probe {
  readonly programs: readonly string[]
  readonly versionArgs: readonly string[]
  readonly version: RegExp
  readonly helpArgs: readonly string[]
  readonly debianPackage: string
}

const HTSLIB = /\b(\d+\.\d+(?:\.\d+)?)\b/
const UTIL_LINUX = {
  versionArgs: ['--version'],
  version: /(\d+\.\d+(?:\.\d+)?)/,
  helpArgs: ['--help'],
  debianPackage: 'util-linux',
}

/** Eagle and SHAPEIT4 have no `--version`. */
const PROBES: Readonly<Record<EngineName, Probe>> = {
  prlimit: { programs: ['prlimit'], ...UTIL_LINUX },
  setpriv: { programs: ['setpriv'], ...UTIL_LINUX },
  bcftools: {
    programs: ['bcftools'],
    versionArgs: ['--version'],
    version: HTSLIB,
    helpArgs: ['concat'],
    debianPackage: 'bcftools',
  },
  tabix: {
    programs: ['tabix'],
    versionArgs: ['--version'],
    version: HTSLIB,
    helpArgs: ['--help'],
    debianPackage: 'tabix',
  },
  minimac4: {
    programs: ['minimac4'],
    versionArgs: ['--version'],
    version: /v?(\d+\.\d+\.\d+)/,
    helpArgs: ['--help'],
    debianPackage: 'minimac4',
  },
  // The program called `eagle` on Debian may be the circuit designer's.
  eagle: {
    programs: ['bio-eagle', 'eagle'],
    versionArgs: [],
    version: /Eagle v(\d+\.\d+(?:\.\d+)?)/,
    helpArgs: [],
    debianPackage: 'bio-eagle',
  },
  shapeit4: {
    programs: ['shapeit4'],
    // It says its version only above a run, and this one ends at once for want of a region.
    versionArgs: ['--input', 'none'],
    version: /Version\s*:\s*(\d+\.\d+(?:\.\d+)?)/i,
    helpArgs: ['--help'],
    debianPackage: 'shapeit4',
  },
}

const PROBE_TIMEOUT_MS = 10_000

/** Finds the engines on `searchPath` (as in PATH), with their versions and options. Costs a few processes: keep the answer. */
export async function detectEngines(searchPath = '/usr/local/bin:/usr/bin:/bin'): Promise<Engines> {
  const probed = await Promise.all(ENGINE_NAMES.map((name) => probeEngine(name, searchPath)))
  const found = probed.filter((engine) => engine !== undefined)
  return {
    found: Object.fromEntries(found.map((engine) => [engine.name, engine])),
    missing: ENGINE_NAMES.filter((name) => found.every((engine) => engine.name !== name)).map(
      (name) => ({ name, debianPackage: PROBES[name].debianPackage }),
    ),
  }
}

export function requireEngine(engines: Engines, name: EngineName): Engine {
  const engine = engines.found[name]
  if (engine === undefined) {
    throw new EngineFailure(name, 'missing-engine', {
      detail: `install the package ${PROBES[name].debianPackage}`,
    })
  }
  return engine
}

async function probeEngine(name: EngineName, searchPath: string): Promise<Engine | undefined> {
  const probe = PROBES[name]
  for (const program of probe.programs) {
    const file = await findProgram(program, searchPath)
    if (file === undefined) continue
    const version = probe.version.exec(await outputOf(file, probe.versionArgs))?.[1]
    if (version === undefined) continue
    const help = await outputOf(file, probe.helpArgs)
    return { name, file, version, options: new Set(help.match(/--?[a-zA-Z][\w-]*/g)) }
  }
  return undefined
}

async function findProgram(program: string, searchPath: string): Promise<string | undefined> {
  for (const dir of searchPath.split(delimiter)) {
    const file = join(dir, program)
    const isExecutable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isExecutable) return file
  }
  return undefined
}

/** Both streams, whatever the exit code: several engines answer `--help` with 1. */
function outputOf(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, timeout: PROBE_TIMEOUT_MS }
    execFile(file, [...args], options, (_error, stdout, stderr) => resolve(stdout + stderr))
  })
}
