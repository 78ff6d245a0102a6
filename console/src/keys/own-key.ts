/** Shorter ones are guessed from a stolen recovery file in days. */
export const PASSPHRASE_MIN_LENGTH = 12

/** Characters that a passphrase still lacks. */
export function missingCharacters(passphrase: string): number {
  return Math.max(0, PASSPHRASE_MIN_LENGTH - Array.from(passphrase).length)
}
