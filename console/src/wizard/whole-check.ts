import { checkInput } from '@crosspanel/protocol/input-check/check'
import type { InputReport } from '@crosspanel/protocol/input-check/report'
import { createVariantSketch, type VariantSketch } from '@crosspanel/protocol/variant-sketch'
import type { Inflate } from '@crosspanel/protocol/vcf/compression'
import type { PickedFile } from './first-look.ts'

const READ_BYTES = 4 * 1024 ** 2
const ANY_NUMBER = { minSamples: 1, maxSamples: Number.MAX_SAFE_INTEGER }

export interface WholeCheckPorts {
  readonly inflate: Inflate
  readonly signal: AbortSignal
  readonly onProgress: (bytesRead: number) => void
}

/** What the whole of the files has told. */
export interface WholeLook {
  readonly report: InputReport
  readonly sketch: VariantSketch
}

/** Checks files from their first byte to their last, as the node does after the upload. */
export async function checkWhole(
  files: readonly PickedFile[],
  { inflate, signal, onProgress }: WholeCheckPorts,
): Promise<WholeLook> {
  let bytesRead = 0
  async function* read(file: PickedFile): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < file.size; at += READ_BYTES) {
      const part = file.slice(at, Math.min(file.size, at + READ_BYTES))
      yield new Uint8Array(await part.arrayBuffer())
      bytesRead += part.size
      onProgress(bytesRead)
    }
  }
  const inputs = files.map((file) => ({ name: file.name, open: () => read(file) }))
  const sketch = createVariantSketch()
  const options = { inflate, policy: ANY_NUMBER, signal, onVariant: sketch.add }
  const { report } = await checkInput(inputs, options)
  return { report, sketch: sketch.finish() }
}
