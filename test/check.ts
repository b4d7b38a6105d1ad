import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** Scripts of package.json that find faults without running the project; side by side, and quiet when all is well. */
const CHECKS = ['typecheck', 'typecheck:site', 'lint', 'format:check', 'knip']

async function check(script: string): Promise<boolean> {
  const start = performance.now()
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] })
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${script.padEnd(16)} ${seconds} s`)
  if (code !== 0) console.log(`${out}${err}`.trim().replace(/^/gm, '  '))
  return code === 0
}

const results = await Promise.all(CHECKS.map(check))
process.exitCode = results.every(Boolean) ? 0 : 1
