import { createRegistryClient } from '@crosspanel/registry/client'
import { createConditional } from '../api/conditional.ts'
import { transport } from '../api/transport.ts'

const conditional = createConditional(transport)

/** The API of the registry that served this page: `read(registry.members.$get())`. */
export const registry = createRegistryClient(globalThis.location?.origin ?? '', {
  fetch: conditional.ask,
}).v1

export const forgetRegistryAnswers = conditional.forget
