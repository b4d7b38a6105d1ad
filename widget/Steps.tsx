import type { StepTold } from './tell-steps.ts'

/** The way of the order, drawn as five points on a line. */
export function Steps({ steps }: { steps: StepTold[] }) {
  return (
    <ol class="steps">
      {steps.map(({ key, label, time, state, stateWords }) => (
        <li key={key} class={state} aria-current={state === 'now' ? 'step' : undefined}>
          <svg class="point" viewBox="0 0 24 24" aria-hidden="true">
            {state === 'done' && <path d="m7.5 12.4 3 3 6-6.6" />}
            {state === 'failed' && <path d="m8.5 8.5 7 7m0-7-7 7" />}
          </svg>
          <span class="label">{label}</span>
          <span class="unseen"> ({stateWords}) </span>
          <span class="time">{time}</span>
        </li>
      ))}
    </ol>
  )
}
