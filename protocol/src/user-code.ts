/**
 * Letters of a user code: no vowels, so that no code is a word, and none that is taken for another
 * letter or a digit. RFC 8628 section 6.1.
 */
export const USER_CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
export const USER_CODE_LENGTH = 8

/** The code's letters alone, however somebody has typed them: `wdjb mjht` is WDJBMJHT. */
export function plainUserCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
}

const CODE = new RegExp(`^[${USER_CODE_LETTERS}]{${USER_CODE_LENGTH}}$`)

/** Whether it may be a code that a node has made. */
export function isUserCode(plain: string): boolean {
  return CODE.test(plain)
}

/** As people read it: WDJB-MJHT. */
export function shownUserCode(plain: string): string {
  return `${plain.slice(0, USER_CODE_LENGTH / 2)}-${plain.slice(USER_CODE_LENGTH / 2)}`
}
