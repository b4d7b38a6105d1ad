import type { TrackView } from '../../api/contract.ts'

const ACTS = /\/(ready|note|rating)$/

/** Sends the page's forms without leaving it; the answer is the view as it is afterwards. */
export function sendForms(url: string, hear: (view: TrackView) => void): void {
  addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    const act = ACTS.exec(form.action)?.[1]
    if (!act) return
    event.preventDefault()
    const said = document.querySelector<HTMLElement>('.said')
    const say = (words = ''): void => said?.replaceChildren(words)
    say()
    const body = JSON.stringify(Object.fromEntries(new FormData(form, event.submitter)))
    post(`${url}/${act}`, body)
      .then(hear)
      .catch(() => say(said?.dataset['failed']))
  })
}

async function post(url: string, body: string): Promise<TrackView> {
  const answer = await fetch(url, { method: 'POST', body })
  if (!answer.ok) throw new Error()
  return (await answer.json()) as TrackView
}
