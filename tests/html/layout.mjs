// layout.mjs -- what is wrong with a page as it stands, found in the page itself: the functions run in the browser.

// Sentences; none if nothing overflows, is cut, overlaps, is too pale to read, or lacks a name.
export const faults = () => {
  const found = [];
  const say = (text) => { if (found.length < 12) found.push(text); };
  const name = (element) => {
    const own = element.closest("section, header, footer");
    return `${own ? own.id || own.tagName : ""} ${element.tagName}.${element.getAttribute("class") || ""} ` +
      `"${(element.textContent || "").trim().slice(0, 40)}"`;
  };
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) say(`the page is ${page.scrollWidth} wide in ${page.clientWidth}`);

  // Boxes that scroll or cut: only the drawing's numbers may.
  for (const element of document.body.querySelectorAll("*")) {
    if (element instanceof SVGElement || !isSeen(element) || element.closest(".wide, select, input")) continue;
    const overflows = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    if (overflows && getComputedStyle(element).display !== "inline") say(`overflows: ${name(element)}`);
  }

  // All text: inside of the page, over no other text, readable.
  const channels = (color) => {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
    return { rgb: [r, g, b], a };
  };
  const luminance = ({ rgb }) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.a === 1) return color;
    }
    return { rgb: [255, 255, 255], a: 1 };
  };
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === "" || !isSeen(element) || element.closest("title, script, .wide, option")) continue;
    const style = getComputedStyle(element);
    const ink = channels(element instanceof SVGElement ? style.fill : style.color);
    const [light, dark] = [luminance(ink), luminance(behind(element))].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < 4.5 && !element.closest("button:disabled")) say(`contrast ${contrast.toFixed(2)}: ${name(element)}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      if (box.left < -0.5 || box.right > page.clientWidth + 0.5) say(`outside of the page: ${name(element)}`);
      boxes.push({ box, node, element });
    }
  }
  boxes.sort((a, b) => a.box.top - b.box.top);
  for (let i = 0; i < boxes.length; ++i) {
    for (let j = i + 1; j < boxes.length && boxes[j].box.top < boxes[i].box.bottom - 4; ++j) {
      const [a, b] = [boxes[i], boxes[j]];
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const down = Math.min(a.box.bottom, b.box.bottom) - b.box.top;
      if (a.node !== b.node && across > 1 && down > 4) say(`overlap: ${name(a.element)} and ${name(b.element)}`);
    }
  }

  // What a screen reader needs.
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  if (new Set(ids).size !== ids.length) say("an id stands twice");
  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3")) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) say(`a heading leaves a level out: ${name(heading)}`);
    level = own;
  }
  if (document.querySelectorAll("h1").length !== 1) say("there is not one h1");
  for (const element of document.querySelectorAll("svg[role=img]")) {
    if (!element.getAttribute("aria-label") && !element.querySelector(":scope > title")) say(`no name: ${name(element)}`);
  }
  for (const element of document.querySelectorAll("button, input, select, [tabindex]")) {
    const label = element.textContent || element.getAttribute("aria-label") || (element.labels && element.labels[0]);
    if (!label) say(`no name: ${name(element)}`);
  }
  for (const head of document.querySelectorAll("th")) if (!head.scope) say(`no scope: ${name(head)}`);
  return found;
};
