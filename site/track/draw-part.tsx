import { render } from 'preact'
import { loadDoorVoice } from '../../widget/voice.ts'
import type { PartProps } from './Part.tsx'
import { printPart } from './print-part.tsx'

/** Draws a part anew where it stands. */
export async function drawPart(ground: Element, part: PartProps): Promise<void> {
  render(printPart(part, await loadDoorVoice(part.voice.locale)), ground)
}
