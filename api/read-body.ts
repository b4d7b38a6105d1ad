import { Problem } from './problem.ts'

/** A request, as far as its body goes. */
type Sent = {
  header: (name: string) => string | undefined
  text: () => Promise<string>
  raw: { body: ReadableStream<Uint8Array> | null }
}

export const brokeOff = (): Problem => new Problem(400, 'The body broke off')

export const tooLarge = (maxBytes: number): Problem =>
  new Problem(413, 'Body too large', { detail: `Send at most ${maxBytes} bytes` })

/**
 * The body as text, of no more than so many bytes. A length that was told holds, for the server hands over no more than
 * that and reads it the quick way; without one the bytes are counted as they come.
 * @throws Problem 413, or 400 when the sender breaks off
 */
export async function readBody(sent: Sent, maxBytes: number): Promise<string> {
  const told = sent.header('transfer-encoding') === undefined ? sent.header('content-length') : undefined
  if (told !== undefined && Number(told) > maxBytes) throw tooLarge(maxBytes)
  try {
    return told === undefined ? await readCounting(sent.raw.body, maxBytes) : await sent.text()
  } catch (error) {
    throw error instanceof Problem ? error : brokeOff()
  }
}

async function readCounting(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}
