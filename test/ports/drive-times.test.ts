import { describe } from 'vitest'
import { osrmDriveTimes } from '../../api/adapters/osrm.ts'
import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import { valhallaDriveTimes, valhallaOverHttp } from '../../api/adapters/valhalla.ts'
import { keepsToDriveTimes, knowsTheStreets } from './drive-times.contract.ts'
import { openEngine, serveOsrm, serveValhalla } from './router-servers.ts'

describe('drive times by the straight line', () => {
  keepsToDriveTimes({ open: async () => straightLineDriveTimes, source: 'straight-line' })
})

describe('drive times by Valhalla in this process', () => {
  const open = async () => valhallaDriveTimes(await openEngine())
  keepsToDriveTimes({ open, source: 'valhalla' })
  knowsTheStreets({ open })
})

describe('drive times by a Valhalla server', () => {
  const open = async () => valhallaDriveTimes(valhallaOverHttp(await serveValhalla()))
  keepsToDriveTimes({ open, source: 'valhalla' })
  knowsTheStreets({ open })
})

describe('drive times by an OSRM server', () => {
  const open = async () => osrmDriveTimes(await serveOsrm())
  keepsToDriveTimes({ open, source: 'osrm' })
  knowsTheStreets({ open })
})
