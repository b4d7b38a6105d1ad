import { createApp } from '../../api/app.ts'
import { listen } from '../../api/serve.ts'
import { openBench } from './live-doorstep.ts'
import { answerState } from './live-shots.ts'

/** A whole Doorstep in a process of its own, on a database that was prepared. */
const { world, stages } = await openBench(process.argv[2] ?? '')
const site = async (): Promise<Response> => new Response(null, { status: 404 })
const { port } = await listen(createApp({ world, stages, site }), stages, { port: 0, host: '127.0.0.1' })
answerState()
process.send?.({ port })
