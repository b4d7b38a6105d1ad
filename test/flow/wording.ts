import { supportWording, type SupportWording } from '../../api/contract-wording.ts'
import { STORE } from '../doorstep.ts'
import type { Doorstep } from './customer.ts'

export const KIM = { email: 'kim@alderbay.example', password: 'correct horse battery' }
export const ROSA = { email: 'rosa@cedar.example', password: 'another horse battery' }
export const CEDAR = { ...STORE, id: 'cedar', name: 'Cedar House' }
type Form = { kind?: string; locale?: string; version?: number; text?: string; act?: string; again?: number }
type Worded = SupportWording['messages'][number]['languages'][number]

export async function signedIn(doorstep: Doorstep, who = KIM, dispensaryId = STORE.id): Promise<string> {
  await doorstep.enroll.staff(dispensaryId, who.email, who.password)
  const response = await doorstep.post('/v1/support/session', JSON.stringify(who), {
    'content-type': 'application/json',
  })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

export function write(doorstep: Doorstep, cookie: string, form: Form): Promise<Response> {
  const whole = { kind: 'delivered', locale: 'en', version: 0, act: 'save', ...form }
  const body = new URLSearchParams(
    Object.entries(whole).map(([name, value]): [string, string] => [name, `${value}`]),
  ).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost', cookie }
  return doorstep.post('/support/wording', body, headers)
}

export const viewIn = async (response: Response): Promise<SupportWording> =>
  supportWording.parse(((await response.json()) as { locals: { wording: unknown } }).locals.wording)
export const look = async (doorstep: Doorstep, cookie: string): Promise<SupportWording> =>
  viewIn(await doorstep.app.request('/support/wording', { headers: { cookie } }))
export function worded({ messages }: SupportWording, kind = 'delivered', locale = 'en'): Worded {
  const found = messages.find((one) => one.kind === kind)?.languages.find((one) => one.locale === locale)
  if (!found) throw new Error(`No ${kind} in ${locale}`)
  return found
}

/** The rule that a refused sentence breaks, as the answer tells it beside the field. */
export async function refusal(doorstep: Doorstep, cookie: string, form: Form): Promise<string[]> {
  const response = await write(doorstep, cookie, form)
  const { draft } = worded(await viewIn(response), form.kind, form.locale)
  return [`${response.status}`, draft?.fault?.rule ?? '', draft?.fault?.found ?? '']
}
