/** A federation admin, as other modules need to know one. */
export interface Admin {
  readonly id: string
  readonly email: string
}
