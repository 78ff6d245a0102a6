import { hash, verify } from '@node-rs/argon2'

/** `Algorithm.Argon2id`; the package declares it as a const enum, which cannot be imported. */
const ARGON2ID = 2

/** argon2id with the smallest parameters that OWASP's password storage cheat sheet advises: 19 MiB, 2 passes, 1 lane. */
const PARAMETERS = {
  algorithm: ARGON2ID,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
}

export const passwords = {
  hash(password: string): Promise<string> {
    return hash(password, PARAMETERS)
  },
  verify(passwordHash: string, password: string): Promise<boolean> {
    return verify(passwordHash, password)
  },
}
