"use strict";
// Draws and tells what the page holds. Every number that is shown is a text of the page; what is worked out
// here is only where on the screen something is drawn.
(() => {
  const page = JSON.parse(document.getElementById("data").textContent);
  const numbers = page.numbers;
  const PLAYED_SECONDS = 15;
  const CALM_PICTURES = 15; // where a person wants less motion: one a second
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const now = { mode: page.first, at: 0, kind: page.loss.first, hidden: new Set(), playing: null };

  // Elements.
  const by = (id) => document.getElementById(id);
  function put(parent, name, attributes = {}, text = null) {
    const drawn = parent.namespaceURI.endsWith("svg") || name === "svg";
    const element = drawn
      ? document.createElementNS("http://www.w3.org/2000/svg", name)
      : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== null) element.textContent = text;
    return parent.appendChild(element);
  }

  // Places: three letters each, as shares of the width or the height of a plot.
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const VALUES = new Uint8Array(128);
  for (let k = 0; k < 64; k++) VALUES[LETTERS.charCodeAt(k)] = k;
  function places(text) {
    const found = new Float64Array(text.length / 3);
    for (let k = 0; k < found.length; k++) {
      const [a, b, c] = [3 * k, 3 * k + 1, 3 * k + 2].map((at) => VALUES[text.charCodeAt(at)]);
      found[k] = text[3 * k] === "." ? NaN : -3 + ((a * 4096 + b * 64 + c) / 262143) * 7;
    }
    return found;
  }
  const evens = (pairs) => pairs.filter((_, k) => k % 2 === 0);
  const odds = (pairs) => pairs.filter((_, k) => k % 2 === 1);

  // What is shown now.
  const mode = () => page.modes[now.mode];
  const frameOf = (run) => mode().frames[run][now.at];
  const isShown = (run) => !now.hidden.has(run);
  const stepText = (run) => page.modes[0].texts[frameOf(run)];
  const runs = page.runs.map((run, at) => ({ ...run, at, name: run.name, look: `run-${at}` }));
  const shownRuns = () => runs.filter((run) => isShown(run.at));
  const lastOf = (run) => numbers.runs[run].losses.length - 1;

  // Marks of the predictions of runs, which no two have alike.
  const MARKS = [
    (x, y) => `M${x - 3} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`,
    (x, y) => `M${x - 3} ${y - 3}h6v6h-6z`,
    (x, y) => `M${x - 3} ${y - 3}l6 6m0 -6l-6 6`,
    (x, y) => `M${x} ${y - 4}l4 7h-8z`,
    (x, y) => `M${x - 4} ${y}h8m-4 -4v8`,
    (x, y) => `M${x} ${y - 4}l4 4l-4 4l-4 -4z`,
    (x, y) => `M${x} ${y - 4}v8`,
    (x, y) => `M${x - 4} ${y}h8`,
  ];

  class Plot {
    constructor(figure, across, upwards) {
      this.figure = figure;
      this.across = across;
      this.upwards = upwards;
      this.svg = put(figure, "svg", { role: "img" });
      this.box = { left: 0, top: 0, width: 1, height: 1 };
      this.fixed = [];
      this.moving = [];
      new ResizeObserver(() => this.draw()).observe(figure);
    }
    x(share) {
      return Math.round(10 * (this.box.left + share * this.box.width)) / 10;
    }
    y(share) {
      return Math.round(10 * (this.box.top + (1 - share) * this.box.height)) / 10;
    }
    line(xs, ys, first = 0, stop = xs.length) {
      let path = "";
      let down = false;
      for (let k = first; k < stop; k++) {
        const seen = !Number.isNaN(xs[k]) && !Number.isNaN(ys[k]);
        if (seen) path += `${down ? "L" : "M"}${this.x(xs[k])} ${this.y(ys[k])}`;
        down = seen;
      }
      return path;
    }
    marks(xs, ys, mark) {
      let path = "";
      for (let k = 0; k < xs.length; k++) {
        if (ys[k] >= 0 && ys[k] <= 1) path += mark(this.x(xs[k]), this.y(ys[k]));
      }
      return path;
    }
    draw() {
      const width = Math.max(200, this.svg.clientWidth || this.figure.clientWidth);
      const height = Math.round(Math.min(400, Math.max(250, 0.62 * width)));
      const longest = Math.max(0, ...this.upwards.texts.map((text) => text.length));
      const left = Math.min(0.3 * width, 32 + 6.8 * longest);
      this.box = { left, top: 8, width: width - left - 12, height: height - 54 };
      this.svg.replaceChildren();
      for (const [key, value] of [["height", height], ["viewBox", `0 0 ${width} ${height}`]]) {
        this.svg.setAttribute(key, value);
      }
      this.drawAxes();
      const clip = put(put(this.svg, "clipPath", { id: `${this.figure.id}-clip` }), "rect");
      const { top } = this.box;
      for (const [key, value] of Object.entries({ x: left, y: top, width: this.box.width, height: this.box.height })) {
        clip.setAttribute(key, value);
      }
      this.inside = put(this.svg, "g", { "clip-path": `url(#${this.figure.id}-clip)` });
      for (const draw of this.fixed) draw(this.inside);
      this.group = put(this.inside, "g");
      this.over = put(this.svg, "g"); // what stands at an edge is seen whole
      this.move();
    }
    move() {
      if (!this.group) return;
      this.group.replaceChildren();
      this.over.replaceChildren();
      for (const draw of this.moving) draw(this.group);
    }
    drawAxes() {
      const { left, top, width, height } = this.box;
      const bottom = top + height;
      const many = this.across.texts.reduce((sum, text) => sum + 7 * text.length + 14, 0);
      const every = Math.max(1, Math.ceil(many / width));
      places(this.across.at).forEach((share, k) => {
        if (share < -1e-6 || share > 1 + 1e-6) return;
        put(this.svg, "path", { class: "grid", d: `M${this.x(share)} ${top}V${bottom}` });
        if (k % every === 0) {
          const anchor = share > 0.97 ? "end" : "middle";
          put(this.svg, "text", { x: this.x(share), y: bottom + 17, "text-anchor": anchor }, this.across.texts[k]);
        }
      });
      places(this.upwards.at).forEach((share, k) => {
        if (share < -1e-6 || share > 1 + 1e-6) return;
        put(this.svg, "path", { class: "grid", d: `M${left} ${this.y(share)}H${left + width}` });
        put(this.svg, "text", { x: left - 7, y: this.y(share) + 4, "text-anchor": "end" }, this.upwards.texts[k]);
      });
      put(this.svg, "rect", { class: "frame", x: left, y: top, width, height });
      this.title(this.across.name, width, { x: left + width / 2, y: bottom + 38 });
      const turned = { x: 0, y: 0, transform: `translate(13 ${top + height / 2}) rotate(-90)` };
      this.title(this.upwards.name, height, turned);
    }
    title(name, room, where) {
      const most = Math.max(6, Math.floor(room / 6.6));
      const letters = [...name];
      const text = letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : name;
      put(this.svg, "text", { class: "title", "text-anchor": "middle", ...where }, text);
    }
  }

  const plots = [];
  const subtitle = (figure, text) => (figure.querySelector("p").textContent = text);
  function noteIn(figure, problem) {
    put(figure, "p", { class: "note" }, problem);
  }

  function makeFit() {
    const figure = by("fit");
    const fit = page.fit;
    if (fit.problem) return noteIn(figure, fit.problem);
    const plot = new Plot(figure, fit.across, fit.upwards);
    const drawn = fit.rows ? fit.rows.values[0].length : 0;
    const rows = drawn === 1 ? "1 row" : `${drawn} rows`;
    subtitle(figure, [drawn ? `${rows} as points` : "without rows", fit.others].filter(Boolean).join(", "));
    if (fit.kind === "lines") {
      const points = places(fit.points);
      const [px, py] = [evens(points), odds(points)];
      const exact = places(fit.exact);
      plot.fixed.push((g) => put(g, "path", { class: "dots data", d: plot.marks(px, py, (x, y) => `M${x} ${y}h0`) }));
      plot.moving.push((g) => {
        for (const run of shownRuns()) {
          const line = places(fit.runs[run.at][frameOf(run.at)]);
          put(g, "path", { class: `line ${run.look}`, d: plot.line(evens(line), odds(line)) });
        }
        put(g, "path", { class: "line exact", d: plot.line(evens(exact), odds(exact)) });
      });
      tipsOn(plot, px, py);
    } else {
      const actual = places(fit.actual);
      const diagonal = places(fit.diagonal);
      const exact = places(fit.exact);
      plot.fixed.push((g) => {
        put(g, "path", { class: "diagonal", d: plot.line(evens(diagonal), odds(diagonal)) });
        if (exact.length) put(g, "path", { class: "dots exact", d: plot.marks(actual, exact, (x, y) => `M${x} ${y}h0`) });
      });
      plot.moving.push((g) => {
        for (const run of shownRuns()) {
          const predicted = places(fit.runs[run.at][frameOf(run.at)]);
          put(g, "path", { class: `mark ${run.look}`, d: plot.marks(actual, predicted, MARKS[run.at % 8]) });
        }
      });
      tipsOn(plot, actual, exact);
    }
    plot.told = () => {
      const of = fit.kind === "lines" ? "the line of each run" : "predictions of each run";
      const what = numbers.exact ? `${of}, beside exact` : of;
      const stands = shownRuns().map((run) => `${run.name} at step ${stepText(run.at)}, ${distance(run.at)}`);
      return `Fit: ${fit.upwards.name} against ${fit.across.name}, ${rows} as points, ${what}. ${stands.join("; ")}.`;
    };
    plots.push(plot);
  }

  // The name and the values of the row that is pointed at.
  function tipsOn(plot, xs, ys) {
    const rows = page.fit.rows;
    if (!rows) return;
    const tip = put(document.body, "div", { id: "tip", hidden: "", "aria-hidden": "true" });
    plot.svg.addEventListener("pointerleave", () => (tip.hidden = true));
    plot.svg.addEventListener("pointermove", (event) => {
      const frame = plot.svg.getBoundingClientRect();
      let [nearest, least] = [-1, 14 ** 2];
      for (let k = 0; k < xs.length; k++) {
        const away = (plot.x(xs[k]) + frame.left - event.clientX) ** 2 + (plot.y(ys[k]) + frame.top - event.clientY) ** 2;
        if (away < least) [nearest, least] = [k, away];
      }
      tip.hidden = nearest < 0;
      if (nearest < 0) return;
      const values = rows.heads.map((head, k) => `${head} ${rows.values[k][nearest]}`).join(", ");
      tip.textContent = rows.names.length ? `${rows.names[nearest]}: ${values}` : values;
      tip.style.left = `${Math.max(4, Math.min(innerWidth - tip.offsetWidth - 4, event.clientX + 14))}px`;
      tip.style.top = `${event.clientY + 16}px`;
    });
  }

  function makeLoss() {
    const figure = by("loss");
    const kinds = page.loss.kinds;
    if (!kinds.length) {
      figure.querySelector("label").hidden = true;
      return noteIn(figure, "No loss is a number that can be drawn.");
    }
    for (const kind of kinds) {
      kind.heights = kind.runs.map(places);
      kind.held = kind.validation.map(places);
      put(by("kind"), "option", {}, kind.name);
    }
    for (const each of page.modes) each.across = each.runs.map(places);
    subtitle(figure, `${page.loss.name}${numbers.validated ? "; dotted, that of rows held out" : ""}`);
    by("kind").selectedIndex = now.kind;
    const plot = new Plot(figure, mode().axis, kinds[now.kind].axis);
    const chosen = () => kinds[now.kind];
    plot.fixed.push((g) => {
      const least = places(chosen().least);
      if (least.length) put(g, "path", { class: "line exact", d: plot.line([0, 1], [least[0], least[0]]) });
      for (const run of shownRuns()) {
        const [xs, ys, held] = [mode().across[run.at], chosen().heights[run.at], chosen().held[run.at]];
        put(g, "path", { class: `line rest ${run.look}`, d: plot.line(xs, ys) });
        if (held.length) put(g, "path", { class: `line thin ${run.look}`, d: plot.line(xs, held) });
      }
    });
    plot.moving.push((g) => {
      for (const run of shownRuns()) {
        const [xs, ys, at] = [mode().across[run.at], chosen().heights[run.at], frameOf(run.at)];
        put(g, "path", { class: `line ${run.look}`, d: plot.line(xs, ys, 0, at + 1) });
        dotAt(plot, run, xs[at], ys[at]);
      }
    });
    plot.told = () => {
      const stands = shownRuns().map((run) => `${run.name} at step ${stepText(run.at)}: ${lossOf(run.at)}`);
      return `Loss curves along the ${mode().name}s, ${page.loss.name}, ${chosen().name} axis. ${stands.join("; ")}${numbers.exact ? `; exact ${numbers.least}` : ""}.`;
    };
    by("kind").addEventListener("change", (event) => {
      now.kind = event.target.selectedIndex;
      plot.upwards = chosen().axis;
      plot.draw();
      tell(`The axis of the loss is ${chosen().name}.`);
      show();
    });
    plot.along = () => {
      plot.across = mode().axis;
      plot.draw();
    };
    plots.push(plot);
  }

  function dotAt(plot, run, x, y) {
    if (![x, y].every((share) => share > -1e-3 && share < 1.001)) return;
    put(plot.over, "circle", { class: `now ${run.look}`, cx: plot.x(x), cy: plot.y(y), r: 5 });
  }

  function makeSurface() {
    const figure = by("surface");
    const surface = page.surface;
    if (surface.problem) return noteIn(figure, surface.problem);
    const plot = new Plot(figure, surface.across, surface.upwards);
    subtitle(figure, [surface.loss, surface.others].filter(Boolean).join(", ") + (surface.sentence ? `. ${surface.sentence}` : ""));
    const contours = surface.contours.map(places).map((pairs) => [evens(pairs), odds(pairs)]);
    const ways = surface.runs.map((run) => run.map((place) => place ?? NaN)).map((pairs) => [evens(pairs), odds(pairs)]);
    const least = places(surface.least);
    plot.fixed.push((g) => {
      for (const [xs, ys] of contours) put(g, "path", { class: "contour", d: plot.line(xs, ys) });
      for (const [place, text] of surface.levels) {
        const [x, y] = places(place);
        put(g, "text", { class: "level", x: plot.x(x), y: plot.y(y) + 4, "text-anchor": "middle" }, text);
      }
      for (const run of shownRuns()) put(g, "path", { class: `line rest ${run.look}`, d: plot.line(...ways[run.at]) });
      const [x, y] = [plot.x(least[0]), plot.y(least[1])];
      put(g, "path", { class: "line exact cross", d: `M${x - 8} ${y}h16M${x} ${y - 8}v16` });
    });
    plot.moving.push((g) => {
      for (const run of shownRuns()) {
        const [[xs, ys], at] = [ways[run.at], frameOf(run.at)];
        put(g, "path", { class: `line ${run.look}`, d: plot.line(xs, ys, 0, at + 1) });
        dotAt(plot, run, xs[at], ys[at]);
      }
    });
    plot.told = () => {
      const stands = shownRuns().map((run) => `${run.name} at step ${stepText(run.at)}: ${lossOf(run.at)}`);
      return `${surface.loss} over ${surface.across.name} and ${surface.upwards.name}: contours around the exact answer, a cross, and the way of each run. Of ${numbers.loss}, ${stands.join("; ")}${numbers.exact ? `; exact ${numbers.least}` : ""}.`;
    };
    plots.push(plot);
  }

  // Numbers: a row each, a column each run, and the exact answer.
  const lossOf = (run) => numbers.runs[run].losses[frameOf(run)];
  const distance = (run) => numbers.runs[run].distances[frameOf(run)];
  const cells = [];
  function makeNumbers() {
    const table = document.querySelector("#numbers table");
    const head = put(table.tHead, "tr");
    put(head, "td");
    for (const run of runs) swatchAnd(put(head, "th", { scope: "col", "data-run": run.at }), run.look, run.name);
    if (numbers.exact) swatchAnd(put(head, "th", { scope: "col" }), "exact", "Exact");
    const row = (name, textOf, exact, words = false) => {
      const line = put(table.tBodies[0], "tr");
      put(put(line, "th", { scope: "row" }), "bdi", {}, name);
      for (const run of runs) {
        const cell = put(line, "td", { "data-run": run.at, class: words ? "words" : "" });
        cells.push(() => (cell.textContent = textOf(run.at)));
      }
      if (numbers.exact) put(line, "td", {}, exact);
    };
    row("step", stepText, "–");
    row("epoch", (run) => numbers.runs[run].epochs[frameOf(run)], "–");
    row(numbers.loss, lossOf, numbers.least);
    if (numbers.validated) row("over rows held out", (run) => numbers.runs[run].validation[frameOf(run)], "–");
    row("beside exact", distance, "–", true);
    numbers.rows.forEach((name, k) => {
      const alone = (text) => text.replace(/^\+ /, "").replace(/^− /, "−");
      row(name, (run) => alone(numbers.runs[run].terms[k][frameOf(run)]), numbers.exact && alone(numbers.exact[k]));
    });
  }

  function swatchAnd(parent, look, name) {
    const drawn = put(parent, "svg", { class: "swatch", viewBox: "0 0 34 14", "aria-hidden": "true" });
    put(drawn, "path", { class: `line ${look}`, d: "M1 7h32" });
    if (page.fit.kind === "predictions") {
      const [at, dot] = [Number(look.slice(4)), "M17 7h0"];
      const mark = look === "exact" ? { class: "dots exact", d: dot } : { class: `mark ${look}`, d: MARKS[at % 8](17, 7) };
      put(drawn, "path", mark);
    }
    return put(parent, "b", { dir: "auto" }, name);
  }

  function makeEquations() {
    const list = document.querySelector("#equations dl");
    const equation = (name, look, textOf) => {
      const term = put(list, "dt", look.startsWith("run-") ? { "data-run": look.slice(4) } : {});
      put(term, "bdi", {}, name);
      const line = put(list, "dd", look.startsWith("run-") ? { "data-run": look.slice(4) } : {});
      put(line, "bdi", {}, numbers.label);
      line.append(" =");
      numbers.products.forEach((product, k) => {
        if (!product && numbers.more) line.append(` + ${numbers.more}`);
        line.append(" ");
        const number = put(line, "b");
        cells.push(() => (number.textContent = textOf(k)));
        if (product) {
          line.append(" ");
          put(line, "bdi", {}, product);
        }
      });
      if (numbers.more && numbers.products.every(Boolean)) line.append(` + ${numbers.more}`);
    };
    for (const run of runs) equation(run.name, run.look, (k) => numbers.runs[run.at].terms[k][frameOf(run.at)]);
    if (numbers.exact) equation("Exact", "exact", (k) => numbers.exact[k]);
  }

  function makeRows() {
    const rows = page.fit.rows;
    if (!rows) return;
    by("rows").hidden = false;
    const table = document.querySelector("#rows table");
    const head = put(table.tHead, "tr");
    const named = rows.names.length > 0;
    for (const name of [named ? "row" : "", ...rows.heads]) {
      put(put(head, name ? "th" : "td", name ? { scope: "col" } : {}), "bdi", {}, name);
    }
    rows.values[0].forEach((_, k) => {
      const line = put(table.tBodies[0], "tr");
      put(put(line, "th", { scope: "row" }), "bdi", {}, named ? rows.names[k] : `point ${k + 1}`);
      for (const values of rows.values) put(line, "td", {}, values[k]);
    });
  }

  function makeLegend() {
    const legend = document.querySelector(".runs");
    for (const run of runs) {
      const label = put(legend, "label");
      const box = put(label, "input", { type: "checkbox", checked: "" });
      const name = swatchAnd(label, run.look, run.name);
      const words = put(label, "span");
      words.append(name, " ");
      put(words, "span", { class: "quiet" }, [run.settings, run.end].filter(Boolean).join("; "));
      box.addEventListener("change", () => {
        now.hidden[box.checked ? "delete" : "add"](run.at);
        for (const part of document.querySelectorAll(`[data-run="${run.at}"]`)) part.hidden = !box.checked;
        for (const plot of plots) plot.draw();
        tell(`${run.name} is ${box.checked ? "shown" : "hidden"}.`);
        show();
      });
    }
    if (numbers.exact) swatchAnd(put(legend, "div"), "exact", "Exact answer");
  }

  // Playing.
  const scrubber = by("scrubber");
  const playButton = by("play");
  const last = () => mode().texts.length - 1;
  const placeText = () => `${mode().name} ${mode().texts[now.at]} of ${mode().texts[last()]}`;
  const tell = (text) => (by("told").textContent = text);

  function show() {
    scrubber.max = last();
    scrubber.value = now.at;
    const text = placeText();
    const spoken = text[0].toUpperCase() + text.slice(1);
    scrubber.setAttribute("aria-valuetext", spoken);
    by("position").textContent = spoken;
    for (const write of cells) write();
    for (const plot of plots) {
      plot.move();
      if (now.playing === null) plot.svg.setAttribute("aria-label", plot.told());
    }
  }
  function goTo(at) {
    now.at = Math.max(0, Math.min(last(), at));
    show();
  }
  function goBy(count) {
    pause();
    goTo(now.at + count);
  }
  function paintPlay() {
    const on = now.playing !== null;
    playButton.querySelector("path").setAttribute("d", on ? "M4 3h2v10H4zM10 3h2v10h-2z" : "M4 2.5v11l9-5.5z");
    playButton.querySelector("span").textContent = on ? "Pause" : "Play";
  }
  function pause(saying = false) {
    if (now.playing === null) return;
    (now.playing.calm ? clearTimeout : cancelAnimationFrame)(now.playing.next);
    now.playing = null;
    paintPlay();
    show();
    if (saying) tell(`Paused at ${placeText()}. ${shownRuns().map((run) => `${run.name}: loss ${lossOf(run.at)}`).join("; ")}.`);
  }
  function play() {
    if (now.at >= last()) now.at = 0;
    const speed = Number(by("speed").value);
    now.playing = { from: now.at, since: performance.now(), calm: calm.matches, next: 0 };
    paintPlay();
    tell(now.playing.calm ? "Playing, one picture a second, as less motion is wanted." : "Playing.");
    const turn = () => {
      const seconds = (performance.now() - now.playing.since) / 1000;
      const rate = now.playing.calm ? last() / CALM_PICTURES : last() / PLAYED_SECONDS;
      const at = now.playing.from + Math.floor(seconds * speed * Math.max(rate, 1 / PLAYED_SECONDS));
      if (at !== now.at) goTo(at);
      if (now.at >= last()) pause(true);
      else follow();
    };
    const follow = () => {
      now.playing.next = now.playing.calm ? setTimeout(turn, 1000) : requestAnimationFrame(turn);
    };
    show();
    follow();
  }
  const toggle = () => (now.playing === null ? play() : pause(true));

  scrubber.addEventListener("input", () => {
    pause();
    goTo(Number(scrubber.value));
  });
  playButton.addEventListener("click", toggle);
  by("back").addEventListener("click", () => goBy(-1));
  by("on").addEventListener("click", () => goBy(1));
  by("speed").addEventListener("change", () => {
    if (now.playing === null) return;
    pause();
    play();
  });
  by("mode").addEventListener("change", (event) => {
    // The run that is longest stays where it is.
    const longest = runs.reduce((a, b) => (lastOf(b.at) > lastOf(a.at) ? b : a)).at;
    const frame = frameOf(longest);
    pause();
    now.mode = event.target.selectedIndex;
    now.at = Math.max(0, mode().frames[longest].findIndex((each) => each >= frame));
    for (const plot of plots) if (plot.along) plot.along();
    tell(`Along the ${mode().name}s: ${placeText()}.`);
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = event.target;
    const own = at.closest && at.closest("select, .scroll, summary, input:not(#scrubber)");
    const many = event.shiftKey ? 10 : 1;
    const keys = {
      " ": () => toggle(),
      ArrowLeft: () => goBy(-many),
      ArrowRight: () => goBy(many),
      Home: () => goBy(-now.at),
      End: () => goBy(last() - now.at),
    };
    if (at === scrubber) Object.assign(keys, { ArrowDown: keys.ArrowLeft, ArrowUp: keys.ArrowRight });
    const act = keys[event.key];
    if (!act || own || (event.key === " " && at.closest && at.closest("button"))) return;
    event.preventDefault();
    act();
  });

  for (const each of page.modes) put(by("mode"), "option", {}, `${each.name}s`);
  by("mode").selectedIndex = now.mode;
  makeLegend();
  makeFit();
  makeLoss();
  makeSurface();
  makeNumbers();
  makeEquations();
  makeRows();
  paintPlay();
  document.querySelector("main").hidden = false;
  for (const plot of plots) plot.draw();
  goTo(0);
})();
