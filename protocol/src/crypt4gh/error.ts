/**
 * Why a Crypt4GH file or key file is refused. `authentication-failed` covers every way in which the
 * bytes are not those that were sealed with the key: altered, moved from elsewhere, or cut.
 */
export type Crypt4ghErrorCode =
  | 'not-crypt4gh'
  | 'version-unsupported'
  | 'header-malformed'
  | 'header-too-large'
  | 'truncated'
  | 'no-packet-for-key'
  | 'extra-data-key'
  | 'edit-list-unsupported'
  | 'packet-unsupported'
  | 'data-encryption-unsupported'
  | 'authentication-failed'
  | 'range-invalid'
  | 'no-recipient'
  | 'key-invalid'
  | 'key-file-malformed'
  | 'key-file-unsupported'
  | 'passphrase-missing'
  | 'passphrase-wrong'

/** The only error that the Crypt4GH code throws on purpose. Never holds key material or plaintext. */
export class Crypt4ghError extends Error {
  override readonly name = 'Crypt4ghError'
  readonly code: Crypt4ghErrorCode

  constructor(code: Crypt4ghErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
