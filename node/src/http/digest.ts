import { hash } from 'node:crypto'

/** SHA-256 in base64url, as ETags have it. */
export const digestOf = (text: string): string => hash('sha256', text, 'base64url')
