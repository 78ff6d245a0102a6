import type { GalleryView } from '../gallery/view.ts'

export const views: readonly GalleryView[] = [
  { name: 'login', path: '/login', as: 'nobody', isStatic: true },
  { name: 'set-up', path: '/set-up#token', as: 'nobody', isStatic: true },
  { name: 'set-up, link cut', path: '/set-up', as: 'nobody', isStatic: true },
  { name: 'forgotten', path: '/forgotten', as: 'nobody', isStatic: true },
  { name: 'recover', path: '/recover#token', as: 'nobody', isStatic: true },
  { name: 'no such page', path: '/nowhere', isStatic: true },
]
