/** Shorter ones are guessed from a stolen recovery file in days. */
export const PASSPHRASE_MIN_LENGTH = 12

/** Characters that a passphrase still lacks. */
export function missingCharacters(passphrase: string): number {
  return Math.max(0, PASSPHRASE_MIN_LENGTH - Array.from(passphrase).length)
}

/** Offers a text for saving under a name. */
export function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser takes hold of it within the click's task.
  setTimeout(() => URL.revokeObjectURL(address))
}
