import { benchIngest } from './ingest.ts'

const BENCHES: Record<string, () => Promise<void>> = { ingest: benchIngest }

const bench = BENCHES[process.argv[2] ?? '']
if (bench) await bench()
else {
  console.error(`npm run bench -- <name>, one of: ${Object.keys(BENCHES).join(', ')}`)
  process.exitCode = 2
}
