import { appendFileSync } from 'node:fs'
import { minutes } from '../../api/domain/time.ts'
import { listen } from '../../api/serve.ts'
import { openDoorstep } from '../doorstep.ts'

/**
 * A Doorstep in a process of its own, to be killed: opens the file that it is given, says where it listens, and writes
 * every message down, when it is sent, in a file that outlives it.
 */
const [, , file = '', sentTo = ''] = process.argv
const doorstep = await openDoorstep({
  ...{ file, secretKey: new Uint8Array(32).fill(7) },
  answer: ({ message, recipient }) => {
    const to = 'address' in recipient ? recipient.address : recipient.channel
    appendFileSync(sentTo, `${to} ${message.kind}\n`)
    return { outcome: 'sent' }
  },
})
const { app, stages, api, phone } = doorstep
const { port } = await listen(app, stages, { port: 0, host: '127.0.0.1' })
process.on('message', () => {
  doorstep.advance(minutes(2)) // by then whoever had claimed a message before this process is gone
  stages.tick()
  void stages.idle().then(() => process.send?.('idle'))
})
process.send?.({ port, key: api.secret, phone: phone.connectionId, password: phone.secret })
