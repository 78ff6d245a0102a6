/** Stands for a part that the test never reaches; touching it fails by name. */
export function absent<T extends object>(name: string): T {
  const fail = () => {
    throw new Error(`${name} is not part of this test`)
  }
  return new Proxy({}, { get: () => fail }) as T
}
