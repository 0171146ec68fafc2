"use strict";
// Everything can be read without this. It adds: numbers at a date, single runs, copies and files of a chart.

const ORIGIN = document.getElementById("softpower").textContent;
const WIDTH = 3200;

function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

function shape(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function button(words, work, said) {
  const made = element("button", { type: "button" }, words);
  made.addEventListener("click", async () => {
    try {
      said.textContent = (await work(made)) || "";
    } catch (why) {
      said.textContent = `That did not work here: ${why.message}`;
    }
  });
  return made;
}

function save(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  return `${name} is saved.`;
}

// The clipboard of the browser; where a page from a file may not use it, the old way.
async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = element("textarea", { readonly: "" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("this browser lets no page copy");
}

// The drawing as a file of its own, with words, origin and typeface.
function file(drawing, readings) {
  const copy = drawing.cloneNode(true);
  copy.querySelectorAll(".cursor, [display=none]").forEach((part) => part.remove());
  const [, , width, height] = copy.getAttribute("viewBox").split(" ").map(Number);
  copy.setAttribute("width", width / 10);
  copy.setAttribute("height", height / 10);
  copy.removeAttribute("class");
  const texts = { title: readings.title, desc: readings.alt, metadata: ORIGIN };
  const heads = Object.entries(texts).map(([name, words]) => {
    const made = shape(name, {});
    made.textContent = words;
    return made;
  });
  copy.prepend(...heads);
  return copy;
}

function svgText(copy, withTypeface) {
  if (withTypeface) {
    const style = shape("style", {});
    style.textContent = document.getElementById("typeface").textContent;
    copy.prepend(style);
  }
  return new XMLSerializer().serializeToString(copy);
}

async function png(drawing, readings) {
  const copy = file(drawing, readings);
  const [wide, high] = [copy.getAttribute("width"), copy.getAttribute("height")].map(Number);
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svgText(copy, true));
  await image.decode();
  const canvas = element("canvas", { width: WIDTH, height: Math.round((WIDTH * high) / wide) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const plain = await new Promise((done) => canvas.toBlob(done, "image/png"));
  return new Blob([withOrigin(new Uint8Array(await plain.arrayBuffer()))], { type: "image/png" });
}

// A PNG with the field that `softpower inspect` reads, behind its first chunk.
function withOrigin(bytes) {
  const text = (words) => new TextEncoder().encode(words);
  const body = [...text("iTXtsoftpower"), 0, 0, 0, 0, 0, ...text(ORIGIN)];
  const four = (number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255);
  let sum = 0xffffffff;
  for (const byte of body) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  const chunk = [...four(body.length - 4), ...body, ...four(~sum)];
  const first = 8 + 25;
  const made = new Uint8Array(bytes.length + chunk.length);
  made.set(bytes.subarray(0, first));
  made.set(chunk, first);
  made.set(bytes.subarray(first), first + chunk.length);
  return made;
}

// A slider through the dates: the pointer moves it, too.
function readable(figure, drawing, readings) {
  const { x, dates, lines, plot } = readings;
  const last = x.length - 1;
  const slider = element("input", { type: "range", min: 0, max: last, value: last });
  const output = element("output", { "aria-live": "off" });
  const cursor = shape("g", { class: "cursor" });
  const post = shape("line", { y1: plot[0], y2: plot[1], stroke: "#4B5563", "stroke-width": 15 });
  const dot = (line) => shape("circle", { r: 60, fill: line.colour, stroke: "#FFFFFF", "stroke-width": 15 });
  const dots = lines.map(dot);
  cursor.append(post, ...dots);
  const show = (place) => {
    slider.value = place;
    const said = lines.filter((line) => line.words[place]).map((line) => `${line.name} ${line.words[place]}`);
    slider.setAttribute("aria-valuetext", `${dates[place]}: ${said.join("; ")}`);
    output.replaceChildren(element("b", {}, dates[place]));
    lines.forEach((line, number) => {
      dots[number].setAttribute("display", line.y[place] === null ? "none" : "inline");
      if (line.y[place] === null) return;
      dots[number].setAttribute("cx", x[place]);
      dots[number].setAttribute("cy", line.y[place]);
      const key = element("span", { class: "key" });
      key.style.background = line.colour;
      output.append(element("span", {}, key, `${line.name} `, element("b", {}, line.words[place])));
    });
    post.setAttribute("x1", x[place]);
    post.setAttribute("x2", x[place]);
    drawing.append(cursor);
  };
  slider.addEventListener("input", () => show(Number(slider.value)));
  slider.addEventListener("focus", () => show(Number(slider.value)));
  slider.addEventListener("blur", () => cursor.remove());
  drawing.addEventListener("pointermove", (event) => {
    const box = drawing.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * drawing.viewBox.baseVal.width;
    const near = x.reduce((best, spot, place) => (Math.abs(spot - at) < Math.abs(x[best] - at) ? place : best), 0);
    show(near);
  });
  drawing.addEventListener("pointerleave", () => document.activeElement === slider || cursor.remove());
  show(last);
  cursor.remove();
  const label = element("label", {}, "Read at a date", slider);
  figure.querySelector(".card").after(element("div", { class: "read" }, label, output));
}

for (const figure of document.querySelectorAll("figure[data-stem]")) {
  const stem = figure.dataset.stem;
  const drawing = figure.querySelector(".drawing");
  const readings = JSON.parse(figure.querySelector(".readings").textContent);
  const said = element("span", { class: "said", role: "status" });
  const tools = element("div", { class: "tools" });
  if (readings.singles) {
    const words = (shown) => `${shown ? "Hide" : "Show"} ${readings.singles} single runs of ${readings.singles_of}`;
    const toggle = button(words(false), () => {
      const singles = figure.querySelector(".singles");
      const shown = singles.getAttribute("display") === "none";
      singles.setAttribute("display", shown ? "inline" : "none");
      toggle.textContent = words(shown);
    }, said);
    tools.append(toggle);
  }
  tools.append(
    button("Copy picture", async () => {
      if (!navigator.clipboard || !window.ClipboardItem) return save(await png(drawing, readings), `${stem}.png`);
      await navigator.clipboard.write([new ClipboardItem({ "image/png": png(drawing, readings) })]);
      return "The picture is copied.";
    }, said),
    button("Save PNG", async () => save(await png(drawing, readings), `${stem}.png`), said),
    button("Save SVG", () => {
      const svg = svgText(file(drawing, readings));
      return save(new Blob([svg], { type: "image/svg+xml" }), `${stem}.svg`);
    }, said),
    button("Save CSV", () => {
      const csv = figure.querySelector(".numbers").textContent;
      return save(new Blob([csv], { type: "text/csv" }), `${stem}.csv`);
    }, said),
    said,
  );
  figure.querySelector("figcaption").before(tools);
  if (readings.x) readable(figure, drawing, readings);
}

for (const text of document.querySelectorAll(".copyable")) {
  const said = element("span", { class: "said", role: "status" });
  const copy = button(`Copy ${text.dataset.what.toLowerCase()}`, async () => {
    await copyText(text.textContent);
    return "Copied.";
  }, said);
  text.after(element("div", { class: "tools" }, copy, said));
}
