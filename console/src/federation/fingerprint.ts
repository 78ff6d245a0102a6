const GROUP = 4

/** In groups of four, to be read out and compared. */
export function groupsOf(fingerprint: string): string[] {
  return fingerprint.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []
}

/** What was typed or pasted, without the gaps that people put in. Upper and lower case are different. */
export function typedFingerprint(text: string): string {
  return text.replaceAll(/[\s·.:]/g, '')
}

export type FingerprintFault = 'length' | 'other'

/** Why what was typed is not this fingerprint; `undefined` when it is. */
export function fingerprintFault(text: string, expected: string): FingerprintFault | undefined {
  const typed = typedFingerprint(text)
  if (typed === expected) return undefined
  return typed.length === expected.length ? 'other' : 'length'
}
