import { readFileSync } from 'node:fs'
import { createMetrics } from '@crosspanel/node/monitoring/metrics'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly record?: string
      readonly alert?: string
      readonly expr: string
      readonly annotations?: Readonly<Record<string, string>>
    }[]
  }[]
}
interface Dashboard {
  readonly panels: readonly {
    readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[]
  }[]
}

const rules = (parse(read('deploy/prometheus/crosspanel.rules.yml')) as RuleFile).groups.flatMap(
  (group) => group.rules,
)
const dashboard = JSON.parse(read('deploy/grafana/crosspanel.json')) as Dashboard
const targets = dashboard.panels.flatMap((panel) => panel.targets)
const records = rules.flatMap(({ record }) => record ?? [])

/** What Prometheus itself adds. */
const OF_PROMETHEUS = ['job', 'instance', 'le']

/** Labels by the name of the metric, as the contract in docs/metrics.md lists them. */
function contract(): ReadonlyMap<string, readonly string[]> {
  const rows = read('docs/metrics.md').matchAll(/^\| `(\w+)` +\| (\w+) +\| ([^|]*?) +\|/gm)
  return new Map(
    [...rows].flatMap(([, name = '', type, cell = '']) => {
      const labels = [...cell.matchAll(/`(\w+)`/g)].map(([, label = '']) => label)
      const suffixes = type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
      return suffixes.map((suffix) => [`${name}${suffix}`, labels] as const)
    }),
  )
}

/** Of the process, which prom-client names. */
async function processMetrics(): Promise<readonly string[]> {
  const metrics = createMetrics({
    version: '1.2.3',
    facts: () => ({ parts: [], peers: [], keys: [] }) as never,
    alerts: () => [],
    isReady: () => true,
    poolMax: 1,
  })
  const types = (await metrics.expose()).matchAll(/^# TYPE ((?:process|nodejs)_\w+)/gm)
  return [...types].map(([, name = '']) => name)
}

function namesIn(expr: string): string[] {
  const withoutRecords = expr.replaceAll(/\w+:\w+:\w+/g, '')
  const found = withoutRecords.matchAll(/\b(?:crosspanel|process|nodejs)_\w+/g)
  return [...found].map(([name]) => name)
}

/** Labels that an expression selects, groups or joins by. */
function labelsIn(expr: string): string[] {
  const selected = [...expr.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label)
  const grouped = [...expr.matchAll(/\b(?:by|on|without|ignoring) ?\(([^)]*)\)/g)]
  return [...selected, ...grouped.flatMap(([, list = '']) => list.split(',').map((l) => l.trim()))]
}

const EXPRESSIONS = [...rules, ...targets].map(({ expr }) => [expr] as const)

describe('the Prometheus rules and the dashboard', () => {
  it.each(EXPRESSIONS)('ask for what is exposed: %s', async (expr) => {
    const known = contract()
    const names = namesIn(expr)
    const recorded = [...expr.matchAll(/\w+:\w+:\w+/g)].map(([name]) => name)
    const allowed = new Set([...OF_PROMETHEUS, ...names.flatMap((name) => known.get(name) ?? [])])

    const exposed = [...known.keys(), ...(await processMetrics())]
    expect(names.filter((name) => !exposed.includes(name))).toEqual([])
    expect(recorded.filter((name) => !records.includes(name))).toEqual([])
    expect(labelsIn(expr).filter((label) => !allowed.has(label))).toEqual([])
    expect([...names, ...recorded, ...expr.matchAll(/\bup\b/g)].length).toBeGreaterThan(0)
  })

  it.each(targets)('legend $legendFormat names labels that the answer has', (target) => {
    const named = [...target.legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label)
    const isGrouped = /\b(sum|max|min|topk|histogram_quantile)\b/.test(target.expr)
    const known = contract()
    const kept = isGrouped
      ? [...target.expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '))
      : [...OF_PROMETHEUS, ...namesIn(target.expr).flatMap((name) => known.get(name) ?? [])]

    expect(named.filter((label) => !kept.includes(label ?? ''))).toEqual([])
  })

  it('say what is wrong and what to do about it', () => {
    const alerts = rules.filter(({ alert }) => alert !== undefined)

    expect(alerts.length).toBeGreaterThan(0)
    for (const { annotations } of alerts) {
      expect(Object.keys(annotations ?? {}).toSorted()).toEqual(['fix', 'summary'])
    }
  })
})
