import { benchEta } from './eta.ts'
import { benchIngest } from './ingest.ts'
import { benchNotify } from './notify.ts'
import { benchLive } from './live.ts'
import { benchSign } from './sign.ts'
import { benchVerify } from './verify.ts'

const BENCHES: Record<string, () => Promise<void>> = {
  eta: benchEta,
  ingest: benchIngest,
  notify: benchNotify,
  live: benchLive,
  verify: benchVerify,
  sign: benchSign,
}

const bench = BENCHES[process.argv[2] ?? '']
if (bench) await bench()
else {
  console.error(`npm run bench -- <name>, one of: ${Object.keys(BENCHES).join(', ')}`)
  process.exitCode = 2
}
