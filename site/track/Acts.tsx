import type { TrackView } from '../../api/contract.ts'
import type { PageWords } from './words.ts'

/** Plain forms, which work by themselves; start.tsx sends them without leaving the page where it can. */
type Props = { view: TrackView; words: PageWords; at: string }

const CHECK = 'm7.5 12.4 3 3 6-6.6'
const STAR = 'm12 3.5 2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.3-4.1 5.9-.8z'

export function ReadyForm({ view: { idReady }, words, at }: Props) {
  if (idReady === null) return null
  return (
    <form class="act" method="post" action={`${at}/ready`}>
      <p class="so" role="status">
        {idReady && (
          <>
            <svg class="point" viewBox="0 0 24 24" aria-hidden="true">
              <path d={CHECK} />
            </svg>
            {words.isReady}
          </>
        )}
      </p>
      <button class={idReady ? 'quietly' : 'button'} name="ready" value={idReady ? 'no' : 'yes'}>
        {idReady ? words.undo : words.ready}
      </button>
    </form>
  )
}

export function NoteForm({ view: { noteLeft }, words, at }: Props) {
  if (noteLeft === null) return null
  if (noteLeft) {
    return (
      <form class="act note-left" id="note" tabIndex={-1} method="post" action={`${at}/note`}>
        <p>{words.noteLeft}</p>
        <button class="quietly" name="note" value="">
          {words.noteBack}
        </button>
      </form>
    )
  }
  return (
    <details class="act" id="note" tabIndex={-1}>
      <summary>{words.note}</summary>
      <form method="post" action={`${at}/note`}>
        <label>
          {words.noteFor}
          <textarea name="note" rows={3} maxLength={300} required />
        </label>
        <button class="button">{words.save}</button>
      </form>
    </details>
  )
}

export function Rating({ view: { rating }, words, at }: Props) {
  if (!rating) return null
  const { stars, inWords } = rating
  const action = `${at}/rating`
  return (
    <section class="act rating" id="rating" tabIndex={-1}>
      <h2 class="title">{words.rate}</h2>
      <form class="stars" method="post" action={action}>
        {words.stars.map((name, index) => (
          <button key={name} name="stars" value={index + 1} aria-label={name} aria-pressed={index < stars}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d={STAR} />
            </svg>
          </button>
        ))}
      </form>
      <p class="so" role="status">
        {stars > 0 && words.thanks}
      </p>
      {stars > 0 && !inWords && (
        <form method="post" action={action}>
          <input type="hidden" name="stars" value={stars} />
          <label>
            {words.addWords}
            <textarea name="words" rows={3} maxLength={600} required />
          </label>
          <button class="button">{words.send}</button>
        </form>
      )}
    </section>
  )
}
