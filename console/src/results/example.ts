import { RunSummary } from '@crosspanel/protocol/summary'
import example from './example-summary.json'

/**
 * A real run for tests and the gallery: 51 HapMap samples on chromosome 20 against 60 people, without its
 * command lines.
 */
export function exampleSummary(): RunSummary {
  return RunSummary.parse(example)
}
