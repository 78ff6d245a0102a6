/** For what takes the place of a control that had focus: once it stands on the page. */
export function takeFocus(element: HTMLElement): void {
  queueMicrotask(() => element.focus({ preventScroll: true }))
}
