import { describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser } from './browser.ts'

describe('the browser of a terminal', () => {
  it.each([
    ['a desktop', { DISPLAY: ':0' }, 'linux', true],
    ['a desktop with Wayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
    ['a Mac', {}, 'darwin', true],
    ['a server', {}, 'linux', false],
    ['a desktop, reached over SSH', { DISPLAY: ':0', SSH_TTY: '/dev/pts/1' }, 'linux', false],
    ['a Mac, reached over SSH', { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' }, 'darwin', false],
    ['a build', { DISPLAY: ':0', CI: 'true' }, 'linux', false],
  ] as const)('of %s', (_, env, platform, has) => {
    expect(hasBrowser(env, platform, true)).toBe(has)
  })

  it('is none where nobody sits: a script reads the address', () => {
    expect(hasBrowser({ DISPLAY: ':0' }, 'linux', false)).toBe(false)
  })

  it('opens web addresses only, whatever a node says', async () => {
    expect(await openBrowser('file:///etc/passwd')).toBe(false)
  })
})
