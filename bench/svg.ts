// A line chart with logarithmic axes as SVG: enough for a report, and no library.

export type Series = {
  readonly name: string
  readonly points: readonly (readonly [number, number])[]
}

export type Chart = {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly series: readonly Series[]
}

const width = 760
const height = 420
const plot = { left: 70, right: 520, top: 46, bottom: 360 }
const colours = ['#0b62a4', '#d9730d', '#3a7d44', '#8e44ad', '#b3362b', '#5d6d7e', '#c49a00']
/** With more series than colours: one more each time the colours are used up. */
const dashes = ['none', '7 4', '2 3']

/** How the line of a series is drawn, in the plot and beside its name. */
const strokeOf = (at: number): string => {
  const dash = dashes[Math.floor(at / colours.length) % dashes.length]
  return `stroke="${colours[at % colours.length]}" stroke-width="2" stroke-dasharray="${dash}"`
}

/** The chart as text. */
export const lineChart = ({ title, x, y, series }: Chart): string => {
  const points = series.flatMap((each) => each.points)
  const toX = scale(
    points.map(([value]) => value),
    plot.left,
    plot.right,
  )
  const toY = scale(
    points.map(([, value]) => value),
    plot.bottom,
    plot.top,
  )
  const lines = series.map((each, at) => line(each, at, { toX, toY }))
  const legend = series.map(({ name }, at) => {
    const top = plot.top + 10 + at * 20
    const [from, to, y] = [plot.right + 20, plot.right + 42, top - 4]
    const mark = `<line x1="${from}" x2="${to}" y1="${y}" y2="${y}" ${strokeOf(at)}/>`
    return `${mark}<text x="${plot.right + 48}" y="${top}">${escaped(name)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" fill="white"/>
<text x="${plot.left}" y="24" font-size="15">${escaped(title)}</text>
${toX.ticks.map((value) => vertical(value, toX.at(value))).join('\n')}
${toY.ticks.map((value) => horizontal(value, toY.at(value))).join('\n')}
<text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 40}" text-anchor="middle">${escaped(x)}</text>
<text transform="translate(18 ${(plot.top + plot.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>
${lines.join('\n')}
${legend.join('\n')}
</svg>
`
}

type Scale = { at(value: number): number; readonly ticks: readonly number[] }

const scale = (values: readonly number[], from: number, to: number): Scale => {
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))
  return {
    at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: high - low + 1 }, (_, at) => 10 ** (low + at)),
  }
}

const line = ({ name, points }: Series, at: number, { toX, toY }: { toX: Scale; toY: Scale }) => {
  const places = points.map(([px, py]) => [toX.at(px), toY.at(py)] as const)
  const path = places.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ')
  const dots = places.map(
    ([px, py]) =>
      `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3" fill="${colours[at % colours.length]}"/>`,
  )
  const drawn = `<polyline points="${path}" fill="none" ${strokeOf(at)}/>`
  return `<g><title>${escaped(name)}</title>${drawn}${dots.join('')}</g>`
}

const vertical = (value: number, at: number): string => {
  const rule = `<line x1="${at}" x2="${at}" y1="${plot.top}" y2="${plot.bottom}" stroke="#ddd"/>`
  const label = `<text x="${at}" y="${plot.bottom + 18}" text-anchor="middle">${amount(value)}</text>`
  return rule + label
}

const horizontal = (value: number, at: number): string => {
  const rule = `<line x1="${plot.left}" x2="${plot.right}" y1="${at}" y2="${at}" stroke="#ddd"/>`
  return `${rule}<text x="${plot.left - 8}" y="${at + 4}" text-anchor="end">${amount(value)}</text>`
}

const amount = (value: number): string =>
  value.toLocaleString('en', { maximumSignificantDigits: 3 })

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
