import { accents, DARK_CARD } from './colour.ts'
import type { Markup } from './markup.ts'

/** What inline styles cannot say: the dark colours and the narrow screen. Readers that ignore it show the light card. */
export function styleSheet(accent: string): Markup {
  const { dark } = accents(accent)
  return {
    markup: `<style>
:root { color-scheme: light dark; supported-color-schemes: light dark }
@media (max-width: 520px) {
  .around { padding: 12px 8px !important }
  .inside { padding-left: 24px !important; padding-right: 24px !important }
  .large { font-size: 42px !important }
  .middle { font-size: 32px !important }
  .small { font-size: 28px !important }
}
@media (prefers-color-scheme: dark) {
  .page { background: #101211 !important }
  .card { background: ${DARK_CARD} !important; border-color: #2c2f2d !important }
  .panel { background: #262928 !important }
  .line { border-color: #2f3331 !important }
  .track { background: #343836 !important }
  .ink { color: #f3f3f0 !important }
  .soft { color: #a8aca6 !important }
  .accent { color: ${dark.words} !important }
  .button { background: ${dark.fill} !important; border-color: ${dark.fill} !important; color: ${dark.ink} !important }
  .outline { background: ${DARK_CARD} !important; border-color: #4a4f4c !important }
  .button-words { color: ${dark.ink} !important }
  .outline-words { color: #f3f3f0 !important }
}
</style>`,
  }
}
