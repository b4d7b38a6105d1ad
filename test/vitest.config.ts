import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const WIDGET = 'test/widget/**/*.test.{ts,tsx}'
const E2E = 'test/e2e/**/*.test.ts'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    pool: 'forks',
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [WIDGET, E2E],
          /** With a process for each file, nine tenths of the time would go into importing the same modules. */
          isolate: false,
        },
      },
      /** An element registers once per window, so each of these files gets its own. */
      { extends: true, test: { name: 'widget', include: [WIDGET] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: [E2E],
          isolate: false,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
