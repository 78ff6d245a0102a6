import { api, done, forgetAnswers, read } from '../api/client.ts'
import { asFailure } from '../api/failure.ts'
import { startLive, stopLive } from '../live/live.ts'
import type { Person, SessionPort } from './session.ts'

let livesFor: string | undefined

/** Accounts of the node that served this page. */
export const nodeSession: SessionPort = {
  async who() {
    try {
      const { id, name, email, role } = await read(api.me.$get())
      return { id, name, email, role }
    } catch (error) {
      if (asFailure(error).code === 'unauthenticated') return undefined
      throw error
    }
  },
  logOut: () => done(api.logout.$post()),
  onChange(person: Person | undefined) {
    if (person?.id === livesFor) return
    livesFor = person?.id
    forgetAnswers()
    if (person === undefined) stopLive()
    else startLive(person.id)
  },
}
