import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, open, readdir, readFile, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { NodeEnvironment, readConfig } from '@crosspanel/node/config'
import { readSiteKeys } from '@crosspanel/node/peers/site-keys'
import { inData } from '../node-home.ts'
import { SETTINGS_FILE } from '../settings.ts'
import type { Check, Patient } from './check.ts'

const NODE_MAJOR = 24
const NOFILE_MIN = 4096
const INODES_FREE_SHARE = 0.05
const GIB = 1024 ** 3
const DAY_MS = 86_400_000
const KEY_OLD_DAYS = 4 * 365
const RESTORE_KEYS = 'put them back, or: crosspanel backup restore BACKUP --to DIR'

export const MACHINE_CHECKS: readonly Check[] = [
  {
    id: 'node-version',
    about: 'the version of Node.js',
    look: () => {
      const { node } = process.versions
      const isRecent = Number(node.split('.')[0]) >= NODE_MAJOR
      const fix = `install Node.js ${NODE_MAJOR}`
      return Promise.resolve(
        isRecent ? found('ok', `Node.js ${node}`) : found('fail', `Node.js ${node}`, fix),
      )
    },
  },
  {
    id: 'settings',
    about: 'every setting is known and has a value that is allowed',
    look: async ({ home }) => {
      await readFile(join(home.dir, SETTINGS_FILE))
      const given = {
        CROSSPANEL_DATA_DIR: home.dataDir,
        DATABASE_URL: 'private',
        ...home.settings,
      }
      const fault = faultOf(given)
      if (fault === undefined) return found('ok', `${home.siteId} in ${SETTINGS_FILE}`)
      return found('fail', fault, `correct ${join(home.dir, SETTINGS_FILE)}`)
    },
  },
  {
    id: 'permissions',
    about: 'settings and keys can be read by their owner alone',
    look: async (patient) => {
      const open = await openFiles(patient)
      if (open.length === 0) return found('ok', 'only the owner can read settings and keys')
      return found('fail', `others can read ${open.join(', ')}`, 'crosspanel doctor --fix')
    },
    mend: async (patient) => {
      for (const path of await openFiles(patient)) await chmod(path, 0o600)
    },
  },
  {
    id: 'owner',
    about: 'the data directory belongs to the account that runs the node',
    look: async ({ home }) => {
      const { uid } = await stat(home.dataDir)
      const own = process.getuid?.() ?? uid
      if (uid === own || own === 0) return found('ok', `owned by uid ${uid}`)
      return found('fail', `owned by uid ${uid}, you are ${own}`, `chown -R ${own} ${home.dataDir}`)
    },
  },
  {
    id: 'keys',
    about: 'the keys of the site can be read, are of this site and not old',
    look: async ({ home }) => {
      const dir = inData(home, 'keys')
      if (!existsSync(join(dir, 'sign.jwk.json'))) {
        return found('fail', `the keys are not in ${dir}`, RESTORE_KEYS)
      }
      const { siteId } = await readSiteKeys(dir)
      if (siteId !== home.siteId) {
        return found('fail', `the keys are of ${siteId}`, RESTORE_KEYS)
      }
      const { mtimeMs } = await stat(join(dir, 'sign.jwk.json'))
      const days = Math.floor((Date.now() - mtimeMs) / DAY_MS)
      const fix = 'enrol again before the key expires'
      return days < KEY_OLD_DAYS
        ? found('ok', `the signing key is ${days} days old`)
        : found('warn', `the signing key is ${days} days old`, fix)
    },
  },
  {
    id: 'disk',
    about: 'free space of the data directory against the floor',
    look: async ({ home }) => {
      const { bavail, bsize } = await statfs(home.dataDir)
      const free = bavail * bsize
      const floor = Number(home.settings['CROSSPANEL_DISK_FLOOR_BYTES'] ?? GIB)
      const seen = `${(free / GIB).toFixed(1)} GiB free, the floor is ${(floor / GIB).toFixed(1)} GiB`
      const fix = 'free space, or give the volume more: uploads are refused below the floor'
      if (free < floor) return found('fail', seen, fix)
      return free < 2 * floor ? found('warn', seen, fix) : found('ok', seen)
    },
  },
  {
    id: 'inodes',
    about: 'free inodes of the data directory',
    look: async ({ home }) => {
      const { files, ffree } = await statfs(home.dataDir)
      const share = files === 0 ? 1 : ffree / files
      const seen = files === 0 ? 'the file system has no limit' : `${ffree} inodes free`
      if (share >= INODES_FREE_SHARE) return found('ok', seen)
      return found('warn', seen, 'remove small files, or make a file system with more inodes')
    },
  },
  {
    id: 'fsync',
    about: 'the data directory can be written and a write reaches the disk',
    look: async ({ home }) => {
      const path = inData(home, `.doctor-${randomUUID()}`)
      const startedMs = performance.now()
      const file = await open(path, 'wx', 0o600)
      try {
        await file.writeFile('doctor')
        await file.sync()
      } finally {
        await file.close()
        await rm(path, { force: true })
      }
      return found(
        'ok',
        `a write was on the disk after ${Math.ceil(performance.now() - startedMs)} ms`,
      )
    },
  },
  {
    id: 'open-files',
    about: 'how many files a process may have open',
    look: async () => {
      const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '')
      const limit = Number(/Max open files\s+(\d+)/.exec(limits)?.[1])
      if (!(limit > 0)) return found('skipped', 'this system does not tell')
      const seen = `${limit} open files allowed`
      if (limit >= NOFILE_MIN) return found('ok', seen)
      return found(
        'warn',
        seen,
        `LimitNOFILE=${NOFILE_MIN} in the service, or ulimit -n ${NOFILE_MIN}`,
      )
    },
  },
]

export function found(state: 'ok' | 'warn' | 'fail' | 'skipped', evidence: string, fix?: string) {
  return { state, evidence, ...(fix === undefined ? {} : { fix }) }
}

/** What the node would say of its settings when it starts, in one line. */
function faultOf(given: Readonly<Record<string, string | undefined>>): string | undefined {
  const parsed = NodeEnvironment.safeParse(given)
  if (!parsed.success) {
    return parsed.error.issues
      .map(({ path, message }) => `${path.join('.')}: ${message}`)
      .join('; ')
  }
  try {
    readConfig(given)
    return undefined
  } catch (error) {
    return error instanceof Error
      ? error.message.replace('bad configuration:\n', '')
      : String(error)
  }
}

async function openFiles({ home }: Patient): Promise<string[]> {
  const keys = inData(home, 'keys')
  const names = existsSync(keys) ? await readdir(keys) : []
  const paths = [join(home.dir, SETTINGS_FILE), ...names.map((name) => join(keys, name))]
  const modes = await Promise.all(paths.map(async (path) => (await stat(path)).mode))
  return paths.filter((_, index) => ((modes[index] ?? 0) & 0o077) !== 0)
}
