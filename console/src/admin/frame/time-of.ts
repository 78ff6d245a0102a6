/** When something was that the server says is so many seconds old. `readAt` is when the server said so. */
export function timeOf(ageS: number, readAt: Date | undefined): Date {
  return new Date((readAt ?? new Date()).getTime() - ageS * 1000)
}
