import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'

export const loginArea: Area = {
  nav: [],
  routes: [
    { path: '/login', isOpen: true, page: lazy(() => import('./login.page.tsx')) },
    { path: '/set-up', isOpen: true, page: lazy(() => import('./set-up.page.tsx')) },
    { path: '/forgotten', isOpen: true, page: lazy(() => import('./forgotten.page.tsx')) },
    { path: '/device', page: lazy(() => import('./device.page.tsx')) },
    { path: '/recover', isOpen: true, page: lazy(() => import('./recover.page.tsx')) },
  ],
}
