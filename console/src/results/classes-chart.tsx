import type { MafBin } from '@crosspanel/protocol/summary'
import { formatNumber } from '../i18n/format.ts'
import { type CountClass, countClasses } from './accuracy.ts'
import { ChartFigure } from './figure.tsx'
import { formatMaf, mafLabel } from './numbers.ts'
import { Legend } from './plot.tsx'
import { RowsPlot } from './rows-chart.tsx'
import { inWords } from './table.ts'
import { t } from './words.ts'

const PARTS = [
  ['high', 'fill-shade-5'],
  ['middle', 'fill-shade-3'],
  ['low', 'fill-shade-1'],
  ['typed', 'fill-warn'],
] as const

/** What the result holds, by how frequent it is. */
export function ClassesChart(props: { bins: readonly MafBin[] }) {
  const classes = () => countClasses(props.bins)
  const total = (of: (one: CountClass) => number) =>
    classes().reduce((sum, one) => sum + of(one), 0)
  const columns = () => t().classes.columns
  return (
    <ChartFigure
      name="variants-by-class"
      title={t().classes.title}
      caption={t().classes.caption}
      summary={t().classes.sentence(
        total(({ imputed }) => imputed),
        total(({ typed }) => typed),
        total(({ typedOnly }) => typedOnly),
      )}
      table={{
        columns: [
          ...[columns().over, columns().upTo].map((title) => ({ title, isNumber: true })),
          ...[columns().imputed, columns().atLeast03, columns().atLeast08].map((title) => ({
            ...{ title, isNumber: true },
          })),
          ...[columns().typed, columns().typedOnly].map((title) => ({ title, isNumber: true })),
        ],
        rows: classes().map((one) => [
          ...[inWords(one.over, formatMaf), inWords(one.upTo, formatMaf), one.imputed],
          ...[one.atLeast03, one.atLeast08],
          ...[one.typed, one.typedOnly],
        ]),
      }}
      legend={
        <Legend
          items={PARTS.map(([id, fill]) => ({
            label: t().classes.parts[id],
            mark: () => <rect width="24" height="14" class={fill} />,
          }))}
        />
      }
    >
      <RowsPlot
        title={t().classes.title}
        axis={t().classes.axisX}
        max={Math.max(...classes().map(allOf))}
        rows={classes().map((one) => ({
          label: t().classes.label(mafLabel(one.over, one.upTo)),
          value: formatNumber(allOf(one)),
          parts: partsOf(one),
          text: t().classes.at(
            ...([mafLabel(one.over, one.upTo), one.imputed, one.atLeast08, one.typed] as const),
          ),
        }))}
      />
    </ChartFigure>
  )
}

const allOf = ({ imputed, typed, typedOnly }: CountClass) => imputed + typed + typedOnly

function partsOf(one: CountClass) {
  const counts = {
    high: one.atLeast08,
    middle: one.atLeast03 - one.atLeast08,
    low: one.imputed - one.atLeast03,
    typed: one.typed + one.typedOnly,
  }
  let from = 0
  return PARTS.flatMap(([id, fill]) => {
    const start = from
    from += counts[id]
    return counts[id] === 0 ? [] : [{ from: start, to: from, class: fill }]
  })
}
