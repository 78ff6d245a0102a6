/** Stands for a part that is never reached, of whatever type; touching it fails by name. */
export function absent(name: string): never {
  const fail = () => {
    throw new Error(`${name} is absent here`)
  }
  return new Proxy({}, { get: () => fail }) as never
}
