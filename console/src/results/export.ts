/** What decides how a drawing looks, and comes from style sheets that a file has not. */
const STYLES = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor', 'opacity'],
] as const
/** Between the drawing and its legend, and below that. */
const LEGEND_GAP_PX = 8
const MARK_GAP_PX = 6

/**
 * A drawing as a file of its own, in the colours of the moment, with its legend below: a chart that is
 * shown elsewhere says what its marks are. `legend` has `data-legend-item` elements: a mark and its name.
 */
export function svgFileOf(drawing: SVGSVGElement, title: string, legend: Element | null): string {
  const copy = styledCopyOf(drawing)
  for (const cursor of copy.querySelectorAll('[data-cursor]')) cursor.remove()
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.removeAttribute('aria-hidden')
  const { left, width, height: drawn } = drawing.getBoundingClientRect()
  let height = drawn
  if (legend !== null) {
    const box = legend.getBoundingClientRect()
    const shift = { x: -left, y: drawn + LEGEND_GAP_PX - box.top }
    for (const item of legend.querySelectorAll('[data-legend-item]')) {
      copy.append(...legendItemOf(item, shift))
    }
    height += box.height + 2 * LEGEND_GAP_PX
  }
  set(copy, { width, height, viewBox: `0 0 ${width} ${height}` })
  const fill = getComputedStyle(document.body).backgroundColor
  const name = make('title', {})
  name.textContent = title
  copy.prepend(name, make('rect', { width: '100%', height: '100%', fill }))
  return new XMLSerializer().serializeToString(copy)
}

/** A mark and its name, where they stand on the page. */
function legendItemOf(item: Element, shift: { x: number; y: number }): Element[] {
  const box = item.getBoundingClientRect()
  const middle = box.top + box.height / 2 + shift.y
  const parts: Element[] = []
  const mark = item.querySelector('svg')
  let at = box.left + shift.x
  if (mark !== null) {
    const { width, height } = mark.getBoundingClientRect()
    const copy = styledCopyOf(mark)
    set(copy, { x: at, y: middle - height / 2, width, height })
    parts.push(copy)
    at += width + MARK_GAP_PX
  }
  const { color, fontFamily, fontSize } = getComputedStyle(item)
  const text = make('text', {
    ...{ x: at, y: middle, 'dominant-baseline': 'central' },
    ...{ fill: color, 'font-family': fontFamily, 'font-size': fontSize },
  })
  text.textContent = item.textContent
  return [...parts, text]
}

function styledCopyOf(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement
  const originals = [drawing, ...drawing.querySelectorAll('*')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  for (const [index, element] of originals.entries()) {
    const style = getComputedStyle(element)
    const target = copies[index]
    for (const name of STYLES) target?.setAttribute(name, style.getPropertyValue(name))
    target?.removeAttribute('class')
  }
  return copy
}

function make(name: string, attributes: Readonly<Record<string, string | number>>): Element {
  return set(document.createElementNS('http://www.w3.org/2000/svg', name), attributes)
}

function set(element: Element, attributes: Readonly<Record<string, string | number>>): Element {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  return element
}
