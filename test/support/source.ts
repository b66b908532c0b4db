// The project's own files as text, for tests about the code itself.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

export type SourceFile = { readonly path: string; readonly text: string; readonly lines: string[] }

export const readProjectFile = (path: string): string => readFileSync(join(root, path), 'utf8')

/** All TypeScript below these folders. */
export const sourceFiles = (...folders: readonly string[]): SourceFile[] =>
  globSync(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: root },
  )
    .sort()
    .map((path) => {
      const text = readProjectFile(path)
      return { path, text, lines: text.trimEnd().split('\n') }
    })

const importForm = /\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g

/** The files of this project that a file imports, types included. */
export const importsOf = ({ path, text }: SourceFile): string[] =>
  [...text.matchAll(importForm)].map(([, target = '']) =>
    relative(root, join(root, dirname(path), target)),
  )

/** Code without its comments, roughly: enough to look for a word that must not be used. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')

const opening = /^(\s*).*(?:=>|\bfunction\b.*|^\s*(?:async )?[\w[\].]+\(.*\)(?:: [^=]+)?) \{$/

/** Functions with their length in lines, told by indentation, which the formatter guarantees. */
export const functionsOf = ({ lines }: SourceFile): { line: number; length: number }[] =>
  lines.flatMap((line, index) => {
    const [, indent] = opening.exec(line) ?? []
    if (indent === undefined || /\b(describe|if|for|while|switch)\b ?\(/.test(line)) return []
    const end = lines.findIndex((other, at) => at > index && other.startsWith(`${indent}}`))
    return [{ line: index + 1, length: end - index + 1 }]
  })
