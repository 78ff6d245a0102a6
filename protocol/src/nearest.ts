/** The one of `names` that takes the fewest slips of the keys from `word`, if that is not more than `within`. */
export function nearestOf(
  word: string,
  names: readonly string[],
  within: number,
): string | undefined {
  const [nearest] = names
    .map((name) => ({ name, distance: editDistance(name, word) }))
    .toSorted((a, b) => a.distance - b.distance)
  return nearest !== undefined && nearest.distance <= within ? nearest.name : undefined
}

/** Letters to put in, take out or change (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1]
    for (const [j, other] of Array.from(b).entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
