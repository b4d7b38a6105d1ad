/** What may be logged of an error: its name, its code and where it happened. Messages can hold what customers wrote. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Not an error'
  const { code } = (error.cause ?? error) as { code?: unknown }
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
  return [typeof code === 'string' ? `${error.name} ${code}` : error.name, ...frames.map((frame) => frame.trim())].join(
    ' < ',
  )
}
