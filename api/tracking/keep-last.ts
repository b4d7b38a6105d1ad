/** Puts something into a memory, as its newest; beyond so many the oldest go. */
export function keepLast<T>(memory: Map<string, T>, name: string, value: T, most: number): void {
  memory.delete(name)
  memory.set(name, value)
  for (const oldest of memory.keys()) {
    if (memory.size <= most) break
    memory.delete(oldest)
  }
}
