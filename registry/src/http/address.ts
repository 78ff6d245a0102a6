/**
 * The network address of a caller, for slowing attempts to log in. A reverse proxy on this machine
 * is believed, and only in the last address that it has added: whoever connects from elsewhere
 * could write anything into the header.
 */
export function callerAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
): string {
  const address = socketAddress ?? 'local'
  if (!/^(127\.|::1$|::ffff:127\.)/.test(address)) return address
  const last = forwardedFor?.split(',').at(-1)?.trim() ?? ''
  return /^[0-9a-fA-F.:]{2,45}$/.test(last) ? last : address
}
