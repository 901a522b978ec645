// page.js -- what the page does when it is touched: zoom, sort, filter, fold. All that it
// shows stands in the page; it writes text, never markup, and asks nobody for anything.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const make = (name, attributes = {}, text = "") => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  const svg = (name, attributes = {}) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const number = (text) => Number(text.replaceAll(",", ""));
  const words = (value) => value.toLocaleString("en-US");
  document.documentElement.classList.add("js");

  // --- the timeline, the heat map below it, and what both show of the log's time ----------

  const Timeline = (root) => {
    const labels = root.dataset.labels.split("|");
    const begin = Number(root.dataset.begin);
    const width = Number(root.dataset.width);
    const numbers = one(".numbers");
    const names = all("thead th", numbers).slice(1, -1).map((cell) => cell.textContent);
    const layers = names.map(() => new Array(labels.length).fill(0));
    const totals = new Array(labels.length).fill(0);
    for (const row of all("tbody tr", numbers)) {
      const cell = Number(row.dataset.cell);
      all("td", row).forEach((td, i) => {
        const failures = td.textContent === "" ? 0 : number(td.textContent);
        if (i < layers.length) layers[i][cell] = failures;
        else totals[cell] = failures;
      });
    }

    const frame = one(".frame", root);
    const bars = one(".bars", root);
    const paths = all("path:not(.incident)", bars);
    const scale = all(".scale", root);
    const tallest = 1000;  // of the drawing, in its own units
    const lowest = 12;     // of a bar
    let from = 0;
    let to = labels.length;
    let cursor = -1;
    let anchor = -1;  // where a selection began

    const scaleEnd = (most) => {
      if (most <= 1) return 1;
      for (let power = 1; ; power *= 10) {
        for (const step of [2, 4, 6, 8, 10]) if (step * power >= most) return step * power;
      }
    };

    const drawBars = () => {
      const end = scaleEnd(Math.max(0, ...totals.slice(from, to)));
      const wide = to - from > 120 ? 1 : 0.9;
      const below = new Array(labels.length).fill(0);
      paths.forEach((path, i) => {
        let d = "";
        for (let cell = from; cell < to; ++cell) {
          const failures = layers[i][cell];
          if (failures === 0) continue;
          const whole = Math.max(tallest * totals[cell] / end, lowest);
          const bottom = Math.round(whole * below[cell] / totals[cell]);
          below[cell] += failures;
          const top = Math.round(whole * below[cell] / totals[cell]);
          d += `M${cell} ${tallest - top}h${wide}V${tallest - bottom}H${cell}z`;
        }
        path.setAttribute("d", d);
      });
      bars.setAttribute("viewBox", `${from} 0 ${to - from} ${tallest}`);
      scale[0].textContent = words(end);
      scale[1].textContent = end > 1 ? words(end / 2) : "";
    };

    const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200,
      86400, 172800, 604800, 1209600, 2419200];
    const drawAxes = () => {
      for (const axis of all(".axis")) {
        const room = axis.getBoundingClientRect().width || 300;
        const most = Math.max(1, Math.floor(room / Math.max(70, 11.5 * labels[from].length)));
        const step = steps.find((each) => each % width === 0 && (to - from) * width / each <= most) ||
          width * Math.ceil((to - from) / most);
        axis.replaceChildren();
        for (let cell = from; cell < to; ++cell) {
          if ((begin + cell * width) % step !== 0) continue;
          const place = (cell - from) / (to - from);
          const half = 3.6 * labels[cell].length;
          if (place * room + half > room + 4) break;
          if (cell !== from && place * room < half) continue;
          const text = svg("text", { x: `${100 * place}%`, y: 14 });
          if (cell === from) text.setAttribute("class", "first");
          text.textContent = labels[cell];
          axis.append(text);
        }
      }
    };

    const drawStrips = () => {
      for (const strip of all(".strip")) strip.setAttribute("viewBox", `${from} 0 ${to - from} 1`);
    };

    // --- what it says

    const readout = make("p", { class: "readout", "aria-live": "polite" });
    const hint = "Drag to zoom. With the keyboard: arrows move, Shift and arrows select, Enter zooms, Escape resets.";
    const say = (text) => { readout.textContent = text || hint; };
    const tell = (cell) => {
      const parts = names.map((name, i) => [layers[i][cell], name]).filter(([failures]) => failures > 0);
      const list = parts.map(([failures, name]) => `${name} ${words(failures)}`).join(", ");
      say(`${labels[cell]}: ${totals[cell] ? `${words(totals[cell])} failed: ${list}` : "no failures"}`);
    };
    const tellSelection = () => {
      const [first, last] = [Math.min(anchor, cursor), Math.max(anchor, cursor)];
      const sum = totals.slice(first, last + 1).reduce((a, b) => a + b, 0);
      say(`${labels[first]} to ${labels[last]}: ${words(sum)} failed. Enter zooms.`);
    };

    // --- what it does

    const selection = svg("rect", { class: "selection", y: 0, height: tallest });
    const showCursor = () => {
      selection.remove();
      if (cursor < 0) return;
      const first = anchor < 0 ? cursor : Math.min(anchor, cursor);
      const last = anchor < 0 ? cursor : Math.max(anchor, cursor);
      selection.setAttribute("x", first);
      selection.setAttribute("width", last + 1 - first);
      bars.append(selection);
    };
    const forget = () => {
      cursor = anchor = -1;
      showCursor();
    };

    const button = (text, action) => {
      const element = make("button", { type: "button" }, text);
      element.addEventListener("click", action);
      return element;
    };
    const zoom = (first, last) => {
      const fewest = Math.min(labels.length, 3);
      if (last - first < fewest) first = Math.floor((first + last - fewest) / 2);
      from = Math.max(0, Math.min(first, labels.length - fewest));
      to = Math.min(labels.length, Math.max(last, from + fewest));
      forget();
      drawBars();
      drawAxes();
      drawStrips();
      const whole = from === 0 && to === labels.length;
      out.disabled = reset.disabled = whole;
      closer.disabled = to - from <= fewest;
      earlier.disabled = from === 0;
      later.disabled = to === labels.length;
      say(whole ? "" : `Shown: ${labels[from]} to ${labels[to - 1]}.`);
    };
    const move = (by) => {
      const length = to - from;
      const first = Math.max(0, Math.min(labels.length - length, from + by));
      zoom(first, first + length);
    };
    const quarter = () => Math.max(1, Math.round((to - from) / 4));
    const closer = button("Zoom in", () => zoom(from + quarter(), to - quarter()));
    const out = button("Zoom out", () => zoom(from - 2 * quarter(), to + 2 * quarter()));
    const earlier = button("Earlier", () => move(-quarter()));
    const later = button("Later", () => move(quarter()));
    const reset = button("Reset", () => zoom(0, labels.length));
    const tools = make("div", { class: "tools" });
    tools.append(closer, out, earlier, later, reset);
    root.append(tools, readout);

    const plot = one(".plot", root);
    plot.setAttribute("tabindex", "0");
    plot.setAttribute("role", "group");
    plot.setAttribute("aria-label", "Timeline. " + hint);

    const cellAt = (event) => {
      const box = frame.getBoundingClientRect();
      const place = Math.floor(from + (event.clientX - box.left) / box.width * (to - from));
      return Math.max(from, Math.min(to - 1, place));
    };
    let dragging = false;
    frame.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      plot.focus({ preventScroll: true });
      frame.setPointerCapture(event.pointerId);
      dragging = true;
      cursor = anchor = cellAt(event);
      showCursor();
    });
    frame.addEventListener("pointermove", (event) => {
      const cell = cellAt(event);
      if (!dragging) return tell(cell);
      cursor = cell;
      showCursor();
      tellSelection();
    });
    frame.addEventListener("pointerup", () => {
      if (!dragging) return;
      dragging = false;
      if (anchor !== cursor) zoom(Math.min(anchor, cursor), Math.max(anchor, cursor) + 1);
      else anchor = -1;
    });
    frame.addEventListener("pointercancel", () => { dragging = false; forget(); });
    frame.addEventListener("pointerleave", () => { if (!dragging && cursor < 0) say(""); });
    frame.addEventListener("dblclick", () => zoom(0, labels.length));
    plot.addEventListener("keydown", (event) => {
      const moves = { ArrowLeft: -1, ArrowRight: 1, Home: -labels.length, End: labels.length };
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key in moves) {
        const at = cursor < 0 ? (moves[event.key] > 0 ? from - 1 : to) : cursor;
        if (event.shiftKey && anchor < 0) anchor = cursor < 0 ? from : cursor;
        if (!event.shiftKey) anchor = -1;
        cursor = Math.max(from, Math.min(to - 1, at + moves[event.key]));
        showCursor();
        if (anchor < 0) tell(cursor);
        else tellSelection();
      } else if (event.key === "Enter" && cursor >= 0) {
        if (anchor < 0) zoom(cursor - quarter(), cursor + quarter());
        else zoom(Math.min(anchor, cursor), Math.max(anchor, cursor) + 1);
      } else if (event.key === "Escape") {
        if (cursor >= 0) {
          forget();
          say("");
        } else {
          zoom(0, labels.length);
        }
      } else {
        return;
      }
      event.preventDefault();
    });

    // --- the heat map's cells, by pointer

    const heat = one(".heat");
    if (heat) {
      const note = make("p", { class: "readout", "aria-live": "polite" });
      heat.after(note);
      for (const strip of all(".strip", heat)) {
        const cells = new Map(strip.dataset.cells.trim().split(" ").map((pair) => pair.split(":").map(Number)));
        const name = one("th", strip.closest("tr")).textContent;
        strip.addEventListener("pointermove", (event) => {
          const box = strip.getBoundingClientRect();
          const place = Math.floor(from + (event.clientX - box.left) / box.width * (to - from));
          const cell = Math.max(from, Math.min(to - 1, place));
          note.textContent = `${name}, ${labels[cell]}: ${words(cells.get(cell) || 0)} failed`;
        });
        strip.addEventListener("pointerleave", () => { note.textContent = ""; });
      }
    }

    zoom(0, labels.length);
    let pending = 0;
    addEventListener("resize", () => {
      cancelAnimationFrame(pending);
      pending = requestAnimationFrame(drawAxes);
    });
  };

  // --- examples, shown when their row is asked for ------------------------------------------

  const fold = (table) => {
    for (const example of all("tr.example", table)) {
      const row = example.previousElementSibling;
      row.classList.add("has-example");
      const button = make("button", { type: "button", class: "fold", "aria-expanded": "false", "aria-label": "Example" });
      row.cells[0].prepend(button);
      const toggle = () => {
        const open = example.classList.toggle("open");
        button.setAttribute("aria-expanded", String(open));
      };
      row.addEventListener("click", () => {
        if (String(getSelection()) === "") toggle();
      });
    }
  };

  // --- the table: sorted by a column, filtered by words and cause -------------------------------

  const Groups = (table) => {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const top = Number(table.dataset.top);
    const groups = all("tr:not(.example)", body).map((row) => ({
      row,
      example: row.nextElementSibling && row.nextElementSibling.classList.contains("example") ?
        row.nextElementSibling : null,
      text: [...row.cells].slice(1).filter((cell) => !cell.classList.contains("spark"))
        .map((cell) => cell.textContent).join("\n").toLowerCase(),
      failures: number(row.cells[0].textContent),
    }));
    fold(table);

    const search = make("div", { class: "search", role: "search" });
    const label = make("label", {}, "Filter");
    const input = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    label.append(input);
    search.append(label);

    const place = heads.findIndex((head) => head.classList.contains("cause"));
    const select = make("select");
    if (place >= 0) {
      const causes = [...new Set(groups.map(({ row }) => row.cells[place].textContent))].sort();
      select.append(make("option", { value: "" }, "all causes"));
      for (const cause of causes) select.append(make("option", { value: cause }, cause));
      const causeLabel = make("label", {}, "Cause");
      causeLabel.append(select);
      search.append(causeLabel);
    }
    const status = make("span", { role: "status" });
    search.append(status);
    table.before(search);

    const everything = make("button", { type: "button", id: "all" });
    table.after(everything);
    let limit = top === 0 || top + 1 >= groups.length ? Infinity : top;

    const show = () => {
      const wanted = input.value.trim().toLowerCase().split(/\s+/);
      let found = 0;
      let failures = 0;
      for (const group of groups) {
        const fits = wanted.every((word) => group.text.includes(word)) &&
          (select.value === "" || group.row.cells[place].textContent === select.value);
        if (fits) {
          ++found;
          failures += group.failures;
        }
        group.row.hidden = !fits || found > limit;
        if (group.example) group.example.hidden = group.row.hidden;
      }
      const shown = Math.min(found, limit);
      status.textContent = `${words(shown)} of ${words(groups.length)} groups` +
        (found < groups.length ? `, ${words(failures)} failed in what was found` : "");
      everything.hidden = found <= limit;
      everything.textContent = `Show all ${words(found)}`;
    };
    input.addEventListener("input", show);
    select.addEventListener("change", show);
    everything.addEventListener("click", () => {
      limit = Infinity;
      show();
      input.focus();
    });

    const value = (row, column) => {
      const cell = row.cells[column];
      const time = one("time", cell);
      if (time) return time.dateTime;
      return cell.classList.contains("n") ? number(cell.textContent) : cell.textContent;
    };
    const order = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true }));
    const sort = (column, direction) => {
      const sign = direction === "ascending" ? 1 : -1;
      groups.forEach((group, i) => { group.at = i; });
      groups.sort((a, b) => sign * order(value(a.row, column), value(b.row, column)) || a.at - b.at);
      const rows = document.createDocumentFragment();
      for (const { row, example } of groups) {
        rows.append(row);
        if (example) rows.append(example);
      }
      body.append(rows);
      for (const head of heads) head.removeAttribute("aria-sort");
      heads[column].setAttribute("aria-sort", direction);
      show();
    };
    heads.forEach((head, column) => {
      if (head.tagName !== "TH") return;
      const button = make("button", { type: "button" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const first = head.classList.contains("n") ? "descending" : "ascending";
        const other = first === "ascending" ? "descending" : "ascending";
        sort(column, now === first ? other : first);
      });
    });
    show();
  };

  const timeline = one("#timeline");
  if (timeline) Timeline(timeline);
  const groups = one("#groups");
  if (groups) Groups(groups);
  for (const table of all("#evidence table")) fold(table);
  for (const example of all(".cards details")) example.open = false;
})();
