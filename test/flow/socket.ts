import { once } from 'node:events'
import { connect } from 'node:net'
import { listen } from '../../api/serve.ts'
import { openDoorstep } from '../doorstep.ts'

export const IMPATIENT = { headersMs: 150, requestMs: 300, lookEveryMs: 20 }

/** A Doorstep behind a real socket. */
export async function openDoor(wish: Parameters<typeof openDoorstep>[0] = {}, patience?: typeof IMPATIENT) {
  const doorstep = await openDoorstep(wish)
  const running = await listen(doorstep.app, doorstep.stages, { port: 0, host: '127.0.0.1' }, patience)
  return {
    ...{ doorstep, running },
    dial: () => dial(running.port),
    async [Symbol.asyncDispose]() {
      await running.close()
      await doorstep[Symbol.asyncDispose]()
    },
  }
}

/** One connection, and all that was answered on it so far. */
async function dial(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let text = ''
  let hear = (): void => {}
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    hear()
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  void closed.then(() => hear())
  await once(socket, 'connect')

  return {
    socket,
    text: () => text,
    /** Lets go of what was heard so far. */
    forget: () => void (text = ''),
    closed: () => closed,
    ask: (line: string, ...fields: string[]) =>
      socket.write([`${line} HTTP/1.1`, 'host: x', ...fields, '', ''].join('\r\n')),
    /** Resolves with all of the text as soon as there is this in it, so many times. */
    until: async (part: string, times = 1): Promise<string> => {
      while (text.split(part).length <= times) {
        if (socket.destroyed) throw new Error(`Closed before ${part}: ${text}`)
        await new Promise<void>((resolve) => (hear = resolve))
      }
      return text
    },
  }
}

/** An answer's head as a browser sees it, but for when it was made. */
export function headOf(text: string): { status: string; fields: Record<string, string> } {
  const [status = '', ...lines] = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n')
  const fields = Object.fromEntries(lines.map((line) => line.toLowerCase().split(': ') as [string, string]))
  const { date: _, connection: __, 'keep-alive': ___, 'transfer-encoding': ____, ...rest } = fields
  return { status, fields: rest }
}
