import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runEngine, type EngineRun } from './engine-process.ts'
import { EngineFailure } from './failures.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-engine-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

let scripts = 0
/** A fake engine: a shell script. */
async function engine(body: string, more: Partial<EngineRun> = {}): Promise<EngineRun> {
  const file = join(dir, `engine-${scripts++}.sh`)
  await writeFile(file, `#!/bin/sh\n${body}\n`)
  await chmod(file, 0o700)
  return { engine: 'fake', file, args: [], workDir: dir, ...more }
}

async function failureOf(run: EngineRun): Promise<EngineFailure> {
  const error: unknown = await runEngine(run).catch((caught: unknown) => caught)
  if (!(error instanceof EngineFailure)) throw new Error('did not fail', { cause: error })
  return error
}

/** A zombie that nobody has reaped yet is dead. */
async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return status !== undefined && !/\) Z /.test(status)
}

/** The process id that a fake engine writes into a file, as soon as it is there. */
async function pidFrom(name: string): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const text = await readFile(join(dir, name), 'utf8').catch(() => '')
    if (text.endsWith('\n')) return Number(text)
    await wait(20)
  }
  throw new Error(`${name} was not written`)
}

async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 200 && (await isAlive(pid)); attempt++) await wait(20)
  return !(await isAlive(pid))
}

describe('an engine process', () => {
  it('runs with an empty environment and a temporary directory of its own', async () => {
    process.env['CROSSPANEL_TEST_SECRET'] = 'secret'
    let output = ''
    const run = await engine('env; ls -d "$TMPDIR"', {
      onStdout: (bytes) => (output += bytes.toString()),
    })

    await runEngine(run)

    const names = output
      .match(/^\w+(?==)/gm)
      ?.filter((name) => !['PWD', '_', 'SHLVL'].includes(name))
    expect(names?.toSorted()).toEqual(['LC_ALL', 'PATH', 'TMPDIR'])
    expect(output).not.toContain('secret')
    expect((await readdir(dir)).filter((name) => name.startsWith('tmp-'))).toEqual([])
  })

  it('takes its arguments as they are, through no shell', async () => {
    let output = ''
    const args = ['$(id)', 'a b', ';ls', '*']
    const run = await engine('for a in "$@"; do echo "[$a]"; done', {
      args,
      onStdout: (bytes) => (output += bytes.toString()),
    })

    await runEngine(run)

    expect(output.trim().split('\n')).toEqual(args.map((arg) => `[${arg}]`))
  })

  it('writes its standard output into a file when told to', async () => {
    const stdoutFile = join(dir, 'stdout')

    await runEngine(await engine('echo out', { stdoutFile }))

    expect(await readFile(stdoutFile, 'utf8')).toBe('out\n')
  })
})

describe('the failure of an engine', () => {
  it.each([
    ['exit 1', 'bad-input', 1],
    ['exit 2', 'engine-bug', 2],
    ['exit 134', 'engine-bug', 134],
    ['exit 127', 'missing-engine', 127],
    ['kill -SEGV $$', 'engine-bug', null],
    ['kill -ABRT $$', 'engine-bug', null],
    ['kill -KILL $$', 'killed', null],
    ['kill -TERM $$', 'killed', null],
    ['echo "std::bad_alloc" >&2; kill -ABRT $$', 'out-of-memory', null],
    ['echo "No variants to be phased in files"; exit 1', 'bad-input', 1],
  ] as const)('`%s` is %s', async (body, failure, exitCode) => {
    const error = await failureOf(await engine(body))

    expect(error).toMatchObject({ engine: 'fake', failure, exitCode })
  })

  it('is a missing engine where there is no such program, or none that may be run', async () => {
    const unexecutable = await engine('true')
    await chmod(unexecutable.file, 0o600)
    const absent = { ...unexecutable, file: join(dir, 'absent') }

    expect(await failureOf(absent)).toMatchObject({ failure: 'missing-engine', isRetryable: false })
    expect(await failureOf(unexecutable)).toMatchObject({ failure: 'missing-engine' })
  })

  it('keeps the end of what was said, without samples and positions', async () => {
    const run = await engine('seq 1 5000 >&2; echo "S000017 at 22:16051347 is odd" >&2; exit 1')

    const { stderrTail } = await failureOf(run)

    expect(stderrTail.length).toBeLessThanOrEqual(4096)
    expect(stderrTail.endsWith('<sample> at 22:<n> is odd')).toBe(true)
  })

  it('is out of memory when it needs more than it may have', async () => {
    const run: EngineRun = {
      ...{ engine: 'node', file: process.execPath, args: ['-e', 'Buffer.alloc(4e9)'] },
      ...{ workDir: dir, limits: { addressSpaceBytes: 300 * 1024 ** 2 } },
    }

    expect((await failureOf(run)).failure).toBe('out-of-memory')
  })

  it('is a time-out when it uses more processor time than it may', async () => {
    const run = await engine('while :; do :; done', { limits: { cpuSeconds: 1 } })

    expect((await failureOf(run)).failure).toBe('timed-out')
  })

  it('is a time-out when it hangs', async () => {
    const run = await engine('echo $$ > hanging.pid; sleep 1000', { limits: { wallMs: 300 } })

    const { failure } = await failureOf(run)

    expect(failure).toBe('timed-out')
    expect(await isGone(await pidFrom('hanging.pid'))).toBe(true)
  })

  it('leaves no process when it ignores SIGTERM and has forked', async () => {
    const body = `trap '' TERM
      sh -c 'trap "" TERM; echo $$ > forked.pid; while :; do sleep 1; done' &
      while :; do sleep 1; done`
    const run = await engine(body, { limits: { wallMs: 500 }, graceMs: 100 })

    const { failure } = await failureOf(run)

    expect(failure).toBe('timed-out')
    expect(await isGone(await pidFrom('forked.pid'))).toBe(true)
  })

  it('leaves no process that it started and did not wait for', async () => {
    const run = await engine(`sh -c 'echo $$ > left.pid; exec sleep 1000' & 
      while [ ! -s left.pid ]; do sleep 0.02; done; exit 0`)

    await runEngine(run)

    expect(await isGone(await pidFrom('left.pid'))).toBe(true)
  })
})

describe('the cancelling of an engine', () => {
  it('kills its group and throws the AbortError', async () => {
    const cancel = new AbortController()
    const run = await engine(`sh -c 'echo $$ > cancelled.pid; exec sleep 1000' & wait`, {
      signal: cancel.signal,
    })

    const ended = runEngine(run).catch((caught: unknown) => caught)
    const pid = await pidFrom('cancelled.pid')
    cancel.abort()

    expect(await ended).toMatchObject({ name: 'AbortError' })
    expect(await isGone(pid)).toBe(true)
  })

  it('starts none when it is cancelled already', async () => {
    const run = await engine('echo $$ > never.pid', { signal: AbortSignal.abort() })

    await expect(runEngine(run)).rejects.toMatchObject({ name: 'AbortError' })

    expect(await readdir(dir)).not.toContain('never.pid')
  })
})

describe('the death of the node', () => {
  it('takes its engines with it, even by SIGKILL', async () => {
    const run = await engine('echo $$ > orphan.pid; exec sleep 1000')
    const script = `
      import { runEngine } from ${JSON.stringify(join(import.meta.dirname, 'engine-process.ts'))}
      await runEngine(${JSON.stringify(run)})`
    const node = spawn(process.execPath, ['--input-type=module', '--eval', script])
    const pid = await pidFrom('orphan.pid')
    const wasAlive = await isAlive(pid)

    node.kill('SIGKILL')
    await once(node, 'exit')

    expect(wasAlive).toBe(true)
    expect(await isGone(pid)).toBe(true)
  })
})
