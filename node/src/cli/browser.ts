import open from 'open'

/**
 * Whether a browser would open before the person at this terminal: over SSH it would open on a screen elsewhere,
 * and without a display not at all.
 */
export function hasBrowser(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  isTerminal: boolean,
): boolean {
  const isRemote = Boolean(env['SSH_CONNECTION'] ?? env['SSH_TTY'])
  if (!isTerminal || isRemote || env['CI'] !== undefined) return false
  if (platform === 'darwin' || platform === 'win32') return true
  return Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? env['WSL_DISTRO_NAME'])
}

/** Opens a web address in the person's browser. Whether it could: what it cannot is no failure, the address is on the screen. */
export async function openBrowser(address: string): Promise<boolean> {
  // A node says this address: it must not open files or other programs.
  const isWeb = /^https?:$/.test(URL.parse(address)?.protocol ?? '')
  if (!isWeb || !hasBrowser(process.env, process.platform, process.stderr.isTTY)) return false
  return open(address).then(
    () => true,
    () => false,
  )
}
