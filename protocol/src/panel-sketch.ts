import { base64url } from 'jose'
import { z } from 'zod'
import { PanelId } from './ids.ts'
import { HASH_END, SKETCH_VARIANTS, type VariantSketch } from './variant-sketch.ts'

const BYTES_PER_HASH = 8
const BASE64_MAX = Math.ceil((SKETCH_VARIANTS * BYTES_PER_HASH * 4) / 3)

/**
 * A sample of a panel's variants, as its host publishes it: those of single bases alone, without frequencies
 * and without anything of its people. `hashes` are big-endian doubles in base64url, ascending.
 */
export const PanelSketch = z.object({
  panelId: PanelId,
  version: z.string().min(1).max(40),
  /** Every such variant of the panel whose hash is smaller is in the sketch. */
  threshold: z.int().min(1).max(HASH_END),
  hashes: z
    .string()
    .max(BASE64_MAX)
    .regex(/^[A-Za-z0-9_-]*$/),
})
export type PanelSketch = z.infer<typeof PanelSketch>

/** Bytes that a sketch has at most as JSON. */
export const PANEL_SKETCH_MAX_BYTES = BASE64_MAX + 1024

export function panelSketchOf(
  panel: Pick<PanelSketch, 'panelId' | 'version'>,
  { threshold, hashes }: VariantSketch,
): PanelSketch {
  const view = new DataView(new ArrayBuffer(hashes.length * BYTES_PER_HASH))
  hashes.forEach((hash, index) => view.setFloat64(index * BYTES_PER_HASH, hash))
  const { panelId, version } = panel
  return { panelId, version, threshold, hashes: base64url.encode(new Uint8Array(view.buffer)) }
}

/** The variants of a sketch, or nothing when its hashes are none. */
export function variantsOfSketch({
  threshold,
  hashes: text,
}: PanelSketch): VariantSketch | undefined {
  const bytes = base64url.decode(text)
  if (bytes.length % BYTES_PER_HASH !== 0) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const hashes = new Float64Array(bytes.length / BYTES_PER_HASH)
  for (const index of hashes.keys()) hashes[index] = view.getFloat64(index * BYTES_PER_HASH)
  const isGood = hashes.every(
    (hash, index) =>
      Number.isSafeInteger(hash) &&
      hash >= 0 &&
      hash > (hashes[index - 1] ?? -1) &&
      hash < threshold,
  )
  return isGood ? { threshold, hashes } : undefined
}
