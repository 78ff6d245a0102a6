import { describeFile, type PanelFile } from './panel-tools.ts'

/** Reads files of a panel again; returns the names of those that are gone or not what was published. */
export async function findWrongFiles(
  dir: string,
  files: readonly Pick<PanelFile, 'name' | 'sha256'>[],
): Promise<string[]> {
  const wrong: string[] = []
  for (const { name, sha256 } of files) {
    const found = await describeFile(dir, name).catch(() => undefined)
    if (found?.sha256 !== sha256) wrong.push(name)
  }
  return wrong
}
