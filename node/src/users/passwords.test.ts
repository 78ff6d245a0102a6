import { describe, expect, it } from 'vitest'
import { createPasswordHasher } from './passwords.ts'

const passwords = createPasswordHasher()

describe('a stored password', () => {
  it('is argon2id with the parameters of OWASP, and salted', async () => {
    const [one, two] = [
      await passwords.hash('correct horse'),
      await passwords.hash('correct horse'),
    ]

    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(two)
  })

  it('matches itself and nothing else', async () => {
    const hash = await passwords.hash('correct horse')

    const matches = [
      await passwords.matches(hash, 'correct horse'),
      await passwords.matches(hash, 'Correct horse'),
    ]

    expect(matches).toEqual([true, false])
  })

  it('that is absent matches nothing, not even what stands in for it', async () => {
    const matches = [
      await passwords.matches(undefined, 'a password that nobody has'),
      await passwords.matches(null, 'a password that nobody has'),
    ]

    expect(matches).toEqual([false, false])
  })

  it('turns strangers away while too many others wait, and lets the known go first', async () => {
    const few = createPasswordHasher(2)
    const done: string[] = []
    const attempt = async (by: 'stranger' | 'device') => {
      try {
        await few.matches(undefined, 'x', by)
        done.push(by)
      } catch (error) {
        done.push((error as { code: string }).code)
      }
    }

    const strangers = Array.from({ length: 110 }, () => attempt('stranger'))
    await Promise.all([...strangers, attempt('device')])

    expect(done.filter((outcome) => outcome === 'rate-limited')).toHaveLength(8)
    expect(done.filter((outcome) => outcome !== 'rate-limited').indexOf('device')).toBeLessThan(5)
  })
})
