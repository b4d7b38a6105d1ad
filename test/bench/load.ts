import { connect, type Socket } from 'node:net'

/** One request, whole, as it goes over the wire. */
export type Shot = () => Buffer
export type Load = { answered: number; refused: number; seconds: number; p50: number; p99: number }

const HEAD_END = Buffer.from('\r\n\r\n')
const CHUNKS_END = Buffer.from('0\r\n\r\n')

/**
 * Closed loop over keep-alive connections, written to raw sockets, so that the client takes as little as may be of the
 * processor that it shares with the server. Milliseconds.
 */
export async function fire(port: number, shot: Shot, connections: number, seconds: number): Promise<Load> {
  const times: number[] = []
  let refused = 0
  const start = performance.now()
  const until = start + seconds * 1_000
  await Promise.all(
    Array.from({ length: connections }, () =>
      converse(port, shot, until, (status, milliseconds) => {
        if (status >= 200 && status < 300) times.push(milliseconds)
        else refused += 1
      }),
    ),
  )
  const took = (performance.now() - start) / 1_000
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0
  return { answered: times.length, refused, seconds: took, p50: at(0.5), p99: at(0.99) }
}

function converse(
  port: number,
  shot: Shot,
  until: number,
  heard: (status: number, milliseconds: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let sentAt = 0
    let answer: Buffer = Buffer.alloc(0)
    const send = (): void => {
      sentAt = performance.now()
      socket.write(shot())
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('data', (chunk) => {
      answer = answer.length === 0 ? chunk : Buffer.concat([answer, chunk])
      if (!isWhole(answer)) return
      const now = performance.now()
      heard(Number(answer.toString('latin1', 9, 12)), now - sentAt)
      answer = Buffer.alloc(0)
      if (now >= until) socket.end()
      else send()
    })
  })
}

function isWhole(answer: Buffer): boolean {
  const end = answer.indexOf(HEAD_END)
  if (end < 0) return false
  const head = answer.toString('latin1', 0, end)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length !== undefined) return answer.length >= end + 4 + Number(length)
  return /\r\ntransfer-encoding: chunked/i.test(head) ? answer.subarray(-5).equals(CHUNKS_END) : true
}

/** A POST of this body, with the headers that every request of a connection has. */
export const post = (path: string, headers: Record<string, string>): ((body: string) => Buffer) => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('')}content-length: `
  return (body) => Buffer.from(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`)
}
