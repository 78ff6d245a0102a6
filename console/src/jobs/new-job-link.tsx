import { t } from '../app/words.ts'
import { LinkButton } from '../ui/button.tsx'

/** The main action of the pages that list jobs. */
export function NewJobLink() {
  return (
    <LinkButton look="primary" icon="plus" href="/new">
      {t().nav.newJob}
    </LinkButton>
  )
}
