/**
 * The layout, in Typst. Everything printed comes from `sheet.json` as data and is never part of this source, so a name can not
 * become code. Tagged for PDF/UA: headings, tables with head rows that repeat, a text for each chart.
 */
export const healthSummaryTemplate = String.raw`
#let sheet = json("/sheet.json")
#let ink = rgb("#1d2b36")
#let quiet = rgb("#56636e")
#let rule = rgb("#cfd7dd")
#let tint = rgb("#f1f4f6")
#let accent = rgb("#17435f")

#let (year, month, day, hour, minute, second) = sheet.madeAt
#set document(title: sheet.title, author: sheet.organisation, date: datetime(year: year, month: month, day: day, hour: hour, minute: minute, second: second))
#set text(font: ("Noto Sans", "Noto Sans S Chinese", "Noto Sans Korean", "Noto Naskh Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai"), size: 9pt, fill: ink, lang: sheet.language)
#set par(leading: 0.55em, spacing: 0.8em)
#set page(
  paper: "a4",
  margin: (x: 18mm, top: 18mm, bottom: 20mm),
  footer: context {
    set text(size: 7.5pt, fill: quiet)
    line(length: 100%, stroke: 0.5pt + rule)
    v(-0.4em)
    grid(
      columns: (1fr, auto), column-gutter: 8mm, align: (left + bottom, right + bottom),
      sheet.running,
      sheet.page.at(0) + str(counter(page).get().first()) + sheet.page.at(1) + str(counter(page).final().first()) + sheet.page.at(2),
    )
  },
)
#show heading.where(level: 1): it => block(above: 0pt, below: 0pt, text(size: 12pt, weight: "semibold", fill: quiet, it.body))
#show heading.where(level: 2): it => block(above: 1.7em, below: 0.7em, sticky: true, text(size: 11.5pt, weight: "semibold", fill: accent, it.body))
#show heading.where(level: 3): it => block(above: 0pt, below: 0.35em, sticky: true, text(size: 8.5pt, weight: "semibold", fill: ink, it.body))

// The head: what this is, of whom, of which time.
#grid(
  columns: (1fr, auto), column-gutter: 10mm,
  heading(level: 1, sheet.title),
  align(right, text(size: 8.5pt, fill: quiet, sheet.organisation)),
)
#block(above: 1.7em, below: 1em, text(size: 19pt, weight: "semibold", fill: accent, sheet.patient))
#block(above: 0pt, below: 0.7em, text(size: 10pt, weight: "medium", sheet.period))
#block(above: 0pt, below: 0.9em, text(size: 8pt, fill: quiet, sheet.made.join(". ") + "."))
#line(length: 100%, stroke: 1.2pt + accent)

#let half = calc.ceil(sheet.facts.len() / 2)
#let told(facts) = grid(
  columns: (30mm, 1fr), row-gutter: 0.65em, column-gutter: 3mm,
  ..facts.map(((label, value)) => (text(fill: quiet, label), text(value))).flatten(),
)
#grid(columns: (1fr, 1fr), column-gutter: 8mm, told(sheet.facts.slice(0, half)), told(sheet.facts.slice(half)))

#v(0.8em)
#grid(
  columns: (1fr,) * sheet.tiles.len(), column-gutter: 4mm,
  ..sheet.tiles.map(tile => block(width: 100%, height: 17mm, inset: (x: 3.5mm, y: 2.6mm), radius: 1.5mm, fill: tint, {
    set par(spacing: 0.5em)
    text(size: 7.5pt, fill: quiet, tile.label)
    parbreak()
    if tile.unit == "" { text(size: 9.5pt, tile.value) } else { text(size: 13pt, weight: "semibold", tile.value) + text(size: 9pt, " " + tile.unit) }
    parbreak()
    text(size: 7.5pt, fill: quiet, tile.when)
  })),
)

#for section in sheet.sections {
  heading(level: 2, section.heading)
  if section.remark != "" { block(above: 0pt, below: 0.7em, sticky: section.table != none, section.remark) }
  if section.table != none {
    let columns = section.table.columns
    set text(size: 8.2pt)
    set par(leading: 0.45em)
    table(
      columns: columns.map(column => column.width * 1fr),
      align: columns.map(column => if column.number { right } else { left }),
      inset: (x: 1.6mm, y: 1.35mm),
      stroke: (x, y) => (bottom: if y == 0 { 0.8pt + accent } else { 0.4pt + rule }),
      table.header(..columns.map(column => text(weight: "semibold", fill: accent, column.title))),
      // A row stays on one page.
      ..section.table.rows.map(row => row.enumerate().map(((at, cell)) => table.cell(breakable: false, {
        let lines = cell.split("\n")
        if at == 0 { text(weight: "medium", lines.first()) } else { lines.first() }
        for more in lines.slice(1) { linebreak(); text(size: 7pt, fill: quiet, more) }
      }))).flatten(),
    )
  }
}

#if sheet.charts.items.len() > 0 {
  heading(level: 2, sheet.charts.heading)
  block(above: 0pt, below: 0.9em, sticky: true, text(size: 8pt, fill: quiet, sheet.charts.key.join(" ")))
  grid(
    columns: (1fr, 1fr), column-gutter: 7mm, row-gutter: 5mm,
    ..sheet.charts.items.map(chart => block(breakable: false, width: 100%, {
      heading(level: 3, chart.title + if chart.unit != "" { text(weight: "regular", fill: quiet, " " + chart.unit) })
      image(bytes(chart.svg), format: "svg", width: 100%, alt: chart.alt)
    })),
  )
}

#v(1.2em)
#text(size: 7.5pt, fill: quiet, sheet.note)
`;
