import type { AstroIntegration } from 'astro'

/** Pages as a function from a request to a response, called by the API in its own process. */
export const inProcess = (): AstroIntegration => ({
  name: 'doorstep-in-process',
  hooks: {
    'astro:config:done': ({ setAdapter }) =>
      setAdapter({
        name: 'doorstep-in-process',
        entrypointResolution: 'auto',
        serverEntrypoint: new URL('./server.ts', import.meta.url),
        adapterFeatures: { buildOutput: 'server' },
        supportedAstroFeatures: { serverOutput: 'stable', sharpImageService: 'stable' },
      }),
  },
})
