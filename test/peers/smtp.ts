import type { AddressInfo, Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { localCertificate } from './certificate.ts'

type Refusal = { at: 'connect' | 'login' | 'mailbox' | 'message'; code: number; words: string }
export type ReceivedMail = {
  /** The sender of the envelope, to whom it is returned. */
  returnPath: string
  to: string[]
  secure: boolean
  user: string | undefined
  mail: ParsedMail
}
export type MailServer = {
  url: string
  /** The same with a name and a password, which it accepts from anybody. */
  urlWithLogin: string
  ca: string
  received: ReceivedMail[]
  /** Turns mail down from now on; nothing given, it takes it again. */
  refuse: (refusal: Refusal | undefined) => void
  /** Takes each mail and hangs up without an answer. */
  hangUp: () => void
  close: () => Promise<void>
}

/** A mail server on this machine. It offers STARTTLS like any, unless it is told to speak in the clear. */
export async function startMailServer({ tls = true } = {}): Promise<MailServer> {
  const { key, cert } = await localCertificate()
  const received: ReceivedMail[] = []
  const sockets = new Set<Socket>()
  let refusal: Refusal | undefined
  let hangsUp = false

  const turnedDown = (at: Refusal['at']): Error | null =>
    refusal?.at === at ? Object.assign(new Error(refusal.words), { responseCode: refusal.code }) : null

  const server = new SMTPServer({
    key,
    cert,
    authOptional: true,
    disableReverseLookup: true,
    allowInsecureAuth: true,
    ...(!tls && { disabledCommands: ['STARTTLS'] }),
    onConnect: (_session, done) => done(turnedDown('connect')),
    onAuth: ({ username }, _session, done) => done(turnedDown('login'), { user: username }),
    onRcptTo: (_address, _session, done) => done(turnedDown('mailbox')),
    onData: (stream, session, done) => {
      void simpleParser(stream).then((mail) => {
        if (hangsUp) return sockets.forEach((socket) => socket.destroy())
        const refused = turnedDown('message')
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const returnPath = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
        const user = session.user as string | undefined
        if (!refused) received.push({ returnPath, to, secure: session.secure, user, mail })
        done(refused)
      })
    },
  })
  // A client that hangs up in the middle is an error to the server, and none to the test.
  server.on('error', () => undefined)
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo

  return {
    url: `smtp://localhost:${port}`,
    urlWithLogin: `smtp://doorstep:secret@localhost:${port}`,
    ca: cert,
    received,
    refuse: (next) => {
      refusal = next
      hangsUp = false
    },
    hangUp: () => {
      hangsUp = true
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
