import type { GalleryView } from '../gallery/view.ts'

export const views: readonly GalleryView[] = [
  { name: 'help', path: '/help', isStatic: true },
  { name: 'errors', path: '/help/errors', isStatic: true },
  { name: 'error', path: '/help/errors/insufficient-storage', isStatic: true },
  { name: 'error, unknown', path: '/help/errors/no-such-code', isStatic: true },
]
