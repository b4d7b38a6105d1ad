import type { Socket } from 'node:net'
import type { Clock } from '../ports.ts'
import type { Hub, Viewer, Watched } from './hub.ts'
import { askedFor, streamHead } from './wire.ts'

/** A viewer behind by this much is let go, so that nobody's slowness fills our memory. */
export const MAX_BEHIND_BYTES = 64 * 1024

export type Streams = {
  /**
   * Looks at a new connection's first bytes: who asks for a stream gets it on the bare socket, and everybody else is
   * passed on with every byte unread.
   */
  accept: (socket: Socket, passOn: () => void, headMs: number) => void
  /** Makes a connection that something else has answered on until now a stream. */
  take: (socket: Socket, link: Watched, origin?: string) => void
  /** Lets go of those who have not said yet what they want. */
  close: () => void
}

type Deps = {
  hub: Hub
  open: (
    token: string,
    from: { peer: string | undefined; fields: ReadonlyMap<string, string> },
  ) => Promise<Watched | undefined>
  clock: Clock
  /** Whether pages of another origin may read what is known of a dispensary's orders. */
  mayRead: (dispensaryId: string, origin: string) => Promise<boolean>
  /** Told when somebody is heard; gives how to tell what they were answered. */
  begin: () => (status: number) => void
}

const NOTHING: Buffer = Buffer.alloc(0)
/** A broken connection closes too, and that is what we listen to. */
const ignore = (): void => {}

/** The origin of another site's page. */
const readerOf = (fields: ReadonlyMap<string, string>): string | undefined =>
  fields.get('sec-fetch-site') === 'same-origin' ? undefined : fields.get('origin')

const viewerOn = (socket: Socket): Viewer => ({
  send: (message) => {
    if (socket.writableLength > MAX_BEHIND_BYTES) return false
    socket.write(message)
    return true
  },
  close: () => {
    // What the other side does not read would be kept for it by the system, too.
    if (socket.writableLength > MAX_BEHIND_BYTES) socket.resetAndDestroy()
    else socket.destroySoon()
  },
})

/**
 * Streams on bare sockets. What node:http keeps for a request and its answer is some 14 kB for as long as a page is open,
 * and it copies and frames each message for each viewer; here a message is one buffer, written as it is.
 */
export function createStreams({ hub, open, mayRead, clock, begin: hearSomebody }: Deps): Streams {
  const undecided = new Set<Socket>()
  let turn = 0

  function take(socket: Socket, link: Watched, origin?: string): void {
    if (socket.destroyed) return
    turn += 1
    socket.cork()
    socket.write(streamHead(clock(), turn, origin))
    socket.once('close', hub.watch(link, viewerOn(socket)))
    socket.uncork()
  }

  /** A stream listens to nobody: what is still sent is read and dropped, and who has nothing more to send has left. */
  function listenToNobody(socket: Socket): void {
    socket.on('error', ignore)
    socket.on('end', () => socket.destroy())
    socket.resume()
  }

  function accept(socket: Socket, passOn: () => void, headMs: number): void {
    const tell = hearSomebody()
    let bytes = NOTHING
    const tooSlow = setTimeout(pass, headMs)
    undecided.add(socket)
    socket.on('data', hear).on('error', ignore).on('end', leave).on('close', decided)

    function decided(): void {
      clearTimeout(tooSlow)
      undecided.delete(socket)
      socket.off('data', hear).off('error', ignore).off('end', leave).off('close', decided)
    }

    function leave(): void {
      socket.destroy()
    }

    function pass(): void {
      decided()
      if (socket.destroyed) return
      if (bytes.length > 0) socket.unshift(bytes)
      passOn()
      socket.resume()
    }

    function hear(chunk: Buffer): void {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
      const asked = askedFor(bytes)
      if (asked === 'unclear') return
      if (asked === 'other') return pass()
      socket.pause()
      void begin(asked.token, asked.fields)
    }

    /** Whom nothing is open to is answered where everybody else is, so that one refusal looks like another. */
    async function begin(token: string, fields: ReadonlyMap<string, string>): Promise<void> {
      const origin = readerOf(fields)
      const link = await open(token, { peer: socket.remoteAddress, fields }).catch(() => undefined)
      if (!link || hub.isFull(link)) return pass()
      if (origin !== undefined && !(await mayRead(link.dispensaryId, origin).catch(() => false))) return pass()
      decided()
      listenToNobody(socket)
      take(socket, link, origin)
      tell(200)
    }
  }

  return {
    accept,
    take,
    close: () => {
      for (const socket of undecided) socket.destroy()
    },
  }
}
