/**
 * Runs the dependency rules, then proves that they can fail: a check that cruises nothing, or that
 * misses a planted forbidden import, is no check.
 */
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Report {
  readonly summary: {
    readonly totalCruised: number
    readonly violations: readonly { rule: { name: string }; from: string; to: string }[]
  }
}

const root = fileURLToPath(new URL('..', import.meta.url))
const LEAST_MODULES = 120
const FOLDERS = [
  'protocol/src',
  'node/src',
  'registry/src',
  'console/src',
  'deploy/src',
  'test/src',
]

/** Planted imports, and the rule that must catch each. */
const CANARIES = [
  {
    file: 'protocol/src/canary.ts',
    text: "export { readFile } from 'node:fs/promises'\n",
    rule: 'protocol-is-a-leaf',
  },
  {
    file: 'node/src/jobs/canary.ts',
    text: "export { createRunStore } from '../runs/store.ts'\n",
    rule: 'no-foreign-store',
  },
  {
    file: 'registry/src/canary.ts',
    text: "export { openDb } from '@crosspanel/node/db'\n",
    rule: 'registry-knows-no-node',
  },
] as const

function cruise(): Report['summary'] {
  const args = [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.mjs',
  ]
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 } as const
  try {
    return read(
      execFileSync(process.execPath, [...args, '--output-type', 'json', ...FOLDERS], options),
    )
  } catch (error) {
    return read((error as { stdout: string }).stdout)
  }
}

function read(json: string): Report['summary'] {
  return (JSON.parse(json) as Report).summary
}

const clean = cruise()
for (const { rule, from, to } of clean.violations) console.error(`${rule.name}: ${from} -> ${to}`)
let failures = clean.violations.length
if (clean.totalCruised < LEAST_MODULES) {
  console.error(
    `only ${clean.totalCruised} modules were cruised, fewer than ${LEAST_MODULES}: the rules saw nothing`,
  )
  failures += 1
}

try {
  for (const { file, text } of CANARIES) writeFileSync(root + file, text, { flag: 'wx' })
  const { violations } = cruise()
  for (const { file, rule } of CANARIES) {
    if (violations.some((violation) => violation.from === file && violation.rule.name === rule))
      continue
    console.error(`the rule ${rule} did not catch the forbidden import planted in ${file}`)
    failures += 1
  }
} finally {
  for (const { file } of CANARIES) rmSync(root + file, { force: true })
}
console.log(`architecture: ${clean.totalCruised} modules, ${failures} problems`)
if (failures > 0) process.exitCode = 1
