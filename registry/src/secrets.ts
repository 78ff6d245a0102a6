import { hash, randomBytes } from 'node:crypto'

/** 128 random bits, base64url: 22 characters. */
export function newToken(): string {
  return randomBytes(16).toString('base64url')
}

/** What is stored of a token: whoever reads the database cannot use it (T23). */
export function sha256Of(token: string | Uint8Array): string {
  return hash('sha256', token, 'hex')
}
