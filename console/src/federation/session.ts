import { done, read } from '../api/client.ts'
import { asFailure } from '../api/failure.ts'
import type { Person, SessionPort } from '../app/session.ts'
import { forgetRegistryAnswers, registry } from './client.ts'

let known: string | undefined

/** Federation admins of the registry that served this page. */
export const registrySession: SessionPort = {
  async who() {
    try {
      const { email } = await read(registry.me.$get())
      return { id: email, name: email, email, role: 'federation-admin' }
    } catch (error) {
      if (asFailure(error).code === 'unauthenticated') return undefined
      throw error
    }
  },
  logOut: () => done(registry.logout.$post()),
  onChange(person: Person | undefined) {
    if (person?.id === known) return
    known = person?.id
    forgetRegistryAnswers()
  },
}
