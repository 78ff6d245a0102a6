const PAGE = 8

/** Which of `length` options a key leads to, around the ends; `undefined` for a key that leads nowhere. */
export function moved(key: string, active: number, length: number): number | undefined {
  if (length === 0) return undefined
  switch (key) {
    case 'ArrowDown':
      return (active + 1) % length
    case 'ArrowUp':
      return (active - 1 + length) % length
    case 'PageDown':
      return Math.min(length - 1, active + PAGE)
    case 'PageUp':
      return Math.max(0, active - PAGE)
    default:
      return undefined
  }
}
