import { canonicalJson } from '@crosspanel/protocol/canonical'
import { panelSketchOf } from '@crosspanel/protocol/panel-sketch'
import type { PanelSketch } from '@crosspanel/protocol/panel-sketch'
import type { VariantSketch } from '@crosspanel/protocol/variant-sketch'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Relative to the panel's directory; there only where the sketch is published. */
export const SKETCH_FILE = 'sketch.json'

/** Writes a panel's sketch as peers and researchers get it. */
export async function writeSketch(
  dir: string,
  panel: Pick<PanelSketch, 'panelId' | 'version'>,
  sketch: VariantSketch,
): Promise<void> {
  await writeFile(join(dir, SKETCH_FILE), canonicalJson(panelSketchOf(panel, sketch)))
}
