import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { DomainError } from '@crosspanel/protocol/problem'
import { Command } from 'commander'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { researcherProgram } from './program.ts'
import { runProgram } from './run.ts'

afterEach(() => vi.restoreAllMocks())

async function run(program: Command, ...args: string[]) {
  let stdout = ''
  let stderr = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true))
  const code = await runProgram(program, ['node', 'crosspanel', ...args])
  return { code, stdout, stderr }
}

function throwing(error: unknown): Command {
  const program = new Command('crosspanel')
  program.command('go').action(() => {
    throw error
  })
  return program
}

describe('the end of a command', () => {
  it('has the exit code and the words of an error that is meant for people', async () => {
    const ended = await run(throwing(new CliError('there is no such panel', EXIT.notFound)), 'go')

    expect(ended).toEqual({
      code: EXIT.notFound,
      stdout: '',
      stderr: 'crosspanel: there is no such panel\n',
    })
  })

  it('has the exit code of a problem that was found on this machine', async () => {
    const ended = await run(throwing(new DomainError('input-refused')), 'go')

    expect(ended.code).toBe(EXIT.preflightRefused)
  })

  it('says what the database said, and neither the statement nor its values', async () => {
    const failed = Object.assign(new Error('Failed query: insert\nparams: s3cret'), {
      query: 'insert',
      cause: new Error('the disk is full'),
    })

    const ended = await run(throwing(failed), 'go')

    expect(ended).toMatchObject({
      code: EXIT.failed,
      stderr: 'crosspanel: the database refused: the disk is full\n',
    })
  })

  it.each([
    ['a file', { code: 'ENOENT' }, 'there is no such file'],
    ['a server', { code: 'ECONNREFUSED' }, 'nothing listens there'],
    ['a certificate', { code: 'CERT_HAS_EXPIRED' }, 'tell its administrator'],
    ['what has no words here', { code: 'EXYZ' }, 'EXYZ'],
  ])('says why %s could not be had', async (_, code, words) => {
    const cause = new TypeError('fetch failed', { cause: Object.assign(new Error('no'), code) })

    const ended = await run(throwing(new CliError('it is not there', EXIT.failed, { cause })), 'go')

    expect(ended.stderr).toMatch(/^crosspanel: it is not there: /)
    expect(ended.stderr).toContain(words)
  })

  it.each([
    [['preferences'], 'crosspanel notifications preferences'],
    [['prefernces'], 'crosspanel notifications preferences'],
    [['queu'], 'queue'],
    [['users', 'invit'], 'crosspanel users invite'],
    [['users', 'unsilence'], 'crosspanel alerts unsilence'],
    [['admin', 'mial'], 'mail'],
  ])('names the verb that may be meant by %j, wherever it stands', async (args, meant) => {
    const { stderr } = await run(researcherProgram(), ...args)

    expect(stderr).toContain(`unknown command '${args.at(-1) ?? ''}'`)
    expect(stderr).toContain(`(Did you mean ${meant}?)`)
  })

  it('leaves an argument too many what it is', async () => {
    const { stderr } = await run(researcherProgram(), 'users', 'list', 'invit')

    expect(stderr).toContain("too many arguments for 'list'")
  })

  it('names no verb for what is like none', async () => {
    expect((await run(researcherProgram(), 'zzzzzz')).stderr).not.toContain('Did you mean')
  })

  it.each([
    ['no command', []],
    ['an unknown verb', ['imputee']],
    ['a missing argument', ['check']],
    ['a missing option', ['impute', 'a.vcf.gz']],
    ['an unknown option', ['jobs', '--jsn']],
  ])('is 2 for %s', async (_, args) => {
    const ended = await run(researcherProgram(), ...args)

    expect(ended.code).toBe(EXIT.usage)
    expect(ended.stdout).toBe('')
  })

  it('is 0 for help, which is what was asked for and goes to standard output', async () => {
    const ended = await run(researcherProgram(), 'impute', '--help')

    expect(ended.code).toBe(EXIT.ok)
    expect(ended.stdout).toContain('--panel <id>')
    expect(ended.stderr).toBe('')
  })
})
