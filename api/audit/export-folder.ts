import { hash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Checkpoint } from './checkpoint.ts'
import type { ExportDocument, ExportFiles } from './export-document.ts'
import { verifyExport } from './verify-export.mjs'

const VERIFIER = fileURLToPath(new URL('verify-export.mjs', import.meta.url))

const READ_ME = `What is in this folder, and how to check it
===========================================

export.json      the rows of the audit trail that were asked for, each with its proof
events.csv       the same rows for a spreadsheet; a text that it would take for a formula has an apostrophe before it
tracks.csv       where the drivers were, if a route or a day was asked for
checkpoint.json  the last signature under these rows. Keep it where nobody can change it together with the database:
                 npm run verify -- <database url> --checkpoint checkpoint.json
                 then tells for good whether the trail is still the one that was signed here
SHA256SUMS       sha256sum -c SHA256SUMS

A large export comes in parts, export-1.json and so on, each of which can be checked by itself.

  node verify-export.mjs export*.json

checks them with Node 18 or newer and nothing else, says in words what it has checked, and ends with exit code 1 if
anything was altered, left out or added. With --key and the public key that was noted down earlier, in base64, it also
tells whether somebody else has signed all of it.
`

export type FileWritten = { name: string; rows: number; key: string; faults: string[] }

/** Puts an export into a folder, a file at a time, and looks each over as whoever gets it will. */
export async function* writeFolder(folder: string, files: AsyncIterable<ExportFiles>): AsyncGenerator<FileWritten> {
  await mkdir(folder, { recursive: true })
  const sums: string[] = []
  const put = async (name: string, text: string): Promise<void> => {
    await writeFile(join(folder, name), text)
    sums.push(`${hash('sha256', text)}  ${name}\n`)
  }
  let last: Checkpoint | undefined
  for await (const { name, document, sheets } of files) {
    await put(name, document)
    for (const [sheet, text] of Object.entries(sheets)) await put(sheet, text)
    const { rows, checkpoints, key } = JSON.parse(document) as ExportDocument
    last = checkpoints.at(-1) ?? last
    yield { name, rows: rows.length, key, faults: verifyExport(document).faults }
  }
  if (last) await put('checkpoint.json', `${JSON.stringify(last, null, 1)}\n`)
  await put('verify-export.mjs', await readFile(VERIFIER, 'utf8'))
  await put('README.txt', READ_ME)
  await writeFile(join(folder, 'SHA256SUMS'), sums.join(''))
}
