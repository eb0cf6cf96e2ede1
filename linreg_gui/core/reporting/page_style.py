"""How a report looks as a page: one style sheet, for screens of every width and for paper."""

from __future__ import annotations

# Measures are in letters, so that a reader’s own size of letters holds; colours have a contrast of 7 to 1
# against the page (WCAG 2.2, 1.4.6), those of marks and rules aside.
STYLE = """
:root { --ink: #1b2430; --quiet: #4a5561; --rule: #c9d0d7; --pale: #f4f6f8; --accent: #0b4f8a; }
* { box-sizing: border-box; }
html { font-size: 100%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: #fff; color: var(--ink);
  font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial,
    sans-serif;
  overflow-wrap: break-word;
}
.page { max-width: 58rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 1.25rem; margin-bottom: 1.5rem; }
h1 { font-size: 2.1rem; line-height: 1.2; letter-spacing: -0.015em; margin: 0 0 0.75rem; text-wrap: balance; }
h2 { font-size: 1.4rem; line-height: 1.3; letter-spacing: -0.01em; margin: 3rem 0 0.75rem; }
h3 { font-size: 1rem; line-height: 1.4; margin: 1.75rem 0 0.35rem; }
p { margin: 0.6rem 0; max-width: 46rem; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.lead { font-size: 1.125rem; margin: 0.4rem 0; }
.quiet, .made, figcaption, .note, .numbers { color: var(--quiet); }
.made { font-size: 0.9375rem; margin: 0.5rem 0 0; }
nav { font-size: 0.9375rem; }
nav ol { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1.25rem; }
nav li { margin: 0; }
.points { margin: 0.35rem 0 1.25rem; padding-left: 1.2rem; max-width: 46rem; }
.points li { margin: 0.3rem 0; }
.equation { margin: 0.9rem 0; }
.equation dt { color: var(--quiet); font-size: 0.9375rem; }
.equation dd {
  margin: 0.15rem 0 0; padding: 0.6rem 0.9rem; background: var(--pale); border-left: 3px solid var(--accent);
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
.wide { overflow-x: auto; margin: 1.25rem 0 0.35rem; }
table { border-collapse: collapse; font-size: 0.9375rem; line-height: 1.4; min-width: 50%; }
caption {
  text-align: left; font-size: 0.9375rem; padding-bottom: 0.5rem; color: var(--ink);
  position: sticky; left: 0; max-width: min(46rem, calc(100vw - 2rem));
}
caption b, figcaption b { font-weight: 650; }
thead th { border-top: 1.5px solid var(--ink); border-bottom: 1px solid var(--ink); font-weight: 600; }
tbody tr:last-child > * { border-bottom: 1.5px solid var(--ink); }
tbody tr:nth-child(even) > * { background: var(--pale); }
th, td { padding: 0.32rem 0.6rem; text-align: left; vertical-align: top; }
tbody th { font-weight: 500; min-width: 6rem; max-width: 18rem; }
th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.t { min-width: 9rem; max-width: 26rem; }
th i { font-style: italic; }
.note { font-size: 0.875rem; margin: 0.2rem 0; }
.note:last-of-type { margin-bottom: 1.25rem; }
figure { margin: 1.75rem 0; }
figure .wide { margin: 0; }
figure svg { display: block; width: 100%; min-width: 32rem; height: auto; }
figcaption { font-size: 0.9375rem; margin-top: 0.4rem; max-width: 46rem; }
figcaption b { color: var(--ink); }
.answer { margin: 1.5rem 0; padding-left: 1rem; border-left: 4px solid var(--rule); break-inside: avoid; }
.answer h3 { margin: 0; }
.answer p { margin: 0.25rem 0; }
.answer .short { font-weight: 600; }
.answer .numbers { font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
.standing { font-size: 0.875rem; color: var(--quiet); }
.standing span { display: inline-block; width: 1.3em; font-weight: 700; }
.fine { border-left-color: #2f7d4f; } .fine .standing span { color: #1f6239; }
.look { border-left-color: #b7791f; } .look .standing span { color: #7a4d0b; }
.doubt { border-left-color: #b3362b; } .doubt .standing span { color: #8e241b; }
.yours { border-left-color: #44639c; } .yours .standing span { color: #2f4a7d; }
footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
@media (max-width: 40rem) {
  body { font-size: 1rem; }
  .page { padding: 1.5rem 1rem 2.5rem; }
  h1 { font-size: 1.65rem; }
  h2 { font-size: 1.25rem; margin-top: 2.25rem; }
  th, td { padding: 0.32rem 0.5rem; }
  tbody th { max-width: 10rem; }
}
@page { size: A4; margin: 18mm 16mm; }
@media print {
  html { font-size: 9.5pt; }
  .page { max-width: none; padding: 0; }
  nav { display: none; }
  .wide { overflow: visible; }
  figure svg { min-width: 0; max-width: 16cm; }
  figure, table tr { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  thead { display: table-header-group; }
  tbody tr:nth-child(even) > * { background: none; border-bottom: 0.5px solid var(--rule); }
  a { color: inherit; text-decoration: none; }
}
""".strip()

# Texts of the report are put in by name and escaped, whatever they hold.
TEMPLATE = """
{%- macro head(text, italics) -%}
{%- if italics and text is symbol -%}<i>{{ text }}</i>{%- else -%}{{ text }}{%- endif -%}
{%- endmacro -%}
{%- macro cell(text, exact) -%}
{%- if exact and exact != text -%}<data value="{{ exact }}">{{ text }}</data>
{%- else -%}{{ text }}{%- endif -%}
{%- endmacro -%}
{%- macro grid(block) %}
{%- set table = block.table %}
{%- set key = "table-%d" % block.number %}
<div class="wide" role="region" aria-labelledby="{{ key }}" tabindex="0">
<table>
<caption id="{{ key }}"><b>Table {{ block.number }}.</b> {{ table.title | sentence }}</caption>
<thead><tr>
{%- for text in table.heads %}
{%- set side = ' class="n"' | safe if table.numbers[loop.index0] else "" %}
{%- if text %}<th scope="col"{{ side }}>{{ head(text, table.italics) }}</th>
{%- else %}<td></td>{% endif %}
{%- endfor %}</tr></thead>
<tbody>
{%- for row in table.rows %}
{%- set all = table.exact[loop.index0] if table.exact else row %}
<tr>
{%- for text in row %}
{%- set number = table.numbers[loop.index0] %}
{%- if loop.first %}<th scope="row"{{ ' class="n"' | safe if number }}>{{ text }}</th>
{%- else %}<td class="{{ 'n' if number else 't' }}">{{ cell(text, all[loop.index0] if number else "") }}</td>
{%- endif %}
{%- endfor %}</tr>
{%- endfor %}
</tbody>
</table>
</div>
{%- for note in table.notes %}
<p class="note">{{ note | sentence }}</p>
{%- endfor %}
{%- endmacro -%}
{%- macro answer(one, key) %}
<section class="answer {{ one.standing.name | lower }}" aria-labelledby="{{ key }}">
<h3 id="{{ key }}">{{ one.question }}</h3>
<p class="short">{{ one.short | sentence }}</p>
<p class="standing"><span aria-hidden="true">{{ one.standing | mark }}</span>
{{- one.standing.value | capital }}.</p>
{%- for text in one.sentences %}
<p>{{ text }}</p>
{%- endfor %}
{%- if one.numbers %}
<p class="numbers">{{ one.numbers | sentence }}</p>
{%- endif %}
{%- if one.yours %}
<p>{{ one.yours }}</p>
{%- endif %}
</section>
{%- endmacro -%}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="generator" content="Linear Regression">
<title>{{ report.title }}</title>
<style>
{{ style | safe }}
</style>
</head>
<body>
<div class="page">
<header>
<h1>{{ report.title }}</h1>
<p class="lead">{{ report.lead }}</p>
<p class="made">{{ report.made | sentence }}</p>
</header>
{%- if report.sections | length > 2 %}
<nav aria-label="Contents"><ol>
{%- for section in report.sections %}
<li><a href="#part-{{ loop.index }}">{{ section.heading }}</a></li>
{%- endfor %}
</ol></nav>
{%- endif %}
<main>
{%- for section in report.sections %}
{%- set part = loop.index %}
<section aria-labelledby="part-{{ part }}">
<h2 id="part-{{ part }}">{{ section.heading }}</h2>
{%- for block in section.blocks %}
{%- set kind = block | kind %}
{%- if kind == "Words" %}
<p{{ ' class="quiet"' | safe if block.quiet }}>{{ block.text }}</p>
{%- elif kind == "Points" %}
<h3>{{ block.title }}</h3>
<ul class="points">
{%- for text in block.sentences %}
<li>{{ text }}</li>
{%- endfor %}
</ul>
{%- elif kind == "Equation" %}
<dl class="equation"><dt>{{ block.name }}</dt><dd>{{ block.text }}</dd></dl>
{%- elif kind == "Grid" %}
{{- grid(block) }}
{%- elif kind == "Answers" %}
{%- for one in block.answers %}
{{- answer(one, "part-%d-question-%d" % (part, loop.index)) }}
{%- endfor %}
{%- elif kind == "Figure" %}
<figure>
<div class="wide" role="group" aria-label="Drawing of figure {{ block.number }}" tabindex="0">
{{ block | drawing | safe }}
</div>
<figcaption><b>Figure {{ block.number }}.</b> {{ block.title | sentence }}
{%- if block.caption %} {{ block.caption }}{% endif %}</figcaption>
</figure>
{%- endif %}
{%- endfor %}
</section>
{%- endfor %}
</main>
<footer><p class="made">{{ report.made | sentence }}</p></footer>
</div>
</body>
</html>
"""
