"use strict";
(() => {
  const plan = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";

  /** Make an element; texts are always text, never markup. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "style") element.style.cssText = value;
      else if (value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== "" && child != null));
    return element;
  }

  function draw(tag, attributes, parent) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    parent.append(element);
    return element;
  }

  // ---- Theme -------------------------------------------------------------------------------
  const root = document.documentElement;
  const media = matchMedia("(prefers-color-scheme: dark)");
  let palette = {};
  function setTheme(name) {
    root.dataset.theme = name;
    const other = name === "dark" ? "light" : "dark";
    byId("theme").textContent = name === "dark" ? "☀" : "☾";
    byId("theme").setAttribute("aria-label", `Use the ${other} theme`);
    const style = getComputedStyle(root);
    for (const key of ["land", "path", "small", "mid", "big", "casing", "surface", "ink", "bad"]) {
      palette[key] = style.getPropertyValue(`--${key}`).trim();
    }
    paint();
  }

  // ---- Geometry: web Mercator, one unit is the whole earth --------------------------------
  const project = (lat, lon) => [
    lon / 360 + 0.5,
    0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI),
  ];
  function decode(text, precision) {
    const line = [];
    const scale = 10 ** precision;
    let index = 0, lat = 0, lon = 0;
    const next = () => {
      let shift = 0, value = 0, chunk;
      do {
        chunk = text.charCodeAt(index++) - 63;
        value += (chunk & 31) * 2 ** shift;
        shift += 5;
      } while (chunk >= 32);
      return value % 2 ? -(value + 1) / 2 : value / 2;
    };
    while (index < text.length) {
      lat += next();
      lon += next();
      line.push(project(lat / scale, lon / scale));
    }
    return line;
  }
  const streets = plan.streets.map(([rank, line]) => ({ rank, line: decode(line, 5) }));
  const routes = plan.routes.map((route, number) => ({
    ...route, number, line: decode(route.geometry, 6), home: project(route.depot.lat, route.depot.lon),
    stops: route.stops.map((stop) => ({ ...stop, route: number, at: project(stop.lat, stop.lon) })),
  }));
  const left = plan.unassigned.map((item) => ({ ...item, at: project(item.lat, item.lon) }));
  const marks = [...routes.flatMap((route) => route.stops), ...left];
  const state = { focus: null, chosen: null, hover: null };
  const view = { x: 0.5, y: 0.5, scale: 1000 };

  // ---- Map ---------------------------------------------------------------------------------
  const canvas = byId("canvas");
  const pen = canvas.getContext("2d");
  const toScreen = ([x, y]) => [
    (x - view.x) * view.scale + canvas.clientWidth / 2,
    (y - view.y) * view.scale + canvas.clientHeight / 2,
  ];
  function showAll() {
    const points = [...routes.flatMap((route) => [...route.line, route.home]), ...marks.map((m) => m.at)];
    if (points.length) fit(points);
  }
  function fit(points) {
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of points) {
      west = Math.min(west, x); east = Math.max(east, x);
      north = Math.min(north, y); south = Math.max(south, y);
    }
    view.x = (west + east) / 2;
    view.y = (north + south) / 2;
    view.scale = 0.9 * Math.min(canvas.clientWidth / (east - west || 1e-6), canvas.clientHeight / (south - north || 1e-6));
    view.scale = Math.min(view.scale, 4e7);
    paint();
  }
  function trace(line) {
    pen.beginPath();
    line.forEach((point, index) => {
      const [x, y] = toScreen(point);
      if (index) pen.lineTo(x, y); else pen.moveTo(x, y);
    });
  }
  const visible = (number) => state.focus === null || state.focus === number;
  let queued = false;
  function paint() {
    if (queued) return;
    queued = true;
    requestAnimationFrame(() => { queued = false; paintNow(); });
  }
  function paintNow() {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = palette.land;
    pen.fillRect(0, 0, width, height);
    pen.lineCap = pen.lineJoin = "round";
    paintStreets();
    // Routes that are not looked at lie below, pale.
    for (const route of [...routes].sort((a, b) => visible(a.number) - visible(b.number))) paintRoute(route);
    for (const route of routes) paintHome(route);
    for (const item of left) paintMark(item, palette.bad, "!", 1);
    for (const route of routes) {
      if (visible(route.number)) for (const stop of route.stops) paintMark(stop, route.color, stop.sequence, 1);
    }
    if (state.chosen) {
      const mark = state.chosen;
      paintMark(mark, "route" in mark ? routes[mark.route].color : palette.bad, mark.sequence ?? "!", 1.35);
    }
  }
  function paintStreets() {
    const zoom = Math.max(0.5, Math.min(3.2, (view.scale / 6e6) ** 0.55));
    const widths = [7, 5.5, 4, 2.4, 1];
    const colors = [palette.big, palette.mid, palette.small, palette.small, palette.path];
    for (const casing of [true, false]) {
      for (let rank = 4; rank >= 0; rank--) {
        if (casing && rank === 4) continue;
        pen.strokeStyle = casing ? palette.casing : colors[rank];
        pen.lineWidth = widths[rank] * zoom + (casing ? 1.4 : 0);
        for (const street of streets) if (street.rank === rank) { trace(street.line); pen.stroke(); }
      }
    }
  }
  function paintRoute(route) {
    const on = visible(route.number);
    trace(route.line);
    if (on) { pen.strokeStyle = palette.surface; pen.globalAlpha = 0.85; pen.lineWidth = 6; pen.stroke(); }
    pen.globalAlpha = on ? 1 : 0.13;
    pen.strokeStyle = route.color;
    pen.lineWidth = state.focus === route.number ? 4.2 : 3;
    pen.stroke();
    pen.globalAlpha = 1;
  }
  function paintHome(route) {
    const [x, y] = toScreen(route.home);
    pen.fillStyle = palette.ink;
    pen.strokeStyle = palette.surface;
    pen.lineWidth = 2.5;
    pen.beginPath();
    pen.roundRect(x - 9, y - 9, 18, 18, 5);
    pen.stroke();
    pen.fill();
    pen.fillStyle = palette.surface;
    pen.beginPath();
    pen.moveTo(x, y - 5.5); pen.lineTo(x + 5.5, y - 0.5); pen.lineTo(x + 5.5, y + 5); pen.lineTo(x - 5.5, y + 5); pen.lineTo(x - 5.5, y - 0.5);
    pen.fill();
  }
  function paintMark(mark, color, label, size) {
    const [x, y] = toScreen(mark.at);
    const roomy = view.scale > 9e6 || state.focus !== null || size > 1 || !("route" in mark);
    const radius = (roomy ? 9 : 5) * size;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 7);
    pen.fillStyle = color;
    pen.strokeStyle = palette.surface;
    pen.lineWidth = roomy ? 2 : 1.5;
    pen.fill();
    pen.stroke();
    if (!roomy) return;
    pen.fillStyle = "#fff";
    pen.font = `650 ${(String(label).length > 2 ? 8 : 9.5) * size}px system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(label, x, y + 0.5);
  }
  function nearest(x, y, reach) {
    let best = null;
    for (const mark of marks) {
      if ("route" in mark && !visible(mark.route)) continue;
      const [mx, my] = toScreen(mark.at);
      const far = Math.hypot(mx - x, my - y);
      if (far < reach) { reach = far; best = mark; }
    }
    return best;
  }
  function zoom(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
    const scale = Math.max(300, Math.min(1e9, view.scale * factor));
    const [dx, dy] = [x - canvas.clientWidth / 2, y - canvas.clientHeight / 2];
    view.x += dx / view.scale - dx / scale;
    view.y += dy / view.scale - dy / scale;
    view.scale = scale;
    paint();
  }

  // ---- Pointer and keys on the map ---------------------------------------------------------
  const pointers = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    moved = 0;
    byId("tip").hidden = true;
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = [event.offsetX, event.offsetY];
    const before = pointers.get(event.pointerId);
    if (!before) { hover(...now); return; }
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    if (others.length) {
      const [other] = others;
      const spread = (at) => Math.hypot(at[0] - other[0], at[1] - other[1]) || 1;
      zoom(spread(now) / spread(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      moved += 99;
    } else {
      view.x -= (now[0] - before[0]) / view.scale;
      view.y -= (now[1] - before[1]) / view.scale;
      moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
      paint();
    }
    pointers.set(event.pointerId, now);
  });
  canvas.addEventListener("pointerup", (event) => {
    pointers.delete(event.pointerId);
    if (moved < 6) choose(nearest(event.offsetX, event.offsetY, event.pointerType === "mouse" ? 12 : 22));
  });
  canvas.addEventListener("pointercancel", (event) => pointers.delete(event.pointerId));
  canvas.addEventListener("pointerleave", () => { byId("tip").hidden = true; });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.offsetX, event.offsetY);
  }, { passive: false });
  canvas.addEventListener("dblclick", (event) => zoom(2, event.offsetX, event.offsetY));
  canvas.addEventListener("keydown", (event) => {
    const step = 80 / view.scale;
    const keys = {
      ArrowLeft: () => { view.x -= step; }, ArrowRight: () => { view.x += step; },
      ArrowUp: () => { view.y -= step; }, ArrowDown: () => { view.y += step; },
      "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), 0: showAll,
      Escape: () => choose(null),
    };
    if (!keys[event.key] || event.ctrlKey || event.metaKey) return;
    keys[event.key]();
    event.preventDefault();
    paint();
  });
  function hover(x, y) {
    const tip = byId("tip");
    const mark = nearest(x, y, 12);
    canvas.style.cursor = mark ? "pointer" : "";
    tip.hidden = !mark;
    if (!mark) return;
    const [left_px, top_px] = toScreen(mark.at);
    tip.textContent = "route" in mark
      ? `${mark.sequence} · ${mark.text.start} · ${mark.recipient || mark.address || mark.reference}`
      : `Unassigned · ${mark.recipient || mark.reference}`;
    tip.style.left = `${Math.max(80, Math.min(canvas.clientWidth - 80, left_px))}px`;
    tip.style.top = `${Math.max(40, top_px)}px`;
  }

  // ---- A chosen stop -----------------------------------------------------------------------
  const buttons = new Map();
  const bars = new Map();
  function choose(mark, move = false) {
    if (state.chosen) mark_as(state.chosen, false);
    state.chosen = mark;
    const card = byId("card");
    card.hidden = !mark;
    card.replaceChildren();
    if (mark) {
      mark_as(mark, true);
      if ("route" in mark && state.focus !== null && state.focus !== mark.route) focus_route(mark.route);
      fill_card(card, mark);
      const [x, y] = toScreen(mark.at);
      const inside = x > 40 && y > 40 && x < canvas.clientWidth - 40 && y < canvas.clientHeight - 40
        && !(x < card.offsetLeft + card.offsetWidth + 20 && y < card.offsetTop + card.offsetHeight + 20 && getComputedStyle(card).position === "absolute");
      if (move && !inside) [view.x, view.y] = mark.at;
    }
    paint();
  }
  function mark_as(mark, on) {
    const button = buttons.get(mark);
    if (button) button.setAttribute("aria-current", on);
    for (const bar of bars.get(mark) ?? []) bar.classList.toggle("chosen", on);
  }
  function fill_card(card, mark) {
    const close = make("button", { class: "close", type: "button", "aria-label": "Close" }, "×");
    close.addEventListener("click", () => { choose(null); (buttons.get(mark) ?? canvas).focus(); });
    const facts = make("dl");
    const fact = (name, value) => { if (value) facts.append(make("dt", {}, name), make("dd", {}, value)); };
    const title = make("h2", {}, mark.recipient || mark.reference);
    card.append(close, title, make("p", { class: "sub" }, mark.address));
    if (!("route" in mark)) {
      fact("Unassigned", mark.sentence);
      fact("What to do", mark.action);
      for (const fix of mark.fixes) fact("Would fit", fix.sentence);
      fact("Reference", mark.reference);
      card.append(facts);
      return;
    }
    const route = routes[mark.route];
    fact("Route", `${route.vehicle}${route.driver ? ` · ${route.driver}` : ""}, stop ${mark.sequence} of ${route.stops.length}`);
    fact("Arrival", mark.text.arrival);
    fact("Service", `${mark.text.start} – ${mark.text.departure}`);
    fact("Window", mark.text.windows);
    fact("Parcels", `${mark.parcels}, ${mark.weight_g / 1000} kg, ${mark.volume_cm3 / 1000} l`);
    fact("Phone", mark.phone);
    fact("Note", mark.note);
    fact("Reference", mark.reference);
    const step = (text, by) => {
      const next = route.stops[mark.sequence - 1 + by];
      const button = make("button", { type: "button", disabled: !next }, text);
      button.addEventListener("click", () => {
        choose(next, true);
        const again = byId("card").querySelectorAll(".steps button");
        const [back, on] = again;
        ((by < 0 && !back.disabled) || on.disabled ? back : on).focus();
      });
      return button;
    };
    card.append(facts, make("div", { class: "steps" }, step("← Previous", -1), step("Next →", 1)));
  }
  function focus_route(number) {
    state.focus = number;
    for (const details of document.querySelectorAll(".route")) details.open = Number(details.dataset.route) === number;
    paint();
  }

  // ---- Lists -------------------------------------------------------------------------------
  function fill_header() {
    byId("title").textContent = plan.text.day;
    const stops = routes.reduce((sum, route) => sum + route.stops.length, 0);
    const totals = [
      ["Routes", routes.length], ["Stops", stops], ["Unassigned", left.length],
      ["Distance", plan.text.distance], ["Time", plan.text.duration], ["Emissions", plan.text.co2e], ["Cost", plan.text.cost],
    ];
    for (const [name, value] of totals) {
      const bad = name === "Unassigned" && value > 0;
      byId("totals").append(make("div", bad ? { class: "bad" } : {}, make("dt", {}, name), make("dd", {}, String(value))));
    }
  }
  function meter(part, whole, text) {
    const share = whole ? Math.min(100, (100 * part) / whole) : 0;
    return make("span", {}, make("span", { class: "meter" }, make("i", { style: `width:${share}%` })), text);
  }
  function fill_routes() {
    for (const route of routes) {
      const name = make("span", { class: "name" }, route.vehicle, route.driver ? make("span", { class: "driver" }, ` · ${route.driver}`) : "");
      const summary = make("summary", {},
        make("span", { class: "bar" }), name,
        make("span", { class: "when" }, `${route.text.start}–${route.text.end}`),
        make("span", { class: "facts" }, `${route.stops.length} stops · ${route.text.distance} · ${route.text.duration} · ${route.text.co2e} · ${route.text.cost}`),
        make("span", { class: "load" },
          meter(route.load.weight_g, route.load.capacity_g, route.text.weight),
          meter(route.load.volume_cm3, route.load.capacity_cm3, route.text.volume)));
      const list = make("ol");
      for (const stop of route.stops) {
        const who = [stop.recipient, stop.note].filter(Boolean).join(" · ") || stop.reference;
        const button = make("button", { type: "button", class: "stop" },
          make("span", { class: "dot" }, String(stop.sequence)),
          make("span", { class: "where" }, stop.address || stop.reference, make("small", {}, who)),
          make("time", {}, stop.text.start));
        button.addEventListener("click", () => choose(stop, true));
        buttons.set(stop, button);
        list.append(make("li", {}, button));
      }
      const details = make("details", { class: "route", "data-route": route.number, style: `--c:${route.color}` }, summary, list);
      summary.addEventListener("click", (event) => {
        event.preventDefault();
        const close = details.open;
        if (state.chosen) choose(null);
        focus_route(close ? null : route.number);
        if (close) showAll(); else fit([...route.line, route.home]);
      });
      byId("route-list").append(details);
    }
    byId("left-out").hidden = !left.length;
    for (const item of left) {
      const button = make("button", { type: "button" },
        make("strong", {}, item.recipient || item.reference), ` ${item.address}`,
        make("span", {}, `${item.sentence} ${item.action}`),
        ...item.fixes.map((fix) => make("span", {}, `Would fit: ${fix.sentence}`)));
      button.addEventListener("click", () => choose(item, true));
      buttons.set(item, button);
      byId("left-list").append(make("li", {}, button));
    }
  }

  // ---- Timeline ----------------------------------------------------------------------------
  const seconds = (text) => Date.parse(text) / 1000 + plan.offset_s;
  function fill_timeline() {
    if (!routes.length) { byId("timeline").hidden = true; return; }
    const [ROW, NAMES, TOP] = [26, 92, 20];
    const first = Math.floor(Math.min(...routes.map((route) => seconds(route.start_at))) / 3600) * 3600;
    const last = Math.ceil(Math.max(...routes.map((route) => seconds(route.end_at))) / 3600) * 3600;
    const width = Math.max(640, byId("gantt").clientWidth);
    const height = TOP + ROW * routes.length + 2;
    const svg = draw("svg", { width, height, role: "group", "aria-label": "Timeline" }, byId("gantt"));
    const at = (second) => NAMES + ((second - first) / (last - first)) * (width - NAMES - 14);
    const step = 3600 * Math.max(1, Math.ceil((last - first) / 3600 / (width / 52)));
    for (let hour = first; hour <= last; hour += step) {
      draw("line", { x1: at(hour), x2: at(hour), y1: TOP - 4, y2: height, class: "hour" }, svg);
      const label = `${String(((hour / 3600) % 24 + 24) % 24).padStart(2, "0")}:00`;
      draw("text", { x: at(hour), y: 11, "text-anchor": "middle" }, svg).textContent = label;
    }
    routes.forEach((route, index) => draw_row(svg, route, TOP + index * ROW, ROW, at, NAMES, width));
  }
  function draw_row(svg, route, top, size, at, names, width) {
    const middle = top + size / 2;
    const row = draw("g", {
      tabindex: 0, role: "button", class: "row",
      "aria-label": `${route.vehicle}, ${route.text.start} to ${route.text.end}, ${route.stops.length} stops. Left and right choose a stop.`,
    }, svg);
    draw("rect", { x: 0, y: top, width, height: size, fill: "transparent", class: "hit" }, row);
    const name = draw("text", { x: 0, y: middle + 4 }, row);
    name.textContent = route.vehicle.length > 14 ? `${route.vehicle.slice(0, 13)}…` : route.vehicle;
    const start = at(seconds(route.start_at));
    draw("rect", { x: start, y: middle - 1.25, width: at(seconds(route.end_at)) - start, height: 2.5, fill: route.color, opacity: 0.75 }, row);
    for (const end of [route.start_at, route.end_at]) draw("circle", { cx: at(seconds(end)), cy: middle, r: 3.5, fill: route.color }, row);
    for (const stop of route.stops) {
      const [arrive, begin, leave] = [stop.arrival_at, stop.service_start_at, stop.departure_at].map((text) => at(seconds(text)));
      if (begin - arrive > 0.5) {
        draw("rect", { x: arrive, y: middle - 5, width: begin - arrive, height: 10, fill: route.color, opacity: 0.25 }, row);
        for (let x = arrive + 2; x < begin; x += 5) draw("line", { x1: x, x2: Math.min(begin, x + 3), y1: middle + 5, y2: middle - 5, stroke: route.color, "stroke-width": 1 }, row);
      }
      const bar = draw("rect", { x: begin, y: middle - 8, width: Math.max(2, leave - begin - 0.6), height: 16, rx: 2, fill: route.color, class: "hit" }, row);
      draw("title", {}, bar).textContent = `${stop.sequence} · ${stop.text.start}–${stop.text.departure} · ${stop.recipient || stop.address || stop.reference} (${stop.text.windows})`;
      bar.addEventListener("click", (event) => { event.stopPropagation(); choose(stop, true); });
      bars.set(stop, [bar]);
    }
    row.addEventListener("click", () => { focus_route(route.number); fit([...route.line, route.home]); });
    row.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (event.key === "Enter" || event.key === " ") { focus_route(route.number); fit([...route.line, route.home]); }
      else if (event.key === "Escape") choose(null);
      else if (by) {
        const here = state.chosen && state.chosen.route === route.number ? state.chosen.sequence - 1 : by > 0 ? -1 : route.stops.length;
        choose(route.stops[Math.max(0, Math.min(route.stops.length - 1, here + by))], true);
      } else return;
      event.preventDefault();
    });
  }

  // ---- Begin -------------------------------------------------------------------------------
  fill_header();
  fill_routes();
  fill_timeline();
  byId("theme").addEventListener("click", () => setTheme(root.dataset.theme === "dark" ? "light" : "dark"));
  media.addEventListener("change", () => setTheme(media.matches ? "dark" : "light"));
  byId("zoom-in").addEventListener("click", () => zoom(1.5));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.5));
  byId("zoom-all").addEventListener("click", () => { focus_route(null); showAll(); });
  let known = 0;
  new ResizeObserver(() => { if (known) paint(); else { known = 1; showAll(); } }).observe(canvas);
  let drawn = byId("gantt").clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(byId("gantt").clientWidth - drawn) < 4) return;
    drawn = byId("gantt").clientWidth;
    byId("gantt").replaceChildren();
    bars.clear();
    fill_timeline();
    if (state.chosen) mark_as(state.chosen, true);
  }).observe(byId("gantt"));
  setTheme(media.matches ? "dark" : "light");
})();
