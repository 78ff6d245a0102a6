import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** A Debian package and how to see that it, or the same thing from elsewhere, is there. */
interface SystemPackage {
  readonly name: string
  readonly purpose: string
  readonly isPresent: () => boolean
}

const hasProgram = (program: string) => () =>
  spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' }).status === 0

const EXAMPLE = '/usr/share/doc/shapeit4/examples/test/reference.vcf.gz'

export const ENGINE_PACKAGES: readonly SystemPackage[] = [
  { name: 'bcftools', purpose: 'reads and writes VCF and BCF', isPresent: hasProgram('bcftools') },
  { name: 'tabix', purpose: 'indexes', isPresent: hasProgram('tabix') },
  { name: 'minimac4', purpose: 'imputation', isPresent: hasProgram('minimac4') },
  { name: 'bio-eagle', purpose: 'phasing with Eagle2', isPresent: hasProgram('bio-eagle') },
  { name: 'shapeit4', purpose: 'phasing with SHAPEIT4', isPresent: hasProgram('shapeit4') },
  {
    name: 'redis-server',
    purpose: 'hints between processes',
    isPresent: hasProgram('redis-server'),
  },
]

export const EXAMPLE_PACKAGES: readonly SystemPackage[] = [
  {
    name: 'shapeit4-example',
    purpose: '1000 Genomes haplotypes for the demo and the tests',
    isPresent: () => existsSync(EXAMPLE),
  },
]

export const TEST_PACKAGES: readonly SystemPackage[] = [
  {
    name: 'chromium',
    purpose: 'a browser, for the tests of the console',
    isPresent: hasProgram('chromium'),
  },
]

/**
 * Installs what is missing with apt, as root or by sudo. Where neither may, throws with the
 * command that an administrator can type.
 */
export async function installMissing(packages: readonly SystemPackage[]): Promise<void> {
  const missing = packages.filter(({ isPresent }) => !isPresent())
  if (missing.length === 0) return
  const names = missing.map(({ name }) => name)
  for (const { name, purpose } of missing) say(`${name} is missing (${purpose})`)
  const prefix = rootPrefix()
  if (prefix === undefined || !hasProgram('apt-get')()) {
    throw new Error(
      `these system packages are missing; install them and try again:\n  sudo apt-get install -y --no-install-recommends ${names.join(' ')}`,
    )
  }
  say(`installing ${names.join(', ')} with apt (about a minute)`)
  const quiet = ['-qq', '-o', 'Dpkg::Use-Pty=0']
  await run([...prefix, 'apt-get', ...quiet, 'update'])
  await run([...prefix, 'apt-get', ...quiet, 'install', '-y', '--no-install-recommends', ...names])
  const still = packages.filter(({ isPresent }) => !isPresent())
  if (still.length > 0) {
    throw new Error(
      `apt has installed its packages, but these are still missing: ${still.map(({ name }) => name).join(', ')}`,
    )
  }
}

function rootPrefix(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
    ? ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive']
    : undefined
}

function run(argv: readonly string[]): Promise<void> {
  const [file = '', ...args] = argv
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    let tail = ''
    child.stderr.on('data', (data: Buffer) => (tail = (tail + data.toString()).slice(-2000)))
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${argv.join(' ')} failed:\n${tail}`)),
    )
  })
}

export function say(line: string): void {
  process.stderr.write(`crosspanel: ${line}\n`)
}
